"""An Otter Wiki: the pages of an allotment society, with an editor, a history and attachments."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import do, python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_GARDENERS = "Ada Ben Cleo Dev Eva Finn Gus Hana".split()
_PAGES = {
    "home": """# Allotments at the canal

Welcome. See [[Plots]], [[Water]] and the [[Tool shed]].

> Gates close at nine.""",
    "plots": "# Plots\n\n| Plot | Gardener | Square metres |\n|---|---|---:|\n"
    + "".join(f"| {n} | {who} | {180 + n * 7} |\n" for n, who in enumerate(_GARDENERS, 1)),
    "water": """# Water

1. Open the valve.
2. Read the meter.

```python
def cost(litres):
    return litres * 0.004
```
""",
    "tool shed": "# Tool shed\n\n- [x] Spades\n- [ ] Shears\n- [ ] Wheelbarrow\n\nThe key hangs at plot 3.\n",
    "compost": "# Compost\n\nTurn it in March and in October.\n",
    "bees": "# Bees\n\nTwo hives stand behind plot 8.\n",
    "meetings/2025-03": """# Meeting in March

## Present

Ada, Ben, Eva

## Decided

The fence is mended in May.
""",
    "meetings/2025-04": "# Meeting in April\n\n## Present\n\nCleo, Dev\n\n## Decided\n\nNothing.\n",
}


def _repository(folder: Path) -> None:
    do("git", "init", "--quiet", "--initial-branch", "main", folder, cwd=folder.parent)
    roles = ("AUTHOR", "COMMITTER")
    for number, (path, text) in enumerate(_PAGES.items()):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{path}.md").write_text(text)
        facts = {"NAME": "Ada Brandt", "EMAIL": "ada@example.test", "DATE": f"2025-04-{10 + number}T10:00:00+00:00"}
        env = {f"GIT_{role}_{fact}": value for role in roles for fact, value in facts.items()}
        do("git", "add", "--all", cwd=folder)
        do("git", "commit", "--quiet", "--no-gpg-sign", "--message", f"Write {path}", cwd=folder, env=env)


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    port = free_port()
    _repository(folder / "pages")
    env = {"REPOSITORY": str(folder / "pages"), "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'wiki.sqlite'}"}
    env |= {"SECRET_KEY": "only-for-the-benchmark", "SITE_NAME": "Allotments", "WRITE_ACCESS": "ANONYMOUS"}
    env |= {"READ_ACCESS": "ANONYMOUS", "ATTACHMENT_ACCESS": "ANONYMOUS", "OTTERWIKI_SETTINGS": ""}
    command = [python_of("otterwiki"), "-m", "flask", "--app", "otterwiki.server", "run", "--port", str(port)]
    with running(command, f"http://127.0.0.1:{port}/", folder, env):
        yield f"http://127.0.0.1:{port}/"


async def _edit(hand: Hand) -> None:
    pass


async def _sign_in(hand: Hand) -> None:
    pass


APP = App(
    name="otterwiki",
    half="scored",
    start=_start,
    flows=(
        Flow("edit", _edit),
        Flow("sign in", _sign_in, "x"),
    ),
    pypi=("otterwiki==2.26.1",),
)

"""klaus: the branches, files and changes of a git repository."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import do, python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Aim, Hand

_FILES = {
    "README.md": "# tidewatch\n\nReads the gauges of a harbour and warns before the water is too high.\n",
    "tidewatch/__init__.py": '"""Warns before the water is too high."""\n',
    "tidewatch/gauge.py": """from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    \"\"\"The level of the water at one gauge, in centimetres over chart datum.\"\"\"

    gauge: str
    level_cm: float

    def is_high(self, limit_cm: float = 420.0) -> bool:
        return self.level_cm > limit_cm


def highest(readings: list[Reading]) -> Reading | None:
    \"\"\"The highest of the readings, if there are any.\"\"\"
    return max(readings, key=lambda one: one.level_cm, default=None)
""",
    "tidewatch/alarm.py": "from tidewatch.gauge import highest\n\n\ndef due(readings):\n    return highest(readings)\n",
    "tests/test_gauge.py": "from tidewatch.gauge import highest\n\n\ndef test_none():\n    assert not highest([])\n",
    "setup.cfg": "[metadata]\nname = tidewatch\nversion = 0.3.1\n",
    "docs/gauges.md": "# Gauges\n\n" + "".join(f"- gauge {n}: pier {n % 5}\n" for n in range(1, 30)),
}
_CHANGES = (
    "Round levels to whole centimetres",
    "Warn half an hour earlier at spring tide",
    "Read the gauge at the north pier",
    "Drop the old serial protocol",
    "Explain the limits in the README",
    "Fix the alarm when no gauge answers",
    "Log what each gauge says",
    "Release 0.3.1",
)


def _repository(folder: Path) -> None:
    folder.mkdir()
    do("git", "init", "--quiet", "--initial-branch", "main", ".", cwd=folder)
    for path, text in _FILES.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    for number, subject in enumerate(("First version", *_CHANGES)):
        if number:
            changed = folder / list(_FILES)[number % len(_FILES)]
            changed.write_text(f"{changed.read_text()}\n# {subject.lower()}\n")
        who, when = ("Ada Brandt", "Noor Haddad")[number % 2], f"2025-03-{10 + number:02}T10:00:00+00:00"
        env = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", who), ("EMAIL", "dev@tidewatch.test"), ("DATE", when))
        }
        do("git", "add", "--all", cwd=folder)
        do("git", "commit", "--quiet", "--no-gpg-sign", "--message", subject, cwd=folder, env=env)
    do("git", "branch", "serial", "HEAD~4", cwd=folder)
    do("git", "tag", "v0.3.1", cwd=folder)


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    _repository(folder / "tidewatch")
    port = free_port()
    command = [python_of("klaus").parent / "klaus", "--port", str(port), "--site-name", "Harbour", folder / "tidewatch"]
    with running(command, f"http://127.0.0.1:{port}/", folder):
        yield f"http://127.0.0.1:{port}/"


def _starting(hand: Hand, name: str) -> Aim:
    """A link whose name continues with the time since the change."""
    return hand.at(f"a:has-text('{name}')", "link", name)


async def _browse(hand: Hand) -> None:
    await hand.click(_starting(hand, "tidewatch"))
    await hand.wheel(hand.at("html"), 300, at=(640, 400))
    await hand.wheel(hand.at("html"), -300, at=(640, 400))
    await hand.click(_starting(hand, "Fix the alarm when no gauge answers"))
    await hand.click(hand.by("link", "Collapse all"))
    await hand.click(hand.by("link", "Expand all"))
    await hand.page.go_back()
    await hand.wait(900)
    await hand.look("back")
    await hand.click(hand.at(".tree a:text-is('docs')", "link", "docs"))
    await hand.click(hand.by("link", "gauges.md"))


async def _branch(hand: Hand) -> None:
    search = hand.by("searchbox", "Search repos:")
    await hand.click(search)
    await hand.type(search, "tide")
    await hand.key(search, "Enter")
    await hand.click(_starting(hand, "tidewatch"))
    await hand.click(hand.at(".tree a:text-is('tidewatch')", "link", "tidewatch"))
    await hand.click(hand.by("link", "gauge.py"))
    await hand.hover(hand.at(".branch-selector"))
    await hand.click(hand.at(".branch-selector a:text-is('serial')", "link", "serial"))
    await hand.page.goto(hand.address + "tidewatch/blob/serial/tidewatch/siren.py")
    await hand.wait(900)
    await hand.look("missing file")


APP = App(
    name="klaus",
    half="scored",
    start=_start,
    flows=(
        Flow("browse", _browse),
        Flow("branch", _branch, "The branch has no such file, and the page is a 404 without the site around it."),
    ),
    pypi=("klaus==3.0.1", "setuptools==65.5.0"),
)

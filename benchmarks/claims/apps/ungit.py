"""Ungit, dark: the history of a git repository as a graph."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import do, npm_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand


_STEPS = (
    ("main", "README.md", "# Harbour\n\nTides and berths.\n", "Start"),
    ("main", "tides.py", "def high():\n    return 4.2\n", "Add the tides"),
    ("main", "berths.csv", "name,length\nNorth 1,12\nNorth 2,9\n", "Add the berths"),
    ("prices", "prices.csv", "length,euros\n9,31\n12,44\n", "Prices by length"),
    ("prices", "README.md", "# Harbour\n\nTides, berths and prices.\n", "Say that there are prices"),
    ("main", "README.md", "# Harbour\n\nTides and berths of the north pier.\n", "Name the pier"),
)


def _repository(folder: Path) -> None:
    def git(*words: str, day: int = 1) -> None:
        at = f"2031-05-{day:02}T08:00:00+0000"
        do("git", *words, cwd=folder, env={"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at})

    folder.mkdir()
    git("init", "--initial-branch", "main")
    git("config", "user.name", "Ada Park")
    git("config", "user.email", "ada@example.test")
    for day, (branch, file, text, message) in enumerate(_STEPS, 1):
        if day == 4:
            git("branch", "prices")
        if day > 1:
            git("checkout", branch)
        (folder / file).write_text(text)
        git("add", file)
        git("commit", "--message", message, day=day)
    (folder / "berths.csv").write_text("name,length\nNorth 1,12\nNorth 2,9\nNorth 3,15\n")


_CONFLICT = "The merge of a branch stops at a conflict: README.md was changed in both."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    port, repository = free_port(), folder / "harbour"
    _repository(repository)
    program = npm_of("ungit") / ".bin" / "ungit"
    address = f"http://127.0.0.1:{port}/"
    options = ["--no-launchBrowser", "--no-bugtracking", "--ungitBindIp=127.0.0.1", "--autoFetch=false"]
    with running([program, f"--port={port}", *options], address, folder, {"HOME": str(folder)}):
        yield f"{address}#/repository?path={quote(str(repository), safe='')}"


async def _commit(hand: Hand) -> None:
    title = hand.by("textbox", "Commit message title")
    await hand.click(hand.by("button", "Naah, I'll skip that"))
    await hand.click(hand.by("button", "berths.csv"))
    await hand.click(hand.by("button", "Inline"))
    await hand.click(title)
    await hand.type(title, "Add a third berth")
    await hand.click(hand.by("button", "Commit"), ms=2_000)
    await hand.click(hand.by("button", "Create a branch or tag"))
    name = hand.at("input.name:visible", "textbox")
    await hand.type(name, "pier")
    await hand.key(name, "Enter")
    await hand.wheel(hand.at("html"), 300, at=(640, 500))


async def _conflict(hand: Hand) -> None:
    await hand.click(hand.by("button", "Naah, I'll skip that"))
    await hand.click(hand.by("button", "berths.csv"))
    await hand.click(hand.by("button", "Discard all"))
    await hand.click(hand.at(".modal.in button:has-text('Yes'), .modal button.btn-danger", "button"), ms=2_000)
    await hand.click(hand.at(".ref.branch:has-text('prices')"))
    await hand.click(hand.at(".graphAction.merge:visible"), ms=2_500)


APP = App(
    "ungit",
    "scored",
    _start,
    (Flow("commit", _commit), Flow("conflict", _conflict, _CONFLICT)),
    npm=("ungit@1.5.30",),
    is_dark=True,
)

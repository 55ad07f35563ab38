"""The folder of the results: written whole or not at all, and what else lies in it stays.

Everything is made in a hidden folder inside the folder of the results, so on the same disk, and moved out of it at the
end. Its name holds the id of the process that works in it: a second run sees that the first is at work, and what a
killed one left behind is removed by the next.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.errors import UsageError
from claude_scope.values import Agent

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = '"claude-scope/session"'
PREFIX = ".claude-scope-"
FRAME = re.compile(r"\d{3,}-\d\dm\d\d\.\ds\.png")
"""The pictures in `frames/` that are ours to replace."""


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """A hidden folder in `out`, gone afterwards; after an error so are the folders that were made for it.

    Raises:
        UsageError: `out` is a file, cannot be written, or another run is writing to it.
    """
    made: list[Path] = []
    folder = out / f"{PREFIX}{os.getpid()}"
    try:
        refuse_file(out)
        _keep_strangers(out)
        made = [folder for folder in (out, *out.parents) if not folder.exists()]
        out.mkdir(parents=True, exist_ok=True)
        _make_way(out)
        folder.mkdir()
    except OSError as error:
        _remove(made)
        raise UsageError(f"Cannot write to {out}: {error.strerror}; name another folder with --out.") from error
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        _remove(made)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def move_in(folder: Path, out: Path) -> None:
    """Move the results from `folder` into `out`, in place of those of an earlier run."""
    for agent in Agent:
        (out / f"prompt.{agent.slug}.md").unlink(missing_ok=True)
    for old in [*out.glob("frames/*.png"), *out.glob("frames/full/*.png")]:
        if FRAME.fullmatch(old.name):
            old.unlink()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        target = out / file.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)


def refuse_file(out: Path) -> None:
    """Raises UsageError if the folder for the results is none."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out} is a file; name a folder, which is made if it is missing.")


def _keep_strangers(out: Path) -> None:
    """Refuse a folder that holds files named like ours which an earlier run did not write; raises UsageError."""
    names = ("session.json", "report.html", *(f"prompt.{agent.slug}.md" for agent in Agent))
    there = [name for name in names if (out / name).exists()]
    if there and not _is_ours(out / "session.json"):
        raise UsageError(f"{out} already holds {there[0]}, which claude-scope did not write; name another --out.")


def _is_ours(session: Path) -> bool:
    try:
        return SCHEMA in session.read_text(encoding="utf-8")[:200]
    except (OSError, UnicodeDecodeError):
        return False


def _make_way(out: Path) -> None:
    """Remove what a killed run left; raises UsageError if the run is alive."""
    for other in out.glob(f"{PREFIX}*"):
        pid = other.name.removeprefix(PREFIX)
        if pid.isdecimal() and int(pid) != os.getpid() and _is_alive(int(pid)):
            raise UsageError(f"Another run (process {pid}) is writing to {out}; wait for it, or name another --out.")
        shutil.rmtree(other, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    if os.name != "posix":
        return False  # signal 0 asks on POSIX; on Windows it would end the process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _remove(made: list[Path]) -> None:
    for folder in made:
        with suppress(OSError):  # somebody else has put something there meanwhile
            folder.rmdir()

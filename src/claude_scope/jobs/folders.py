"""Folders that one process holds while it lives, however it ends: a lock of the system's tells who is alive."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from pathlib import Path

LOCK = "lock"


class OwnFolder:
    """A folder that is ours until it is closed; one of the same name that a dead process left is emptied first."""

    def __init__(self, parent: Path, name: str) -> None:
        self.path = parent / name
        remove_abandoned(parent)
        self._lock = self._take()

    def _take(self) -> TextIO:
        while True:
            self.path.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # another process thought it abandoned before it was locked
                lock = hold(self.path / LOCK)
                if lock is not None and os.path.samestat(os.fstat(lock.fileno()), (self.path / LOCK).stat()):
                    return lock

    def close(self) -> None:
        """Remove it."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


def remove_abandoned(parent: Path) -> None:
    """Remove the folders in `parent` whose processes are dead: copies of recordings lie there."""
    for folder in parent.iterdir() if parent.exists() else ():
        try:
            lock = hold(folder / LOCK)
        except OSError:  # another process removes it at this moment
            continue
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            lock.close()


def hold(path: Path) -> TextIO | None:
    """Lock a file until it is closed or this process ends; None if another holds it."""
    file = path.open("a")
    try:
        _lock(file)
    except OSError:
        file.close()
        return None
    return file


def _lock(file: Any) -> None:
    """At once, or raise OSError."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

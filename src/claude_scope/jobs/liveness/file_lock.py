"""File locks, which the operating system releases when their process ends or is killed."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def try_lock(path: Path) -> TextIO | None:
    """Lock a file until it is closed or this process ends; return None if another process has locked it.

    Raises OSError if the file cannot be opened, or the file system has no locks.
    """
    file = path.open("a")
    try:
        _lock(file)
    except OSError as error:
        file.close()
        if isinstance(error, BlockingIOError | PermissionError):  # POSIX, Windows: already locked
            return None
        raise
    return file


@contextmanager
def locked(path: Path) -> Iterator[bool]:
    """Create a lock file, lock it, and remove it at the end; yields False if another process has locked it."""
    file = _lock_existing(path)
    try:
        yield file is not None
    finally:
        if file is not None:
            _release(file, path)


def _lock_existing(path: Path) -> TextIO | None:
    while True:
        file = try_lock(path)
        if file is None or _is_at(path, file):
            return file
        file.close()  # its previous owner has removed it


def _is_at(path: Path, file: TextIO) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _release(file: TextIO, path: Path) -> None:
    """Remove the file while it is locked, so that no other process's lock is removed; Windows has to close it first."""
    if sys.platform == "win32":
        file.close()
    path.unlink(missing_ok=True)
    file.close()


def _lock(file: Any) -> None:
    """Lock without waiting, or raise OSError."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

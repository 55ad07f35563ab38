"""Temporary files of running uploads. Each is locked while its process lives, so that abandoned files can be found.

A new file exists before it is locked, and another process may remove it in between. Therefore a process locks a file
before it removes it, and uses a new file only if it still exists under its name after it was locked.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator


FOLDER = ".d"
"""Suffix of a folder that belongs to the locked file of the same name."""


class Spool:
    """A private folder of this machine that several processes may share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def clear(self) -> int:
        """Create the folder, remove abandoned files, and return how many were removed."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return sum(_remove_unless_locked(path) for path in self.folder.iterdir() if path.suffix != FOLDER)

    @contextmanager
    def file(self) -> Iterator[tuple[Path, BinaryIO]]:
        """Yield the path of a new locked file, and the file; it is removed at the end."""
        path, file = self._locked_file()
        try:
            with file:
                yield path, file
        finally:
            path.unlink(missing_ok=True)

    @contextmanager
    def space(self) -> Iterator[Path]:
        """Yield the path of a new folder; it is removed at the end."""
        with self.file() as (path, _):
            folder = path.with_suffix(FOLDER)
            folder.mkdir(mode=0o700)
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def _locked_file(self) -> tuple[Path, BinaryIO]:
        """Create and lock a file; retry if another process removes it before it is locked."""
        while True:
            handle, name = tempfile.mkstemp(dir=self.folder)  # mode 0600
            file, path = os.fdopen(handle, "wb"), Path(name)
            with suppress(BlockingIOError, FileNotFoundError):
                _lock(file)
                if os.path.samestat(os.fstat(handle), path.stat()):
                    return path, file
            file.close()


def _remove_unless_locked(path: Path) -> bool:
    """Remove a file and its folder unless another process has locked it; return whether it was removed."""
    with suppress(OSError), path.open("rb+") as file:  # another process has locked or removed it
        _lock(file)
        shutil.rmtree(path.with_suffix(FOLDER), ignore_errors=True)
        if sys.platform == "win32":  # Windows cannot remove an open file
            file.close()
        path.unlink()
        return True
    return False


def _lock(file: BinaryIO) -> None:
    """Lock a file until it is closed or its process ends; raises OSError if another process has locked it."""
    if sys.platform != "win32":  # on Windows no other process can remove an open file
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

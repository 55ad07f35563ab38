"""Files of uploads under way. Each is locked while its process lives, so that the files of dead processes can be found.

A file has a name before it has a lock, and another process may remove it in between. So a new file is used only after
it was locked and found under its name still, and whoever removes a file holds its lock while it does.
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
"""The end of a folder's name; it belongs to the file of the same name, which is what is locked."""


class Spool:
    """A folder of this machine, for us alone, on which several processes may work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def clear(self) -> int:
        """Make the folder, and remove what processes that died had begun; how many."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return sum(_remove_unless_locked(path) for path in self.folder.iterdir() if path.suffix != FOLDER)

    @contextmanager
    def file(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A new file, locked from its first byte, and its path; both are gone afterwards."""
        path, file = self._locked_file()
        try:
            with file:
                yield path, file
        finally:
            path.unlink(missing_ok=True)

    @contextmanager
    def space(self) -> Iterator[Path]:
        """A new folder for files that belong together; it is gone afterwards."""
        with self.file() as (path, _):
            folder = path.with_suffix(FOLDER)
            folder.mkdir(mode=0o700)
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def _locked_file(self) -> tuple[Path, BinaryIO]:
        """A new file that no other process removes; one that another process cleans at this moment is left to it."""
        while True:
            handle, name = tempfile.mkstemp(dir=self.folder)  # 0600
            file, path = os.fdopen(handle, "wb"), Path(name)
            with suppress(BlockingIOError, FileNotFoundError):
                _lock(file)
                if os.path.samestat(os.fstat(handle), path.stat()):
                    return path, file
            file.close()


def _remove_unless_locked(path: Path) -> bool:
    """Remove the file and its folder unless a living process holds it; whether it was removed."""
    with suppress(OSError), path.open("rb+") as file:  # held by another process, or just removed by it
        _lock(file)
        shutil.rmtree(path.with_suffix(FOLDER), ignore_errors=True)
        if sys.platform == "win32":  # removes no open file
            file.close()
        path.unlink()
        return True
    return False


def _lock(file: BinaryIO) -> None:
    """Lock until the file is closed, or its process ends however it ends; raises OSError if another holds it."""
    if sys.platform != "win32":  # where no other process can remove an open file
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

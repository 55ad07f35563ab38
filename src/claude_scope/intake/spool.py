"""Files that are just being uploaded: each is locked while its process lives, so what a dead one left can be told."""

from __future__ import annotations

import os
import shutil
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
        return sum(_removed(path) for path in self.folder.iterdir() if path.suffix != FOLDER)

    @contextmanager
    def file(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A new file and its path; both are gone afterwards."""
        handle, name = tempfile.mkstemp(dir=self.folder)  # 0600
        try:
            with os.fdopen(handle, "wb") as file:
                _lock(file)
                yield Path(name), file
        finally:
            Path(name).unlink(missing_ok=True)

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


def _removed(path: Path) -> bool:
    """Whether nobody holds the file any more, and it is gone now."""
    with suppress(OSError):  # another process holds it, or has just removed it
        with path.open("rb+") as file:
            _lock(file)
        shutil.rmtree(path.with_suffix(FOLDER), ignore_errors=True)
        path.unlink()
        return True
    return False


def _lock(file: BinaryIO) -> None:
    """Held until the file is closed, or its process ends however it ends; raises OSError if another has it."""
    try:
        import fcntl
    except ImportError:  # Windows, which does not let an open file be removed
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

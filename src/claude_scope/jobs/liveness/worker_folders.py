"""Folders that belong to one process; a file lock shows whether the process is alive.

They contain unencrypted recordings and frames. So only the owner can read them, and they are removed when their process
ends, or, if it was killed, when the next one starts.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from claude_scope.jobs.liveness.file_lock import try_lock
from claude_scope.store.assets.assets import make_private

if TYPE_CHECKING:
    from pathlib import Path

LOCK = "lock"


class WorkerFolder:
    """A folder that this process owns until it is closed; abandoned folders are removed first."""

    def __init__(self, parent: Path, name: str) -> None:
        self.path = parent / name
        remove_abandoned(parent)
        self._lock = self._take()

    def _take(self) -> TextIO:
        while True:
            make_private(self.path)
            with suppress(FileNotFoundError):  # another process removed it before it was locked
                lock = try_lock(self.path / LOCK)
                if lock is not None and os.path.samestat(os.fstat(lock.fileno()), (self.path / LOCK).stat()):
                    return lock

    def close(self) -> None:
        """Remove the folder, and release its lock."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


def remove_abandoned(parent: Path) -> None:
    """Remove the folders in `parent` whose processes are dead."""
    for folder in parent.iterdir() if parent.exists() else ():
        try:
            lock = try_lock(folder / LOCK)
        except OSError:  # another process is removing it
            continue
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            lock.close()

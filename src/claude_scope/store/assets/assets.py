"""The protocol of an asset store, implemented by a folder and by S3, and atomic writes."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from claude_scope.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


CHUNK_BYTES = 256 * 1024
"""How much of a file is in memory at once while it is copied or streamed."""

_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_MAX_KEY = 200
"""The width of the database column."""


class AssetStore(Protocol):
    """Files by key. Keys are `/`-separated names of ASCII letters, digits, `_`, `-` and inner dots.

    Every method raises UsageError for an invalid key, and StoreUnavailable when the store does not answer.
    """

    async def put(self, key: str, source: Path | bytes, *, mime_type: str) -> None:
        """Store a file atomically: a reader sees the old content or the new."""

    async def get(self, key: str) -> bytes:
        """Return the content; raises NotFound."""

    async def fetch(self, key: str, to: Path) -> None:
        """Download to a file, which appears when it is complete; raises NotFound."""

    def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, not including, `end` or the end of the file; raises NotFound."""

    async def size(self, key: str) -> int:
        """The size of a file in bytes; raises NotFound."""

    async def delete(self, key: str) -> None:
        """Delete a file; a missing file is not an error."""

    def keys(self, prefix: str = "") -> AsyncIterator[str]:
        """Keys that start with `prefix`, in no particular order, without partially written files."""

    async def url(self, key: str, *, expires_s: int, mime_type: str) -> str | None:
        """A signed URL for GET of this key that expires after `expires_s` seconds; None if the store has none."""

    async def ping(self) -> None:
        """Raise StoreUnavailable unless files can be stored."""

    async def tidy(self, older_than_s: float) -> int:
        """Remove partially written files of dead processes, and return how many."""


def check_key(key: str) -> str:
    """The key itself; raises UsageError if it is empty, absolute, climbs (`..`) or contains other characters."""
    if len(key) > _MAX_KEY or not _KEY.fullmatch(key):
        raise UsageError(f"{key[:80]!r} cannot be the key of a stored file; use names of letters and digits, and `/`.")
    return key


def make_private(folder: Path) -> None:
    """Create a folder and its missing parents, accessible for the owner only."""
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Sync a folder, so that its file names survive a power cut; Windows cannot open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def atomic_write(path: Path, parts: Path, *, durable: bool) -> Iterator[BinaryIO]:
    """Yield a file that becomes `path` when it is complete; until then it is in `parts`, a folder on the same disk.

    The content of a `durable` file is synced before the rename. The name follows with the file system's journal, like
    the row that says `ready`; syncing it as well would cost 3 ms per file.
    """
    handle, name = tempfile.mkstemp(dir=parts, prefix="part-")  # 0600
    try:
        with os.fdopen(handle, "wb") as part:
            yield part
            if durable:
                part.flush()
                os.fsync(part.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

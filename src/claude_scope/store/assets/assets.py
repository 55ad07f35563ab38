"""Where files are kept: one protocol over a folder and S3."""

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
"""As wide as the column that holds it."""


class AssetStore(Protocol):
    """Files by key. Keys are `/`-separated names of ASCII letters, digits, `_`, `-` and inner dots.

    Every method raises UsageError for another key, and StoreUnavailable when the store does not answer.
    """

    async def put(self, key: str, source: Path | bytes, *, mime_type: str) -> None:
        """Store the whole file or nothing: a reader sees the old content or the new, never half of it."""

    async def get(self, key: str) -> bytes:
        """The content; raises NotFound."""

    async def fetch(self, key: str, to: Path) -> None:
        """Copy to a file, which appears when it is complete; raises NotFound."""

    def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, not including, `end` or the end of the file; raises NotFound."""

    async def delete(self, key: str) -> None:
        """Remove it; one that is not there is no error."""

    def keys(self, prefix: str = "") -> AsyncIterator[str]:
        """Keys that start with `prefix`, in no order; files half written are not among them."""

    async def url(self, key: str, *, expires_s: int, mime_type: str) -> str | None:
        """An address that answers GET for this key alone and for `expires_s` seconds; None where there is none."""

    async def ping(self) -> None:
        """Raises StoreUnavailable unless files can be stored."""

    async def tidy(self, older_than_s: float) -> int:
        """Remove what writes of processes that died left behind; how many."""


def check_key(key: str) -> str:
    """The key itself; raises UsageError for one that is empty, absolute, climbs (`..`) or holds other characters."""
    if len(key) > _MAX_KEY or not _KEY.fullmatch(key):
        raise UsageError(f"{key[:80]!r} cannot be the key of a stored file; use names of letters and digits, and `/`.")
    return key


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for us alone."""
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """That a name is in a folder is on the disk only when the folder is; Windows cannot open one."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def atomic_write(path: Path, parts: Path, *, durable: bool) -> Iterator[BinaryIO]:
    """A file to write to that becomes `path` when it is complete; `parts` is a folder on the same disk, until then.

    The content of a `durable` one is on the disk before it gets its name. The name itself follows with the file
    system's journal, as the row that says `ready` does; to force it as well would cost 3 ms a file.
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

"""An asset store in a folder of this machine."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from claude_scope.errors import NotFound, StoreUnavailable
from claude_scope.store.assets.assets import CHUNK_BYTES, atomic_write, check_key, make_private

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

T = TypeVar("T")

PARTS = ".parts"
"""The folder for partially written files: no key starts with a dot, and it is on the same disk, so a rename is atomic.
"""


class LocalAssets:
    """A folder that only its owner can read; a key is a path in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    async def put(self, key: str, source: Path | bytes, *, mime_type: str) -> None:
        """See AssetStore; the MIME type is only stored in the file's row."""
        await _run(lambda: self._put(self._path(key), source))

    async def get(self, key: str) -> bytes:
        """See AssetStore."""
        return await _found(key, self._path(key).read_bytes)

    async def fetch(self, key: str, to: Path) -> None:
        """See AssetStore."""
        await _found(key, lambda: self._fetch(self._path(key), to))

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """See AssetStore."""
        file = await _found(key, lambda: self._path(key).open("rb"))
        try:
            await asyncio.to_thread(file.seek, start)
            left = end - start
            while left > 0 and (chunk := await _run(partial(file.read, min(CHUNK_BYTES, left)))):
                left -= len(chunk)
                yield chunk
        finally:
            file.close()

    async def size(self, key: str) -> int:
        """See AssetStore."""
        return await _found(key, lambda: _size(self._path(key)))

    async def delete(self, key: str) -> None:
        """See AssetStore. Empty folders are removed too."""
        await _run(lambda: self._delete(self._path(key)))

    async def keys(self, prefix: str = "") -> AsyncIterator[str]:
        """See AssetStore."""
        for key in await _run(self._all):
            if key.startswith(prefix):
                yield key

    async def url(self, key: str, *, expires_s: int, mime_type: str) -> str | None:
        """None: the API serves files of a folder itself."""
        check_key(key)
        return None

    async def ping(self) -> None:
        """See AssetStore."""
        await _run(self._make_parts)

    async def tidy(self, older_than_s: float) -> int:
        """See AssetStore."""
        return await _run(lambda: self._tidy(time.time() - older_than_s))

    def _path(self, key: str) -> Path:
        return self.root / check_key(key)

    def _make_parts(self) -> Path:
        parts = self.root / PARTS
        make_private(parts)
        if not os.access(parts, os.W_OK | os.X_OK):
            raise PermissionError(parts)
        return parts

    def _put(self, path: Path, source: Path | bytes) -> None:
        if isinstance(source, Path) and not source.is_file():
            raise NotFound(f"The file {source.name} cannot be stored, because it does not exist.")
        for _ in range(10):  # a concurrent delete may remove the folder before the rename
            with suppress(FileNotFoundError):
                make_private(path.parent)
                with atomic_write(path, self._make_parts(), durable=True) as part:
                    _copy(source, part)
                return
        raise StoreUnavailable(f"The folder {path.parent.name} disappears while a file is stored in it; try again.")

    def _fetch(self, path: Path, to: Path) -> None:
        to.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(to, to.parent, durable=False) as part:
            _copy(path, part)

    def _delete(self, path: Path) -> None:
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()
        for folder in path.parents:
            if folder == self.root:
                return
            try:
                folder.rmdir()
            except OSError:  # not empty, or another process removed it
                return

    def _all(self) -> list[str]:
        found = []
        for folder, folders, names in os.walk(self.root):
            if PARTS in folders:
                folders.remove(PARTS)
            found += [(Path(folder) / name).relative_to(self.root).as_posix() for name in names]
        return found

    def _tidy(self, before: float) -> int:
        removed = 0
        for part in self._make_parts().iterdir():
            with suppress(FileNotFoundError):  # its writer has just finished
                if part.stat().st_mtime < before:
                    part.unlink()
                    removed += 1
        return removed


def _size(path: Path) -> int:
    """Raises FileNotFoundError for a folder too, because a key never names a folder."""
    if not path.is_file():
        raise FileNotFoundError(path)
    return path.stat().st_size


def _copy(source: Path | bytes, to: BinaryIO) -> None:
    if isinstance(source, bytes):
        to.write(source)
        return
    with source.open("rb") as file:
        shutil.copyfileobj(file, to, CHUNK_BYTES)


async def _run(work: Callable[[], T]) -> T:
    """Run disk work in a thread, and translate OSError."""
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StoreUnavailable(f"The folder of stored files cannot be used: {why}; look at the disk.") from error


async def _found(key: str, work: Callable[[], T]) -> T:
    """Run a read in a thread, and translate errors of a missing file to NotFound."""

    def run() -> T:
        try:
            return work()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
            raise NotFound(f"There is no stored file {key}.") from error

    return await _run(run)

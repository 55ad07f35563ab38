"""Stored files with their rows: even after a crash no file lacks a row, and no `ready` row lacks its file.

To store: insert the row (`writing`), write the file, set `ready`. To delete: set `deleting`, delete the file, delete
the row. After a crash the row says what to clean up, and `sweep` does it. Each row has its own key, so that deleting
an old file never deletes a new one with the same content.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from claude_scope.errors import Conflict, NotFound
from claude_scope.store import ids
from claude_scope.store.queries import files as rows
from claude_scope.store.queries.files import StoredFile
from claude_scope.values import CAPTURE, CAPTURE_TYPE
from claude_scope.values.containers import GIF_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from sqlalchemy.orm import Session

    from claude_scope.store.assets.assets import AssetStore
    from claude_scope.store.database import Database

    T = TypeVar("T")

SUFFIXES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "video/webm": "webm",
    "video/mp4": "mp4",
    "video/x-matroska": "mkv",
    GIF_TYPE: "gif",
    CAPTURE_TYPE: CAPTURE,
    "application/json": "json",
}
"""The suffix of a key by MIME type; other types get `bin`."""
FILE_ID_LENGTH = 15
"""Long enough to be unique without a check, because the key needs the id before the row exists; a session has forty
files.
"""
BATCH = 16
"""Concurrent deletions: S3 takes some ten milliseconds each, so a large account would take minutes sequentially."""


@dataclass(frozen=True)
class Audit:
    """Inconsistencies: keys without a row, ids of `ready` rows without a file, and ids of rows whose file differs."""

    keys_without_row: tuple[str, ...]
    rows_without_file: tuple[str, ...]
    damaged: tuple[str, ...] = ()


class Files:
    """Stores, reads and deletes files and their rows."""

    def __init__(self, database: Database, assets: AssetStore) -> None:
        self.database = database
        self.assets = assets

    async def add(
        self,
        source: Path | bytes,
        *,
        kind: str,
        mime_type: str,
        user_id: str,
        session_id: str | None,
        sealed_key: str | None = None,
    ) -> str:
        """Store content and return its id (`ast_...`); equal content of the same kind and session is stored once.

        `sealed_key` is the file's own encryption key, if it has one.

        Raises Conflict if the session was deleted during the write.
        """
        sha256, size_bytes = await asyncio.to_thread(digest, source)
        suffix = SUFFIXES.get(mime_type, "bin")
        written = (sha256, mime_type, size_bytes, "writing", sealed_key)
        file = await self._row(_new(StoredFile("", user_id, session_id, kind, "", *written), suffix))
        if file.state != "ready":
            await self._write(file, source)
        return file.id

    async def get(self, file_id: str) -> StoredFile:
        """Return the row of a complete file; raises NotFound."""
        found = await self._in_transaction(lambda tx: rows.get(tx, file_id))
        if found is None:
            raise NotFound(f"There is no stored file {file_id}.")
        return found

    async def read(self, file_id: str) -> bytes:
        """Return the content; raises NotFound."""
        return await self.assets.get((await self.get(file_id)).key)

    async def fetch(self, file_id: str, to: Path) -> Path:
        """Copy the content to a file and return it; raises NotFound."""
        await self.assets.fetch((await self.get(file_id)).key, to)
        return to

    async def delete(self, file_id: str) -> None:
        """Delete one file, if it exists."""
        await self.remove(await self._in_transaction(lambda tx: rows.mark_one_for_deletion(tx, file_id)))

    async def remove(self, marked: Sequence[StoredFile]) -> None:
        """Delete files that `queries.files.mark_for_deletion` marked, and then their rows; can be repeated.

        If a file cannot be deleted, the others still are; the first error is raised at the end.
        """
        failures: list[BaseException] = []
        for batch in (marked[start : start + BATCH] for start in range(0, len(marked), BATCH)):
            results = await asyncio.gather(*(self.assets.delete(file.key) for file in batch), return_exceptions=True)
            failures += [result for result in results if result is not None]
            gone = [file.id for file, result in zip(batch, results, strict=True) if result is None]
            await self._in_transaction(partial(rows.forget, file_ids=gone))
        if failures:
            raise failures[0]

    async def sweep(self, older_than_s: float) -> int:
        """Delete what dead processes left: partially written or deleted files, and files without a session.

        `older_than_s` has to be longer than a live process needs to store a file and insert its session.
        """
        before = ids.iso(datetime.now(UTC) - timedelta(seconds=older_than_s))
        marked = await self._in_transaction(lambda tx: rows.mark_abandoned(tx, before))
        await self.remove(marked)
        return len(marked) + await self.assets.tidy(older_than_s)

    async def audit(self) -> Audit:
        """Compare all rows with all files, while others may write; reads every file, so it is slow.

        Keys are read before rows, so that an existing file has its row, if any. Files that are stored or deleted in
        between may look inconsistent, so each finding is checked again.
        """
        keys = {key async for key in self.assets.keys("")}
        every, ready = await self._in_transaction(lambda tx: (rows.every_key(tx), rows.complete(tx)))
        strays = [key for key in keys - every if await self._is_there(key)]
        missing = [file.id for file in ready if file.key not in keys and await self._is_missing(file.id)]
        damaged = await self._damaged([file for file in ready if file.key in keys])
        return Audit(tuple(sorted(strays)), tuple(sorted(missing)), tuple(sorted(damaged)))

    async def _damaged(self, ready: Sequence[StoredFile]) -> list[str]:
        """The ids of files whose content differs from their row; files that are deleted meanwhile are skipped."""
        found: list[str] = []
        for batch in (ready[start : start + BATCH] for start in range(0, len(ready), BATCH)):
            whole = await asyncio.gather(*map(self._is_whole, batch))
            found += [file.id for file, is_whole in zip(batch, whole, strict=True) if not is_whole]
        return found

    async def _is_whole(self, file: StoredFile) -> bool:
        digest, size_bytes = hashlib.sha256(), 0
        try:
            async for chunk in self.assets.stream(file.key, 0, file.size_bytes + 1):
                size_bytes += len(chunk)
                digest.update(chunk)
        except NotFound:
            return True
        return (digest.hexdigest(), size_bytes) == (file.sha256, file.size_bytes)

    async def remove_strays(self, audit: Audit) -> None:
        """Delete the files without a row that an audit found. No other database may share this asset store."""
        for key in audit.keys_without_row:
            await self.assets.delete(key)

    async def _is_missing(self, file_id: str) -> bool:
        """Whether the row is complete and its file is missing."""
        found = await self._in_transaction(lambda tx: rows.keys(tx, [file_id]))
        if not found or await self._is_there(found[file_id]):
            return False
        return bool(await self._in_transaction(lambda tx: rows.keys(tx, [file_id])))

    async def _is_there(self, key: str) -> bool:
        try:
            async for _ in self.assets.stream(key, 0, 1):
                pass
        except NotFound:
            return False
        return True

    async def _row(self, file: StoredFile) -> StoredFile:
        """Return the existing row, or insert this one."""
        try:
            return await self._in_transaction(lambda tx: _find_or_add(tx, file))
        except IntegrityError:  # another process was faster, or the session does not exist
            found = await self._in_transaction(lambda tx: _find(tx, file))
            if found is None:
                raise NotFound(f"There is no session {file.session_id} to store a file for.") from None
            return found

    async def _write(self, file: StoredFile, source: Path | bytes) -> None:
        """Write the file. Two writers of one row write the same content to the same key, so neither has to wait."""
        await self.assets.put(file.key, source, mime_type=file.mime_type)
        if await self._in_transaction(lambda tx: rows.finish(tx, file.id)):
            return
        await self.assets.delete(file.key)
        raise Conflict(f"The {file.kind} was deleted while it was stored; its session is gone.")

    async def _in_transaction(self, work: Callable[[Session], T]) -> T:
        """Run a query in a transaction, in a thread."""

        def run() -> T:
            with self.database.transaction() as tx:
                return work(tx)

        return await asyncio.to_thread(run)


def _new(file: StoredFile, suffix: str) -> StoredFile:
    file_id = ids.new_id("ast", FILE_ID_LENGTH)
    folder = f"sessions/{file.session_id}" if file.session_id else "uploads"
    return replace(file, id=file_id, key=f"{folder}/{file.sha256}-{file_id[4:]}.{suffix}")


def _find(tx: Session, file: StoredFile) -> StoredFile | None:
    return rows.same(tx, file.session_id, file.kind, file.sha256) if file.session_id else None


def _find_or_add(tx: Session, file: StoredFile) -> StoredFile:
    found = _find(tx, file)
    if found is None:
        rows.add(tx, file)
    return found or file


def digest(source: Path | bytes) -> tuple[str, int]:
    """SHA-256 and size of content."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest(), len(source)
    try:
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    except FileNotFoundError as error:
        raise NotFound(f"The file {source.name} cannot be stored, because it does not exist.") from error

"""Resumable uploads: a recording arrives in chunks, which are stored encrypted, and becomes a session when complete.

A chunk is first stored as a file. It counts when a transaction adds its row and updates `received`. After a crash in
between, the client sends the chunk again, and the unused file is deleted later.
"""

from __future__ import annotations

import asyncio
import base64
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO

from claude_scope.api.sessions.quotas import Quota, hold_account, require_room
from claude_scope.api.sessions.uploads import NO_UPLOAD, Taken, new_key
from claude_scope.errors import Conflict, NotFound
from claude_scope.intake.receive_upload import Upload as Received
from claude_scope.intake.receive_upload import too_large
from claude_scope.store import ids
from claude_scope.store.assets.files import digest
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.queries import files
from claude_scope.store.queries import uploads as queries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy.orm import Session as Transaction

    from claude_scope.api.auth.caller import Caller
    from claude_scope.api.sessions.uploads import Uploads
    from claude_scope.intake.spool import Spool
    from claude_scope.store.queries.files import StoredFile
    from claude_scope.store.queries.uploads import Upload

EXPIRES_AFTER = timedelta(hours=24)
"""The lifetime of an unfinished upload. Each chunk extends it."""
MAX_UNFINISHED = 100
"""Maximum number of unfinished uploads of an account. Each has a row, but the quota limits only bytes."""
FIELDS = "fields"
"""The name that encrypts and decrypts the text fields (`DataKey.encrypt`)."""


class ResumableUploads:
    """Receives recordings in chunks. `Uploads` then creates their sessions."""

    def __init__(self, uploads: Uploads, spool: Spool) -> None:
        self._uploads, self._spool = uploads, spool

    async def begin(
        self, caller: Caller, fields: Mapping[str, str], size: int | None, upload_key: str | None
    ) -> Upload:
        """Begin an upload, or return the existing one with this key; `size` is the number of bytes that will be sent.

        Raises BadInput if it is too large or the account is full, and Conflict for too many unfinished uploads.
        """
        if size is not None and size > self._uploads.max_bytes:
            raise too_large(self._uploads.max_bytes)
        sealed, key = await asyncio.to_thread(new_key, caller)
        encrypted = base64.b64encode(key.encrypt(json.dumps(dict(fields)).encode(), FIELDS)).decode()
        values = {"upload_key": upload_key, "sealed_key": sealed, "encrypted_fields": encrypted}
        return await caller.write(_begin, values, size or 0, self._uploads.quota)

    async def get(self, caller: Caller, upload_id: str) -> Upload:
        """The upload; raises NotFound."""
        return _there(await caller.read(queries.get, upload_id))

    async def put(self, caller: Caller, upload_id: str, start: int, content: bytes) -> Upload:
        """Store the bytes from `start` on. Nothing changes if they are already stored.

        Raises BadInput if the upload is too large or the account is full, and NotFound. Raises Conflict for a gap, for
        bytes that differ from the stored bytes, and for an upload that has ended.
        """
        upload = await self.get(caller, upload_id)
        self._check(upload, start, content)
        with self._spool.file() as (plain, _), self._spool.file() as (encrypted, _):
            await asyncio.to_thread(_encrypt, _key(caller, upload), content, plain, encrypted)
            if start == upload.received and await self._add(caller, upload_id, start, len(content), encrypted):
                return await self.get(caller, upload_id)
            sha256, _ = await asyncio.to_thread(digest, encrypted)  # equal content has equal encrypted bytes
        if await caller.read(_chunk_sha256, upload_id, start) != sha256:
            raise Conflict(f"The upload has other bytes from {start} on; ask for `received`, and go on from there.")
        return await self.get(caller, upload_id)

    async def finish(self, caller: Caller, upload_id: str, size: int) -> Taken:
        """Create the session of a complete upload, or return the existing session.

        Raises Conflict if `size` is not `received`, and the errors of `Uploads.take`. After an error the chunks remain.
        """
        upload = await self.get(caller, upload_id)
        if upload.session_id is not None:
            return Taken(upload.session_id, is_new=False)
        if size != upload.received:
            raise Conflict(
                f"The upload has {upload.received} bytes, not {size}; send the rest, or finish it with these."
            )
        key = _key(caller, upload)
        fields = json.loads(key.decrypt(base64.b64decode(upload.encrypted_fields or ""), FIELDS))
        with self._spool.file() as (path, file):
            if await _assemble(caller, key, upload_id, file) != size:
                return _ended(await self.get(caller, upload_id))
            received = Received(fields, size, "")
            return await self._uploads.create(caller, path, received, upload.upload_key or upload_id, upload_id)

    async def remove(self, caller: Caller, upload_id: str) -> None:
        """Delete an upload and its chunks, but not its session. Raises NotFound."""
        marked = await caller.write(queries.remove, upload_id)
        if marked is None:
            raise NotFound(NO_UPLOAD)
        await caller.service.files.remove(marked)

    def _check(self, upload: Upload, start: int, content: bytes) -> None:
        if upload.session_id is not None:
            raise Conflict(f"The upload has ended already: it is the session {upload.session_id}.")
        if start > upload.received:
            raise Conflict(f"Bytes are missing before this chunk: the upload has {upload.received}; go on from there.")
        if start + len(content) > self._uploads.max_bytes:
            raise too_large(self._uploads.max_bytes)

    async def _add(self, caller: Caller, upload_id: str, start: int, length: int, encrypted: Path) -> bool:
        """Store a chunk as a file, then count it; return False if another request continued the upload meanwhile.

        If the connection breaks during the commit, the commit may have succeeded; then the file is not deleted.
        """
        file_id = await caller.service.files.add(
            encrypted, kind="chunk", mime_type="application/octet-stream", user_id=caller.id, session_id=None
        )
        is_added = False
        try:
            is_added = await caller.write(_count, upload_id, start, file_id, length, self._uploads.quota)
        finally:
            if not is_added:
                await caller.service.files.delete(file_id)
        return is_added


def _begin(tx: Transaction, user_id: str, values: Mapping[str, str | None], size: int, quota: Quota) -> Upload:
    hold_account(tx, user_id)
    key = values["upload_key"]
    if key is not None and (found := queries.of_key(tx, user_id, key)):
        return found
    if queries.unfinished(tx, user_id) >= MAX_UNFINISHED:
        raise Conflict(f"{MAX_UNFINISHED} uploads are unfinished; finish or delete one, or wait until it expires.")
    require_room(tx, user_id, quota, size)
    upload_id = queries.begin(tx, user_id, {**values, "expires_at": _expiry()})
    return _there(queries.get(tx, user_id, upload_id))


def _count(tx: Transaction, user_id: str, upload_id: str, start: int, file_id: str, length: int, quota: Quota) -> bool:
    hold_account(tx, user_id)
    require_room(tx, user_id, quota, length)
    return queries.add_chunk(tx, user_id, upload_id, start, file_id, length, _expiry())


def _chunk_sha256(tx: Transaction, _user_id: str, upload_id: str, start: int) -> str | None:
    return queries.chunk_sha256(tx, upload_id, start)


def _chunks(tx: Transaction, _user_id: str, upload_id: str) -> list[StoredFile]:
    return files.chunks(tx, upload_id)


def _expiry() -> str:
    return ids.iso(datetime.now(UTC) + EXPIRES_AFTER)


def _there(upload: Upload | None) -> Upload:
    if upload is None:
        raise NotFound(NO_UPLOAD)
    return upload


def _key(caller: Caller, upload: Upload) -> DataKey:
    return DataKey.open(upload.sealed_key or "", caller.service.secrets, caller.id)


def _encrypt(key: DataKey, content: bytes, plain: Path, encrypted: Path) -> None:
    plain.write_bytes(content)
    key.encrypt_file(plain, encrypted)


async def _assemble(caller: Caller, key: DataKey, upload_id: str, file: BinaryIO) -> int:
    """Decrypt all chunks into a file; return the file's size. Chunks are missing if another request ends the upload."""
    size_bytes = 0
    with suppress(NotFound):
        for chunk in await caller.read(_chunks, upload_id):
            stored = caller.service.assets.stream(chunk.key, 0, chunk.size_bytes)
            async for part in key.decrypt_stream(stored):
                size_bytes += await asyncio.to_thread(file.write, part)
    await asyncio.to_thread(file.flush)
    return size_bytes


def _ended(upload: Upload) -> Taken:
    """The session that another request has created from the upload; raises Conflict if a chunk is lost."""
    if upload.session_id is None:
        raise Conflict("A part of the upload is lost; delete it, and begin another.")
    return Taken(upload.session_id, is_new=False)

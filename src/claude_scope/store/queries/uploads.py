"""Resumable uploads. Callers of `begin`, `add_chunk` and `finish` have locked the account (`users.lock_row`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from claude_scope.errors import Conflict
from claude_scope.store.ids import now
from claude_scope.store.queries import files
from claude_scope.store.random_ids import insert_new
from claude_scope.store.tables import File, UploadChunk
from claude_scope.store.tables import Upload as Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from claude_scope.store.queries.files import StoredFile

BATCH = 100
"""How many expired uploads are deleted in one transaction."""


class Upload(NamedTuple):
    """A row: see `tables.Upload`."""

    id: str
    received: int
    expires_at: str
    session_id: str | None
    upload_key: str | None
    sealed_key: str | None
    encrypted_fields: str | None


_COLUMNS = tuple(getattr(Row, name) for name in Upload._fields)


def get(tx: Session, user_id: str, upload_id: str) -> Upload | None:
    """An upload that has not expired."""
    return _one(tx, *_of(user_id, upload_id))


def of_key(tx: Session, user_id: str, upload_key: str) -> Upload | None:
    """The upload that was begun with this key."""
    return _one(tx, Row.user_id == user_id, Row.upload_key == upload_key, Row.expires_at > now())


def unfinished(tx: Session, user_id: str) -> int:
    """How many uploads of an account have no session yet."""
    open_ones = (Row.user_id == user_id, Row.session_id.is_(None), Row.expires_at > now())
    return tx.scalar(select(func.count()).where(*open_ones)) or 0


def begin(tx: Session, user_id: str, values: Mapping[str, Any]) -> str:
    """Insert an upload, given by column names; returns its new id.

    An expired upload with the same key is deleted; without an upload, its chunks are swept as abandoned files.
    """
    if values.get("upload_key") is not None:
        tx.execute(delete(Row).where(Row.user_id == user_id, Row.upload_key == values["upload_key"]))
    return insert_new(tx, Row, "upl", {"user_id": user_id, "received": 0, "created_at": now(), **values})


def add_chunk(tx: Session, user_id: str, upload_id: str, offset: int, file_id: str, length: int, until: str) -> bool:
    """Append a stored chunk of `length` bytes, and move the expiry to `until`.

    False if the upload no longer ends at `offset`, is finished or has expired; raises Conflict if the file was swept.
    """
    open_here = (*_of(user_id, upload_id), Row.received == offset, Row.session_id.is_(None))
    counted = update(Row).where(*open_here).values(received=offset + length, expires_at=until).returning(Row.id)
    if tx.scalar(counted) is None:
        return False
    if tx.scalar(select(File.id).where(File.id == file_id, File.state == "ready").with_for_update()) is None:
        raise Conflict("The chunk was removed while it was stored; send it again.")
    tx.execute(insert(UploadChunk).values(upload_id=upload_id, start=offset, file_id=file_id))
    return True


def chunk_sha256(tx: Session, upload_id: str, offset: int) -> str | None:
    """The hash of the stored chunk that begins at an offset."""
    found = select(File.sha256).join(UploadChunk, UploadChunk.file_id == File.id)
    return tx.scalar(found.where(UploadChunk.upload_id == upload_id, UploadChunk.start == offset))


def finish(tx: Session, user_id: str, upload_id: str, session_id: str) -> list[StoredFile] | None:
    """Link an upload to its session and erase its key; returns its chunks, marked for deletion. None if it is gone."""
    done = {"session_id": session_id, "sealed_key": None, "encrypted_fields": None}
    statement = update(Row).where(*_of(user_id, upload_id)).values(done).returning(Row.id)
    if tx.scalar(statement) is None:
        return None
    marked = files.mark_chunks_for_deletion(tx, [upload_id])
    tx.execute(delete(UploadChunk).where(UploadChunk.upload_id == upload_id))
    return marked


def remove(tx: Session, user_id: str, upload_id: str) -> list[StoredFile] | None:
    """Delete an upload; returns its chunks, marked for deletion. None if it does not exist."""
    return None if get(tx, user_id, upload_id) is None else _remove(tx, [upload_id])


def remove_all_of(tx: Session, user_id: str) -> list[StoredFile]:
    """Delete all uploads of an account; returns their chunks, marked for deletion."""
    return _remove(tx, list(tx.scalars(select(Row.id).where(Row.user_id == user_id).with_for_update())))


def remove_expired(tx: Session, before: str) -> list[StoredFile]:
    """Delete uploads that expired before a time; returns their chunks, marked for deletion."""
    expired = select(Row.id).where(Row.expires_at < before).limit(BATCH).with_for_update()
    return _remove(tx, list(tx.scalars(expired)))


def remove_all(tx: Session) -> None:
    """Remove all uploads and the rows of their chunks, without touching the files themselves, for a backup."""
    tx.execute(delete(File).where(File.kind == "chunk"))
    tx.execute(delete(Row))


def sealed_keys(tx: Session) -> dict[str, str]:
    """The sealed keys of all unfinished uploads; the rows are locked until the transaction ends."""
    rows = tx.execute(select(Row.id, Row.sealed_key).where(Row.sealed_key.is_not(None)).with_for_update())
    return {row.id: row.sealed_key for row in rows}


def put_sealed_keys(tx: Session, sealed: Mapping[str, str]) -> None:
    """Replace sealed keys after a change of the secret key."""
    if sealed:
        tx.execute(update(Row), [{"id": name, "sealed_key": token} for name, token in sealed.items()])


def _remove(tx: Session, upload_ids: list[str]) -> list[StoredFile]:
    marked = files.mark_chunks_for_deletion(tx, upload_ids)
    tx.execute(delete(Row).where(Row.id.in_(upload_ids)))
    return marked


def _of(user_id: str, upload_id: str) -> tuple[ColumnElement[bool], ...]:
    return Row.id == upload_id, Row.user_id == user_id, Row.expires_at > now()


def _one(tx: Session, *wanted: ColumnElement[bool]) -> Upload | None:
    row = tx.execute(select(*_COLUMNS).where(*wanted)).one_or_none()
    return Upload(*row) if row else None

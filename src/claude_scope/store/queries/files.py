"""Rows of stored files. A row is `writing` until its file is written, and `deleting` until its file is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, insert, or_, select, text, update

from claude_scope.store.ids import now
from claude_scope.store.tables import TEMPORARY, UNFINISHED, File, Frame, UploadChunk

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, TextClause
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class StoredFile:
    """A row: `key` is the key in the asset store, `sha256` the hash of the content (hexadecimal).

    `sealed_key` is the file's own encryption key, if it has one (`encryption.data_keys`).
    """

    id: str
    user_id: str | None
    session_id: str | None
    kind: str
    key: str
    sha256: str
    mime_type: str
    size_bytes: int
    state: str
    sealed_key: str | None = None


_COLUMNS = (
    File.id,
    File.user_id,
    File.session_id,
    File.kind,
    File.key,
    File.sha256,
    File.mime_type,
    File.size_bytes,
    File.state,
    File.sealed_key,
)


def get(tx: Session, file_id: str, *, user_id: str | None = None) -> StoredFile | None:
    """A complete file; with `user_id` only if it belongs to that account."""
    wanted = [File.id == file_id, File.state == "ready"]
    return _one(tx, *wanted, *([File.user_id == user_id] if user_id else []))


def keys(tx: Session, file_ids: Collection[str]) -> dict[str, str]:
    """The asset store keys of the complete files, by file id."""
    rows = tx.execute(select(File.id, File.key).where(File.id.in_(file_ids), File.state == "ready"))
    return {file_id: key for file_id, key in rows}  # noqa: C416 - a Row is no tuple to the type checker


def same(tx: Session, session_id: str, kind: str, sha256: str) -> StoredFile | None:
    """The session's existing file with this content, complete or not."""
    return _one(tx, File.session_id == session_id, File.kind == kind, File.sha256 == sha256)


def add(tx: Session, file: StoredFile) -> None:
    """Insert a row; raises IntegrityError if the session has this content as this kind already."""
    tx.execute(insert(File).values(**vars(file), created_at=now()))


def finish(tx: Session, file_id: str) -> bool:
    """Mark a file as complete; False if it was marked for deletion."""
    written = and_(File.id == file_id, File.state.in_(("writing", "ready")))
    return tx.scalar(update(File).where(written).values(state="ready").returning(File.id)) is not None


def link(tx: Session, file_id: str, session_id: str, encrypted_texts: str | None = None) -> bool:
    """Link a file to a session, in the transaction that inserts the session; False if the file is deleted.

    `encrypted_texts` are the texts of the upload that are stored with the file.
    """
    free = and_(File.id == file_id, File.state == "ready", File.session_id.is_(None))
    given = update(File).where(free).values(session_id=session_id, encrypted_texts=encrypted_texts)
    return tx.scalar(given.returning(File.id)) is not None


def mark_for_deletion(tx: Session, session_id: str, kinds: Collection[str] = ()) -> list[StoredFile]:
    """Mark files of a session for deletion, in the transaction that makes them unneeded; `kinds` empty means all.

    After the commit no query finds them; `Files.remove`, or the next sweep, deletes them. A file that a frame refers to
    is not marked: delete the frame first.
    """
    return _mark_for_deletion(tx, File.session_id == session_id, File.state != "deleting", *_kinds(kinds))


def mark_one_for_deletion(tx: Session, file_id: str) -> list[StoredFile]:
    """Mark one file for deletion, except a chunk whose bytes an upload counts."""
    return _mark_for_deletion(tx, File.id == file_id, ~_is_chunk())


def mark_chunks_for_deletion(tx: Session, upload_ids: Sequence[str]) -> list[StoredFile]:
    """Mark the chunks of uploads for deletion."""
    return _mark_for_deletion(tx, File.id.in_(select(UploadChunk.file_id).where(UploadChunk.upload_id.in_(upload_ids))))


def mark_user_files_for_deletion(tx: Session, user_id: str) -> list[StoredFile]:
    """Mark all files of an account for deletion."""
    return _mark_for_deletion(tx, File.user_id == user_id, File.state != "deleting")


def mark_abandoned(tx: Session, before: str) -> list[StoredFile]:
    """Mark files that no live process will finish, in two statements because no index serves both.

    These are all files that are being deleted, and of the files created before `before`, the ones that are still being
    written or that belong to neither a session nor an upload.
    """
    begun = _mark_for_deletion(tx, text(UNFINISHED), or_(File.state == "deleting", File.created_at < before))
    free = (File.session_id.is_(None), ~_is_chunk())
    return begun + _mark_for_deletion(tx, *free, File.state == "ready", File.created_at < before)


def delete_unfinished(tx: Session) -> None:
    """Remove the rows of files that are being written or deleted, without touching the files themselves."""
    tx.execute(delete(File).where(File.state != "ready"))


def delete_step_files(tx: Session) -> None:
    """Remove the rows of pictures of running sessions, for a backup, which does not resume them."""
    tx.execute(delete(File).where(File.kind == "step"))


def sealed_keys(tx: Session) -> dict[str, str]:
    """The sealed keys of all encrypted files, by file; the rows are locked until the transaction ends."""
    encrypted = (text(TEMPORARY), File.sealed_key.is_not(None))
    rows = tx.execute(select(File.id, File.sealed_key).where(*encrypted).with_for_update())
    return {row.id: row.sealed_key for row in rows}


def put_sealed_keys(tx: Session, sealed: Mapping[str, str]) -> None:
    """Replace sealed keys after a change of the secret key."""
    if sealed:
        tx.execute(update(File), [{"id": name, "sealed_key": token} for name, token in sealed.items()])


def forget(tx: Session, file_ids: Sequence[str]) -> None:
    """Remove the rows of deleted files."""
    tx.execute(delete(File).where(File.id.in_(file_ids)))


def every_key(tx: Session) -> set[str]:
    """The keys of all rows, in any state."""
    return set(tx.scalars(select(File.key)))


def chunks(tx: Session, upload_id: str) -> list[StoredFile]:
    """The chunks of an upload in their order."""
    ordered = (
        select(*_COLUMNS)
        .join(UploadChunk, UploadChunk.file_id == File.id)
        .where(UploadChunk.upload_id == upload_id)
        .order_by(UploadChunk.start)
    )
    return [StoredFile(**row._mapping) for row in tx.execute(ordered)]


def complete(tx: Session, file_ids: Collection[str] | None = None) -> list[StoredFile]:
    """The complete files, all of them or those with these ids, oldest first."""
    wanted = [] if file_ids is None else [File.id.in_(file_ids)]
    rows = tx.execute(select(*_COLUMNS).where(File.state == "ready", *wanted).order_by(File.created_at, File.id))
    return [StoredFile(**row._mapping) for row in rows]


def _mark_for_deletion(tx: Session, *wanted: ColumnElement[bool] | TextClause) -> list[StoredFile]:
    """Mark rows for deletion, and clear their key, and their session so that the same content can be stored again."""
    used = [exists().where(of == File.id) for of in (Frame.image_id, Frame.thumbnail_id)]
    marked = (
        update(File)
        .where(*wanted, *(~use for use in used))
        .values(state="deleting", session_id=None, sealed_key=None, encrypted_texts=None, encrypted_answers=None)
        .returning(*_COLUMNS)
    )
    return [StoredFile(**row._mapping) for row in tx.execute(marked)]


def _is_chunk() -> ColumnElement[bool]:
    """Whether an upload counts the bytes of a file."""
    return exists().where(UploadChunk.file_id == File.id)


def _kinds(kinds: Collection[str]) -> list[ColumnElement[bool]]:
    return [File.kind.in_(kinds)] if kinds else []


def _one(tx: Session, *wanted: ColumnElement[bool]) -> StoredFile | None:
    row = tx.execute(select(*_COLUMNS).where(*wanted)).one_or_none()
    return StoredFile(**row._mapping) if row else None

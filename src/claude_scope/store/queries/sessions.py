"""Sessions of an account, for the API. Every function takes the account, so other accounts' sessions are not found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, case, delete, func, null, select, tuple_, update

from claude_scope.store.ids import now
from claude_scope.store.queries import files
from claude_scope.store.random_ids import insert_new
from claude_scope.store.tables import Frame, Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session as Transaction

    from claude_scope.store.queries.files import StoredFile

NAMES = {
    "id": Session.id,
    "userId": Session.user_id,
    "title": Session.title,
    "seedUrl": Session.seed_url,
    "notes": Session.notes,
    "status": Session.status,
    "duration": Session.duration_s,
    "frameCount": Session.frame_count,
    "urls": Session.urls,
    "urlCount": Session.url_count,
    "agentTarget": Session.agent_target,
    "processingTime": Session.processing_time_ms,
    "promptStatus": Session.prompt_status,
    "lastError": Session.last_error,
    "failedLane": Session.failed_lane,
    "createdAt": Session.created_at,
    "updatedAt": Session.updated_at,
}
"""The API's names for the columns of a session, without the large `prompt`."""
_SHOWN = [column.label(name) for name, column in NAMES.items()]
_SHOWN_FRAME = (
    select(Frame.thumbnail_id)
    .where(Frame.session_id == Session.id, Frame.number == Session.shown_frame)
    .scalar_subquery()
)
_LISTED = (*NAMES, "prompt", "happened", "thumbnailUrl")


class Place(NamedTuple):
    """A cursor: the list continues after the session with this time and id."""

    updated_at: str
    id: str


_PAGE = (
    select(*_SHOWN, null(), func.coalesce(Session.happened, ""), _SHOWN_FRAME)
    .where(Session.user_id == bindparam("user"))
    .order_by(Session.updated_at.desc(), Session.id.desc())
    .limit(bindparam("most"))
)
_NEXT_PAGE = _PAGE.where(tuple_(Session.updated_at, Session.id) < tuple_(bindparam("updated_at"), bindparam("id")))


def page(tx: Transaction, user_id: str, limit: int, after: Place | None = None) -> list[dict[str, Any]]:
    """Up to `limit` sessions by the names of the API, the most recently updated first, without their prompts.

    `thumbnailUrl` is the id of the file.
    """
    given = {"user": user_id, "most": limit, **(after._asdict() if after else {})}
    rows = tx.execute(_NEXT_PAGE if after else _PAGE, given).all()
    return [dict(zip(_LISTED, row, strict=True)) for row in rows]


def get(tx: Transaction, user_id: str, session_id: str) -> dict[str, Any] | None:
    """A session and its prompt, with the field names of the API."""
    row = tx.execute(select(*_SHOWN, Session.prompt).where(*_of(user_id, session_id))).mappings().one_or_none()
    return dict(row) if row else None


class Status(NamedTuple):
    """The answer to polling; `processing` is JSON text, `work` the state of the work (`tables.Session`)."""

    id: str
    status: str
    processing: str
    processing_time_ms: int
    last_error: str | None
    version: int
    work: str

    @property
    def has_ended(self) -> bool:
        """Whether the work has ended; if a session has no work, its client decides when it has ended."""
        return self.status != "processing" if self.work == "none" else self.work != "open"


def status(tx: Transaction, user_id: str, session_id: str) -> Status | None:
    """The progress of a session."""
    columns = [getattr(Session, name) for name in Status._fields]
    row = tx.execute(select(*columns).where(*_of(user_id, session_id))).one_or_none()
    return Status(*row) if row else None


class Stats(NamedTuple):
    """Totals over the sessions of an account."""

    sessions: int
    completed: int
    duration_s: int
    mean_processing_ms: int


def stats(tx: Transaction, user_id: str) -> Stats:
    """Zeros for an account without sessions; the mean is over completed sessions with a recording."""
    complete = Session.status == "complete"
    processed = and_(complete, Session.processing_time_ms > 0)
    row = tx.execute(
        select(
            func.count(),
            func.coalesce(func.sum(case((complete, 1), else_=0)), 0),
            func.coalesce(func.sum(Session.duration_s), 0),
            func.coalesce(func.avg(case((processed, Session.processing_time_ms))), 0),
        ).where(Session.user_id == user_id)
    ).one()
    return Stats(*(round(value) for value in row))


def by_status(tx: Transaction) -> dict[str, int]:
    """How many sessions there are of each status, over all accounts."""
    found = dict.fromkeys(("processing", "complete", "error"), 0)
    for status, count in tx.execute(select(Session.status, func.count()).group_by(Session.status)):
        found[status] = count
    return found


def create(tx: Transaction, user_id: str, values: Mapping[str, Any]) -> str:
    """Insert a session, given by column names; returns its new id."""
    moment = now()
    return insert_new(tx, Session, "sess", {"user_id": user_id, "created_at": moment, "updated_at": moment, **values})


def of_upload(tx: Transaction, user_id: str, upload_key: str) -> str | None:
    """The session of an upload with this key."""
    return tx.scalar(select(Session.id).where(Session.user_id == user_id, Session.upload_key == upload_key))


def change(tx: Transaction, user_id: str, session_id: str, values: Mapping[str, Any]) -> bool:
    """Change columns of a session; False if it does not exist. Followers of its status are notified."""
    statement = update(Session).where(*_of(user_id, session_id))
    changed = tx.execute(
        statement.values(**values, version=Session.version + 1, updated_at=now()).returning(Session.id)
    )
    return changed.one_or_none() is not None


def remove(tx: Transaction, user_id: str, session_id: str) -> list[StoredFile] | None:
    """Delete a session and its frames; returns its files, marked for deletion. None if it does not exist."""
    if not _lock_row(tx, user_id, session_id):
        return None
    tx.execute(delete(Frame).where(Frame.session_id == session_id))
    marked = files.mark_for_deletion(tx, session_id)
    tx.execute(delete(Session).where(*_of(user_id, session_id)))
    return marked


def ids_of(tx: Transaction, user_id: str) -> list[str]:
    """All sessions of an account."""
    return list(tx.scalars(select(Session.id).where(Session.user_id == user_id)))


class StoredSession(NamedTuple):
    """All stored data of a session except files. `session` has the names of the API, `analysis` is JSON text."""

    session: dict[str, Any]
    processing: str
    file_size: int
    mime_type: str
    options: dict[str, Any]
    analysis: str | None
    frames: list[Row[Any]]
    """The frames in time order, including removed ones."""


_STORED = (Session.processing, Session.file_size, Session.mime_type, Session.options, Session.analysis)


def stored(tx: Transaction, user_id: str, session_id: str) -> StoredSession | None:
    """A session with everything that its page shows."""
    row = (
        tx.execute(select(*_SHOWN, Session.prompt, *_STORED).where(*_of(user_id, session_id))).mappings().one_or_none()
    )
    if row is None:
        return None
    frames = tx.execute(select(Frame.__table__).where(Frame.session_id == session_id).order_by(Frame.number)).all()
    session = {name: row[name] for name in (*NAMES, "prompt")}
    return StoredSession(session, **{column.key: row[column.key] for column in _STORED}, frames=list(frames))


def remove_frame(tx: Transaction, user_id: str, session_id: str, frame_id: str) -> bool:
    """Remove a frame from prompts; False if it does not exist or is already removed."""
    return _lock_row(tx, user_id, session_id) and _show(tx, user_id, session_id, frame_id, removed=True)


def restore_frame(tx: Transaction, user_id: str, session_id: str, frame_id: str) -> bool | None:
    """Restore a removed frame: False if it was not removed, None if it does not exist."""
    if not _lock_row(tx, user_id, session_id):
        return None
    if _show(tx, user_id, session_id, frame_id, removed=False):
        return True
    there = select(Frame.id).where(Frame.id == frame_id, Frame.session_id == session_id)
    return None if tx.scalar(there) is None else False


def _show(tx: Transaction, user_id: str, session_id: str, frame_id: str, *, removed: bool) -> bool:
    """Remove or restore a frame and count the visible frames again; returns whether this changed anything."""
    wanted = (Frame.id == frame_id, Frame.session_id == session_id, Frame.removed.is_(not removed))
    found = tx.execute(update(Frame).where(*wanted).values(removed=removed).returning(Frame.id)).one_or_none()
    if found is None:
        return False
    left = select(func.count()).where(Frame.session_id == session_id, Frame.removed.is_(False)).scalar_subquery()
    return change(tx, user_id, session_id, {"frame_count": left})


def set_outcome(tx: Transaction, session_id: str, shown_frame: int, happened: str) -> None:
    """Change what a list shows about a session."""
    values = {"happened": happened, "shown_frame": shown_frame}
    tx.execute(update(Session).where(Session.id == session_id).values(**values))


def set_difference(tx: Transaction, frame_id: str, counts: Mapping[str, int], aria_tree: str) -> None:
    """Set a frame's changes since the previous frame; `counts` are `added`, `changed` and `removed`."""
    values = {"added": counts["added"], "changed": counts["changed"], "removed_count": counts["removed"]}
    tx.execute(update(Frame).where(Frame.id == frame_id).values(**values, aria_tree=aria_tree))


def _lock_row(tx: Transaction, user_id: str, session_id: str) -> bool:
    """Whether there is such a session. Nobody else changes it until the transaction ends, and later statements see
    earlier changes: on PostgreSQL, a statement that merely waited for another transaction sees the data as it was when
    it began.
    """
    return tx.scalar(select(Session.id).where(*_of(user_id, session_id)).with_for_update()) is not None


def _of(user_id: str, session_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Session.id == session_id, Session.user_id == user_id

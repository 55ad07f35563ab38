"""Attempts of a session: from the start by a worker until success, failure or retry.

Every write names the attempt and requires `work` to be `open`. So a worker that was declared dead, or whose session was
cancelled or deleted, changes nothing and gets False. `status` is for clients, who may also write it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, func, insert, select, update

from claude_scope.errors import Conflict, NotFound
from claude_scope.store import ids
from claude_scope.store.queries.conditions import ready_video
from claude_scope.store.tables import File, Frame, Session

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session as Tx

_PICTURES = ("frame", "thumbnail", "screenshot")


@dataclass(frozen=True, slots=True)
class Job:
    """A session to work on. `video_id` is None if its video is deleted; `options` are preferences.

    `work_key` is the sealed key of this attempt, `video_key` that of the video (`encryption.data_keys`), and
    `encrypted_texts` come from `jobs.session.upload_texts`, `encrypted_answers` from `jobs.session.kept_answers`.
    """

    id: str
    user_id: str
    attempt: int
    title: str
    seed_url: str
    notes: str
    agent_target: str
    options: dict[str, Any]
    processing: str
    started_at: str
    video_id: str | None
    video_key: str | None
    encrypted_texts: str | None
    work_key: str
    mime_type: str = ""
    encrypted_answers: str | None = None


@dataclass(frozen=True, slots=True)
class FrameRow:
    """A frame as it is stored; `number` counts from 1, `aria_tree` is JSON."""

    number: int
    timestamp_ms: int
    url: str
    image_id: str
    thumbnail_id: str
    added: int
    changed: int
    removed: int
    aria_tree: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The result of a session, besides its frames. `file_ids` are the files that it refers to.

    `texts` maps each column to two versions of the upload's text: as it was stored, and with all secrets masked that
    the recording revealed. If the text was changed meanwhile, the column is not updated.
    """

    prompt: str
    analysis: str
    duration_s: int
    urls: list[str]
    happened: str = ""
    shown_frame: int = 0
    file_ids: frozenset[str] = frozenset()
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)


# --- how far it is ----------------------------------------------------------------------------------------------------


def take_up(tx: Tx, session_id: str, attempt: int, new_key: str) -> Job | None:
    """Start an attempt and return its session; None if the attempt is no longer open.

    The first worker of an attempt sets `new_key`; later workers get that key.
    """
    row = tx.execute(
        select(
            *(Session.user_id, Session.title, Session.seed_url, Session.notes, Session.agent_target),
            *(Session.options, Session.processing, Session.started_at, Session.mime_type),
        ).where(*_live(session_id, attempt))
    ).one_or_none()
    if row is None:
        return None
    started_at = row.started_at or ids.now()
    work_key = tx.scalar(
        update(Session)
        .where(*_live(session_id, attempt))
        .values(started_at=started_at, work_key=func.coalesce(Session.work_key, new_key))
        .returning(Session.work_key)
    )
    if work_key is None:
        return None
    columns = (File.id, File.sealed_key, File.encrypted_texts, File.encrypted_answers)
    video = tx.execute(select(*columns).where(*ready_video(session_id)).limit(1)).one_or_none()
    return Job(
        session_id,
        row.user_id,
        attempt,
        row.title,
        row.seed_url,
        row.notes,
        row.agent_target,
        dict(row.options),
        row.processing,
        started_at,
        video.id if video else None,
        video.sealed_key if video else None,
        video.encrypted_texts if video else None,
        work_key,
        row.mime_type or "",
        video.encrypted_answers if video else None,
    )


def save_processing(tx: Tx, session_id: str, attempt: int, processing: str) -> bool:
    """Write the processing status; False if the attempt is no longer open."""
    done = tx.execute(
        update(Session)
        .where(*_live(session_id, attempt))
        .values(processing=processing, version=Session.version + 1, updated_at=ids.now())
        .returning(Session.id)
    )
    return done.one_or_none() is not None


def put_answers(tx: Tx, session_id: str, attempt: int, encrypted_answers: str) -> bool:
    """Store a model's answers with the video, for the next attempt; False if this one is no longer open."""
    if tx.scalar(select(Session.id).where(*_live(session_id, attempt))) is None:
        return False
    tx.execute(update(File).where(*ready_video(session_id)).values(encrypted_answers=encrypted_answers))
    return True


def work_key(tx: Tx, session_id: str) -> str | None:
    """The sealed key of the running attempt; None if nothing is running."""
    return tx.scalar(select(Session.work_key).where(Session.id == session_id, Session.work == "open"))


def work_keys(tx: Tx) -> dict[str, str]:
    """The sealed keys of all running attempts, by session; the rows are locked until the transaction ends."""
    under_way = (Session.work == "open", Session.work_key.is_not(None))
    rows = tx.execute(select(Session.id, Session.work_key).where(*under_way).with_for_update())
    return {row.id: row.work_key for row in rows}


def erase_work_keys(tx: Tx) -> None:
    """Erase the keys of all running attempts, for a backup, which does not resume them."""
    tx.execute(update(Session).values(work_key=None))


def put_work_keys(tx: Tx, sealed: Mapping[str, str]) -> None:
    """Replace sealed keys after a change of the secret key."""
    if sealed:
        tx.execute(update(Session), [{"id": name, "work_key": token} for name, token in sealed.items()])


def is_open(tx: Tx, session_id: str) -> bool:
    """Whether the session waits for work or is under work; raises NotFound."""
    work = tx.scalar(select(Session.work).where(Session.id == session_id))
    if work is None:
        raise NotFound(f"There is no session {session_id}.")
    return work == "open"


def processing_of(tx: Tx, session_id: str) -> str:
    """The processing status; raises NotFound."""
    processing = tx.scalar(select(Session.processing).where(Session.id == session_id))
    if processing is None:
        raise NotFound(f"There is no session {session_id}.")
    return processing


def still_wanted(tx: Tx, running: Collection[tuple[str, int]]) -> set[tuple[str, int]]:
    """The running (session, attempt) that are still open."""
    rows = tx.execute(
        select(Session.id, Session.attempt).where(
            Session.id.in_([session_id for session_id, _ in running]), Session.work == "open"
        )
    )
    return {(row.id, row.attempt) for row in rows} & set(running)


# --- how it ends, and begins again ------------------------------------------------------------------------------------


def put_result(
    tx: Tx, session_id: str, attempt: int, result: Finished, frames: Sequence[FrameRow], processing: str
) -> bool:
    """Store the result of a session; False if the attempt is no longer open.

    The work stays `open` until the video is deleted. If two workers finish (a machine may have slept while another took
    over), the first result is kept. The next sweep deletes pictures without a reference.
    """
    has_result = Session.analysis.is_not(None).label("has_result")
    live = tx.execute(select(has_result).where(*_live(session_id, attempt)).with_for_update()).one_or_none()
    if live is None or live.has_result:
        return live is not None
    tx.execute(
        update(Session)
        .where(*_live(session_id, attempt))
        .values(
            prompt=result.prompt,
            analysis=result.analysis,
            prompt_status="complete",
            duration_s=result.duration_s,
            urls=result.urls,
            url_count=len(result.urls),
            frame_count=len(frames),
            happened=result.happened,
            shown_frame=result.shown_frame,
            **{name: _unless_changed(name, *texts) for name, texts in result.texts.items()},
            processing=processing,
            version=Session.version + 1,
            updated_at=ids.now(),
        )
    )
    if frames:
        tx.execute(insert(Frame), [_frame(session_id, frame) for frame in frames])
    needed = {*result.file_ids, *(item for frame in frames for item in (frame.image_id, frame.thumbnail_id))}
    useless = (File.session_id == session_id, File.kind.in_(_PICTURES), File.id.not_in(needed))
    tx.execute(update(File).where(*useless).values(state="deleting", session_id=None))
    return True


def complete(tx: Tx, session_id: str, attempt: int, processing: str, processing_time_ms: int) -> bool:
    """Mark the session as `complete`; False if the attempt is no longer open."""
    return _end(
        tx,
        session_id,
        attempt,
        work="done",
        status="complete",
        processing=processing,
        processing_time_ms=processing_time_ms,
    )


def stored_since(tx: Tx, session_id: str, attempt: int) -> str | None:
    """When the attempt began, if its result is stored but the session is not complete yet; otherwise None."""
    result = (Session.attempt == attempt, Session.work == "open", Session.analysis.is_not(None))
    return tx.scalar(select(Session.started_at).where(Session.id == session_id, *result))


def fail(
    tx: Tx,
    session_id: str,
    attempt: int,
    message: str,
    processing: str,
    *,
    failed_lane: str | None = None,
    cancelled: bool = False,
) -> bool:
    """Mark the session as `error` with a message of one sentence; False if the attempt is no longer open.

    A result that was already stored is removed.
    """
    values = {"work": "failed", "status": "error", "last_error": message, "processing": processing}
    result = {"prompt": None, "prompt_status": "error", "analysis": None, "frame_count": 0}
    result |= {"happened": None, "shown_frame": None}
    if not _end(tx, session_id, attempt, **values, **result, failed_lane=failed_lane, cancelled=cancelled):
        return False
    tx.execute(delete(Frame).where(Frame.session_id == session_id))
    return True


def running_attempt(tx: Tx, session_id: str) -> tuple[int, str]:
    """The running attempt and its processing status; its row is locked until the transaction ends.

    Raises NotFound, or Conflict if the session has ended.
    """
    row = tx.execute(
        select(Session.attempt, Session.processing, Session.work).where(Session.id == session_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no session {session_id}.")
    if row.work == "none":
        raise Conflict(f"The session {session_id} has no video that is worked on; there is nothing to cancel.")
    if row.work != "open":
        raise Conflict(f"The session {session_id} has ended already; it cannot be cancelled.")
    return row.attempt, row.processing


def next_attempt(tx: Tx, session_id: str, processing: str) -> int:
    """Start a new attempt of a failed session, and return its number.

    Raises NotFound, or Conflict if it has not failed, or its video is gone.
    """
    row = tx.execute(
        select(Session.attempt, Session.work).where(Session.id == session_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no session {session_id}.")
    if row.work != "failed":
        raise Conflict(f"The session {session_id} has not failed; there is nothing to repeat.")
    if tx.scalar(select(File.id).where(*ready_video(session_id)).limit(1)) is None:
        raise Conflict(f"The video of session {session_id} is gone; upload the recording again.")
    done = tx.execute(
        update(Session)
        .where(Session.id == session_id, Session.attempt == row.attempt, Session.work == "failed")
        .values(
            work="open",
            status="processing",
            attempt=row.attempt + 1,
            priority=0,
            started_at=None,
            last_error=None,
            failed_lane=None,
            prompt_status="not_started",
            cancelled=False,
            processing=processing,
            version=Session.version + 1,
            updated_at=ids.now(),
        )
        .returning(Session.attempt)
    ).scalar_one_or_none()
    if done is None:
        raise Conflict(f"The session {session_id} was started again by another request.")
    return done


def _unless_changed(name: str, before: str, after: str) -> ColumnElement[str]:
    """The new value of a column, unless its text was changed meanwhile."""
    column = Session.__table__.c[name]
    return case((column == before, after), else_=column)


def _frame(session_id: str, frame: FrameRow) -> dict[str, Any]:
    return {
        "id": f"frm_{session_id.removeprefix('sess_')}_{frame.number}",
        "session_id": session_id,
        "number": frame.number,
        "timestamp_ms": frame.timestamp_ms,
        "url": frame.url,
        "image_id": frame.image_id,
        "thumbnail_id": frame.thumbnail_id,
        "added": frame.added,
        "changed": frame.changed,
        "removed_count": frame.removed,
        "aria_tree": frame.aria_tree,
        "removed": False,
        "created_at": ids.now(),
    }


def _end(tx: Tx, session_id: str, attempt: int, **values: Any) -> bool:
    """End an attempt and erase its key."""
    done = tx.execute(
        update(Session)
        .where(*_live(session_id, attempt))
        .values(**values, work_key=None, version=Session.version + 1, updated_at=ids.now())
        .returning(Session.id)
    )
    return done.one_or_none() is not None


def _live(session_id: str, attempt: int) -> tuple[Any, ...]:
    return Session.id == session_id, Session.attempt == attempt, Session.work == "open"

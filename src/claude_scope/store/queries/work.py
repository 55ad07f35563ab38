"""Rows of sessions as workers see them: what to do next, in which order, how far it is, and how it ended.

Every write names the attempt and wants the status to be `processing`: a worker that was taken for dead, or whose
session was cancelled or deleted meanwhile, changes nothing and learns so.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, extract, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from claude_scope.errors import Conflict, NotFound
from claude_scope.store import ids
from claude_scope.store.queries import files
from claude_scope.store.tables import NOT_KEPT, File, Frame, RateLimit, Session, Worker

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session as Tx

    from claude_scope.store.queries.files import StoredFile


@dataclass(frozen=True, slots=True)
class Job:
    """A session that is to be worked on. `video_id` is None when its video is gone; `options` are preferences."""

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
    """What a session gets when its work is done, besides its frames. `file_ids` are the files that it refers to."""

    prompt: str
    analysis: str
    duration_s: int
    urls: list[str]
    file_ids: frozenset[str] = frozenset()


# --- the queue --------------------------------------------------------------------------------------------------------


def enter_queue(tx: Tx, session_id: str) -> tuple[int, int] | None:
    """The attempt of a session and its place in the queue, given now if it has none; None if it has ended.

    Raises NotFound.

    Start-time fair queueing (Goyal, Vin and Cheng, 1996): an account's next session starts one step after its last, but
    never before those that wait already. So an account with a hundred sessions delays another's first by one.
    """
    row = tx.execute(
        select(Session.attempt, Session.priority, Session.user_id, Session.status).where(Session.id == session_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no session {session_id}.")
    if row.status != "processing":
        return None
    if row.priority:
        return row.attempt, row.priority
    now = tx.scalar(select(func.min(Session.priority)).where(*_WAITS, Session.priority > 0))
    if now is None:
        now = tx.scalar(select(func.max(Session.priority))) or 0
    last = tx.scalar(select(func.max(Session.priority)).where(Session.user_id == row.user_id)) or 0
    priority = max(now, last + 1, 1)
    tx.execute(update(Session).where(Session.id == session_id).values(priority=priority))
    return row.attempt, priority


_WAITS = (Session.status == "processing", Session.started_at.is_(None))


def waiting(tx: Tx) -> int:
    """How many sessions wait for a worker."""
    return tx.scalar(select(func.count()).select_from(Session).where(*_WAITS, Session.priority > 0)) or 0


def take_up(tx: Tx, session_id: str, attempt: int) -> Job | None:
    """The session for a worker, marked as started; None when this attempt is not to be worked on any more."""
    row = tx.execute(
        select(
            *(Session.user_id, Session.title, Session.seed_url, Session.notes, Session.agent_target),
            *(Session.options, Session.processing, Session.started_at),
        ).where(*_live(session_id, attempt))
    ).one_or_none()
    if row is None:
        return None
    started_at = row.started_at or ids.now()
    tx.execute(update(Session).where(*_live(session_id, attempt)).values(started_at=started_at))
    video_id = tx.scalar(select(File.id).where(*_video(session_id)).limit(1))
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
        video_id,
    )


def _live(session_id: str, attempt: int) -> tuple[Any, ...]:
    return Session.id == session_id, Session.attempt == attempt, Session.status == "processing"


def _video(session_id: Any) -> tuple[Any, ...]:
    return File.session_id == session_id, File.kind == "video", File.state == "ready"


# --- how far it is ----------------------------------------------------------------------------------------------------


def save_processing(tx: Tx, session_id: str, attempt: int, processing: str) -> bool:
    """Write the processing status; False when this attempt is not to be worked on any more."""
    done = tx.execute(
        update(Session)
        .where(*_live(session_id, attempt))
        .values(processing=processing, version=Session.version + 1, updated_at=ids.now())
        .returning(Session.id)
    )
    return done.one_or_none() is not None


def status_of(tx: Tx, session_id: str) -> str:
    """`processing`, `complete` or `error`; raises NotFound."""
    status = tx.scalar(select(Session.status).where(Session.id == session_id))
    if status is None:
        raise NotFound(f"There is no session {session_id}.")
    return status


def still_wanted(tx: Tx, running: Collection[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of the running (session, attempt) that are still to be worked on."""
    rows = tx.execute(
        select(Session.id, Session.attempt).where(
            Session.id.in_([session_id for session_id, _ in running]), Session.status == "processing"
        )
    )
    return {(row.id, row.attempt) for row in rows} & set(running)


# --- how it ends ------------------------------------------------------------------------------------------------------


def put_result(
    tx: Tx, session_id: str, attempt: int, result: Finished, frames: Sequence[FrameRow], processing: str
) -> bool:
    """Everything that came of a session; False when this attempt is not to be worked on any more.

    Its status stays `processing` until its video is gone. The first result stays, if two workers come to one: a machine
    may have slept while another took over. Pictures that it does not refer to go with the next sweep.
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
            processing=processing,
            version=Session.version + 1,
            updated_at=ids.now(),
        )
    )
    if frames:
        tx.execute(insert(Frame), [_frame(session_id, frame) for frame in frames])
    needed = {*result.file_ids, *(one for frame in frames for one in (frame.image_id, frame.thumbnail_id))}
    useless = (File.session_id == session_id, File.kind.in_(_PICTURES), File.id.not_in(needed))
    tx.execute(update(File).where(*useless).values(state="deleting", session_id=None))
    return True


_PICTURES = ("frame", "thumbnail", "screenshot")


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


def complete(tx: Tx, session_id: str, attempt: int, processing: str, processing_time_ms: int) -> bool:
    """The session is `complete`; False when this attempt is not to be worked on any more."""
    return _end(
        tx, session_id, attempt, status="complete", processing=processing, processing_time_ms=processing_time_ms
    )


def fail(tx: Tx, session_id: str, attempt: int, message: str, processing: str, *, cancelled: bool = False) -> bool:
    """The session is an `error`, told in one sentence; False when it had ended, or another attempt runs, already."""
    values = {"status": "error", "last_error": message, "processing": processing, "prompt_status": "error"}
    if not _end(tx, session_id, attempt, **values, cancelled=cancelled):
        return False
    tx.execute(delete(Frame).where(Frame.session_id == session_id))  # of one that was stopped as its result was there
    return True


def _end(tx: Tx, session_id: str, attempt: int, **values: Any) -> bool:
    done = tx.execute(
        update(Session)
        .where(*_live(session_id, attempt))
        .values(**values, version=Session.version + 1, updated_at=ids.now())
        .returning(Session.id)
    )
    return done.one_or_none() is not None


def running_attempt(tx: Tx, session_id: str) -> tuple[int, str]:
    """The attempt that runs, and its processing status; it does not end while the transaction lasts.

    Raises NotFound, or Conflict if the session has ended.
    """
    row = tx.execute(
        select(Session.attempt, Session.processing, Session.status).where(Session.id == session_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no session {session_id}.")
    if row.status != "processing":
        raise Conflict(f"The session {session_id} has ended already; it cannot be cancelled.")
    return row.attempt, row.processing


def next_attempt(tx: Tx, session_id: str, processing: str) -> int:
    """Start a failed session over, as a new attempt, which is returned.

    Raises NotFound, or Conflict if it has not failed, or its video is gone.
    """
    row = tx.execute(
        select(Session.attempt, Session.status).where(Session.id == session_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no session {session_id}.")
    if row.status != "error":
        raise Conflict(f"The session {session_id} has not failed; there is nothing to repeat.")
    if tx.scalar(select(File.id).where(*_video(session_id)).limit(1)) is None:
        raise Conflict(f"The video of session {session_id} is gone; upload the recording again.")
    done = tx.execute(
        update(Session)
        .where(Session.id == session_id, Session.attempt == row.attempt, Session.status == "error")
        .values(
            status="processing",
            attempt=row.attempt + 1,
            priority=0,
            started_at=None,
            last_error=None,
            prompt_status="not_started",
            analysis=None,
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


def processing_of(tx: Tx, session_id: str) -> str:
    """The processing status; raises NotFound."""
    processing = tx.scalar(select(Session.processing).where(Session.id == session_id))
    if processing is None:
        raise NotFound(f"There is no session {session_id}.")
    return processing


# --- what a dead process left -----------------------------------------------------------------------------------------


def unfinished(tx: Tx, before: str) -> list[tuple[str, int]]:
    """(session, attempt) of sessions that are to be worked on and were not changed since `before`.

    One that was created without a video is not to be worked on; one that was queued is, even if its video is gone.
    """
    has_video = select(File.id).where(*_video(Session.id)).exists()
    query = (
        select(Session.id, Session.attempt)
        .where(Session.status == "processing", Session.updated_at < before, has_video | (Session.priority > 0))
        .order_by(Session.created_at)
        .limit(1000)
    )
    return [(row.id, row.attempt) for row in tx.execute(query)]


def with_leftovers(tx: Tx, failed_before: str, limit: int = 100) -> list[str]:
    """Sessions of which `condemn_unwanted` would find files, with the same time."""
    videos = (
        select(Session.id)
        .join(File, File.session_id == Session.id)
        .where(text(NOT_KEPT), Session.status == "complete")
        .distinct()
        .limit(limit)
    )
    over = Session.cancelled.is_(True) | (Session.updated_at < failed_before)
    has_files = select(File.id).where(File.session_id == Session.id).exists()
    failed = select(Session.id).where(Session.status == "error", over, has_files).limit(limit)
    return [*tx.scalars(videos), *tx.scalars(failed)][:limit]


def retriable(tx: Tx, session_ids: Collection[str]) -> set[str]:
    """Those of the sessions whose finished steps may be needed again: they run, or failed and have their video."""
    has_video = select(File.id).where(*_video(Session.id)).exists()
    wanted = (Session.status == "processing") | and_(Session.status == "error", has_video)
    return set(tx.scalars(select(Session.id).where(Session.id.in_(session_ids), wanted)))


_NOT_KEPT = ("video", "step")
"""Kinds of files that a complete session does not keep."""


def condemn_unwanted(tx: Tx, session_id: str, failed_before: str = "") -> list[StoredFile]:
    """Condemn the files that a session must not keep as it is now; while they are, nobody starts it over.

    Those are the video of a complete one, and all of one that is gone, was cancelled, or failed before a time.
    """
    row = tx.execute(
        select(Session.status, Session.cancelled, Session.updated_at).where(Session.id == session_id).with_for_update()
    ).one_or_none()
    if row is None or (row.status == "error" and (row.cancelled or row.updated_at < failed_before)):
        return files.condemn(tx, session_id)
    return files.condemn(tx, session_id, _NOT_KEPT) if row.status == "complete" else []


def beat(tx: Tx, executor_id: str, host: str) -> None:
    """This worker is alive."""
    now = ids.now()
    statement = _upsert(tx)(Worker).values(executor_id=executor_id, host=host, started_at=now, beat_at=now)
    tx.execute(statement.on_conflict_do_update(index_elements=["executor_id"], set_={"beat_at": now}))


def beats(tx: Tx) -> dict[str, str]:
    """The last beat of each worker, by its executor id."""
    return {row.executor_id: row.beat_at for row in tx.execute(select(Worker.executor_id, Worker.beat_at))}


def forget_workers(tx: Tx, before: str) -> None:
    """Drop the rows of workers that are dead for long."""
    for row in tx.scalars(select(Worker).where(Worker.beat_at < before)):
        tx.delete(row)


def leave(tx: Tx, executor_id: str) -> None:
    """This worker ends on purpose."""
    row = tx.get(Worker, executor_id)
    if row is not None:
        tx.delete(row)


# --- limits -----------------------------------------------------------------------------------------------------------


def reserve(tx: Tx, name: str, interval_ms: int) -> int:
    """In how many milliseconds the caller may begin: calls of one name begin `interval_ms` apart."""
    now_ms = _now_ms(tx)
    return _push(tx, name, now_ms, interval_ms) - interval_ms - now_ms


def postpone(tx: Tx, name: str, pause_ms: int) -> int:
    """No call of this name that has no turn yet begins for `pause_ms`; which is returned, or more."""
    now_ms = _now_ms(tx)
    return _push(tx, name, now_ms + pause_ms, 0) - now_ms


def _push(tx: Tx, name: str, at_least_ms: int, by_ms: int) -> int:
    """Move the next free moment to `at_least_ms` if it is earlier, and by `by_ms` on; in one statement."""
    latest = func.greatest if _is_postgresql(tx) else func.max
    statement = _upsert(tx)(RateLimit).values(name=name, next_ms=at_least_ms + by_ms)
    next_ms: int = tx.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"next_ms": latest(RateLimit.next_ms, at_least_ms) + by_ms}
        ).returning(RateLimit.next_ms)
    ).scalar_one()
    return next_ms


def _now_ms(tx: Tx) -> int:
    """Unix time by the database's clock: those of several machines differ."""
    if not _is_postgresql(tx):
        return time.time_ns() // 1_000_000
    now_s: float = tx.execute(select(extract("epoch", func.clock_timestamp()))).scalar_one()
    return int(now_s * 1000)


def _is_postgresql(tx: Tx) -> bool:
    return tx.get_bind().dialect.name == "postgresql"


def _upsert(tx: Tx) -> Any:
    return (postgresql if _is_postgresql(tx) else sqlite).insert

"""The order of waiting sessions: accounts take turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select, update

from claude_scope.errors import NotFound
from claude_scope.store.tables import Session

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Tx

_WAITS = (Session.work == "open", Session.started_at.is_(None))


def enter_queue(tx: Tx, session_id: str) -> tuple[int, int] | None:
    """The attempt of a session and its priority in the queue, assigned if it has none; None if its work has ended.

    Raises NotFound.

    Start-time fair queueing (Goyal, Vin and Cheng, 1996): an account's next session starts one step after its last, but
    never before those that are already waiting. So an account with a hundred sessions delays the first session of
    another account by only one session.
    """
    row = tx.execute(
        select(Session.attempt, Session.priority, Session.user_id, Session.work).where(Session.id == session_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no session {session_id}.")
    if row.work != "open":
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


def reset_queue(tx: Tx) -> None:
    """Reset all attempts to 0, since the engine's database with earlier runs is lost.

    Queued sessions keep `priority` 1: without a video the reaper only queues sessions that were queued before. Open
    sessions without a result lose their start time and key, since nobody works on them now.
    """
    tx.execute(update(Session).values(attempt=0, priority=case((Session.priority > 0, 1), else_=0)))
    begun = (Session.work == "open", Session.analysis.is_(None))
    tx.execute(update(Session).where(*begun).values(started_at=None, work_key=None))


def waiting(tx: Tx) -> int:
    """The number of sessions that wait for a worker."""
    return tx.scalar(select(func.count()).select_from(Session).where(*_WAITS, Session.priority > 0)) or 0

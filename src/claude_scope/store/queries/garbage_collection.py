"""Finds sessions without a worker, and marks files that are no longer needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text

from claude_scope.store.queries import files
from claude_scope.store.queries.conditions import ready_video
from claude_scope.store.tables import TEMPORARY, File, Session, User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Tx

    from claude_scope.store.queries.files import StoredFile

TEMPORARY_KINDS = ("video", "step")
"""Kinds of files that a complete session does not keep."""
ATTEMPT_KINDS = ("step", "frame", "thumbnail", "screenshot")
"""Kinds of files that an attempt stores: all but the video, which the next attempt needs."""


def unfinished(tx: Tx, before: str) -> list[tuple[str, int]]:
    """(session, attempt) of open sessions that were not changed since `before`.

    Sessions that were created without a video are left out, but queued ones are not, even if their video is gone.
    Sessions of locked accounts wait.
    """
    has_video = select(File.id).where(*ready_video(Session.id)).exists()
    query = (
        select(Session.id, Session.attempt)
        .join(User, User.id == Session.user_id)
        .where(Session.work == "open", Session.updated_at < before, has_video | (Session.priority > 0))
        .where(User.locked.is_(False))
        .order_by(Session.created_at)
        .limit(1000)
    )
    return [(row.id, row.attempt) for row in tx.execute(query)]


def sessions_with_unneeded_files(tx: Tx, failed_before: str, limit: int = 100) -> list[str]:
    """Sessions with files that `mark_unneeded` would mark, with the same `failed_before`."""
    videos = (
        select(Session.id)
        .join(File, File.session_id == Session.id)
        .where(text(TEMPORARY), Session.work == "done")
        .distinct()
        .limit(limit)
    )
    over = Session.cancelled.is_(True) | (Session.updated_at < failed_before)
    has_files = select(File.id).where(File.session_id == Session.id, over | (File.kind != "video")).exists()
    failed = select(Session.id).where(Session.work == "failed", has_files).limit(limit)
    return [*tx.scalars(videos), *tx.scalars(failed)][:limit]


def mark_unneeded(tx: Tx, session_id: str, failed_before: str = "") -> list[StoredFile]:
    """Mark files that a session must not keep in its current state; its row is locked, so that nobody restarts it.

    These are all files of a session that was deleted, cancelled, or failed before `failed_before`; the video and the
    step pictures of a complete one; and everything except the video for one that failed or waits for its next attempt.
    """
    row = tx.execute(
        select(Session.work, Session.cancelled, Session.updated_at, Session.started_at)
        .where(Session.id == session_id)
        .with_for_update()
    ).one_or_none()
    if row is None or (row.work == "failed" and (row.cancelled or row.updated_at < failed_before)):
        return files.mark_for_deletion(tx, session_id)
    if row.work == "done":
        return files.mark_for_deletion(tx, session_id, TEMPORARY_KINDS)
    if row.work == "failed" or (row.work == "open" and row.started_at is None):
        return files.mark_for_deletion(tx, session_id, ATTEMPT_KINDS)
    return []

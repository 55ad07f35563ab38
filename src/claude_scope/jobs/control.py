"""Cancels, fails, restarts and retries sessions, each in one transaction."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from claude_scope.errors import Conflict
from claude_scope.jobs.session.status import Status
from claude_scope.store import ids
from claude_scope.store.queries import work as rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Tx

CANCELLED = "The session was cancelled."


def cancel(tx: Tx, session_id: str) -> int:
    """Cancel the running attempt, and return its number; raises NotFound, or Conflict if it has ended."""
    attempt, processing = rows.running_attempt(tx, session_id)
    status = Status(processing)
    status.fail(CANCELLED, final=True)
    rows.fail(tx, session_id, attempt, CANCELLED, status.dump(), cancelled=True)
    return attempt


def fail_attempt(tx: Tx, session_id: str, attempt: int, message: str, *, final: bool = False) -> bool:
    """Fail an attempt; return False if it has ended or another attempt runs. Raises NotFound.

    `final` means that a retry cannot succeed.
    """
    status = Status(rows.processing_of(tx, session_id))
    status.fail(message, final=final)
    return rows.fail(tx, session_id, attempt, message, status.dump())


def restart(tx: Tx, session_id: str, attempt: int, reason: str) -> None:
    """Replace this attempt with a new one, unless it has ended or another attempt runs; raises NotFound.

    If its result is stored, the session becomes complete instead. If its video is deleted, it fails with `reason`.
    """
    if not complete_stored(tx, session_id, attempt) and fail_attempt(tx, session_id, attempt, reason, final=True):
        with suppress(Conflict):
            retry(tx, session_id)


def complete_stored(tx: Tx, session_id: str, attempt: int) -> bool:
    """Complete a session whose worker died after it stored the result; return False if no result is stored."""
    since = rows.stored_since(tx, session_id, attempt)
    if since is None:
        return False
    status = Status(rows.processing_of(tx, session_id))
    status.complete()
    return rows.complete(tx, session_id, attempt, status.dump(), ids.ms_since(since))


def retry(tx: Tx, session_id: str) -> int:
    """Start a new attempt, and return its number; raises NotFound, or Conflict if the session cannot be retried."""
    status = Status(rows.processing_of(tx, session_id))
    status.again()
    return rows.next_attempt(tx, session_id, status.dump())

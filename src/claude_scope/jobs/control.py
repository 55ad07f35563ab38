"""What changes about a session's work from outside, whoever runs it: one transaction each."""

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
    """End the running attempt, which is returned, as cancelled; raises NotFound, or Conflict if it has ended."""
    attempt, processing = rows.running_attempt(tx, session_id)
    status = Status(processing)
    status.fail(CANCELLED, final=True)
    rows.fail(tx, session_id, attempt, CANCELLED, status.dump(), cancelled=True)
    return attempt


def fail_attempt(tx: Tx, session_id: str, attempt: int, message: str, *, final: bool = False) -> bool:
    """End an attempt that cannot go on; False when it had ended, or another runs, already. Raises NotFound.

    `final` if another attempt cannot mend it.
    """
    status = Status(rows.processing_of(tx, session_id))
    status.fail(message, final=final)
    return rows.fail(tx, session_id, attempt, message, status.dump())


def restart(tx: Tx, session_id: str, attempt: int, reason: str) -> None:
    """Begin a new attempt in place of this one, unless it has ended, or another runs, already; raises NotFound.

    One whose result is stored is complete instead. One whose video is gone is given up for that reason.
    """
    if not complete_stored(tx, session_id, attempt) and fail_attempt(tx, session_id, attempt, reason, final=True):
        with suppress(Conflict):
            retry(tx, session_id)


def complete_stored(tx: Tx, session_id: str, attempt: int) -> bool:
    """Complete a session whose result is stored, which a worker died before it could say; False if there is none."""
    since = rows.stored_since(tx, session_id, attempt)
    if since is None:
        return False
    status = Status(rows.processing_of(tx, session_id))
    status.complete()
    return rows.complete(tx, session_id, attempt, status.dump(), ids.ms_since(since))


def retry(tx: Tx, session_id: str) -> int:
    """Begin a new attempt, which is returned; raises NotFound, or Conflict if it cannot be repeated."""
    status = Status(rows.processing_of(tx, session_id))
    status.again()
    return rows.next_attempt(tx, session_id, status.dump())

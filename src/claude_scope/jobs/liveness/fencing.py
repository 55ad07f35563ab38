"""Fencing: a worker can write to an attempt only while it has the claim to it.

A worker that is frozen or cut off from the database is declared dead, and another worker resumes its sessions. The
first one may wake up in the middle of any write. See Kleppmann, "How to do distributed locking" (2016).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from claude_scope.jobs.liveness.outage import retry_outages

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session as Tx

    from claude_scope.store.database import Database

    Attempt = tuple[str, int]
    """A session id and the number of its attempt."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's claim to an attempt: the token that the engine wrote into the workflow's row when the worker started.

    A worker that takes over writes a new token. The engine stores no result under an outdated token.
    """

    session_id: str
    attempt: int
    token: str

    @property
    def job(self) -> Attempt:
        """The claimed attempt."""
        return self.session_id, self.attempt


class ClaimLost(Exception):
    """The attempt was cancelled, deleted or restarted, or another worker has taken it over."""


class FencedWrites:
    """Writes of one attempt. Each transaction checks and locks the claim."""

    def __init__(self, database: Database, session_id: str, attempt: int, holds: Callable[[Tx], bool]) -> None:
        """`holds` checks the claim, and locks it until the transaction ends."""
        self._database = database
        self._job = session_id, attempt
        self._holds = holds

    async def __call__(self, query: Callable[..., T | None], *args: Any) -> T:
        """Run `query(tx, session_id, attempt, *args)`; retry it while the database does not answer.

        Raises ClaimLost if the query returns False or None, or if another worker has the attempt.
        """

        def run() -> T:
            with self._database.transaction() as tx:
                if not self._holds(tx):
                    raise ClaimLost
                done = query(tx, *self._job, *args)
                if done is None or done is False:
                    raise ClaimLost
                return done

        return await retry_outages(lambda: asyncio.to_thread(run))

"""Fencing: what a worker writes of an attempt counts only while the attempt is its own.

A worker that was frozen, or cut off from the database, is taken for dead, and another goes on with its sessions. When
it wakes up it may be in the midst of anything. See Kleppmann, "How to do distributed locking" (2016).
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
    """A session and the number of the attempt at it."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on an attempt: the token that the engine wrote into the workflow's row as the worker took it up.

    Whoever takes it over writes another. The engine stores no result of a step under a token that is outdated.
    """

    session_id: str
    attempt: int
    token: str

    @property
    def job(self) -> Attempt:
        """What is held."""
        return self.session_id, self.attempt


class ClaimLost(Exception):
    """This attempt is not to be worked on any more, or another worker has taken it over."""


class FencedWrites:
    """Writes of one attempt, each in a transaction in which this worker holds it to the end."""

    def __init__(self, database: Database, session_id: str, attempt: int, holds: Callable[[Tx], bool]) -> None:
        """`holds` says whether the attempt is this worker's, and keeps it so until the transaction ends."""
        self._database = database
        self._job = session_id, attempt
        self._holds = holds

    async def __call__(self, query: Callable[..., T | None], *args: Any) -> T:
        """`query(tx, session_id, attempt, *args)`, again while the database does not answer.

        Raises ClaimLost if the query says so, by False or None, or if another worker has the attempt.
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

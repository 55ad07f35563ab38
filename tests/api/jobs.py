"""A double of the workers: what they would do to the rows is done when a test says so."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from claude_scope.errors import Conflict, NotFound
from claude_scope.store.tables import Session

if TYPE_CHECKING:
    from claude_scope.store.database import Database
    from claude_scope.store.files import Files


class Workers:
    """Remembers what it was asked; `waiting` is how many sessions it says are queued."""

    def __init__(self, database: Database, files: Files) -> None:
        self.database, self.files = database, files
        self.enqueued: list[str] = []
        self.waiting = 0

    async def enqueue(self, session_id: str) -> None:
        self.enqueued.append(session_id)

    async def cancel(self, session_id: str) -> None:
        with self.database.transaction() as tx:
            row = tx.get(Session, session_id)
            if row is None:
                raise NotFound("There is no such session.")
            if row.status != "processing":
                raise Conflict("The session has ended already.")
            row.status, row.last_error, row.cancelled = "error", "The session was cancelled.", True
            row.version += 1
        await self.files.delete_of_session(session_id, kinds=("video", "step"))

    async def retry(self, session_id: str) -> None:
        with self.database.transaction() as tx:
            row = tx.get(Session, session_id)
            if row is None:
                raise NotFound("There is no such session.")
            if row.status != "error":
                raise Conflict("The session has not failed; there is nothing to try again.")
            row.status, row.last_error = "processing", None
            row.version += 1

    async def wait(self, session_id: str) -> None:
        while True:
            with self.database.transaction() as tx:
                row = tx.get(Session, session_id)
                if row is None:
                    raise NotFound("There is no such session.")
                if row.status != "processing":
                    return
            await asyncio.sleep(0.01)

    async def queued(self) -> int:
        return self.waiting

    async def ping(self) -> None:
        return None

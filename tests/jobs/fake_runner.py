"""A fake job runner without a worker or an engine: sessions complete or fail at once, or after `resume`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from claude_scope.jobs.control import cancel, retry
from claude_scope.jobs.session.status import Status
from claude_scope.store.queries import garbage_collection, queue
from claude_scope.store.queries import work as rows
from tests.store.deleting import delete_of_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.store.assets.files import Files
    from claude_scope.store.database import Database

T = TypeVar("T")


class FakeRunner:
    """Completes each session with a prompt of one line, or fails it with the message `fails_with`.

    While it is paused, sessions wait for `resume`.
    """

    def __init__(self, database: Database, files: Files, *, fails_with: str = "", paused: bool = False) -> None:
        self._database = database
        self._files = files
        self.fails_with = fails_with
        self.enqueued: list[tuple[str, int]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = asyncio.Event()
        if not paused:
            self._open.set()

    def pause(self) -> None:
        """Let sessions wait from now on."""
        self._open.clear()

    def resume(self) -> None:
        """Let waiting sessions end."""
        self._open.set()

    async def close(self) -> None:
        """Cancel waiting sessions."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def enqueue(self, session_id: str) -> None:
        """See JobRunner."""
        place = await self._tx(queue.enter_queue, session_id)
        if place is None or (session_id, place[0]) in self.enqueued:
            return
        self.enqueued.append((session_id, place[0]))
        task = asyncio.create_task(self._work(session_id, place[0]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, session_id: str, attempt: int) -> None:
        await self._open.wait()
        job = await self._tx(rows.take_up, session_id, attempt, "key")
        if job is None:
            return
        status = Status(job.processing)
        if self.fails_with:
            status.fail(self.fails_with)
            await self._tx(rows.fail, session_id, attempt, self.fails_with, status.dump())
            return
        result = rows.Finished(f"Fix {job.title}.", "", 1, [job.seed_url])
        status.complete()
        await self._tx(rows.put_result, session_id, attempt, result, (), status.dump())
        await delete_of_session(self._files, session_id, ("video",))
        await self._tx(rows.complete, session_id, attempt, status.dump(), 1)

    async def cancel(self, session_id: str) -> None:
        """See JobRunner."""
        await self._tx(cancel, session_id)
        await self._files.remove(await self._tx(garbage_collection.mark_unneeded, session_id))

    async def retry(self, session_id: str) -> None:
        """See JobRunner."""
        await self._tx(retry, session_id)
        await self.enqueue(session_id)

    async def wait(self, session_id: str) -> None:
        """See JobRunner."""
        while await self._tx(rows.is_open, session_id):  # noqa: ASYNC110 - what ends it is a row
            await asyncio.sleep(0.01)

    async def queued(self) -> int:
        """See JobRunner."""
        return await self._tx(queue.waiting)

    async def ping(self) -> None:
        """See JobRunner."""

    async def _tx(self, query: Callable[..., T], *args: Any) -> T:
        def run() -> T:
            with self._database.transaction() as tx:
                return query(tx, *args)

        return await asyncio.to_thread(run)

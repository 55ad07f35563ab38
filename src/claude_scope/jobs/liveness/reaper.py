"""The periodic duties of a worker: heartbeat, recovery of lost sessions, garbage collection.

Every second: stop local work that was cancelled or taken over. Every 2 s: write a heartbeat. Every 3 s: requeue the
workflows of dead workers, queue sessions that were never queued, fail sessions whose workflow ended without a result,
and delete the workflows of ended sessions. Every minute: delete unreferenced files, expired videos and uploads, folders
of killed workers and old records of deleted accounts, and truncate SQLite's write-ahead log.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from claude_scope.errors import ClaudeScopeError, NotFound, StoreUnavailable
from claude_scope.jobs import control
from claude_scope.store import ids
from claude_scope.store.queries import extensions, garbage_collection, pairings, uploads, users, workers
from claude_scope.store.queries import work as rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from claude_scope.jobs.engine import Engine
    from claude_scope.jobs.liveness.fencing import Attempt, Claim
    from claude_scope.jobs.liveness.heartbeat import Heartbeat
    from claude_scope.store.assets.files import Files
    from claude_scope.store.database import Database

T = TypeVar("T")

log = logging.getLogger(__name__)

WATCH_EVERY_S = 1.0
BEAT_EVERY_S = 2.0
REAP_EVERY_S = 3.0
SWEEP_EVERY_S = 60.0
DEAD_AFTER_S = 10.0
"""A worker counts as dead after this time without a beat, in which five are due, if this worker's own beats arrived."""
STRAY_AFTER_S = 10.0
"""An attempt that this worker has claimed but does not work on is requeued after this time; milliseconds are normal."""
UNFINISHED_AFTER_S = 10.0
"""An open session is checked after this time without a change: uploads are queued milliseconds after their INSERT."""
ABANDONED_AFTER_S = 3600.0
"""A file without a row or without a session is deleted after this time: an upload takes less than an hour."""
DEAD_WORKER_TTL_S = 3600.0
"""The time for which the row of a dead worker is kept."""
DELETED_SUBJECT_TTL_S = 2 * 86_400.0
"""The time for which a deleted account is recorded: twice the longest life of a provider's token (`MAX_AGE_S`)."""

NO_RESULT = "The work on this session ended without a result; try again."
OLD_VERSION = "An older version began the work on this session, and its video is gone; record the tab again."
KILLED = "Whatever worked on this recording stopped each time; record the tab again, or look at the worker's log."


@dataclass
class Reaper:
    """The duties of one worker process; `enqueue`, `running` and `stop` belong to the runner."""

    database: Database
    files: Files
    engine: Engine
    heartbeat: Heartbeat
    executor_id: str
    retry_hours: float
    enqueue: Callable[[str], Any]
    running: Callable[[], Collection[Claim]]
    stop: Callable[[Attempt], None]
    tidy: Callable[[], None]
    """Removes folders of killed workers of this machine."""
    shared: bool
    """Whether there may be other workers (PostgreSQL)."""
    _seen: dict[str, tuple[str, float]] = field(default_factory=dict)
    """The last beat of each executor, and the monotonic time at which this process first saw it."""

    _strays: dict[Attempt, float] = field(default_factory=dict)
    """The attempts that this worker has claimed but does not work on, each with the time of its detection."""

    async def run(self) -> None:
        """Run until cancelled. Each duty has its own task: a sweep of thousands of files must not delay a heartbeat."""
        async with asyncio.TaskGroup() as duties:
            duties.create_task(_every(WATCH_EVERY_S, self.watch))
            duties.create_task(_every(BEAT_EVERY_S, self.heartbeat.beat))
            duties.create_task(_every(REAP_EVERY_S, self.reap))
            duties.create_task(_every(SWEEP_EVERY_S, self.sweep))

    async def watch(self) -> None:
        """Stop local work on sessions that were cancelled, deleted, restarted or taken over."""
        claims = self.running()
        if not claims:
            return
        running = {claim.job for claim in claims}
        for job in running - await self._tx(rows.still_wanted, running):
            self.stop(job)
        for claim in await asyncio.to_thread(self.engine.taken_over, claims):
            if claim in self.running():  # it has not ended since
                log.warning("session %s is not this worker's any more; its work here stops", claim.session_id)
                self.stop(claim.job)

    async def reap(self) -> None:
        """Requeue the work of dead workers, and queue or end sessions without a worker."""
        dead = await self._dead() if self.shared else {self.executor_id}  # an earlier process with the same id
        if self.shared and dead:
            log.warning("workers without a heartbeat: %s; their sessions go back to the queue", sorted(dead))
            await asyncio.to_thread(self.engine.recover, dead)
        await self._requeue_strays()
        for job in await asyncio.to_thread(self.engine.outdated, dead):
            await self._start_over(job)
        for session_id, attempt in await self._lost_sessions():
            await _safely(partial(self._recover_session, session_id, attempt), f"session {session_id}")
        await self._forget_workflows()

    async def _dead(self) -> set[str]:
        """The executors with work that were silent for DEAD_AFTER_S while this worker could have seen a heartbeat.

        Silence starts when this worker first saw the last beat, or when the last outage ended: during an outage the
        others cannot beat either. Silence is measured up to the start of the query, because this process may be frozen
        during the query.
        """
        asked = time.monotonic()
        beats = await self._tx(workers.beats)
        busy = await asyncio.to_thread(self.engine.executors)
        answered = time.monotonic()
        known = self._seen
        self._seen = {}
        for executor_id in busy | set(beats):
            beat = beats.get(executor_id, "")
            before = known.get(executor_id)
            self._seen[executor_id] = before if before is not None and before[0] == beat else (beat, answered)
        since = self.heartbeat.unbroken_since()
        if since is None:
            return set()
        others = busy - {self.executor_id}
        return {other for other in others if asked - max(since, self._seen[other][1]) > DEAD_AFTER_S}

    async def _requeue_strays(self) -> None:
        """Requeue attempts that this worker claimed unknowingly, because the connection broke before the answer."""
        begun = await asyncio.to_thread(self.engine.claimed_here)
        now = time.monotonic()
        strays = begun - {claim.job for claim in self.running()}
        self._strays = {job: self._strays.get(job, now) for job in strays}
        for job, since in self._strays.items():
            if now - since > STRAY_AFTER_S:
                log.warning("session %s is claimed by this worker, which does not work on it; queueing it", job[0])
                await asyncio.to_thread(self.engine.requeue, job)

    async def _lost_sessions(self) -> list[Attempt]:
        found = await self._tx(garbage_collection.unfinished, _ago(UNFINISHED_AFTER_S))
        states = await asyncio.to_thread(self.engine.states, found)
        return [job for job in found if states.get(job) not in ("waiting", "running")]

    async def _recover_session(self, session_id: str, attempt: int) -> None:
        state = (await asyncio.to_thread(self.engine.states, [(session_id, attempt)])).get((session_id, attempt))
        with suppress(NotFound):  # deleted meanwhile
            if state is None and await self._tx(control.complete_stored, session_id, attempt):
                await self._remove_unwanted(session_id)
            elif state is None:
                log.warning("session %s was never queued, or its workflow is lost; queueing it", session_id)
                await self.enqueue(session_id)
            elif state in ("killed", "ended"):
                await self._tx(control.fail_attempt, session_id, attempt, KILLED if state == "killed" else NO_RESULT)
                await self._remove_unwanted(session_id)

    async def _start_over(self, job: Attempt) -> None:
        """Restart an attempt of an older version. It is cancelled last, so that the next round finds it until then."""
        session_id, attempt = job
        log.warning("session %s was begun by an older version, whose steps no worker can continue", session_id)
        with suppress(NotFound):  # deleted meanwhile
            await self._tx(control.restart, session_id, attempt, OLD_VERSION)
            await self._remove_unwanted(session_id)
            await self.enqueue(session_id)
        await asyncio.to_thread(self.engine.cancel, job)

    async def sweep(self) -> None:
        """Delete files and rows that are no longer needed. A failure is logged and does not stop the rest."""
        failed_before = _ago(self.retry_hours * 3600)
        for session_id in await self._tx(garbage_collection.sessions_with_unneeded_files, failed_before):
            await _safely(partial(self._remove_unwanted, session_id, failed_before), f"sweep of {session_id}")
        await _safely(self._remove_expired_uploads, "sweep of uploads")
        await _safely(partial(self.files.sweep, ABANDONED_AFTER_S), "sweep of files")
        await _safely(partial(asyncio.to_thread, self.tidy), "sweep of folders")
        await _safely(partial(asyncio.to_thread, self.database.truncate_wal), "emptying the database's log")
        for query in (pairings.remove_expired, extensions.remove_expired):
            await self._tx(query, ids.now())
        await self._tx(workers.delete_dead_workers, _ago(DEAD_WORKER_TTL_S))
        await self._tx(users.delete_old_subjects, round((time.time() - DELETED_SUBJECT_TTL_S) * 1000))

    async def _remove_unwanted(self, session_id: str, failed_before: str = "") -> None:
        await self.files.remove(await self._tx(garbage_collection.mark_unneeded, session_id, failed_before))

    async def _remove_expired_uploads(self) -> None:
        await self.files.remove(await self._tx(uploads.remove_expired, ids.now()))

    async def _forget_workflows(self) -> None:
        """Delete ended workflows, except those whose sessions `_recover_session` must still end."""
        while ended := await asyncio.to_thread(self.engine.ended):
            wanted = await self._tx(rows.still_wanted, ended)
            await asyncio.to_thread(self.engine.forget, set(ended) - wanted)
            if wanted:
                return

    async def _tx(self, query: Callable[..., T], *args: Any) -> T:
        def run() -> T:
            with self.database.transaction() as tx:
                return query(tx, *args)

        return await asyncio.to_thread(run)


async def _every(seconds: float, duty: Callable[[], Awaitable[None]]) -> None:
    """Repeat a duty forever, even after failures. Only the beginning and the end of an outage are logged."""
    away_since: float | None = None
    while True:
        due = time.monotonic() + seconds
        try:
            await _safely(duty, duty.__name__, raises=(StoreUnavailable,))
        except StoreUnavailable as error:
            if away_since is None:
                away_since = time.monotonic()
                log.warning("%s: %s", duty.__name__, error)
        else:
            if away_since is not None:
                log.warning("%s: works again after %.0f s", duty.__name__, time.monotonic() - away_since)
                away_since = None
        await asyncio.sleep(max(0.0, due - time.monotonic()))


async def _safely(duty: Callable[[], Awaitable[Any]], name: str, raises: tuple[type[Exception], ...] = ()) -> None:
    """Run a duty and log its failure; errors of the types in `raises` propagate."""
    try:
        await duty()
    except raises:
        raise
    except ClaudeScopeError as error:
        log.warning("%s: %s", name, error)
    except Exception:
        log.exception("%s failed; it is tried again", name)


def _ago(seconds: float) -> str:
    return ids.iso(datetime.now(UTC) - timedelta(seconds=seconds))

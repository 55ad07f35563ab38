"""The job runner of the service: sessions survive crashes, with the help of `engine` and our own rows.

On SQLite there is one worker with a fixed executor id, which resumes its sessions when it starts after a crash. On
PostgreSQL each process has its own id and a heartbeat, and other workers resume the sessions of a dead one (`reaper`).
"""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from claude_scope.errors import UsageError
from claude_scope.jobs import control
from claude_scope.jobs.engine import DurableSteps, Engine
from claude_scope.jobs.liveness.file_lock import try_lock
from claude_scope.jobs.liveness.heartbeat import Heartbeat
from claude_scope.jobs.liveness.outage import retry_outages
from claude_scope.jobs.liveness.reaper import KILLED, Reaper
from claude_scope.jobs.liveness.worker_folders import WorkerFolder, remove_abandoned
from claude_scope.jobs.sandbox.pool import SandboxPool
from claude_scope.jobs.sandbox.step_limits import Limits
from claude_scope.jobs.session.session_work import SessionWork
from claude_scope.store.queries import garbage_collection, queue, workers
from claude_scope.store.queries import work as rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from claude_scope.jobs.hosted_models import Askers
    from claude_scope.jobs.liveness.fencing import Attempt, Claim
    from claude_scope.pipeline import Inspect
    from claude_scope.settings import ServiceSettings
    from claude_scope.store.assets.files import Files
    from claude_scope.store.database import Database
    from claude_scope.store.encryption.secret_keys import Secrets

T = TypeVar("T")

MAX_DEATHS = 10
"""A session fails when more workers than this died during it, plus one per finished step. A file that crashes every
worker finishes no steps; a machine that is often switched off still makes progress.
"""
STEP_GRACE_S = 5.0
"""The time that a running step may continue after SIGTERM, so that it need not be repeated."""
CANCEL_TIMEOUT_S = 5.0
"""The time in which cancelled steps must end: a browser has to close, an upload to S3 to stop."""
WAIT_POLL_S = 0.05, 0.5
"""The first and the longest polling interval of `wait`."""


class DurableRunner:
    """A JobRunner. With `inspect` it is also a worker, which works on sessions once it is started."""

    def __init__(
        self,
        settings: ServiceSettings,
        database: Database,
        files: Files,
        secrets: Secrets,
        inspect: Inspect | None,
        askers: Askers | None = None,
    ) -> None:
        self._settings = settings
        self._database = database
        self._files = files
        self._secrets = secrets
        self._inspect = inspect
        self._askers = askers
        self._running: dict[Claim, asyncio.Task[Any]] = {}
        self._slots = asyncio.Semaphore(settings.max_running)
        self._stopping = False
        self.executor_id = "local" if database.is_sqlite else f"{_host()}-{os.getpid()}-{token_hex(3)}"
        self.sandboxes = SandboxPool(Limits.of(settings))

    # --- life ---------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Connect, and start processing if this is a worker. Raises UsageError if another worker
        uses the data folder.
        """
        self._lock = _lock_data_dir(self._settings.data_dir) if self._is_lone_worker else None
        own_file = self._settings.data_dir / "dbos.db"
        self.engine = Engine(self._database.url, own_file, self.executor_id, self._settings.max_running)
        if self._inspect is None:
            await asyncio.to_thread(self.engine.migrate)
            await asyncio.to_thread(self.engine.connect, works=False)
            return
        self._folder = await asyncio.to_thread(WorkerFolder, self._work_folder, self.executor_id)
        self._work = self._new_work(self._inspect)
        self.engine.launch(self._work_on)
        self.sandboxes.open(self._folder.path)
        await asyncio.to_thread(self.engine.connect, works=True)
        self._heartbeat = Heartbeat(self._database.url, self.executor_id)
        self._reaper = asyncio.create_task(self._new_reaper().run())

    @property
    def _is_lone_worker(self) -> bool:
        return self._inspect is not None and self._database.is_sqlite

    @property
    def _work_folder(self) -> Path:
        """The folder for copies of recordings under work, with a subfolder per worker."""
        return self._settings.data_dir / "work"

    def _new_work(self, inspect: Inspect) -> SessionWork:
        return SessionWork(
            self._database,
            self._files,
            self._secrets,
            self.sandboxes,
            inspect,
            max_frames=self._settings.max_frames,
            askers=self._askers,
        )

    def _new_reaper(self) -> Reaper:
        return Reaper(
            self._database,
            self._files,
            self.engine,
            self._heartbeat,
            self.executor_id,
            self._settings.retry_hours,
            enqueue=self.enqueue,
            running=lambda: list(self._running),
            stop=self._stop_task,
            tidy=partial(remove_abandoned, self._work_folder),
            shared=not self._database.is_sqlite,
        )

    async def stop(self) -> None:
        """Take no further sessions, give running steps a few seconds, hand over the rest, and close."""
        self._stopping = True
        if self._inspect is not None:
            await self._hand_over()
        await asyncio.to_thread(self.engine.close)
        if self._lock is not None:
            self._lock.close()

    async def _hand_over(self) -> None:
        self._reaper.cancel()
        with suppress(asyncio.CancelledError):
            await self._reaper
        self._heartbeat.close()
        self.engine.stop_dequeuing()
        claims, tasks = list(self._running), list(self._running.values())
        if tasks:
            await asyncio.wait(tasks, timeout=STEP_GRACE_S)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=CANCEL_TIMEOUT_S)
        await self.engine.end()
        for claim in claims:
            await asyncio.to_thread(self.engine.hand_over, claim)
        await self._tx(workers.leave, self.executor_id)
        await self.sandboxes.close()
        await asyncio.to_thread(self._folder.close)

    # --- the work -----------------------------------------------------------------------------------------------------

    async def _work_on(self, claim: Claim) -> None:
        """Run one workflow."""
        task = asyncio.current_task()
        assert task is not None
        if self._stopping:
            raise asyncio.CancelledError
        outdated = [item for held, item in self._running.items() if held.job == claim.job]
        self._running[claim] = task
        try:
            await _cancel_and_wait(outdated)
            async with self._slots:
                await self._begin(claim)
        except asyncio.CancelledError:
            if not self._stopping:  # a user cancelled it
                await self._work.tidy(claim.session_id)
            raise
        finally:
            del self._running[claim]

    async def _begin(self, claim: Claim) -> None:
        job = claim.job
        if await retry_outages(lambda: asyncio.to_thread(self._killed_too_many_workers, job)):
            await retry_outages(lambda: self._tx(control.fail_attempt, *job, KILLED))
            await self._tidy(job[0])
            return
        await self._work(*job, DurableSteps(self.engine, claim, lambda: self._stopping))

    def _killed_too_many_workers(self, job: Attempt) -> bool:
        """Whether more workers died during this attempt than its progress allows; see MAX_DEATHS."""
        begun = self.engine.start_count(job)
        return begun > MAX_DEATHS and begun > MAX_DEATHS + self.engine.finished_steps(job)

    def _stop_task(self, job: Attempt) -> None:
        for claim, task in self._running.items():
            if claim.job == job:
                task.cancel()

    # --- JobRunner ----------------------------------------------------------------------------------------------------

    async def enqueue(self, session_id: str) -> None:
        """See JobRunner."""
        place = await self._tx(queue.enter_queue, session_id)
        if place is not None:
            attempt, priority = place
            await asyncio.to_thread(self.engine.enqueue, (session_id, attempt), priority)

    async def cancel(self, session_id: str) -> None:
        """See JobRunner."""
        job = session_id, await self._tx(control.cancel, session_id)
        await asyncio.to_thread(self.engine.cancel, job)
        self._stop_task(job)
        await self._tidy(session_id)

    async def retry(self, session_id: str) -> None:
        """See JobRunner."""
        await self._tidy(session_id)  # files of a worker that died while the session failed
        await self._tx(control.retry, session_id)
        await self.enqueue(session_id)

    async def _tidy(self, session_id: str) -> None:
        await self._files.remove(await self._tx(garbage_collection.mark_unneeded, session_id))

    async def wait(self, session_id: str) -> None:
        """See JobRunner."""
        pause_s, longest_s = WAIT_POLL_S
        while await self._read(rows.is_open, session_id):
            await asyncio.sleep(pause_s)
            pause_s = min(longest_s, pause_s * 1.3)

    async def queued(self) -> int:
        """See JobRunner."""
        return await self._read(queue.waiting)

    async def ping(self) -> None:
        """See JobRunner."""
        await asyncio.to_thread(self.engine.ping)

    async def _tx(self, query: Callable[..., T], *args: Any) -> T:
        def run() -> T:
            with self._database.transaction() as tx:
                return query(tx, *args)

        return await asyncio.to_thread(run)

    async def _read(self, query: Callable[..., T], *args: Any) -> T:
        """Run a single read statement, which does not wait for writers."""

        def run() -> T:
            with self._database.reading() as tx:
                return query(tx, *args)

        return await asyncio.to_thread(run)


async def _cancel_and_wait(tasks: list[asyncio.Task[Any]]) -> None:
    """Stop work under an earlier claim to the same attempt, which this worker lost and claimed again."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)


def _lock_data_dir(data_dir: Path) -> TextIO:
    """Lock the data folder until the process ends; raises UsageError if another worker has locked it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = try_lock(data_dir / "worker.lock")
    if lock is None:
        raise UsageError(f"Another claude-scope uses the data folder {data_dir}; stop it, or give another --data-dir.")
    return lock


def _host() -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in socket.gethostname())[:40]

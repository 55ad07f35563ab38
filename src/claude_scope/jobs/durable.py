"""Sessions on DBOS Transact: the only file that knows the workflow engine (docs/decisions has why).

On SQLite the engine has a file of its own beside ours and one fixed executor id: what a killed process had begun goes
on when it is started again. On PostgreSQL each process has its own id, and a heartbeat: what a dead one had begun, a
living one goes on with (`reaper`). A session's attempt is the workflow `sess_...-0`.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import os
import secrets
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from dbos import DBOS, DBOSClient
from sqlalchemy import create_engine, event
from sqlalchemy.exc import OperationalError

from claude_scope.errors import StoreUnavailable, UsageError
from claude_scope.jobs import changes, wire
from claude_scope.jobs.folders import OwnFolder, hold, remove_abandoned
from claude_scope.jobs.isolated import Isolation
from claude_scope.jobs.process import Limits
from claude_scope.jobs.reaper import KILLED, Reaper
from claude_scope.jobs.work import SessionWork
from claude_scope.store.queries import work as rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping
    from pathlib import Path

    from dbos import DBOSConfig
    from sqlalchemy import Engine

    from claude_scope.pipeline import Inspect
    from claude_scope.settings import ServiceSettings
    from claude_scope.store.database import Database
    from claude_scope.store.files import Files

T = TypeVar("T")

log = logging.getLogger(__name__)

NAME = "claude-scope"
QUEUE = "sessions"
WORKFLOW = "session"
VERSION = "1"
"""Of what the steps are and return: a worker takes up no session that one of another version began."""
MAX_DEATHS = 10
"""How many workers may die over a session, besides one for each step that it finished, before it ends as an error: a
file that kills whatever works on it goes no farther, a machine that is switched off again and again does."""
MAX_RECOVERIES = 1000
"""The engine's own bound, which knows no progress."""
STEP_GRACE_S = 5.0
"""How long a running step may go on after SIGTERM, so that it need not be repeated."""
CANCEL_S = 5.0
"""How long what was stopped then may take to end: a browser, a file on its way to S3."""
POLL_S = {"sqlite": 0.1, "postgresql": 0.25}
"""How often a worker looks for work: on average half of it is what a session waits."""
WAIT_S = 0.05, 0.5
ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
STATES = {"ENQUEUED": "waiting", "DELAYED": "waiting", "PENDING": "running", ENDED[-1]: "killed"}
THREADS = 32


class DurableRunner:
    """A JobRunner; with `inspect` it is a worker too, and works on sessions itself once it is started."""

    def __init__(self, settings: ServiceSettings, database: Database, files: Files, inspect: Inspect | None) -> None:
        self._settings = settings
        self._database = database
        self._files = files
        self._inspect = inspect
        self._running: dict[tuple[str, int], asyncio.Task[Any]] = {}
        self._slots = asyncio.Semaphore(settings.max_running)
        self._stopping = False
        self.executor_id = "local" if database.is_sqlite else f"{_host()}-{os.getpid()}-{secrets.token_hex(3)}"
        self.isolation = Isolation(Limits.of(settings))

    # --- life ---------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Connect; a worker takes up sessions. Raises UsageError if another works with the same data folder."""
        _quiet()
        self._lock = _be_alone(self._settings.data_dir) if self._is_lone_worker else None
        self._engine = _sqlite(self._settings.data_dir / "dbos.db") if self._database.is_sqlite else None
        if self._inspect is not None:
            self._folder = await asyncio.to_thread(OwnFolder, self._work_folder, self.executor_id)
            self._work = SessionWork(
                self._database,
                self._files,
                self.isolation,
                self._inspect,
                self._folder.path,
                max_frames=self._settings.max_frames,
            )
            self._launch()
            self.isolation.prepare()
        else:
            await asyncio.to_thread(self._migrate)
        self._client = await asyncio.to_thread(self._connect)
        if self._inspect is not None:
            self._reaper = asyncio.create_task(self._new_reaper().run())

    @property
    def _is_lone_worker(self) -> bool:
        return self._inspect is not None and self._database.is_sqlite

    @property
    def _work_folder(self) -> Path:
        """Copies of recordings while they are worked on, a folder a worker."""
        return self._settings.data_dir / "work"

    def _launch(self) -> None:
        """In the event loop's own thread, so that workflows run in this loop."""
        DBOS.workflow(name=WORKFLOW, max_recovery_attempts=MAX_RECOVERIES)(self._workflow())
        self._dbos = DBOS(config=self._config())
        DBOS.launch()

    def _workflow(self) -> Callable[[str, int], Awaitable[None]]:
        async def session(session_id: str, attempt: int) -> None:
            await self._work_on(session_id, attempt)

        return session

    def _config(self) -> DBOSConfig:
        config: DBOSConfig = {
            "name": NAME,
            "application_version": VERSION,
            "executor_id": self.executor_id,
            "serializer": _Json(),  # type: ignore[typeddict-item]  # it is one by its methods
            "log_level": "WARNING",
            "max_executor_threads": THREADS,
            "system_database_url": self._url,
        }
        if self._engine is not None:
            config["system_database_engine"] = self._engine
        return config

    @property
    def _url(self) -> str:
        if self._engine is not None:
            return self._engine.url.render_as_string()
        return self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def _migrate(self) -> None:
        """The engine's tables, which a worker makes when it starts; an API without one makes them itself."""
        DBOS.migrate(self._url)

    def _connect(self) -> DBOSClient:
        client = DBOSClient(
            system_database_url=self._url,
            system_database_engine=self._engine,
            serializer=_Json(),  # type: ignore[arg-type]  # it is one by its methods
            application_name=NAME,
            retry_connection_errors=False,
        )
        kind = "sqlite" if self._database.is_sqlite else "postgresql"
        client.register_queue(
            QUEUE,
            worker_concurrency=self._settings.max_running,
            polling_interval_sec=POLL_S[kind],
            on_conflict="always_update" if self._inspect is not None else "never_update",
        )
        return client

    def _new_reaper(self) -> Reaper:
        return Reaper(
            self._database,
            self._files,
            _Workflows(self._client),
            self.executor_id,
            self._settings.retry_hours,
            enqueue=self.enqueue,
            running=lambda: list(self._running),
            stop=self._stop_task,
            tidy=partial(remove_abandoned, self._work_folder),
            shared=not self._database.is_sqlite,
        )

    async def stop(self) -> None:
        """Take nothing up any more, let steps end for a few seconds, hand the rest over, and close."""
        self._stopping = True
        if self._inspect is not None:
            await self._hand_over()
        await asyncio.to_thread(self._client.destroy)
        await self.isolation.close()
        if self._engine is not None:
            self._engine.dispose()
        if self._lock is not None:
            self._lock.close()

    async def _hand_over(self) -> None:
        self._reaper.cancel()
        with suppress(asyncio.CancelledError):
            await self._reaper
        for stop in self._dbos.background_thread_stop_events:
            stop.set()
        jobs, tasks = list(self._running), list(self._running.values())
        if tasks:
            await asyncio.wait(tasks, timeout=STEP_GRACE_S)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=CANCEL_S)
        await self._destroy()
        await asyncio.to_thread(self._resume, jobs)
        await self._tx(rows.leave, self.executor_id)
        await asyncio.to_thread(self._folder.close)

    async def _destroy(self) -> None:
        """End the engine, and give the event loop threads again, since the engine's are gone."""
        done = asyncio.get_running_loop().create_future()
        loop = asyncio.get_running_loop()

        def destroy() -> None:
            DBOS.destroy(destroy_registry=True)
            loop.call_soon_threadsafe(done.set_result, None)

        threading.Thread(target=destroy).start()
        await done
        loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="asyncio"))

    def _resume(self, jobs: Collection[tuple[str, int]]) -> None:
        """Others may take up what was begun here: not because anything died, so it does not count as a recovery."""
        for session_id, attempt in jobs:
            status = self._client.retrieve_workflow(_id(session_id, attempt)).get_status()
            if status.status == "PENDING":
                self._client.resume_workflow(_id(session_id, attempt), queue_name=QUEUE)

    # --- the work -----------------------------------------------------------------------------------------------------

    async def _work_on(self, session_id: str, attempt: int) -> None:
        task = asyncio.current_task()
        assert task is not None
        job = session_id, attempt
        if self._stopping or job in self._running:
            raise asyncio.CancelledError
        self._running[job] = task
        try:
            async with self._slots:
                if await _aside(self._is_deadly, session_id, attempt):
                    return await self._tx(changes.give_up, session_id, attempt, KILLED)
                earlier = await _aside(_earlier_results, self._client, session_id, attempt)
                await self._work(session_id, attempt, _Steps(earlier, lambda: self._stopping))
        except asyncio.CancelledError:
            if not self._stopping:  # a person stopped it
                await self._work.tidy(session_id)
            raise
        finally:
            del self._running[job]

    def _is_deadly(self, session_id: str, attempt: int) -> bool:
        """Whether so many workers died over it, and it got no farther, that the next one would too."""
        workflow = _id(session_id, attempt)
        begun = self._client.retrieve_workflow(workflow).get_status().recovery_attempts or 0
        return begun > MAX_DEATHS and begun > MAX_DEATHS + len(self._client.list_workflow_steps(workflow))

    def _stop_task(self, job: tuple[str, int]) -> None:
        if job in self._running:
            self._running[job].cancel()

    # --- JobRunner ----------------------------------------------------------------------------------------------------

    async def enqueue(self, session_id: str) -> None:
        """See JobRunner."""
        place = await self._tx(rows.enter_queue, session_id)
        if place is not None:
            await self._ask(self._enqueue, session_id, *place)

    def _enqueue(self, session_id: str, attempt: int, priority: int) -> None:
        self._client.enqueue(
            {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
                "workflow_id": _id(session_id, attempt),
                "app_version": VERSION,
                "priority": priority,
            },
            session_id,
            attempt,
        )

    async def cancel(self, session_id: str) -> None:
        """See JobRunner."""
        attempt = await self._tx(changes.cancel, session_id)
        await self._ask(self._client.cancel_workflow, _id(session_id, attempt))
        self._stop_task((session_id, attempt))
        await self._files.remove(await self._tx(rows.condemn_unwanted, session_id))

    async def retry(self, session_id: str) -> None:
        """See JobRunner."""
        await self._tx(changes.retry, session_id)
        await self.enqueue(session_id)

    async def wait(self, session_id: str) -> None:
        """See JobRunner."""
        pause_s, longest_s = WAIT_S
        while await self._tx(rows.status_of, session_id) == "processing":
            await asyncio.sleep(pause_s)
            pause_s = min(longest_s, pause_s * 1.3)

    async def queued(self) -> int:
        """See JobRunner."""
        return await self._tx(rows.waiting)

    async def ping(self) -> None:
        """See JobRunner."""
        await self._ask(self._client.check_connection)

    async def _ask(self, work: Callable[..., T], *args: Any) -> T:
        """Ask the engine, in a thread; raises StoreUnavailable when its database does not answer."""
        try:
            return await asyncio.to_thread(work, *args)
        except OperationalError as error:
            raise StoreUnavailable("The queue's database does not answer; look at it, then try again.") from error

    async def _tx(self, query: Callable[..., T], *args: Any) -> T:
        def run() -> T:
            with self._database.transaction() as tx:
                return query(tx, *args)

        return await asyncio.to_thread(run)


class _Steps:
    """Steps of one workflow. What an earlier attempt finished is taken from there."""

    def __init__(self, earlier: Mapping[str, Any], stopping: Callable[[], bool]) -> None:
        self._earlier = earlier
        self._stopping = stopping

    async def __call__(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        """See work.Steps. Ids are drawn in the order of the calls, which the pipeline keeps the same in each run."""
        reservation = DBOS.reserve_step()
        if self._stopping():
            raise asyncio.CancelledError

        async def step() -> Any:
            return self._earlier[name] if name in self._earlier else await work()

        return await reservation.run_async({"name": name}, step)


class _Workflows:
    """The engine as the reaper sees it."""

    def __init__(self, client: DBOSClient) -> None:
        self._client = client

    def states(self, jobs: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """See reaper.Engine."""
        names = [_id(*job) for job in jobs]
        found = self._list(workflow_ids=names) if names else []
        return {_job(one.workflow_id): STATES.get(one.status, "ended") for one in found}

    def executors(self) -> set[str]:
        """See reaper.Engine."""
        return {one.executor_id for one in self._list(status="PENDING") if one.executor_id}

    def recover(self, executor_ids: Collection[str]) -> None:
        """See reaper.Engine; whoever asks second finds that the row names another executor."""
        DBOS._recover_pending_workflows(list(executor_ids))

    def ended(self) -> list[tuple[str, int]]:
        """See reaper.Engine."""
        return [_job(one.workflow_id) for one in self._list(status=list(ENDED), limit=500)]

    def forget(self, jobs: Collection[tuple[str, int]]) -> None:
        """See reaper.Engine."""
        if jobs:
            self._client.delete_workflows([_id(*job) for job in jobs])

    def _list(self, **which: Any) -> list[Any]:
        return self._client.list_workflows(**which, name=WORKFLOW, load_input=False, load_output=False)


class _Json:
    """DBOS' Serializer."""

    def serialize(self, data: Any) -> str:
        """As text."""
        return wire.dump(data)

    def deserialize(self, serialized_data: str) -> Any:
        """From text."""
        return wire.load(serialized_data)

    def name(self) -> str:
        """Stored with each value."""
        return "claude_scope_json"


def _id(session_id: str, attempt: int) -> str:
    return f"{session_id}-{attempt}"


def _job(workflow_id: str) -> tuple[str, int]:
    session_id, _, attempt = workflow_id.rpartition("-")
    return session_id, int(attempt)


async def _aside(work: Callable[..., T], *args: Any) -> T:
    """Run it in a thread and outside of the workflow's context, so that reading is no step of it."""
    return await asyncio.to_thread(contextvars.Context().run, work, *args)


def _earlier_results(client: DBOSClient, session_id: str, attempt: int) -> dict[str, Any]:
    """What the steps of earlier attempts returned, the newest of each, by the step's name."""
    found: dict[str, Any] = {}
    for earlier in range(attempt):
        for step in client.list_workflow_steps(_id(session_id, earlier)):
            if step["error"] is None and step["function_name"] != "persist":
                found[step["function_name"]] = step["output"]
    return found


def _sqlite(path: Path) -> Engine:
    """The engine's own file: with its default journal a step costs 12 ms, with the write-ahead log 2."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", pool_size=10, max_overflow=30)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _be_alone(data_dir: Path) -> TextIO:
    """Held until the process ends, however it ends; raises UsageError if another works with this data folder."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = hold(data_dir / "worker.lock")
    if lock is None:
        raise UsageError(
            f"Another claude-scope works with the data folder {data_dir}; stop it, or give another --data-dir."
        )
    return lock


def _host() -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in socket.gethostname())[:40]


def _quiet() -> None:
    """The engine logs through our handlers, and only what is wrong: that a session was stopped is not."""
    engine = logging.getLogger("dbos")
    if not engine.handlers:
        engine.addHandler(logging.NullHandler())
        engine.addFilter(lambda record: not record.getMessage().startswith("Asyncio task cancelled"))
    engine.setLevel(logging.WARNING)

"""DBOS Transact: the only file that knows the workflow engine (docs/decisions/0006 has why).

An attempt of a session is the workflow `sess_...-0`; outside of this file it is (session, attempt). On SQLite
the engine has a file of its own beside ours, on PostgreSQL a schema of its own in our database.

Each row of the engine names its serialisation, and DBOS would unpickle one that names `py_pickle`: whoever can write a
row could run code. Only our own serialisation, which is JSON, is read (`_refuse_other_serialisations`).
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from dbos import DBOS, DBOSClient
from dbos._context import assert_current_dbos_context
from dbos._error import DBOSWorkflowConflictIDError
from dbos._serialization import DBOSPortableJSONSerializer, DefaultSerializer
from psycopg import OperationalError
from sqlalchemy import create_engine, event, text

from claude_scope.errors import ClaudeScopeError, WorkFailed
from claude_scope.jobs.liveness.fencing import Claim
from claude_scope.jobs.session import serialization
from claude_scope.store.database import BUSY_TIMEOUT_MS, SQLITE_PRAGMAS, translate_outages, truncate_wal, with_timeouts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable
    from pathlib import Path

    from dbos import DBOSConfig
    from sqlalchemy import URL, Dialect
    from sqlalchemy import Engine as SqlEngine
    from sqlalchemy.orm import Session as Tx

    from claude_scope.jobs.liveness.fencing import Attempt

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

NAME = "claude-scope"
QUEUE = "sessions"
WORKFLOW = "session"
VERSION = "3"
"""Of what the steps are and return, a number that grows: with the results of another one nobody can go on."""
MAX_RECOVERIES = 1000
"""The engine's own bound, which knows no progress (`durable.MAX_DEATHS` does)."""
POLL_S = {"sqlite": 0.1, "postgresql": 0.25}
"""How often a worker looks for work: on average half of it is what a session waits."""
ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
STATES = {"ENQUEUED": "waiting", "DELAYED": "waiting", "PENDING": "running", ENDED[-1]: "killed"}
RECONNECT_EVERY_S = 0.5
"""How often the working side tries to reach a server that is away. By itself it pauses for up to a minute and a half,
which a finished step would wait to be stored once the server is back."""
THREADS = 32
MAX_ENDED_BATCH = 500
"""Ended workflows that are looked at together: a statement has room for a bounded number of ids."""
REFUSED = "The queue's database holds something that Claude Scope did not write, which is not read; try again."
_WORKFLOW_ID = re.compile(r"(sess_[A-Z0-9]+)-([0-9]{1,9})")


class Refused(WorkFailed):
    """A row of the engine is not in our serialisation."""


def _outside_workflow(ask: Callable[P, T]) -> Callable[P, T]:
    """Outside of the workflow that may be running, so that asking is no step of it; raises StoreUnavailable."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        with translate_outages("The queue's database does not answer; look at it, then try again."):
            return contextvars.Context().run(partial(ask, *args, **kwargs))

    return asked


class Engine:
    """The queue and the steps' results.

    What is asked of a workflow, or of all, may be asked in any thread, and raises StoreUnavailable while the engine's
    database does not answer.
    """

    def __init__(self, database_url: URL, own_file: Path, executor_id: str, max_running: int) -> None:
        """`own_file` is used beside SQLite; `max_running` is how many workflows a worker runs at once."""
        _refuse_other_serialisations()
        self._kind = database_url.get_backend_name()
        self._sql = _sqlite(own_file) if self._kind == "sqlite" else None
        url = self._sql.url if self._sql is not None else with_timeouts(database_url).set(drivername="postgresql")
        self._url = url.render_as_string(hide_password=False)
        self._executor_id = executor_id
        self._max_running = max_running
        self._ending = threading.Event()

    # --- life ---------------------------------------------------------------------------------------------------------

    def launch(self, work: Callable[[Claim], Awaitable[None]]) -> None:
        """Work on what is queued; in the event loop's own thread, so that workflows run in this loop."""
        _quiet()
        if self._sql is not None:
            _compact(self._sql)

        async def session(session_id: str, attempt: int) -> None:
            token = assert_current_dbos_context().owner_xid
            assert token is not None
            await work(Claim(session_id, attempt, token))

        DBOS.workflow(name=WORKFLOW, max_recovery_attempts=MAX_RECOVERIES)(session)
        self._dbos = DBOS(config=self._config())
        DBOS.launch()
        if self._sql is None:
            event.listen(self._dbos._sys_db.engine, "do_connect", self._connect)

    def _connect(self, dialect: Dialect, _: object, arguments: Any, options: Any) -> Any:
        """A connection for the working side, however long the server is away."""
        while True:
            try:
                return dialect.connect(*arguments, **options)
            except OperationalError:
                if self._ending.wait(RECONNECT_EVERY_S):
                    raise

    def _config(self) -> DBOSConfig:
        config: DBOSConfig = {
            "name": NAME,
            "application_version": VERSION,
            "executor_id": self._executor_id,
            "serializer": _Json(),  # type: ignore[typeddict-item]  # it is one by its methods
            "log_level": "WARNING",
            "max_executor_threads": THREADS,
            "system_database_url": self._url,
        }
        if self._sql is not None:
            config["system_database_engine"] = self._sql
        return config

    def migrate(self) -> None:
        """Make the engine's tables; a worker makes them when it launches, an API without one has to ask for it."""
        _quiet()
        DBOS.migrate(self._url)

    def connect(self, *, works: bool) -> None:
        """From here on it can be asked. A worker's bound of the queue replaces an earlier one, an API's does not."""
        self._client = DBOSClient(
            system_database_url=self._url,
            system_database_engine=self._sql,
            serializer=_Json(),  # type: ignore[arg-type]  # it is one by its methods
            application_name=NAME,
            retry_connection_errors=False,
        )
        self._client.register_queue(
            QUEUE,
            worker_concurrency=self._max_running,
            polling_interval_sec=POLL_S[self._kind],
            on_conflict="always_update" if works else "never_update",
        )

    def stop_dequeuing(self) -> None:
        """What runs goes on, unless the server is away."""
        self._ending.set()
        for stop in self._dbos.background_thread_stop_events:
            stop.set()

    async def end(self) -> None:
        """End the working side, and give the event loop threads again, since the engine's are gone."""
        loop = asyncio.get_running_loop()
        done = loop.create_future()

        def destroy() -> None:
            DBOS.destroy(destroy_registry=True)
            loop.call_soon_threadsafe(done.set_result, None)

        threading.Thread(target=destroy).start()
        await done
        loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="asyncio"))

    def close(self) -> None:
        """Close all connections."""
        self._client.destroy()
        if self._sql is not None:
            self._sql.dispose()

    # --- a workflow ---------------------------------------------------------------------------------------------------

    @_outside_workflow
    def enqueue(self, job: Attempt, priority: int) -> None:
        """Queue an attempt; again does nothing."""
        self._client.enqueue(
            {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
                "workflow_id": _id(job),
                "app_version": VERSION,
                "priority": priority,
            },
            *job,
        )

    @_outside_workflow
    def cancel(self, job: Attempt) -> None:
        """Let nobody take it up, or go on with it after the step that runs."""
        self._client.cancel_workflow(_id(job))

    @_outside_workflow
    def hand_over(self, claim: Claim) -> None:
        """Others may take up what was begun here: not because anything died, so it does not count as a recovery."""
        if self._client._sys_db.get_workflow_owner(_id(claim.job)) == claim.token:
            self._client.resume_workflow(_id(claim.job), queue_name=QUEUE)

    # --- claims: whether an attempt is still this worker's ---------------------------------------------------------

    def holds(self, claim: Claim, tx: Tx) -> bool:
        """Whether nobody has taken it over, in a transaction of our own database: nobody does before that ends.

        On SQLite nobody can: there is one worker.
        """
        if self._sql is not None:
            return True
        owner = text("SELECT owner_xid FROM dbos.workflow_status WHERE workflow_uuid = :name FOR SHARE")
        return bool(tx.scalar(owner, {"name": _id(claim.job)}) == claim.token)

    def wait_for_claim(self, claim: Claim) -> bool:
        """Whether nobody has taken it over; waits, however long, while the database does not answer."""
        return self._dbos._sys_db.get_workflow_owner(_id(claim.job)) == claim.token

    @_outside_workflow
    def taken_over(self, claims: Collection[Claim]) -> set[Claim]:
        """Those that another worker has taken over, or nobody holds any more."""
        names = [_id(claim.job) for claim in claims]
        ours = self._list(workflow_ids=names, status="PENDING", executor_id=self._executor_id) if names else []
        held = set(_jobs(ours))
        return {claim for claim in claims if claim.job not in held}

    @_outside_workflow
    def start_count(self, job: Attempt) -> int:
        """How many workers took it up because the one before died, the first included."""
        return self._client.retrieve_workflow(_id(job)).get_status().recovery_attempts or 0

    @_outside_workflow
    def finished_steps(self, job: Attempt) -> int:
        """How many steps have a result."""
        return len(self._client.list_workflow_steps(_id(job), load_output=False))

    @_outside_workflow
    def ping(self) -> None:
        """Raises StoreUnavailable."""
        self._client.check_connection()

    # --- all workflows: what the reaper asks -----------------------------------------------------------------------

    @_outside_workflow
    def states(self, jobs: Collection[Attempt]) -> dict[Attempt, str]:
        """`waiting`, `running`, `killed` (too often) or `ended`, of those that there are."""
        names = [_id(job) for job in jobs]
        found = self._list(workflow_ids=names) if names else []
        status = {one.workflow_id: one.status for one in found}
        return {job: STATES.get(status[_id(job)], "ended") for job in jobs if _id(job) in status}

    @_outside_workflow
    def executors(self) -> set[str]:
        """Those that have a workflow running, dead or alive."""
        return {one.executor_id for one in self._list(status="PENDING") if one.executor_id}

    @_outside_workflow
    def claimed_here(self) -> set[Attempt]:
        """Attempts that run on this worker, as the engine's rows have it."""
        mine = self._list(status="PENDING", executor_id=self._executor_id, app_version=VERSION)
        return set(_jobs(mine))

    @_outside_workflow
    def requeue(self, job: Attempt) -> None:
        """Put an attempt that this worker has, by its row, and does not work on back into the queue."""
        self._client._sys_db.reenqueue_for_recovery(_id(job), [self._executor_id], QUEUE)

    @_outside_workflow
    def recover(self, executor_ids: Collection[str]) -> None:
        """Put running workflows of dead executors back into the queue, once, however many reapers ask.

        Whoever asks second finds that the row names another executor.
        """
        for executor_id in executor_ids:
            for found in self._client._sys_db.get_pending_workflows(executor_id, VERSION):
                self._client._sys_db.reenqueue_for_recovery(found.workflow_id, [executor_id], QUEUE)

    @_outside_workflow
    def outdated(self, executor_ids: Collection[str]) -> list[Attempt]:
        """Begun by older versions: those that wait, and those that ran on these executors, which are dead."""
        older = [str(version) for version in range(1, int(VERSION))]
        found = self._list(status=["ENQUEUED", "DELAYED"], app_version=older) if older else []
        if older and executor_ids:  # an empty list would be no condition
            found += self._list(status="PENDING", app_version=older, executor_id=list(executor_ids))
        return _jobs(found)

    @_outside_workflow
    def ended(self) -> list[Attempt]:
        """Workflows that have ended, the oldest first, MAX_ENDED_BATCH at once; one whose id is not ours is deleted."""
        found = self._list(status=list(ENDED), limit=MAX_ENDED_BATCH)
        if foreign := [one.workflow_id for one in found if not _WORKFLOW_ID.fullmatch(one.workflow_id)]:
            self._client.delete_workflows(foreign)
        return _jobs(found)

    @_outside_workflow
    def forget(self, jobs: Collection[Attempt]) -> None:
        """Delete ended workflows, and the results of their steps."""
        if jobs:
            self._client.delete_workflows([_id(job) for job in jobs])

    def _list(self, **which: Any) -> list[Any]:
        return self._client.list_workflows(**which, name=WORKFLOW, load_input=False, load_output=False)


class DurableSteps:
    """The steps of one workflow (`work.Steps`)."""

    def __init__(self, engine: Engine, claim: Claim, stopping: Callable[[], bool]) -> None:
        self._engine = engine
        self._claim = claim
        self._stopping = stopping

    def holds(self, tx: Tx) -> bool:
        """See work.Steps."""
        return self._engine.holds(self._claim, tx)

    async def __call__(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        """See work.Steps. Ids are drawn in the order of the calls, which the pipeline keeps the same in each run.

        The engine looks who owns the workflow when it stores a result. Here it is looked at before the work as well:
        whoever was cut off from the database for long would do what another has done meanwhile.
        """
        reservation = DBOS.reserve_step()
        if self._stopping():
            raise asyncio.CancelledError

        async def step() -> Any:
            if not await asyncio.to_thread(self._engine.wait_for_claim, self._claim):
                raise DBOSWorkflowConflictIDError(_id(self._claim.job))
            return await work()

        try:
            return await reservation.run_async({"name": name}, step)
        except Refused as error:
            log.error("the result of step %s of workflow %s: %s", name, DBOS.workflow_id, error)  # noqa: TRY400
            raise


class _Json:
    """DBOS' Serializer."""

    def serialize(self, data: Any) -> str:
        """As text. An error that is not of our tree is stored by its name alone: its message may quote the session."""
        is_foreign = isinstance(data, Exception) and not isinstance(data, ClaudeScopeError)
        return serialization.dump(ClaudeScopeError(type(data).__name__) if is_foreign else data)

    def deserialize(self, serialized_data: str) -> Any:
        """From text."""
        return serialization.load(serialized_data)

    def name(self) -> str:
        """Stored with each value."""
        return "claude_scope_json"


def _id(job: Attempt) -> str:
    session_id, attempt = job
    return f"{session_id}-{attempt}"


def _jobs(workflows: Iterable[Any]) -> list[Attempt]:
    """Those of the workflows whose ids are ours."""
    found = (_WORKFLOW_ID.fullmatch(one.workflow_id) for one in workflows)
    return [(match[1], int(match[2])) for match in found if match]


def _refuse_other_serialisations() -> None:
    """Let DBOS read no pickle, nor any other serialisation than `_Json`.

    All of its ways to a value, of a queue, a step, an event or an error, lead through these two methods. A workflow
    whose input is refused ends as an error that the engine logs; a step whose result is refused ends its session.
    """

    def refuse(self: object, serialized_data: str | None) -> Any:
        raise Refused(REFUSED)

    for kind in (DefaultSerializer, DBOSPortableJSONSerializer):
        kind.deserialize = refuse  # type: ignore[method-assign, assignment]


def _sqlite(path: Path) -> SqlEngine:
    """The engine's own file: with its default journal a step costs 12 ms, with the write-ahead log 2."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", pool_size=10, max_overflow=30)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in (*SQLITE_PRAGMAS, f"busy_timeout={BUSY_TIMEOUT_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _compact(engine: SqlEngine) -> None:
    """Drop the pages that are free: older versions left results of steps in them, which were not encrypted."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("VACUUM")
        truncate_wal(driver)


def _quiet() -> None:
    """The engine logs through our handlers, and only what is wrong: that a session was stopped is not."""
    engine = logging.getLogger("dbos")
    if not engine.handlers:
        engine.addHandler(logging.NullHandler())
        engine.addFilter(lambda record: not record.getMessage().startswith("Asyncio task cancelled"))
    engine.setLevel(logging.WARNING)

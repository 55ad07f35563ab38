"""The workflow engine, DBOS Transact; no other file imports it (docs/decisions/0006 says why we use it).

An attempt of a session is the workflow `sess_...-0`; outside this file it is (session, attempt). With SQLite the engine
has its own database file next to ours, with PostgreSQL its own schema in our database.

Each row of the engine names its serialisation, and DBOS would unpickle a row that names `py_pickle`: anyone who can
write a row could run code. Only our own serialisation, JSON, is accepted (`_refuse_other_serialisations`).
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
from claude_scope.store.database import BUSY_TIMEOUT_MS, SQLITE_PRAGMAS, translate_outages, with_timeouts

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
VERSION = "4"
"""The version of the steps and their results, an increasing number; work of another version cannot be resumed."""
MAX_RECOVERIES = 1000
"""The engine's own limit, which ignores progress; the effective limit is `durable_runner.MAX_DEATHS`."""
POLL_S = {"sqlite": 0.1, "postgresql": 0.25}
"""The polling interval of a worker; on average a session waits for half of it."""
ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
STATES = {"ENQUEUED": "waiting", "DELAYED": "waiting", "PENDING": "running", ENDED[-1]: "killed"}
RECONNECT_EVERY_S = 0.5
"""The interval at which a worker reconnects to a server that is down. DBOS itself pauses for up to a minute and a half,
and the result of a finished step would wait that long after the server is back."""
THREADS = 32
MAX_ENDED_BATCH = 500
"""The most ended workflows per batch: a statement can contain a limited number of ids."""
REFUSED = "The queue's database holds something that Claude Scope did not write, which is not read; try again."
_WORKFLOW_ID = re.compile(r"(sess_[A-Z0-9]+)-([0-9]{1,9})")


class Refused(WorkFailed):
    """A row of the engine has a serialisation other than ours."""


def _outside_workflow(ask: Callable[P, T]) -> Callable[P, T]:
    """Make a method run outside the current workflow, so that it is not one of its steps; raises StoreUnavailable."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        with translate_outages("The queue's database does not answer; look at it, then try again."):
            return contextvars.Context().run(partial(ask, *args, **kwargs))

    return asked


class Engine:
    """The queue and the results of steps.

    Any thread may call the methods about workflows. They raise StoreUnavailable while the engine's database does not
    answer.
    """

    def __init__(self, database_url: URL, own_file: Path, executor_id: str, max_running: int) -> None:
        """`own_file` is the engine's database if ours is SQLite; `max_running` limits concurrent workflows."""
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
        """Start to work on the queue. Call it in the event loop's thread, so that workflows run in this loop."""
        _quiet()

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
        """Connect a worker; while the server is down, retry until this worker shuts down."""
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
        """Create the engine's tables, for an API without a worker; `launch` creates them for a worker."""
        _quiet()
        DBOS.migrate(self._url)

    def connect(self, *, works: bool) -> None:
        """Connect the client. A worker's concurrency limit replaces that of the queue, an API's does not."""
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
        """Take no further workflows from the queue; running ones continue unless the server is down."""
        self._ending.set()
        for stop in self._dbos.background_thread_stop_events:
            stop.set()

    async def end(self) -> None:
        """Shut the worker down, and give the event loop a new thread pool, since the engine has closed its own."""
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
        """Queue an attempt; a second call does nothing."""
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
        """Cancel an attempt: no worker starts it, or continues it after the current step."""
        self._client.cancel_workflow(_id(job))

    @_outside_workflow
    def hand_over(self, claim: Claim) -> None:
        """Put a running attempt back into the queue on shutdown; this does not count as a recovery."""
        if self._client._sys_db.get_workflow_owner(_id(claim.job)) == claim.token:
            self._client.resume_workflow(_id(claim.job), queue_name=QUEUE)

    # --- claims: whether an attempt still belongs to this worker ----------------------------------------------------

    def holds(self, claim: Claim, tx: Tx) -> bool:
        """Whether this worker still has the claim; the row is locked until the transaction of our database ends.

        On SQLite there is one worker, so the answer is always yes.
        """
        if self._sql is not None:
            return True
        owner = text("SELECT owner_xid FROM dbos.workflow_status WHERE workflow_uuid = :name FOR SHARE")
        return bool(tx.scalar(owner, {"name": _id(claim.job)}) == claim.token)

    def wait_for_claim(self, claim: Claim) -> bool:
        """Whether this worker still has the claim; waits while the database does not answer."""
        return self._dbos._sys_db.get_workflow_owner(_id(claim.job)) == claim.token

    @_outside_workflow
    def taken_over(self, claims: Collection[Claim]) -> set[Claim]:
        """The claims that this worker has lost."""
        names = [_id(claim.job) for claim in claims]
        ours = self._list(workflow_ids=names, status="PENDING", executor_id=self._executor_id) if names else []
        held = set(_jobs(ours))
        return {claim for claim in claims if claim.job not in held}

    @_outside_workflow
    def start_count(self, job: Attempt) -> int:
        """The number of times that workers have started this attempt: once, and again after each death."""
        return self._client.retrieve_workflow(_id(job)).get_status().recovery_attempts or 0

    @_outside_workflow
    def finished_steps(self, job: Attempt) -> int:
        """The number of steps with a stored result."""
        return len(self._client.list_workflow_steps(_id(job), load_output=False))

    @_outside_workflow
    def ping(self) -> None:
        """Check the connection; raises StoreUnavailable."""
        self._client.check_connection()

    # --- all workflows: queries of the reaper -----------------------------------------------------------------------

    @_outside_workflow
    def states(self, jobs: Collection[Attempt]) -> dict[Attempt, str]:
        """The state of each known attempt: `waiting`, `running`, `killed` (too often) or `ended`."""
        names = [_id(job) for job in jobs]
        found = self._list(workflow_ids=names) if names else []
        status = {item.workflow_id: item.status for item in found}
        return {job: STATES.get(status[_id(job)], "ended") for job in jobs if _id(job) in status}

    @_outside_workflow
    def executors(self) -> set[str]:
        """The executors with a running workflow, dead or alive."""
        return {item.executor_id for item in self._list(status="PENDING") if item.executor_id}

    @_outside_workflow
    def claimed_here(self) -> set[Attempt]:
        """The attempts that this worker has claimed, according to the engine's rows."""
        mine = self._list(status="PENDING", executor_id=self._executor_id, app_version=VERSION)
        return set(_jobs(mine))

    @_outside_workflow
    def requeue(self, job: Attempt) -> None:
        """Requeue an attempt that this worker has claimed but does not work on."""
        self._client._sys_db.reenqueue_for_recovery(_id(job), [self._executor_id], QUEUE)

    @_outside_workflow
    def recover(self, executor_ids: Collection[str]) -> None:
        """Put running workflows of dead executors back into the queue.

        Each is requeued once, even if several reapers call this: a second call finds another executor in the row.
        """
        for executor_id in executor_ids:
            for found in self._client._sys_db.get_pending_workflows(executor_id, VERSION):
                self._client._sys_db.reenqueue_for_recovery(found.workflow_id, [executor_id], QUEUE)

    @_outside_workflow
    def outdated(self, executor_ids: Collection[str]) -> list[Attempt]:
        """The attempts of older versions that wait, or that ran on these dead executors."""
        older = [str(version) for version in range(1, int(VERSION))]
        found = self._list(status=["ENQUEUED", "DELAYED"], app_version=older) if older else []
        if older and executor_ids:  # an empty list would not filter
            found += self._list(status="PENDING", app_version=older, executor_id=list(executor_ids))
        return _jobs(found)

    @_outside_workflow
    def ended(self) -> list[Attempt]:
        """Up to MAX_ENDED_BATCH ended workflows, the oldest first; workflows with a foreign id are deleted."""
        found = self._list(status=list(ENDED), limit=MAX_ENDED_BATCH)
        if foreign := [item.workflow_id for item in found if not _WORKFLOW_ID.fullmatch(item.workflow_id)]:
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
    """The steps of one workflow (`session.steps.Steps`)."""

    def __init__(self, engine: Engine, claim: Claim, stopping: Callable[[], bool]) -> None:
        self._engine = engine
        self._claim = claim
        self._stopping = stopping

    def holds(self, tx: Tx) -> bool:
        """See Steps."""
        return self._engine.holds(self._claim, tx)

    async def __call__(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        """See Steps. Step ids follow the order of the calls, which is the same in each run of the pipeline.

        The engine checks the claim when it stores a result. This method also checks it before the work: a worker that
        was cut off from the database would repeat work that another worker has done in the meantime.
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
    """Our serialisation, as a Serializer of DBOS."""

    def serialize(self, data: Any) -> str:
        """Serialise a value. An error outside our tree keeps only its class: its message may quote the session."""
        is_foreign = isinstance(data, Exception) and not isinstance(data, ClaudeScopeError)
        return serialization.dump(ClaudeScopeError(type(data).__name__) if is_foreign else data)

    def deserialize(self, serialized_data: str) -> Any:
        """Deserialise a value."""
        return serialization.load(serialized_data)

    def name(self) -> str:
        """The name of this serialisation, which DBOS stores with each value."""
        return "claude_scope_json"


def _id(job: Attempt) -> str:
    session_id, attempt = job
    return f"{session_id}-{attempt}"


def _jobs(workflows: Iterable[Any]) -> list[Attempt]:
    """The attempts of the workflows whose ids have our format."""
    found = (_WORKFLOW_ID.fullmatch(workflow.workflow_id) for workflow in workflows)
    return [(match[1], int(match[2])) for match in found if match]


def _refuse_other_serialisations() -> None:
    """Stop DBOS from reading pickles, or any serialisation but `_Json`.

    DBOS reads every value (queue, step, event, error) through these two methods. If the input of a workflow is
    refused, the workflow fails and the engine logs it; if the result of a step is refused, the session fails.
    """

    def refuse(self: object, serialized_data: str | None) -> Any:
        raise Refused(REFUSED)

    for kind in (DefaultSerializer, DBOSPortableJSONSerializer):
        kind.deserialize = refuse  # type: ignore[method-assign, assignment]


def _sqlite(path: Path) -> SqlEngine:
    """Open the engine's own file: a step costs 12 ms with the default journal, 2 ms with the write-ahead log."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", pool_size=10, max_overflow=30)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in (*SQLITE_PRAGMAS, f"busy_timeout={BUSY_TIMEOUT_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _quiet() -> None:
    """Let the engine log warnings through our handlers, except for cancelled sessions."""
    engine = logging.getLogger("dbos")
    if not engine.handlers:
        engine.addHandler(logging.NullHandler())
        engine.addFilter(lambda record: not record.getMessage().startswith("Asyncio task cancelled"))
    engine.setLevel(logging.WARNING)

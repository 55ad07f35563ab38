"""A worker that was frozen or disconnected, and considered dead, does no harm when it comes back."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from claude_scope.jobs.liveness import reaper
from claude_scope.jobs.liveness.fencing import ClaimLost, FencedWrites
from claude_scope.jobs.session.session_work import WRITE_EVERY_S
from claude_scope.store.queries import work
from tests.jobs.stage import Page, Stage, ended, true, whole

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session as Tx

    from claude_scope.jobs.durable_runner import DurableRunner
    from claude_scope.jobs.liveness.fencing import Claim
    from claude_scope.jobs.session.session_work import SessionWork
    from claude_scope.jobs.session.steps import Steps

NEVER_S = 3600.0
BESIDES_THE_PAGE = ("probe", "keyframes", "read 1", "read 2", "read 3")


@pytest.fixture
def server_stage(migrated_postgres_url: str, tmp_path: Path) -> Iterator[Stage]:
    """On PostgreSQL, which several workers can share."""
    made = Stage.at(migrated_postgres_url, tmp_path)
    yield made
    made.close()


@asynccontextmanager
async def busy(stage: Stage, recording: Path, page: Page) -> AsyncIterator[tuple[DurableRunner, Claim]]:
    """A worker that is processing a session, and its claim."""
    session_id = await stage.add_session(recording)
    async with stage.worker(page.inspect) as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        await true(lambda: page.inspections == 1)
        yield runner, next(iter(runner._running))


def take_over(stage: Stage, claim: Claim) -> None:
    """Another worker takes the session over."""
    statement = text("UPDATE dbos.workflow_status SET owner_xid = 'x', executor_id = 'x' WHERE workflow_uuid = :name")
    with stage.database.transaction() as tx:
        tx.execute(statement, {"name": f"{claim.session_id}-{claim.attempt}"})


def executor_of(stage: Stage, claim: Claim) -> str:
    statement = text("SELECT executor_id FROM dbos.workflow_status WHERE workflow_uuid = :name AND status = 'PENDING'")
    with stage.database.transaction() as tx:
        return str(tx.scalar(statement, {"name": f"{claim.session_id}-{claim.attempt}"}))


async def test_it_stops_within_a_second_and_leaves_the_session_to_the_other(
    server_stage: Stage, recording: Path
) -> None:
    """Although it writes nothing while it waits for the page."""
    async with busy(server_stage, recording, Page()) as (runner, claim):
        await true(lambda: runner.engine.finished_steps(claim.job) == len(BESIDES_THE_PAGE))
        await asyncio.sleep(2 * WRITE_EVERY_S)  # its status is written
        take_over(server_stage, claim)
        before = server_stage.session(claim.session_id)
        await true(lambda: not runner._running)
        assert server_stage.session(claim.session_id) == before
    assert executor_of(server_stage, claim) == "x"


async def test_it_begins_no_further_step(server_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also if it reaches the next step before it has checked its claim."""
    monkeypatch.setattr(reaper, "WATCH_EVERY_S", NEVER_S)
    stage = server_stage
    session_id = await stage.add_session(recording)
    async with stage.worker() as runner, asyncio.timeout(150):
        taken = TakenAt("timeline", stage, runner)
        await runner.enqueue(session_id)
        await true(lambda: taken.over and not runner._running)
    assert "read 3" in taken.begun
    assert "timeline" not in taken.begun
    assert stage.session(session_id)["work"] == "open"


class TakenAt:
    """Work that loses its claim before a step begins; `begun` are the steps whose work began."""

    def __init__(self, name: str, stage: Stage, runner: DurableRunner) -> None:
        self._name, self._stage, self._runner = name, stage, runner
        self._work: SessionWork = runner._work
        self.begun: list[str] = []
        self.over = False
        runner._work = self  # type: ignore[assignment]

    async def __call__(self, session_id: str, attempt: int, steps: Steps) -> None:
        await self._work(session_id, attempt, TakenSteps(steps, self))

    async def tidy(self, session_id: str) -> None:
        await self._work.tidy(session_id)

    def before(self, name: str) -> None:
        if name == self._name:
            take_over(self._stage, next(iter(self._runner._running)))
            self.over = True


class TakenSteps:
    """See TakenAt."""

    def __init__(self, steps: Steps, taken: TakenAt) -> None:
        self._steps, self._taken = steps, taken

    async def __call__(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        async def noted() -> Any:
            self._taken.begun.append(name)
            return await work()

        self._taken.before(name)
        return await self._steps(name, noted)

    def holds(self, tx: Tx) -> bool:
        return self._steps.holds(tx)


async def test_what_it_writes_changes_nothing(server_stage: Stage, recording: Path) -> None:
    """Neither its status nor its result, nor that the session has failed, perhaps because the worker itself was
    disconnected.
    """
    stage = server_stage
    async with busy(stage, recording, Page()) as (runner, claim):
        write = FencedWrites(stage.database, *claim.job, partial(runner.engine.holds, claim))
        await write(work.save_processing, "{}")
        take_over(stage, claim)
        before = stage.session(claim.session_id)
        for query, *args in (
            (work.take_up,),
            (work.save_processing, '{"overallStage": "error"}'),
            (work.put_result, work.Finished("Fix it.", "{}", 1, []), (), "{}"),
            (work.complete, "{}", 1),
            (work.fail, "The database does not answer.", "{}"),
        ):
            with pytest.raises(ClaimLost):
                await write(query, *args)
        assert stage.session(claim.session_id) == before


async def test_nobody_takes_over_in_the_middle_of_a_write(server_stage: Stage, recording: Path) -> None:
    """The other worker waits until the transaction has ended."""
    stage = server_stage
    waits = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    def somebody_waits() -> bool:
        with stage.database.reading() as tx:
            return bool(tx.scalar(waits))

    async with busy(stage, recording, Page()) as (runner, claim):
        with stage.database.transaction() as tx:
            assert runner.engine.holds(claim, tx)
            taking = asyncio.create_task(asyncio.to_thread(take_over, stage, claim))
            await true(somebody_waits)
            assert executor_of(stage, claim) == runner.executor_id
        await taking
        assert executor_of(stage, claim) == "x"


async def test_when_it_is_stopped_the_other_keeps_the_session(
    server_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SIGTERM it hands over only its own sessions."""
    monkeypatch.setattr(reaper, "WATCH_EVERY_S", NEVER_S)
    monkeypatch.setattr("claude_scope.jobs.durable_runner.STEP_GRACE_S", 0.1)
    async with busy(server_stage, recording, Page()) as (_, claim):
        take_over(server_stage, claim)
    assert executor_of(server_stage, claim) == "x"


async def test_a_session_that_comes_back_to_it_is_finished(
    server_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other worker had put it back into the queue, and this one takes it while it still works on it."""
    monkeypatch.setattr(reaper, "WATCH_EVERY_S", NEVER_S)
    monkeypatch.setattr(reaper, "STRAY_AFTER_S", NEVER_S)
    page = Page()
    async with busy(server_stage, recording, page) as (runner, claim):
        await asyncio.to_thread(runner.engine.recover, [runner.executor_id])
        await true(lambda: page.inspections == 2)
        page.answers.set()
        await ended(server_stage, claim.session_id)
    await whole(server_stage, claim.session_id)


async def test_a_session_that_it_claimed_without_learning_so_is_worked_on(
    stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection broke between the commit of the claim and the reply."""
    monkeypatch.setattr(reaper, "STRAY_AFTER_S", 0.5)
    monkeypatch.setattr(reaper, "REAP_EVERY_S", 0.2)
    session_id = await stage.add_session(recording)
    async with stage.worker() as runner, asyncio.timeout(150):
        system: Any = runner.engine._dbos._sys_db
        claim_next = system.start_queued_workflows
        lost: list[str] = []

        def lose_the_first(*args: Any, **options: Any) -> Any:
            claimed = claim_next(*args, **options)
            if claimed[0] and not lost:
                lost.extend(claimed[0])
                raise OperationalError("COMMIT", {}, Exception("server closed the connection unexpectedly"))
            return claimed

        monkeypatch.setattr(system, "start_queued_workflows", lose_the_first)
        await runner.enqueue(session_id)
        await ended(stage, session_id)
    assert lost == [f"{session_id}-0"]
    await whole(stage, session_id)

"""One contract over the durable runner and its fake."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from claude_scope.errors import Conflict, NotFound
from tests.jobs.fake_runner import FakeRunner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from claude_scope.jobs.job_runner import JobRunner
    from tests.jobs.stage import Stage


@asynccontextmanager
async def runner_of(kind: str, stage: Stage) -> AsyncIterator[JobRunner]:
    if kind == "durable":
        async with stage.worker() as durable:
            yield durable
    else:
        fake = FakeRunner(stage.database, stage.files)
        yield fake
        await fake.close()


@asynccontextmanager
async def idle_runner_of(kind: str, stage: Stage) -> AsyncIterator[JobRunner]:
    """A runner without workers, whose sessions wait."""
    if kind == "durable":
        async with stage.worker(inspect=None) as durable:
            yield durable
    else:
        fake = FakeRunner(stage.database, stage.files, paused=True)
        yield fake
        await fake.close()


@pytest.fixture(params=["durable", "fake"])
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


async def test_a_session_that_is_queued_ends(kind: str, sqlite_stage: Stage, recording: Path) -> None:
    session_id = await sqlite_stage.add_session(recording)
    async with runner_of(kind, sqlite_stage) as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        await runner.enqueue(session_id)
        await runner.wait(session_id)
        await runner.enqueue(session_id)
        assert await runner.queued() == 0
        await runner.ping()
        with pytest.raises(Conflict, match="ended already"):
            await runner.cancel(session_id)
        with pytest.raises(Conflict, match="has not failed"):
            await runner.retry(session_id)
    row = sqlite_stage.session(session_id)
    assert (row["status"], row["processing"]["overallStage"]) == ("complete", "complete")
    assert "video" not in sqlite_stage.kinds(session_id)


async def test_waiting_sessions_are_counted_and_a_cancelled_one_says_so(kind: str, sqlite_stage: Stage) -> None:
    sessions = [await sqlite_stage.add_session(b"not looked at") for _ in range(3)]
    async with idle_runner_of(kind, sqlite_stage) as runner:
        for session_id in sessions:
            await runner.enqueue(session_id)
        assert await runner.queued() == 3
        await runner.cancel(sessions[0])
        await runner.wait(sessions[0])
        assert await runner.queued() == 2
        with pytest.raises(Conflict, match="The video of session"):
            await runner.retry(sessions[0])
    row = sqlite_stage.session(sessions[0])
    assert (row["status"], row["last_error"], row["cancelled"]) == ("error", "The session was cancelled.", True)
    assert row["processing"]["lastError"] == "The session was cancelled."
    assert sqlite_stage.kinds(sessions[0]) == set()


async def test_a_session_that_does_not_exist_is_not_found(kind: str, sqlite_stage: Stage) -> None:
    async with idle_runner_of(kind, sqlite_stage) as runner:
        for call in (runner.enqueue, runner.cancel, runner.retry, runner.wait):
            with pytest.raises(NotFound, match="no session sess_NOWHERE0"):
                await call("sess_NOWHERE0")


async def test_a_failed_session_is_run_again(kind: str, sqlite_stage: Stage, recording: Path) -> None:
    session_id = await sqlite_stage.add_session(recording)
    sqlite_stage.change(session_id, work="failed", status="error", last_error="The disk was full.")
    async with runner_of(kind, sqlite_stage) as runner, asyncio.timeout(150):
        await runner.retry(session_id)
        await runner.wait(session_id)
    row = sqlite_stage.session(session_id)
    assert (row["status"], row["last_error"], row["attempt"]) == ("complete", None, 1)

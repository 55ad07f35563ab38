"""The queue: limited concurrency, accounts in turn, and no waiting for cancelled sessions."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claude_scope.jobs.session.status import Status
from claude_scope.store.queries import work as rows
from tests.jobs.stage import Stage, ended, true

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from claude_scope.jobs.durable_runner import DurableRunner
    from claude_scope.jobs.session.steps import Steps


@dataclass
class Quick:
    """Completes sessions at once; records which ones, and how many ran concurrently."""

    stage: Stage
    order: list[str] = field(default_factory=list)
    most: int = 0
    _now: int = 0
    go: asyncio.Event = field(default_factory=asyncio.Event)
    in_step: asyncio.Barrier = field(default_factory=lambda: asyncio.Barrier(1))
    """None of the first sessions ends before this many have begun."""

    async def __call__(self, session_id: str, attempt: int, steps: Steps) -> None:
        self._now += 1
        self.most = max(self.most, self._now)
        with self.stage.database.transaction() as tx:
            job = rows.take_up(tx, session_id, attempt, "key")
        assert job is not None
        self.order.append(session_id)
        await self.go.wait()
        await self.in_step.wait()
        status = Status(job.processing)
        status.complete()
        with self.stage.database.transaction() as tx:
            rows.complete(tx, session_id, attempt, status.dump(), 1)
        self._now -= 1

    async def tidy(self, session_id: str) -> None:
        pass


@asynccontextmanager
async def quick_worker(stage: Stage) -> AsyncIterator[tuple[DurableRunner, Quick]]:
    async with stage.worker() as runner:
        quick = Quick(stage)
        runner._work = quick  # type: ignore[assignment]
        yield runner, quick


async def add(stage: Stage, user_id: str, number: int) -> list[str]:
    """Add queued sessions of an account."""
    added = [await stage.add_session(None, user_id) for _ in range(number)]
    async with stage.worker(inspect=None) as runner:
        for session_id in added:
            await runner.enqueue(session_id)
    return added


async def test_an_account_with_fifty_does_not_starve_one_with_one(stage: Stage) -> None:
    """Neither one that arrives after the fifty, nor one that arrives while they are processed."""
    many = await add(stage, "usr_MANYMANY", 50)
    (late,) = await add(stage, "usr_LATELATE", 1)
    async with quick_worker(stage) as (runner, quick), asyncio.timeout(120):
        await true(lambda: len(quick.order) == 2)
        assert late in quick.order
        later = await stage.add_session(None, "usr_LATERLAT")
        await runner.enqueue(later)
        # otherwise one of the two slots may complete many sessions while the other is slow
        quick.in_step = asyncio.Barrier(2)
        quick.go.set()
        await ended(stage, *many, late, later)
    assert quick.order.index(later) <= 4
    begun = [many.index(item) for item in quick.order if item in many]
    for at, turn in enumerate(begun):  # an earlier one may be in progress in the other slot
        assert len({*range(turn)} - {*begun[:at]}) < stage.settings.max_running
    assert quick.most == stage.settings.max_running == 2


async def test_two_accounts_with_many_take_turns(migrated_sqlite_url: str, tmp_path: Path) -> None:
    """One session at a time: if two begin together, either may be recorded first."""
    with closing(Stage.at(migrated_sqlite_url, tmp_path, max_running=1)) as stage:
        first = await add(stage, "usr_ONEONEON", 6)
        second = await add(stage, "usr_TWOTWOTW", 3)
        async with quick_worker(stage) as (_, quick), asyncio.timeout(150):
            quick.go.set()
            await ended(stage, *first, *second)
    turns = [{*quick.order[at : at + 2]} for at in (0, 2, 4)]
    assert turns == [{*pair} for pair in zip(first[:3], second, strict=True)]


async def test_asking_how_many_wait_or_whether_one_has_ended_waits_for_no_writer(sqlite_stage: Stage) -> None:
    ended_one = await sqlite_stage.add_session(None)
    sqlite_stage.change(ended_one, work="done")
    async with sqlite_stage.worker(inspect=None) as runner:
        with sqlite_stage.database.transaction():
            async with asyncio.timeout(10):
                assert await runner.queued() == 0
                await runner.wait(ended_one)


async def test_the_queue_says_how_many_wait_and_forgets_what_was_cancelled(sqlite_stage: Stage) -> None:
    """Sessions in progress do not count as waiting."""
    sessions = await add(sqlite_stage, "usr_ONEONEON", 5)
    async with quick_worker(sqlite_stage) as (runner, quick), asyncio.timeout(150):
        await true(lambda: len(quick.order) == 2)
        assert await runner.queued() == 3
        await runner.cancel(sessions[4])
        assert await runner.queued() == 2
        quick.go.set()
        await ended(sqlite_stage, *sessions)
        assert await runner.queued() == 0
    assert sessions[4] not in quick.order

"""Calls of several processes take turns, by a common clock."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from claude_scope.jobs.rate_limits import RateLimit
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from claude_scope.store.database import Database

PER_MINUTE = 1200
INTERVAL_S = 0.05
CALLS = 10
CALLER = """
import asyncio, sys, time
from claude_scope.jobs.rate_limits import RateLimit
from claude_scope.store.database import Database

async def main(url, per_minute, calls):
    limit = RateLimit(Database(url), "provider", per_minute)
    for _ in range(calls):
        await limit.turn()
        print(time.time())

asyncio.run(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))
"""


async def calls_of(url: str) -> list[float]:
    """When the calls of a process began."""
    command = [sys.executable, "-c", CALLER, url, str(PER_MINUTE), str(CALLS)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode == 0
    return [float(line) for line in out.split()]


@on_both_databases
async def test_calls_of_two_processes_together_keep_the_limit(database_url: str) -> None:
    """Call n begins no earlier than n intervals after the first; beginning later is allowed."""
    began = time.time()
    first, second = await asyncio.gather(calls_of(database_url), calls_of(database_url))
    calls = sorted(first + second)
    assert len(calls) == 2 * CALLS
    for number, call in enumerate(calls):
        assert call - began >= number * INTERVAL_S - 0.001


async def test_limits_of_different_names_do_not_wait_for_each_other(database: Database) -> None:
    slow = RateLimit(database, "slow", 1)
    await slow.turn()
    async with asyncio.timeout(30):
        await RateLimit(database, "other", 1).turn()


async def test_a_provider_that_asks_for_a_pause_gets_it(database: Database) -> None:
    limit = RateLimit(database, "provider", 60_000)
    began = time.monotonic()
    await limit.pause(0.4)
    await limit.pause(0.1)
    await limit.turn()
    assert time.monotonic() - began >= 0.39

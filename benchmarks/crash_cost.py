"""Measures the cost of durability: the same recording with the plain runner, and with the queue and the engine.

The page is not inspected, since that takes seconds and is the same in each case. The cases alternate, and the fastest
runs are compared, since other programs can only slow a run down.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.cli.plain_runner import PlainRunner
from claude_scope.jobs.sandbox.pool import SandboxPool
from claude_scope.jobs.sandbox.step_limits import Limits
from claude_scope.jobs.session.session_work import SessionWork
from claude_scope.jobs.session.stored_prompt import prompt_options, write_prompt
from claude_scope.pipeline import Parts, Request, analyse
from claude_scope.store.database import Database
from claude_scope.store.encryption.secret_keys import Secrets
from claude_scope.store.migrations.migrate import migrate
from claude_scope.values import Agent
from claude_scope.vision.local import LocalReader, local_reader
from tests.in_process import InProcess
from tests.jobs.stage import Stage, one_node
from tests.vision.reader import InThread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.orm import Session as Tx

    from claude_scope.jobs.durable_runner import DurableRunner

BAR_S = 0.3
PAUSE_S = 1.5
"""Until the next child is warm, as it is for a user's next recording."""
PLAIN, BARE, DURABLE = "plain runner, in one process", "isolated and stored, no engine", "durable, from the queue"


def cost(recording: Path, times: int) -> int:
    """Print a table; returns 1 if the limit is exceeded."""
    seconds = asyncio.run(_measure(recording, times))
    plain = min(seconds[PLAIN])
    print(
        f"{times} sessions each, in turns\n\n| | fastest s | median s | more than plain s |\n| --- | --- | --- | --- |"
    )
    for name, taken in seconds.items():
        print(f"| {name} | {min(taken):.2f} | {statistics.median(taken):.2f} | {min(taken) - plain:+.2f} |")
    return 0 if min(seconds[DURABLE]) - plain < BAR_S else 1


async def _measure(recording: Path, times: int) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {PLAIN: [], BARE: [], DURABLE: []}
    with tempfile.TemporaryDirectory() as name:
        stage = _stage(Path(name))
        reader = local_reader(stage.settings.ocr_threads)
        sandboxes = SandboxPool(Limits.of(stage.settings))
        sandboxes.open(stage.folder / "bare")
        async with stage.worker(warm=True) as runner:
            for number in range(times + 1):  # the first one imports modules and loads models
                for kind, work in (
                    (PLAIN, _plain(recording, reader)),
                    (BARE, _bare(stage, sandboxes, await stage.add_session(recording))),
                    (DURABLE, _durable(stage, runner, await stage.add_session(recording))),
                ):
                    taken = await _timed(work)
                    seconds[kind] += [taken] if number else []
                    await asyncio.sleep(PAUSE_S)
        await sandboxes.close()
        stage.close()
    return seconds


def _stage(folder: Path) -> Stage:
    url = f"sqlite:///{folder / 'claude-scope.db'}"
    database = Database(url)
    migrate(database)
    database.close()
    return Stage.at(url, folder)


async def _timed(work: Awaitable[None]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def _plain(recording: Path, reader: LocalReader) -> None:
    """In this process, without a child."""
    with tempfile.TemporaryDirectory() as folder:
        runner = PlainRunner(_Silence())  # type: ignore[arg-type]  # it only listens
        request = Request(recording, "http://localhost:1/", Path(folder))
        analysis = await analyse(request, Parts(InProcess(InThread(reader)), one_node), runner)
        await asyncio.to_thread(write_prompt, analysis, Agent.CLAUDE_CODE, prompt_options({}), "sess_AAAAAAAA")


class _Silence:
    start = finish = progress = staticmethod(lambda *_: None)


async def _bare(stage: Stage, sandboxes: SandboxPool, session_id: str) -> None:
    """As a worker does it, but steps are plain calls."""

    work = SessionWork(stage.database, stage.files, Secrets.of(stage.settings), sandboxes, one_node)
    await work(session_id, 0, _Called())
    assert stage.session(session_id)["status"] == "complete"


class _Called:
    """Steps as plain calls."""

    async def __call__(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        return await work()

    def holds(self, tx: Tx) -> bool:
        return True


async def _durable(stage: Stage, runner: DurableRunner, session_id: str) -> None:
    await runner.enqueue(session_id)
    while stage.session(session_id)["status"] == "processing":  # noqa: ASYNC110 - what ends it is a row
        await asyncio.sleep(0.01)
    assert stage.session(session_id)["status"] == "complete"

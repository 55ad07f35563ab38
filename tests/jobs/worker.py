"""A worker as a process of its own, which tests kill: `python -m tests.jobs.worker '{"url": ..., "folder": ...}'`.

It logs the steps it runs to `steps.log` in its folder, one a line, and can be told to kill itself (SIGKILL) at points
`before NAME` or `after NAME` of a step: the first of them that is not in `deaths.log` yet. It says `ready` on stdout,
and stops at SIGTERM.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.errors import WorkFailed
from claude_scope.jobs import reaper
from tests.jobs.stage import Stage, one_node

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from claude_scope.jobs.durable import DurableRunner
    from claude_scope.jobs.work import SessionWork, Steps
    from claude_scope.values import Snapshot


@dataclass(frozen=True)
class Orders:
    """What the test wants: where to die, how long inspecting takes, and when a silent worker counts as dead."""

    url: str
    folder: str
    die_at: tuple[str, ...] = ()
    fail_at: str = ""
    """A step that fails the first time, as if its process had crashed."""
    inspect_s: float = 0.0
    dead_after_s: float = reaper.DEAD_AFTER_S
    max_running: int = 2


class LoggedSteps:
    """Steps that are logged, and die where they are told to."""

    def __init__(self, steps: Steps, orders: Orders) -> None:
        self._steps = steps
        self._orders = orders
        self._folder = Path(orders.folder)

    async def __call__(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        async def logged() -> Any:
            self._die_if(f"before {name}")
            with (self._folder / "steps.log").open("a") as log:
                log.write(f"{name}\n")
            if name == self._orders.fail_at and not self._happened(f"fail {name}"):
                raise WorkFailed(f"The process of {name} crashed; try again.")
            result = await work()
            self._die_if(f"after {name}")
            return result

        return await self._steps(name, logged)

    def _die_if(self, point: str) -> None:
        left = [one for one in self._orders.die_at if one not in self._log()]
        if left and left[0] == point and not self._happened(point):
            os.kill(os.getpid(), signal.SIGKILL)

    def _happened(self, what: str) -> bool:
        """Whether it has; from now on it has."""
        if what in self._log():
            return True
        with (self._folder / "deaths.log").open("a") as log:
            log.write(f"{what}\n")
        return False

    def _log(self) -> list[str]:
        deaths = self._folder / "deaths.log"
        return deaths.read_text().splitlines() if deaths.exists() else []


class LoggedWork:
    """The work, with its steps logged."""

    def __init__(self, work: SessionWork, orders: Orders) -> None:
        self._work = work
        self._orders = orders

    async def __call__(self, session_id: str, attempt: int, steps: Steps) -> None:
        await self._work(session_id, attempt, LoggedSteps(steps, self._orders))

    async def tidy(self, session_id: str) -> None:
        await self._work.tidy(session_id)


def log_steps(runner: DurableRunner, orders: Orders) -> None:
    """Put the log between a started runner and its work."""
    runner._work = LoggedWork(runner._work, orders)  # type: ignore[assignment]


async def slow(seconds: float, urls: Sequence[str], out: Path, *, viewport: tuple[int, int]) -> tuple[Snapshot, ...]:
    await asyncio.sleep(seconds)
    return await one_node(urls, out, viewport=viewport)


async def serve(orders: Orders) -> None:
    reaper.DEAD_AFTER_S = orders.dead_after_s
    stage = Stage.at(orders.url, Path(orders.folder), max_running=orders.max_running)
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    async with stage.worker(partial(slow, orders.inspect_s)) as runner:
        log_steps(runner, orders)
        print("ready", flush=True)
        await over.wait()
    stage.close()


@contextmanager
def process(stage: Stage, **orders: Any) -> Iterator[subprocess.Popen[str]]:
    """Start one on a stage, wait until it is ready, and kill it at the end if it lives."""
    places = {"url": stage.settings.database_url, "folder": str(stage.folder)}
    command = [sys.executable, "-m", "tests.jobs.worker", json.dumps(places | orders)]
    environment = {**os.environ, **stage.environment}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as worker:
        try:
            assert worker.stdout is not None
            worker.stdout.readline()
            yield worker
        finally:
            worker.kill()


def runs(pid: int) -> bool:
    """Whether a process is there and not just waiting for somebody to ask how it ended."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


async def gone(pid: int) -> None:
    """Wait until it is."""
    async with asyncio.timeout(30):
        while runs(pid):  # noqa: ASYNC110 - another process ends
            await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(serve(Orders(**json.loads(sys.argv[1]))))

"""A worker in its own process, which tests kill.

It logs its steps to `steps.log` in its folder, one per line, and can kill itself (SIGKILL) at points `before NAME` or
`after NAME` of a step: at the first of them that is not in `deaths.log` yet. It reports when it is ready, and stops on
SIGTERM. It is forked from a process that has imported everything, which takes two seconds.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import multiprocessing.forkserver
import os
import signal
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from claude_scope.errors import WorkFailed
from claude_scope.jobs import engine
from claude_scope.jobs.liveness import heartbeat, reaper
from claude_scope.values import Node
from tests.jobs.stage import Stage, one_node
from tests.videos import words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from sqlalchemy.orm import Session as Tx

    from claude_scope.jobs.durable_runner import DurableRunner
    from claude_scope.jobs.session.session_work import SessionWork
    from claude_scope.jobs.session.steps import Steps
    from claude_scope.values import Snapshot

ROOT = Path(__file__).parents[2]
IMPORTED_BY = os.getpid()
"""In a worker, the process that it was forked from."""


@dataclass(frozen=True)
class Orders:
    """The test's orders: where to die, how long an inspection takes, and when a silent worker counts as dead."""

    url: str
    folder: str
    die_at: tuple[str, ...] = ()
    fail_at: str = ""
    """A step that fails the first time, as if its process had crashed."""
    inspect_s: float = 0.0
    dead_after_s: float = reaper.DEAD_AFTER_S
    late_s: float = heartbeat.MAX_BEAT_GAP_S
    pace: float = 1.0
    """How much faster than in production the reaper's intervals are."""
    max_running: int = 2
    asks: bool = False
    """Whether it asks the models that accounts have chosen."""
    version: str = engine.VERSION
    """The version of the steps."""
    token: str = ""
    """A secret in a field of the inspected page; it is on its screenshot too."""


class LoggedSteps:
    """Steps that are logged, and that kill the process at the given points."""

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

    def holds(self, tx: Tx) -> bool:
        return self._steps.holds(tx)

    def _die_if(self, point: str) -> None:
        left = [item for item in self._orders.die_at if item not in self._log()]
        if left and left[0] == point and not self._happened(point):
            os.kill(os.getpid(), signal.SIGKILL)

    def _happened(self, what: str) -> bool:
        """Whether this already happened; from now on it has."""
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
    """Insert the log between a started runner and its work."""
    runner._work = LoggedWork(runner._work, orders)  # type: ignore[assignment]


async def inspect(orders: Orders, urls: Sequence[str], out: Path, *, viewport: tuple[int, int]) -> tuple[Snapshot, ...]:
    await asyncio.sleep(orders.inspect_s)
    snapshots = await one_node(urls, out, viewport=viewport)
    return with_token(snapshots, orders.token, out) if orders.token else snapshots


def with_token(snapshots: tuple[Snapshot, ...], token: str, out: Path) -> tuple[Snapshot, ...]:
    """The same page with a field that contains a secret."""
    screenshot = out / "page.png"
    Image.fromarray(words(token)).save(screenshot)
    tree = Node("document", children=(Node("textbox", "API token", text=token),))
    return tuple(replace(snapshot, tree=tree, screenshot=screenshot) for snapshot in snapshots)


async def serve(orders: Orders, ready: Connection) -> None:
    engine.VERSION = orders.version
    reaper.DEAD_AFTER_S = orders.dead_after_s
    heartbeat.MAX_BEAT_GAP_S = orders.late_s
    reaper.BEAT_EVERY_S /= orders.pace
    reaper.REAP_EVERY_S /= orders.pace
    stage = Stage.at(orders.url, Path(orders.folder), max_running=orders.max_running)
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    async with stage.worker(partial(inspect, orders), asks=orders.asks) as runner:
        log_steps(runner, orders)
        ready.send("ready")
        await over.wait()
    stage.close()


def forked(orders: Orders, environment: Mapping[str, str], ready: Connection) -> None:
    """The main function of the new process."""
    if os.getpid() == IMPORTED_BY:
        raise RuntimeError(f"The process that workers are forked from could not import {__name__}.")
    os.environ.update(environment)
    asyncio.run(serve(orders, ready))


class Worker:
    """The process, with the interface of `subprocess.Popen`."""

    def __init__(self, forked: BaseProcess) -> None:
        self._forked = forked

    def poll(self) -> int | None:
        """The exit status, if it has ended."""
        return self._forked.exitcode

    def wait(self, timeout_s: float) -> int | None:
        """The exit status; None if it has not ended within that time."""
        self._forked.join(timeout_s)
        return self._forked.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        assert self._forked.pid is not None
        os.kill(self._forked.pid, number)

    def kill(self) -> None:
        self._forked.kill()


def start_forking() -> None:
    """Start the process that workers are forked from, unless it is running.

    On Python 3.11 it does not inherit our `sys.path`, and ignores modules that it cannot import.
    """
    multiprocessing.set_forkserver_preload([__name__])
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
        multiprocessing.forkserver.ensure_running()


@contextmanager
def process(stage: Stage, **orders: Any) -> Iterator[Worker]:
    """Start a worker on a stage, wait until it is ready, and kill it at the end if it is still running."""
    made = Orders(stage.settings.database_url, str(stage.folder), **orders)
    start_forking()
    context = multiprocessing.get_context("forkserver")
    ours, its = context.Pipe(duplex=False)
    started = context.Process(target=forked, args=(made, dict(stage.environment), its))
    started.start()
    its.close()
    try:
        _await_ready(ours, started)
        yield Worker(started)
    finally:
        ours.close()
        started.kill()
        started.join()
        started.close()


def _await_ready(told: Connection, started: BaseProcess) -> None:
    try:
        told.recv()
    except EOFError:
        started.join()
        raise RuntimeError(f"The worker ended with {started.exitcode} before it was ready: see stderr.") from None


def runs(pid: int) -> bool:
    """Whether a process exists and is not a zombie."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


async def gone(pid: int) -> None:
    """Wait until a process has ended."""
    async with asyncio.timeout(30):
        while runs(pid):  # noqa: ASYNC110 - another process ends
            await asyncio.sleep(0.05)

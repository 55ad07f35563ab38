"""Stops a command cleanly on Ctrl-C, SIGTERM or a closed terminal, even if the signal is repeated."""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

T = TypeVar("T")
_STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def run(work: Coroutine[Any, Any, T], runner: asyncio.Runner | None = None) -> T:
    """Run a coroutine, in the loop of `runner` if given; the first stop signal cancels it and waits for its cleanup.

    Further signals are ignored: they would interrupt the cleanup, and leave files, a browser and a traceback behind.

    Raises KeyboardInterrupt if a signal stopped it.
    """
    results: list[T] = []

    async def kept() -> None:
        # asyncio formats the finished task, with its result, when the loop ends: half a second for an analysis.
        results.append(await _stoppable(work))

    try:
        runner.run(kept()) if runner else asyncio.run(kept())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    return results[0]


def ignore_stops() -> None:
    """Ignore stop signals from now on."""
    for number in _STOPS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def stops_ignored() -> Iterator[None]:
    """Ignore stop signals in this block, which must be short."""
    before = {number: signal.getsignal(number) for number in _STOPS}
    ignore_stops()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _stoppable(work: Coroutine[Any, Any, T]) -> T:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None

    def stop(*_: object) -> None:
        ignore_stops()
        loop.call_soon_threadsafe(task.cancel)

    before = {number: signal.getsignal(number) for number in _STOPS}
    for number in _STOPS:
        if before[number] != signal.SIG_IGN:  # `nohup` sets SIGHUP to it
            signal.signal(number, stop)
    try:
        return await work
    finally:
        for number in _STOPS:
            if signal.getsignal(number) is stop:
                signal.signal(number, before[number])

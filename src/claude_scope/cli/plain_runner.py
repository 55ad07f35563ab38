"""The runner of the command line: calls each step, times it, and reports progress."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from claude_scope.cli.progress_display import Display

P = ParamSpec("P")
T = TypeVar("T")


class PlainRunner:
    """Calls the steps without durability. `seconds` is the wall time per station, in starting order."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._running: Counter[str] = Counter()
        self._began: dict[str, float] = {}
        self.seconds: defaultdict[str, float] = defaultdict(float)

    async def __call__(self, step: str, work: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Await `work(*args, **kwargs)`; the step `read 3` is timed as station `read`, overlapping steps only once."""
        station, _, number = step.partition(" ")
        self._display.start(station)
        self._begin(station)
        try:
            result = await work(*args, **kwargs)
        finally:
            self._end(station)
        if not number:
            self._display.finish(station, self.seconds[station])
        return result

    def _begin(self, station: str) -> None:
        self._running[station] += 1
        if self._running[station] == 1:
            self._began[station] = time.perf_counter()

    def _end(self, station: str) -> None:
        self._running[station] -= 1
        if not self._running[station]:
            self.seconds[station] += time.perf_counter() - self._began[station]

    def progress(self, station: str, done: float, total: float | None) -> None:
        """Report progress; the last step of a station with many steps finishes the station."""
        if station in ("read", "ask") and done == total:
            self._display.finish(station, self.seconds[station])
        else:
            self._display.progress(station, done, total)

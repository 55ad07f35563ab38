"""The runner of the command line: calls each step, times it, and tells the display."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from claude_scope.display import Display

P = ParamSpec("P")
T = TypeVar("T")


class PlainRunner:
    """Just calls the steps; nothing survives the process. `seconds` is wall time per station, in order of starting."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self.seconds: defaultdict[str, float] = defaultdict(float)

    async def __call__(self, step: str, work: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Await `work(*args, **kwargs)`; `read 3` is timed as part of the station `read`."""
        station, _, number = step.partition(" ")
        self._display.start(station)
        started = time.perf_counter()
        try:
            result = await work(*args, **kwargs)
        finally:
            self.seconds[station] += time.perf_counter() - started
        if not number:
            self._display.finish(station, self.seconds[station])
        return result

    def progress(self, station: str, done: float, total: float | None) -> None:
        """Pass on how far a station is; the last part of a station of many steps ends it."""
        if station == "read" and done == total:
            self._display.finish(station, self.seconds[station])
        else:
            self._display.progress(station, done, total)

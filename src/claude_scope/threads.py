"""Work in threads that are waited for: a cancelled task leaves none behind that writes where nothing is any more."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Await `work(*args, **kwargs)` in a thread; when cancelled, wait for its end first."""
    return await stoppable(threading.Event(), work, *args, **kwargs)


async def stoppable(stop: threading.Event, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """The same; when cancelled, `stop` is set, on which the work is expected to raise soon."""
    task = asyncio.create_task(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # seen: the work was told to stop
        raise

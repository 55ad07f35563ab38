"""Runs work that is finished even when it is cancelled: blocking work in threads, and clean-ups.

So no thread writes into a folder that was removed.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Await `work(*args, **kwargs)` in a thread; when cancelled, wait until the thread ends before raising."""
    task = asyncio.create_task(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # retrieved, so that asyncio does not log it
        raise


async def finish_cleanup(work: Coroutine[None, None, None], timeout_s: float) -> None:
    """Wait at most `timeout_s` for a clean-up, even if cancelled meanwhile, and ignore its errors."""
    task = asyncio.ensure_future(work)
    cancelled = False
    while not task.done():
        try:
            done, _ = await asyncio.wait({task}, timeout=timeout_s)
        except asyncio.CancelledError:
            cancelled = True
            continue
        if not done:
            task.cancel()
            break
    if task.done() and not task.cancelled():
        task.exception()  # retrieved so that asyncio does not log it, since the object may be broken already
    if cancelled:
        raise asyncio.CancelledError

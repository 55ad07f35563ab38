"""A database or an asset store that does not answer is waited for: seconds must not cost the work of minutes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from claude_scope.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

PATIENCE_S = 60.0
"""How long a database or an asset store that does not answer is tried again before the session fails."""


async def patiently(work: Callable[[], Awaitable[T]]) -> T:
    """Await `work()`, and again for up to a minute while the database or the asset store does not answer."""
    pause_s, deadline = 0.2, asyncio.get_running_loop().time() + PATIENCE_S
    while True:
        try:
            return await work()
        except StoreUnavailable:
            if asyncio.get_running_loop().time() + pause_s > deadline:
                raise
            await asyncio.sleep(pause_s)
            pause_s = min(5.0, pause_s * 2)

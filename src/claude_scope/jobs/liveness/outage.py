"""A database or an asset store that does not answer is waited for: an outage must not cost the work of minutes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from claude_scope.errors import DatabaseUnavailable, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

OUTAGE_TIMEOUT_S = 60.0
"""How long an asset store that does not answer is tried again before the session fails."""
DATABASE_OUTAGE_TIMEOUT_S = 3600.0
"""The same for the database: a failover takes minutes, and before its end nobody can be told that a session failed."""


async def retry_outages(work: Callable[[], Awaitable[T]]) -> T:
    """Await `work()`, and again while the database or the asset store does not answer; raises StoreUnavailable."""
    clock = asyncio.get_running_loop().time
    began, pause_s = clock(), 0.2
    while True:
        try:
            return await work()
        except StoreUnavailable as error:
            patience_s = DATABASE_OUTAGE_TIMEOUT_S if isinstance(error, DatabaseUnavailable) else OUTAGE_TIMEOUT_S
            if clock() - began + pause_s > patience_s:
                raise
            await asyncio.sleep(pause_s)
            pause_s = min(5.0, pause_s * 2)

"""Retries while the database or the asset store does not answer, so that an outage does not cost minutes of work."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from claude_scope.errors import DatabaseUnavailable, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

OUTAGE_TIMEOUT_S = 60.0
"""The time for which calls to the asset store are retried before the session fails."""
DATABASE_OUTAGE_TIMEOUT_S = 3600.0
"""The same for the database: a failover takes minutes, in which not even a failure can be stored."""


async def retry_outages(work: Callable[[], Awaitable[T]]) -> T:
    """Await `work()`; retry it while the database or the asset store does not answer. Raises StoreUnavailable."""
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

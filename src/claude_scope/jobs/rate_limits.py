"""Rate limits across all workers: calls of one name, such as a provider's, start at a minimum interval.

A row of the database contains the time of the next call, which is compared with the database's clock.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from claude_scope.store.queries import rate_limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.store.database import Database


class RateLimit:
    """Limits the calls per minute of one name; raises StoreUnavailable while the database does not answer."""

    def __init__(self, database: Database, name: str, calls_per_minute: float) -> None:
        self._database = database
        self._name = name
        self._interval_ms = max(1, round(60_000 / calls_per_minute))

    async def turn(self) -> None:
        """Wait until a call may start. A cancelled caller uses up its turn."""
        await asyncio.sleep(await self._tx(rate_limits.reserve, self._interval_ms) / 1000)

    async def pause(self, seconds: float) -> None:
        """Let no worker start a call for this time, as the provider demands (`Retry-After`)."""
        await self._tx(rate_limits.postpone, round(seconds * 1000))

    async def _tx(self, query: Callable[..., int], milliseconds: int) -> int:
        def run() -> Any:
            with self._database.transaction() as tx:
                return query(tx, self._name, milliseconds)

        return await asyncio.to_thread(run)

"""A worker's heartbeat, and since when it goes through: silence of others proves nothing while this one is cut off.

The beat has a thread and a connection of its own. During an outage every other thread may wait for the database, and a
worker that cannot beat as soon as the database is back would be taken for dead by one that can.
"""

from __future__ import annotations

import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from claude_scope.store.database import Database
from claude_scope.store.queries import workers

if TYPE_CHECKING:
    from sqlalchemy import URL

MAX_BEAT_GAP_S = 5.0
"""A gap between two beats that means an outage, or that this process was frozen. Half of `reaper.DEAD_AFTER_S`: others
may have gaps twice as long as this worker's before they are taken for dead."""
TIMEOUT_S = 3
"""How long a beat waits for a server that is gone: with BEAT_EVERY_S twice it is still below `reaper.DEAD_AFTER_S`."""


class Heartbeat:
    """Beats in a row of its own (`workers`)."""

    def __init__(self, database_url: URL, executor_id: str) -> None:
        self._database = Database(database_url, timeout_s=TIMEOUT_S)
        self._executor_id = executor_id
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="heartbeat")
        self._last: float | None = None
        self._unbroken_since = 0.0

    async def beat(self) -> None:
        """Say that this worker is alive; raises StoreUnavailable."""
        at = await asyncio.get_running_loop().run_in_executor(self._thread, self._write)
        if self._last is None or at - self._last > MAX_BEAT_GAP_S:
            self._unbroken_since = at
        self._last = at

    def unbroken_since(self) -> float | None:
        """Since when beats have gone through without a gap, by `time.monotonic`; None while one is late."""
        if self._last is None or time.monotonic() - self._last > MAX_BEAT_GAP_S:
            return None
        return self._unbroken_since

    def close(self) -> None:
        """Close the connection once the beat that may be under way has given it back; waits for nothing."""
        self._thread.submit(self._database.close)
        self._thread.shutdown(wait=False)

    def _write(self) -> float:
        with self._database.transaction() as tx:
            workers.beat(tx, self._executor_id, socket.gethostname()[:255])
        return time.monotonic()

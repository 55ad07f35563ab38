"""Writes this worker's heartbeat, and reports since when beats have been arriving without a gap.

The silence of other workers counts only during this unbroken time: during an outage, it proves nothing.

The heartbeat has its own thread and connection. During an outage all other threads may wait for the database, and a
worker that cannot beat as soon as the database is back would be declared dead.
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
"""A longer gap between two beats means an outage or a frozen process. It is half of `reaper.DEAD_AFTER_S`: other
workers are declared dead only after a gap of twice this length."""
TIMEOUT_S = 3
"""The time that a beat waits for a server that is down. Plus twice BEAT_EVERY_S, it is below `reaper.DEAD_AFTER_S`."""


class Heartbeat:
    """The heartbeat of one worker, a row of the table `workers`."""

    def __init__(self, database_url: URL, executor_id: str) -> None:
        self._database = Database(database_url, timeout_s=TIMEOUT_S)
        self._executor_id = executor_id
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="heartbeat")
        self._last: float | None = None
        self._unbroken_since = 0.0

    async def beat(self) -> None:
        """Write a beat; raises StoreUnavailable."""
        at = await asyncio.get_running_loop().run_in_executor(self._thread, self._write)
        if self._last is None or at - self._last > MAX_BEAT_GAP_S:
            self._unbroken_since = at
        self._last = at

    def unbroken_since(self) -> float | None:
        """The `time.monotonic` time since which beats have arrived without a gap; None while a beat is late."""
        if self._last is None or time.monotonic() - self._last > MAX_BEAT_GAP_S:
            return None
        return self._unbroken_since

    def close(self) -> None:
        """Close the connection after a running beat; does not wait for it."""
        self._thread.submit(self._database.close)
        self._thread.shutdown(wait=False)

    def _write(self) -> float:
        with self._database.transaction() as tx:
            workers.beat(tx, self._executor_id, socket.gethostname()[:255])
        return time.monotonic()

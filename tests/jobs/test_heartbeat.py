"""A worker's heartbeat while it ends."""

from __future__ import annotations

import asyncio
import gc
import threading
from typing import TYPE_CHECKING

import pytest

from claude_scope.jobs.liveness.heartbeat import Heartbeat
from claude_scope.store.database import Database
from claude_scope.store.queries import workers

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Tx


@pytest.mark.filterwarnings("error")
async def test_a_beat_that_is_under_way_when_its_worker_ends_gives_its_connection_back(
    migrated_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that nobody closes stays open until the server closes it."""
    beating, go_on = threading.Event(), threading.Event()
    beat = workers.beat

    def slow(tx: Tx, executor_id: str, host: str) -> None:
        beat(tx, executor_id, host)
        beating.set()
        assert go_on.wait(60)

    monkeypatch.setattr(workers, "beat", slow)
    heartbeat = Heartbeat(Database(migrated_postgres_url).url, "worker")
    task = asyncio.create_task(heartbeat.beat())
    assert await asyncio.to_thread(beating.wait, 60)
    heartbeat.close()
    go_on.set()
    await task
    heartbeat._thread.shutdown()
    del heartbeat, task
    gc.collect()  # a connection that is still open would raise a warning

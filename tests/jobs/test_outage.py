"""The database goes away in the midst of a session, and comes back."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

from claude_scope.store.database import Database
from claude_scope.store.migrate import migrate
from tests.jobs.stage import Stage, ended, enqueue, ran, true, whole
from tests.jobs.worker import process
from tests.postgres_server import Postgres
from tests.processes import folder_for_anyone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def own_postgres() -> Iterator[tuple[Postgres, str]]:
    """A server that a test may stop, and a database on it with all tables."""
    with folder_for_anyone() as folder:
        server = Postgres(folder)
        server.start()
        server.run("CREATE DATABASE outage")
        database = Database(server.url("outage"))
        migrate(database)
        database.close()
        try:
            yield server, server.url("outage")
        finally:
            server.stop()


async def test_a_session_outlives_its_database(tmp_path: Path, recording: Path) -> None:
    """It is gone for some seconds, without a goodbye; the worker waits, and goes on."""
    with own_postgres() as (server, url):
        stage = Stage.at(url, tmp_path)
        session_id = await stage.add_session(recording)
        await enqueue(stage, session_id)
        with process(stage, inspect_s=1) as worker:
            async with asyncio.timeout(60):
                await true(lambda: "read 1" in ran(stage))
            server.stop()
            await asyncio.sleep(4)
            server.start()
            stage.close()  # our own connections are dead too
            async with asyncio.timeout(120):
                await ended(stage, session_id)
            await whole(stage, session_id)
            assert worker.poll() is None
            another = await stage.add_session(recording)
            await enqueue(stage, another)
            async with asyncio.timeout(120):
                await ended(stage, another)
        await whole(stage, another)
        stage.close()

"""The database goes away in the midst of a session, and comes back."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import OperationalError

from claude_scope.errors import StoreUnavailable
from claude_scope.jobs import outage
from claude_scope.store.assets_local import LocalAssets
from claude_scope.store.database import Database
from claude_scope.store.migrate import migrate
from tests.jobs.stage import Stage, ended, enqueue, ran, true, whole
from tests.jobs.worker import process
from tests.postgres_server import Postgres
from tests.processes import folder_for_anyone

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest


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


async def test_a_session_is_complete_only_when_its_video_is_gone_however_often_it_is_tried(
    sqlite_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place of the files does not answer as the video is to be deleted: the same file is tried again."""
    stage = sqlite_stage
    session_id = await stage.add_session(recording)
    delete, refused = LocalAssets.delete, 0

    async def refuse_twice(self: LocalAssets, key: str) -> None:
        nonlocal refused
        if refused < 2:
            refused += 1
            raise StoreUnavailable("The folder cannot be used.")
        await delete(self, key)

    async with stage.worker() as runner, asyncio.timeout(60):
        monkeypatch.setattr(LocalAssets, "delete", refuse_twice)
        await runner.enqueue(session_id)
        await ended(stage, session_id)
        left = {Path(key).suffix async for key in stage.files.assets.keys("")}
    assert refused == 2
    assert left == {".png", ".jpg"}
    await whole(stage, session_id)


async def test_a_result_is_not_lost_over_a_video_that_cannot_be_deleted(
    sqlite_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody finds the video from then on, and the sweep deletes it when the place of the files answers again."""
    stage = sqlite_stage
    session_id = await stage.add_session(recording)

    async def refuse(self: LocalAssets, key: str) -> None:
        raise StoreUnavailable("The folder cannot be used.")

    async with stage.worker() as runner, asyncio.timeout(60):
        with monkeypatch.context() as patch:
            patch.setattr(LocalAssets, "delete", refuse)
            patch.setattr(outage, "PATIENCE_S", 0.5)
            await runner.enqueue(session_id)
            await ended(stage, session_id)
        assert "video" not in stage.kinds(session_id)
        await stage.files.sweep(older_than_s=3600)
    assert not [*(stage.folder / "files").rglob("*.webm")]
    await whole(stage, session_id)


async def test_a_session_that_is_just_taken_up_waits_for_the_engines_database(
    sqlite_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first questions to the engine are asked again, as everything after them is."""
    stage = sqlite_stage
    session_id = await stage.add_session(recording)
    async with stage.worker() as runner, asyncio.timeout(60):
        ask, refused = runner.engine._client.retrieve_workflow, 0

        def refuse_twice(workflow_id: str) -> Any:
            nonlocal refused
            if refused < 2:
                refused += 1
                raise OperationalError("SELECT 1", {}, Exception("the connection is gone"))
            return ask(workflow_id)

        monkeypatch.setattr(runner.engine._client, "retrieve_workflow", refuse_twice)
        await runner.enqueue(session_id)
        await ended(stage, session_id)
    assert refused == 2
    await whole(stage, session_id)

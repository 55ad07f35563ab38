"""The database disappears while a session is processed, and comes back."""

from __future__ import annotations

import asyncio
import signal
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from claude_scope.errors import StoreUnavailable
from claude_scope.jobs.liveness import outage
from claude_scope.jobs.liveness.fencing import FencedWrites
from claude_scope.store.assets.local import LocalAssets
from claude_scope.store.queries import work
from tests.jobs.stage import Page, Stage, ended, enqueue, ran, true, whole
from tests.jobs.worker import process
from tests.outages import asleep, away, own_postgres


async def test_a_session_outlives_its_database(tmp_path: Path, recording: Path) -> None:
    """It is gone for some seconds, without closing connections; the worker waits, and continues."""
    with own_postgres() as (server, url):
        stage = Stage.at(url, tmp_path)
        session_id = await stage.add_session(recording)
        await enqueue(stage, session_id)
        with process(stage, inspect_s=1) as worker:
            async with asyncio.timeout(150):
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


@pytest.mark.parametrize("kind", ["stopped", "frozen", "asleep"])
async def test_an_outage_longer_than_the_time_out_makes_no_worker_take_over_from_a_living_one(
    tmp_path: Path, recording: Path, kind: str
) -> None:
    """Two busy workers; the first sends a heartbeat again only after the second has checked. All times are a third of
    the production values.

    `asleep` is not an outage of the database: both workers are frozen, like a machine that suspends.
    """
    with own_postgres() as (server, url), ExitStack() as stack:
        stage = Stage.at(url, tmp_path)
        first, second = (
            stack.enter_context(process(stage, inspect_s=8, dead_after_s=3, late_s=1.5, pace=6, max_running=1))
            for _ in range(2)
        )
        sessions = [await stage.add_session(recording) for _ in range(2)]
        await enqueue(stage, *sessions)
        async with asyncio.timeout(150):
            await true(lambda: ran(stage)["inspect"] == 2)
        first.send_signal(signal.SIGSTOP)
        await asyncio.sleep(0.8)  # the second has seen its last heartbeat
        with asleep(second) if kind == "asleep" else away(server, kind):
            await asyncio.sleep(4)
        await asyncio.sleep(1.2)
        first.send_signal(signal.SIGCONT)
        stage.close()  # our own connections may be dead
        async with asyncio.timeout(120):
            await ended(stage, *sessions)
        assert set(ran(stage).values()) == {2}, "whoever takes a session over inspects its page again"
        assert [stage.session(session)["attempt"] for session in sessions] == [0, 0]
        for session_id in sessions:
            await whole(stage, session_id)
        stage.close()


async def test_a_server_that_takes_no_writes_is_waited_for(tmp_path: Path, recording: Path) -> None:
    """As in a failover, before the address refers to the new primary."""
    page = Page()
    with own_postgres() as (server, url):
        stage = Stage.at(url, tmp_path)
        session_id = await stage.add_session(recording)
        async with stage.worker(page.inspect) as runner, asyncio.timeout(120):
            await runner.enqueue(session_id)
            await true(lambda: page.inspections == 1)
            server.stop()
            server.start("default_transaction_read_only=on")
            page.answers.set()
            await asyncio.sleep(3)
            server.stop()
            server.start()
            await ended(stage, session_id)
        await whole(stage, session_id)
        stage.close()


async def test_a_finished_step_is_stored_as_soon_as_the_database_is_back(
    tmp_path: Path, recording: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The engine retries by itself too, but doubles its pause after each attempt."""
    page = Page()
    with own_postgres() as (server, url):
        stage = Stage.at(url, tmp_path)
        session_id = await stage.add_session(recording)
        async with stage.worker(page.inspect) as runner, asyncio.timeout(120):
            await runner.enqueue(session_id)
            await true(lambda: page.inspections == 1)
            with away(server, "stopped"):
                page.answers.set()
                await asyncio.sleep(4)
            await ended(stage, session_id)
        await whole(stage, session_id)
        stage.close()
    said = [record.getMessage() for record in caplog.records if record.name == "dbos"]
    assert [line for line in said if "server closed the connection" in line]
    assert not [line for line in said if "(attempt 2)" in line]


async def test_a_database_is_waited_for_longer_than_an_asset_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failover takes minutes, during which a failed session could not be recorded."""
    monkeypatch.setattr(outage, "OUTAGE_TIMEOUT_S", 0.5)
    with own_postgres() as (server, url):
        stage = Stage.at(url, tmp_path)
        session_id = await stage.add_session(b"video")
        write = FencedWrites(stage.database, session_id, 0, lambda tx: True)
        with away(server, "stopped"):
            writing = asyncio.create_task(write(work.save_processing, '{"overallStage": "analyzing"}'))
            await asyncio.wait([writing], timeout=2)
        await writing
        assert stage.session(session_id)["processing"] == {"overallStage": "analyzing"}
        stage.close()


async def test_a_session_is_complete_only_when_its_video_is_gone_however_often_it_is_tried(
    sqlite_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The asset store does not answer when the video is to be deleted: the same file is tried again."""
    stage = sqlite_stage
    session_id = await stage.add_session(recording)
    delete, refused = LocalAssets.delete, 0

    async def refuse_twice(self: LocalAssets, key: str) -> None:
        nonlocal refused
        if refused < 2:
            refused += 1
            raise StoreUnavailable("The folder cannot be used.")
        await delete(self, key)

    async with stage.worker() as runner, asyncio.timeout(150):
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
    """Nobody can access the video from then on, and the sweep deletes it when the asset store answers again."""
    stage = sqlite_stage
    session_id = await stage.add_session(recording)

    async def refuse(self: LocalAssets, key: str) -> None:
        raise StoreUnavailable("The folder cannot be used.")

    async with stage.worker() as runner, asyncio.timeout(150):
        with monkeypatch.context() as patch:
            patch.setattr(LocalAssets, "delete", refuse)
            patch.setattr(outage, "OUTAGE_TIMEOUT_S", 0.5)
            await runner.enqueue(session_id)
            await ended(stage, session_id)
        assert "video" not in stage.kinds(session_id)
        await stage.files.sweep(older_than_s=3600)
    assert not [*(stage.folder / "files").rglob("*.webm")]
    await whole(stage, session_id)


async def test_a_session_that_is_just_taken_up_waits_for_the_engines_database(
    sqlite_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first queries to the engine are retried, like everything after them."""
    stage = sqlite_stage
    session_id = await stage.add_session(recording)
    async with stage.worker() as runner, asyncio.timeout(150):
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

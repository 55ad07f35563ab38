"""Real processes that are really killed: nothing is lost, and what was done is not done again."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from typing import TYPE_CHECKING

from tests.jobs.stage import Stage, ended, true
from tests.jobs.worker import process

if TYPE_CHECKING:
    from pathlib import Path

POINTS = (
    "before probe",
    "before keyframes",
    "after keyframes",
    "before read 2",
    "after read 2",
    "after timeline",
    "before persist",
    "after persist",
)


async def whole(stage: Stage, session_id: str) -> None:
    """The session is complete and nothing is left over, missing or there twice."""
    row = stage.session(session_id)
    assert (row["status"], row["last_error"]) == ("complete", None)
    assert [frame.number for frame in stage.frames(session_id)] == [1, 2, 3]
    assert stage.kinds(session_id) == {"frame", "thumbnail"}
    audit = await stage.files.audit()
    assert (audit.keys_without_row, audit.rows_without_file) == ((), ())


async def test_a_worker_that_is_killed_again_and_again_goes_on_where_it_was(stage: Stage, recording: Path) -> None:
    """Each start dies at the next point, the last one at none; a step is repeated only if the death was in it."""
    session_id = await stage.add_session(recording)
    async with stage.worker(inspect=None) as runner:
        await runner.enqueue(session_id)
    orders = {"url": stage.settings.database_url, "folder": str(stage.folder), "die_at": POINTS, "dead_after_s": 0.5}
    for _ in POINTS:
        with process(**orders) as worker:
            assert await asyncio.to_thread(worker.wait, 60) == -signal.SIGKILL
    with process(**orders):
        async with asyncio.timeout(60):
            await ended(stage, session_id)
    await whole(stage, session_id)
    ran = Counter((stage.folder / "steps.log").read_text().splitlines())
    died = Counter(point.partition(" ")[2] for point in POINTS if point.startswith("after"))
    for step in ("probe", "keyframes", "read 1", "read 2", "read 3", "timeline", "thumbnails", "persist"):
        assert ran[step] == 1 + died[step], step


async def test_a_session_that_was_never_queued_is_found(stage: Stage, recording: Path) -> None:
    """The process died between the row and the queue."""
    session_id = await stage.add_session(recording)
    without_video = await stage.add_session(None)
    for one in (session_id, without_video):
        stage.change(one, updated_at="2026-01-01T00:00:00.000Z")
    async with stage.worker(), asyncio.timeout(60):
        await ended(stage, session_id)
    await whole(stage, session_id)
    assert stage.session(without_video)["status"] == "processing"


async def test_the_living_take_over_from_the_dead(migrated_postgres_url: str, tmp_path: Path, recording: Path) -> None:
    """Two workers with the limits of every day; the one that works is killed."""
    stage = Stage.at(migrated_postgres_url, tmp_path)
    session_id = await stage.add_session(recording)
    async with stage.worker(inspect=None) as runner:
        await runner.enqueue(session_id)
    orders = {"url": migrated_postgres_url, "folder": str(tmp_path), "die_at": ["after keyframes"]}
    with process(**orders) as first:
        assert await asyncio.to_thread(first.wait, 60) == -signal.SIGKILL
        with process(**orders):
            async with asyncio.timeout(60):
                await ended(stage, session_id)
    await whole(stage, session_id)
    stage.close()


async def test_sigterm_hands_a_session_over_and_it_goes_on_elsewhere(stage: Stage, recording: Path) -> None:
    """The first worker would take an hour for the page; stopping it is no recovery."""
    session_id = await stage.add_session(recording)
    orders = {"url": stage.settings.database_url, "folder": str(stage.folder)}
    async with stage.worker(inspect=None) as runner:
        await runner.enqueue(session_id)
    with process(**orders, inspect_s=3600) as first:
        async with asyncio.timeout(60):
            await true(lambda: stage.session(session_id)["processing"].get("overallStage") == "analyzing")
        first.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(first.wait, 20) == 0
    assert stage.session(session_id)["status"] == "processing"
    with process(**orders):
        async with asyncio.timeout(60):
            await ended(stage, session_id)
    await whole(stage, session_id)


async def test_a_file_that_kills_whatever_works_on_it_ends_as_an_error(sqlite_stage: Stage, recording: Path) -> None:
    """As if ten workers had died already."""
    session_id = await sqlite_stage.add_session(recording)
    async with sqlite_stage.worker(inspect=None) as runner:
        await runner.enqueue(session_id)
        with runner._engine.begin() as connection:  # type: ignore[union-attr]
            connection.exec_driver_sql("UPDATE workflow_status SET recovery_attempts = 11")
    sqlite_stage.change(session_id, updated_at="2026-01-01T00:00:00.000Z")
    async with sqlite_stage.worker(), asyncio.timeout(60):
        await ended(sqlite_stage, session_id)
    assert "stopped each time" in sqlite_stage.session(session_id)["last_error"]

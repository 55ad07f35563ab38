"""Real processes are killed for real: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import asyncio
import signal
import stat
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from claude_scope.jobs import engine
from claude_scope.jobs.liveness import reaper
from claude_scope.jobs.liveness.worker_folders import WorkerFolder
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.encryption.secret_keys import Secrets
from tests.jobs.readable import readable
from tests.jobs.stage import USER, ended, enqueue, ran, true, whole
from tests.jobs.worker import process
from tests.store.deleting import delete_of_session

if TYPE_CHECKING:
    from pathlib import Path

    from tests.jobs.stage import Stage

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
SOME = ("after probe", "after keyframes", "after thumbnails", "after persist")
PACE = 4.0
LONG_AGO = "2026-01-01T00:00:00.000Z"


async def killed_at(stage: Stage, points: tuple[str, ...], session_id: str) -> None:
    """Workers die one after another, each at the next point; the last one survives. A step runs again if a worker died
    in it.
    """
    await enqueue(stage, session_id)
    for _ in points:
        with process(stage, die_at=points, dead_after_s=0.5, pace=PACE) as worker:
            assert await asyncio.to_thread(worker.wait, 150) == -signal.SIGKILL
    with process(stage, die_at=points, dead_after_s=0.5, pace=PACE):
        async with asyncio.timeout(150):
            await ended(stage, session_id)
    await whole(stage, session_id)
    died = Counter(point.partition(" ")[2] for point in points if point.startswith("after"))
    for step in ("probe", "keyframes", "read 1", "read 2", "read 3", "timeline", "thumbnails", "persist"):
        assert ran(stage)[step] == 1 + died[step], step


async def test_a_laptop_goes_on_where_it_was_after_each_kill(sqlite_stage: Stage, recording: Path) -> None:
    await killed_at(sqlite_stage, POINTS, await sqlite_stage.add_session(recording))


async def test_a_team_goes_on_where_it_was_after_each_kill(team_stage: Stage, recording: Path) -> None:
    """On PostgreSQL and S3, where the next worker has none of the local files of the one before."""
    await killed_at(team_stage, SOME, await team_stage.add_session(recording))


async def test_the_living_take_over_from_the_dead(team_stage: Stage, recording: Path) -> None:
    """Two workers with production limits; the busy one is killed, and its files are swept away."""
    session_id = await team_stage.add_session(recording)
    await enqueue(team_stage, session_id)
    with process(team_stage, die_at=["after keyframes"]) as first:
        assert await asyncio.to_thread(first.wait, 150) == -signal.SIGKILL
        assert len(list((team_stage.folder / "work").glob("*/*/recording"))) == 1
        with process(team_stage):
            assert not list((team_stage.folder / "work").glob("*/*/recording"))
            async with asyncio.timeout(30):
                await ended(team_stage, session_id)
    await whole(team_stage, session_id)


async def test_one_that_was_only_frozen_does_no_harm_when_it_goes_on(team_stage: Stage, recording: Path) -> None:
    """A suspended machine wakes up while another worker processes its session: the session is completed once."""
    session_id = await team_stage.add_session(recording)
    await enqueue(team_stage, session_id)
    # Its inspection must not end before it is frozen, however busy the machine is.
    with process(team_stage, inspect_s=20, pace=PACE) as first:
        async with asyncio.timeout(150):
            await true(lambda: "read 1" in ran(team_stage))
        first.send_signal(signal.SIGSTOP)
        with process(team_stage, inspect_s=6, dead_after_s=2, pace=PACE) as second:
            async with asyncio.timeout(150):
                await true(lambda: ran(team_stage)["inspect"] == 2)
            first.send_signal(signal.SIGCONT)
            async with asyncio.timeout(150):
                await ended(team_stage, session_id)
            await asyncio.sleep(2 * reaper.REAP_EVERY_S / PACE)  # what either may still do
            await whole(team_stage, session_id)
            assert (first.poll(), second.poll()) == (None, None)
            another = await team_stage.add_session(recording)
            await enqueue(team_stage, another)
            second.kill()
            async with asyncio.timeout(150):
                await ended(team_stage, another)
    await whole(team_stage, another)


async def test_pictures_that_only_a_dead_worker_knew_go(sqlite_stage: Stage, recording: Path) -> None:
    """The worker took a screenshot and died; the page looked different the second time."""
    stage = sqlite_stage
    session_id = await stage.add_session(recording)
    await stage.files.add(b"a", kind="screenshot", mime_type="image/png", user_id=USER, session_id=session_id)
    async with stage.worker() as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        await ended(stage, session_id)
        assert stage.kinds(session_id) == {"frame", "thumbnail"}
    await stage.files.sweep(3600)
    await whole(stage, session_id)


async def test_a_session_that_was_never_queued_is_found(stage: Stage, recording: Path) -> None:
    """The process died between inserting the row and queueing it."""
    session_id = await stage.add_session(recording)
    without_video = await stage.add_session(None)
    for item in (session_id, without_video):
        stage.change(item, updated_at=LONG_AGO)
    async with stage.worker(), asyncio.timeout(150):
        await ended(stage, session_id)
    await whole(stage, session_id)
    assert stage.session(without_video)["status"] == "processing"


async def test_sigterm_hands_a_session_over_and_it_goes_on_elsewhere(place: Stage, recording: Path) -> None:
    """The first worker would need an hour for the page; stopping it is not a crash."""
    session_id = await place.add_session(recording)
    await enqueue(place, session_id)
    with process(place, inspect_s=3600) as first:
        async with asyncio.timeout(150):
            await true(lambda: place.session(session_id)["processing"].get("overallStage") == "analyzing")
        first.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(first.wait, 20) == 0
    assert place.session(session_id)["status"] == "processing"
    assert not list((place.folder / "work").glob("*/*"))
    with process(place):
        async with asyncio.timeout(150):
            await ended(place, session_id)
    await whole(place, session_id)
    assert ran(place)["keyframes"] == 1


async def test_a_file_that_kills_its_worker_ends_as_an_error(sqlite_stage: Stage, recording: Path) -> None:
    """As if ten workers had died already without progress."""
    session_id = await sqlite_stage.add_session(recording)
    await enqueue(sqlite_stage, session_id)
    await died(sqlite_stage, 10)
    async with sqlite_stage.worker(), asyncio.timeout(150):
        await ended(sqlite_stage, session_id)
    row = sqlite_stage.session(session_id)
    assert "stopped each time" in row["last_error"]
    assert row["processing"]["lastError"] == row["last_error"]


async def test_a_session_that_comes_farther_each_time_may_outlive_more_workers(
    sqlite_stage: Stage, recording: Path
) -> None:
    """Twelve crashes and three finished steps: the file does not kill its workers."""
    session_id = await sqlite_stage.add_session(recording)
    await enqueue(sqlite_stage, session_id)
    with process(sqlite_stage, die_at=["before read 2"]) as worker:
        assert await asyncio.to_thread(worker.wait, 150) == -signal.SIGKILL
    await died(sqlite_stage, 12)
    async with sqlite_stage.worker(), asyncio.timeout(150):
        await ended(sqlite_stage, session_id)
    await whole(sqlite_stage, session_id)


async def died(stage: Stage, workers: int) -> None:
    """As if this many workers had died."""
    async with stage.worker(inspect=None) as runner:
        with runner.engine._sql.begin() as connection:  # type: ignore[union-attr]
            connection.exec_driver_sql(f"UPDATE workflow_status SET recovery_attempts = {workers}")


async def test_the_sweep_deletes_what_a_dead_process_left(sqlite_stage: Stage, recording: Path) -> None:
    """Videos of sessions that ended, and everything of a cancelled one; a failed session keeps its video for retries,
    until they expire.
    """
    stage = sqlite_stage
    complete, cancelled, failed, expired = [await stage.add_session(recording) for _ in range(4)]
    stage.change(complete, work="done", status="complete")
    stage.change(cancelled, work="failed", status="error", cancelled=True)
    stage.change(failed, work="failed", status="error")
    stage.change(expired, work="failed", status="error", updated_at=LONG_AGO)
    async with stage.worker(), asyncio.timeout(150):
        await true(lambda: not any(stage.kinds(item) for item in (complete, cancelled, expired)))
    assert stage.kinds(failed) == {"video"}


def test_a_worker_that_dies_before_it_is_ready_is_an_error(sqlite_stage: Stage) -> None:
    with pytest.raises(RuntimeError, match="ended with 1 before"), process(sqlite_stage, pace=0.0):
        pass


async def enqueue_at_version_1(stage: Stage, session_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enqueue as an older API does."""
    with monkeypatch.context() as older:
        older.setattr(engine, "VERSION", "1")
        await enqueue(stage, session_id)


async def test_an_update_restarts_what_an_older_version_began(
    sqlite_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One session was in progress, another one waited."""
    begun, waiting = await sqlite_stage.add_session(recording), await sqlite_stage.add_session(recording)
    await enqueue_at_version_1(sqlite_stage, begun, monkeypatch)
    with process(sqlite_stage, version="1", die_at=["after keyframes"]) as worker:
        assert await asyncio.to_thread(worker.wait, 150) == -signal.SIGKILL
    await enqueue_at_version_1(sqlite_stage, waiting, monkeypatch)
    with process(sqlite_stage, version="2", dead_after_s=0.5, pace=PACE):
        async with asyncio.timeout(150):
            await ended(sqlite_stage, begun, waiting)
    assert [sqlite_stage.session(item)["attempt"] for item in (begun, waiting)] == [1, 1]
    assert ran(sqlite_stage)["keyframes"] == 3
    await sqlite_stage.files.sweep(3600)
    for session_id in (begun, waiting):
        await whole(sqlite_stage, session_id)


async def test_what_an_older_version_had_stored_is_complete(
    sqlite_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its worker died before it could report completion; the video, which is not needed any more, is deleted."""
    stage = sqlite_stage
    session_id = await stage.add_session(recording)
    await enqueue_at_version_1(stage, session_id, monkeypatch)
    with process(stage, version="1", die_at=["after persist"]) as worker:
        assert await asyncio.to_thread(worker.wait, 150) == -signal.SIGKILL
    with process(stage, version="2"):
        async with asyncio.timeout(150):
            await ended(stage, session_id)
            await true(lambda: "video" not in stage.kinds(session_id))
    row = stage.session(session_id)
    assert (row["attempt"], row["processing"]["overallStage"]) == (0, "complete")
    assert row["processing_time_ms"] > 0
    assert ran(stage)["keyframes"] == 1
    await whole(stage, session_id)


async def test_what_was_stored_is_complete_though_the_queue_is_lost(sqlite_stage: Stage, recording: Path) -> None:
    """As after a restore: the result exists, and the video is gone, so the result could not be made again."""
    stage = sqlite_stage
    session_id = await stage.add_session(recording)
    await enqueue(stage, session_id)
    with process(stage, die_at=["after persist"]) as worker:
        assert await asyncio.to_thread(worker.wait, 150) == -signal.SIGKILL
    await delete_of_session(stage.files, session_id, ("video",))
    for file in stage.folder.glob("dbos.db*"):
        file.unlink()
    stage.change(session_id, updated_at="2026-01-01T00:00:00.000Z")
    with process(stage):
        async with asyncio.timeout(150):
            await ended(stage, session_id)
    assert ran(stage)["keyframes"] == 1
    await whole(stage, session_id)


async def test_a_session_whose_key_is_lost_starts_again(sqlite_stage: Stage, recording: Path) -> None:
    """Its worker was killed, and the next one lacks the secret key that sealed the session's key."""
    stage = sqlite_stage
    session_id = await stage.add_session(recording)
    await enqueue(stage, session_id)
    with process(stage, die_at=["before read 2"]) as worker:
        assert await asyncio.to_thread(worker.wait, 150) == -signal.SIGKILL
    stage.change(session_id, work_key=DataKey.generate(Secrets([], stage.folder / "elsewhere.txt")))
    with process(stage, pace=PACE):
        await true(lambda: stage.session(session_id)["attempt"] == 1)
        stage.change(session_id, updated_at=LONG_AGO)
        async with asyncio.timeout(150):
            await ended(stage, session_id)
    await whole(stage, session_id)
    assert ran(stage)["keyframes"] == 2


async def test_only_we_can_read_what_is_being_decoded_and_the_next_start_removes_it(
    sqlite_stage: Stage, recording: Path
) -> None:
    session_id = await sqlite_stage.add_session(recording)
    await enqueue(sqlite_stage, session_id)
    with process(sqlite_stage, die_at=["after keyframes"]) as worker:
        assert await asyncio.to_thread(worker.wait, 150) == -signal.SIGKILL
    work = sqlite_stage.folder / "work"
    left = [work, *(folder for folder in work.glob("*/*") if folder.is_dir())]
    assert len(left) > 1, "the folder of the session's child is there"
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in left} == {0o700}
    assert await readable(sqlite_stage, with_work=True)
    WorkerFolder(work, "local").close()
    assert not list(work.iterdir())

"""Users cancel sessions that are being processed, and retry failed ones."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from claude_scope.errors import Conflict
from claude_scope.jobs.sandbox.sandbox import Sandbox
from claude_scope.jobs.session.step_results import NO_SECRET_KEY
from tests.jobs.hostile_child import MARK
from tests.jobs.stage import ended, enqueue, ran, true, whole
from tests.jobs.test_pool import LIMITS
from tests.jobs.worker import gone, process, runs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.jobs.stage import Stage


async def test_a_cancelled_session_stops_at_once_and_leaves_nothing(
    sqlite_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process is killed while it decodes; the worker goes on with the next session."""
    stage = sqlite_stage
    session_id = await stage.add_session(MARK + b"hang")
    pids: list[int] = []
    call = Sandbox.call

    async def noted(self: Sandbox, *args: object, **options: object) -> object:
        if self.child is not None:
            pids.append(self.child.pid)
        return await call(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Sandbox, "call", noted)
    async with stage.worker(limits=LIMITS) as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        await true(lambda: bool(pids))
        assert runs(pids[0])
        await runner.cancel(session_id)
        assert stage.session(session_id)["last_error"] == "The session was cancelled."
        await gone(pids[0])
        await true(lambda: not list((stage.folder / "work").glob("*/*/*")))
        another = await stage.add_session(recording)
        await runner.enqueue(another)
        await ended(stage, another)
        with pytest.raises(Conflict, match="upload the recording again"):
            await runner.retry(session_id)
    row = stage.session(session_id)
    assert (row["status"], row["cancelled"], row["last_error"]) == ("error", True, "The session was cancelled.")
    assert row["processing"]["overallStage"] == "error"
    assert row["processing"]["lastError"] == "The session was cancelled."
    assert not stage.kinds(session_id)
    await whole(stage, another)


async def test_a_session_is_cancelled_wherever_it_runs(team_stage: Stage, recording: Path) -> None:
    """An API process cancels it while another process works on it, which would take an hour."""
    session_id = await team_stage.add_session(recording)
    with process(team_stage, inspect_s=3600) as worker:
        async with team_stage.worker(inspect=None) as api, asyncio.timeout(150):
            await api.enqueue(session_id)
            await true(lambda: "read 2" in ran(team_stage))
            await api.cancel(session_id)
            await true(lambda: not list((team_stage.folder / "work").glob("*/*/*")))
            await true(lambda: not team_stage.kinds(session_id))
        assert worker.poll() is None
    assert team_stage.session(session_id)["last_error"] == "The session was cancelled."
    audit = await team_stage.files.audit()
    assert (audit.keys_without_row, audit.rows_without_file) == ((), ())


async def test_a_failed_session_is_run_again_from_its_video(sqlite_stage: Stage, recording: Path) -> None:
    """Its process crashed; what it had decoded and read is not kept until the retry."""
    session_id = await sqlite_stage.add_session(recording)
    await enqueue(sqlite_stage, session_id)
    with process(sqlite_stage, fail_at="timeline"):
        async with asyncio.timeout(150):
            await ended(sqlite_stage, session_id)
            await true(lambda: sqlite_stage.kinds(session_id) == {"video"})
        row = sqlite_stage.session(session_id)
        assert (row["status"], row["last_error"]) == ("error", "The process of timeline crashed; try again.")
        assert row["processing"]["synthesis"]["status"] == "error"
        assert (row["failed_lane"], row["processing"]["retryable"]) == ("synthesis", True)
        async with sqlite_stage.worker(inspect=None) as api, asyncio.timeout(150):
            await api.retry(session_id)
            await ended(sqlite_stage, session_id)
    await whole(sqlite_stage, session_id)
    assert sqlite_stage.session(session_id)["failed_lane"] is None
    for step in ("probe", "keyframes", "read 1", "read 2", "read 3", "timeline"):
        assert ran(sqlite_stage)[step] == 2, step
    for step in ("thumbnails", "persist"):
        assert ran(sqlite_stage)[step] == 1, step


async def test_a_worker_without_the_secret_key_says_so_and_the_video_stays(
    sqlite_stage: Stage, recording: Path
) -> None:
    """Once it has the key, it processes the session."""
    stage = sqlite_stage
    session_id = await stage.add_session(recording)
    keys = stage.folder / "keys" / "secrets.txt"
    known = keys.read_text()
    keys.unlink()
    async with stage.worker() as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        await ended(stage, session_id)
    assert stage.session(session_id)["last_error"] == NO_SECRET_KEY
    assert stage.kinds(session_id) == {"video"}
    keys.write_text(known)
    async with stage.worker() as runner, asyncio.timeout(150):
        await runner.retry(session_id)
        await ended(stage, session_id)
    await whole(stage, session_id)


async def test_an_upload_that_is_not_a_recording_is_deleted_at_once(sqlite_stage: Stage) -> None:
    """A retry would not help, and the message does not name a folder."""
    session_id = await sqlite_stage.add_session(b"no recording")
    async with sqlite_stage.worker() as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        await ended(sqlite_stage, session_id)
        await true(lambda: not sqlite_stage.kinds(session_id))
        with pytest.raises(Conflict, match="upload the recording again"):
            await runner.retry(session_id)
    row = sqlite_stage.session(session_id)
    assert row["last_error"].startswith("The recording ")
    assert str(sqlite_stage.folder) not in row["last_error"]
    assert (row["failed_lane"], row["processing"]["retryable"]) == ("frameExtraction", False)

"""If a child does not get ready, the machine is to blame: no message says that the recording is too long."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.errors import Busy
from claude_scope.jobs.sandbox.pool import SandboxPool
from tests.jobs.programs import program
from tests.jobs.stage import ended
from tests.jobs.test_pool import LIMITS, sandbox_in

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.jobs.sandbox.step_limits import Limits
    from tests.jobs.stage import Stage

NEVER = "The process that works on recordings was not ready within 0.2 seconds: this machine is too busy; try again."


def slow(which: str, start_timeout_s: float) -> Limits:
    return replace(LIMITS, program=program("slow_child", f"{which}_main"), start_timeout_s=start_timeout_s)


async def test_another_child_takes_the_place_of_one_that_does_not_get_ready(tmp_path: Path, recording: Path) -> None:
    """Also of one that was started in advance."""
    async with sandbox_in(tmp_path, slow("first", 8), warm=True) as sandbox:
        first = sandbox.child
        assert first is not None
        shutil.copyfile(recording, sandbox.folder / "recording")
        probed = await sandbox.call("probe", sandbox.folder / "recording", None)
        assert probed.width == 640
        assert not first.alive


async def test_a_session_says_that_the_machine_is_busy(sqlite_stage: Stage, recording: Path) -> None:
    """And the session can be retried: its video is kept."""
    session_id = await sqlite_stage.add_session(recording)
    async with sqlite_stage.worker(limits=slow("always", 0.2)) as runner:
        await runner.enqueue(session_id)
        await ended(sqlite_stage, session_id)
    assert sqlite_stage.session(session_id)["last_error"] == NEVER
    assert "video" in sqlite_stage.kinds(session_id)


async def test_an_upload_is_answered_that_the_machine_is_busy(recording: Path) -> None:
    """The response says when to retry."""
    with pytest.raises(Busy) as told:
        await SandboxPool(slow("always", 0.2)).probe(recording)
    assert (str(told.value), told.value.http_status, told.value.retry_after_s) == (NEVER, 503, 30)


async def test_a_child_that_crashes_before_it_is_ready_is_not_the_recordings_fault(recording: Path) -> None:
    with pytest.raises(Busy, match=r"ended before it was ready \(exit status 7\); run claude-scope doctor"):
        await SandboxPool(slow("crash", 60)).probe(recording)

"""A full disk is reported as such, not as a fault of the recording, and without the names of our folders."""

from __future__ import annotations

import asyncio
import errno
import json
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.errors import ClaudeScopeError, DiskFailed, UsageError
from claude_scope.jobs.sandbox import child, child_failures, child_stations, messages
from claude_scope.jobs.sandbox.disk_failures import SENTENCES, of_folder
from claude_scope.jobs.sandbox.messages import Place
from claude_scope.jobs.sandbox.step_limits import Limits
from tests.jobs.stage import ended
from tests.small_disks import small_disk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.jobs.stage import Stage

TOLD = "No space is left on the disk that recordings are worked on; free some, then try again."


def failure(code: int, path: Path) -> Exception:
    """The exception of a station that could not write a picture."""
    raised = ClaudeScopeError(f"Keyframes cannot be written to {path}")
    raised.__cause__ = OSError(code, "as the system says it", str(path))
    return raised


@pytest.mark.parametrize("name", SENTENCES)
@pytest.mark.parametrize("is_wrapped", [True, False])
def test_a_child_reports_its_disk_and_no_path(
    name: str, is_wrapped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised = failure(getattr(errno, name), tmp_path)

    def thumbnails(*_: Any) -> None:
        raise raised if is_wrapped or raised.__cause__ is None else raised.__cause__

    monkeypatch.setattr(child_stations.Stations, "thumbnails", thumbnails)
    monkeypatch.setitem(messages.CALLS, "thumbnails", messages.Call((), tuple))
    request = messages.dump_request("thumbnails", (), Place(tmp_path), None)
    options = child.Options(0, str(tmp_path), [], None, 1, warm=False)
    line = child.answer(request, options, lambda line: None)
    assert str(tmp_path).encode() not in line
    error = child_failures.reported("thumbnails", json.loads(line)["error"], Limits.none(1))
    assert isinstance(error, DiskFailed)
    assert str(error) == SENTENCES[name].format("the disk that recordings are worked on")


def test_the_person_whose_folder_it_is_reads_its_name() -> None:
    told = "No space is left on the disk of out; free some, then try again."
    assert str(of_folder(DiskFailed(TOLD), "out")) == told
    assert str(of_folder(OSError(errno.ENOSPC, "x"), "out")) == told
    assert of_folder(OSError(errno.EACCES, "x"), "out") is None
    assert of_folder(UsageError("x"), "out") is None


@pytest.mark.parametrize("size", ["40k", "64k"])
async def test_a_session_whose_worker_has_no_room_says_so(sqlite_stage: Stage, recording: Path, size: str) -> None:
    session_id = await sqlite_stage.add_session(recording)
    with small_disk(sqlite_stage.folder / "work", size):
        async with sqlite_stage.worker() as runner, asyncio.timeout(150):
            await runner.enqueue(session_id)
            await ended(sqlite_stage, session_id)
    row = sqlite_stage.session(session_id)
    assert (row["last_error"], row["processing"]["retryable"]) == (TOLD, True)

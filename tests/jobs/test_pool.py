"""A file that breaks its decoder ends only its own session, with a clear message."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.errors import NotARecording, WorkFailed
from claude_scope.jobs.sandbox import messages
from claude_scope.jobs.sandbox.isolated_stations import IsolatedStations
from claude_scope.jobs.sandbox.pool import SandboxPool
from claude_scope.jobs.sandbox.recording_length import max_duration_ms, too_long
from claude_scope.jobs.sandbox.step_limits import PROGRAM, Limits
from tests.capture.build import write_capture, zipped
from tests.jobs.hostile_child import MARK
from tests.jobs.programs import program
from tests.jobs.stage import ended
from tests.jobs.worker import gone, runs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from claude_scope.jobs.sandbox.child_process import Child
    from claude_scope.jobs.sandbox.sandbox import Sandbox
    from tests.jobs.stage import Stage

LIMITS = Limits(600, 60, 1, 1 << 23, output_mb=50, program=program("hostile_child"))
PARENT = """
import asyncio, json, sys
from pathlib import Path
from claude_scope.jobs.sandbox.messages import Place
from claude_scope.jobs.sandbox.child_process import Child
from claude_scope.jobs.sandbox.step_limits import Limits

async def main():
    limits = Limits(400, 60, 1, 1 << 23, program=tuple(json.loads(sys.argv[1])))
    child = await Child.start(limits, Place(Path(sys.argv[2])), warm=False)
    print(child.pid, flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


@asynccontextmanager
async def sandbox_in(folder: Path, limits: Limits = LIMITS, *, warm: bool = False) -> AsyncIterator[Sandbox]:
    """The sandbox of a session, without a service."""
    sandboxes = SandboxPool(limits, warm=warm)
    sandboxes.open(folder / "sandboxes")
    try:
        async with sandboxes.sandbox() as sandbox:
            yield sandbox
    finally:
        await sandboxes.close()
    assert not list((folder / "sandboxes").glob("sandbox-*"))


async def suffer(evil: str, folder: Path, limits: Limits = LIMITS) -> str:
    """Let a file do its worst; returns the session's error."""
    async with sandbox_in(folder, limits) as sandbox:
        stations = IsolatedStations(sandbox)
        video = sandbox.folder / "recording"
        video.write_bytes(MARK + evil.encode())
        recording = await stations.probe(video)
        with pytest.raises(WorkFailed) as failure:
            await stations.keyframes(recording, sandbox.folder, 20, lambda step, done, total: None)
        assert sandbox.child is not None
        assert not sandbox.child.alive
        for left in sandbox.folder.glob("*.pid"):
            left.rename(folder / left.name)
    return str(failure.value)


@pytest.mark.parametrize(
    ("evil", "sentence"),
    [
        ("segfault", "its process crashed (SIGSEGV); record the tab again."),
        ("abort", "its process crashed (SIGABRT); record the tab again."),
        ("exit", "its process crashed (exit status 3); record the tab again."),
        ("explode", "needs more than 600 MB of memory; record a smaller window."),
        ("explode unseen", "needs more than 600 MB of memory; record a smaller window."),
        ("write files", "wrote more than 50 MB of files; record a smaller window."),
        ("talk", "gave an invalid answer; record the tab again."),
        ("close", "gave an invalid answer; record the tab again."),
        ("nonsense", "gave an invalid answer; record the tab again."),
        ("report", "gave an invalid answer; record the tab again."),
        ("report forever", "gave an invalid answer; record the tab again."),
        ("quote", "failed (ValueError); record the tab again."),
        ("name a long error", "gave an invalid answer; record the tab again."),
        ("link", "failed (PermissionError); record the tab again."),
        ("link a folder", "failed (PermissionError); record the tab again."),
        ("fork", "failed (PermissionError); record the tab again."),
        ("outside", "gave an invalid answer; record the tab again."),
    ],
)
@pytest.mark.attack("recordings")
async def test_a_child_that_a_file_takes_over_is_killed_and_the_session_says_why(
    evil: str, sentence: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the session nor the log quotes the child's error, since it may quote the recording."""
    told = await suffer(evil, tmp_path)
    assert told.startswith("Decoding the recording ")
    assert told.endswith(sentence)
    assert len(told) < 200
    assert "4111 1111" not in told + caplog.text
    assert "4111.png" not in told + caplog.text
    assert len(caplog.text) < 1000


@pytest.mark.attack("recordings")
def test_what_a_child_says_of_an_error_is_bounded() -> None:
    said = {"type": "NotARecording", "message": "x" * 1_000_000}
    assert len(str(messages.load_error(said))) == messages.MAX_ERROR_LENGTH
    for name in ("X" * 201, "two words", "", 7, None, ["NotARecording"]):
        with pytest.raises(ValueError, match="not the name of a class"):
            messages.load_error({"type": name, "message": ""})


@pytest.mark.attack("recordings")
async def test_one_endless_file_is_cut_off(tmp_path: Path) -> None:
    """By the kernel at 512 MB, or earlier by the worker, which is the first to notice here."""
    told = await suffer("write one file", tmp_path, replace(LIMITS, output_mb=5000))
    assert told == "Decoding the recording failed (OSError); record the tab again."


@pytest.mark.attack("captures")
async def test_a_capture_that_unpacks_to_too_large_a_file_is_refused(tmp_path: Path) -> None:
    """The service answers with 400. The limit is lowered to 1 MB here."""
    folder = write_capture(tmp_path / "one", [])
    (folder / "events-000.jsonl").write_bytes(bytes(3_000_000))
    code = "from claude_scope.jobs.sandbox import child, rlimits; rlimits.MAX_FILE_BYTES = 1 << 20; child.main()"
    sandboxes = SandboxPool(replace(LIMITS, program=("-c", code)), warm=False)
    with pytest.raises(NotARecording, match=r"^The recording unpacks to more than 1 MB; record a shorter time\.$"):
        await sandboxes.probe(zipped(folder))


@pytest.mark.attack("recordings")
async def test_a_child_that_hangs_is_stopped(tmp_path: Path) -> None:
    told = await suffer("hang", tmp_path, replace(LIMITS, step_timeout_s=1))
    assert told == "Decoding the recording took longer than a second and was stopped; record a shorter flow."


@pytest.mark.attack("recordings")
async def test_what_a_child_started_goes_with_it(tmp_path: Path) -> None:
    """On a system that lets it start a process."""
    await suffer("fork", tmp_path, replace(LIMITS, step_timeout_s=3, program=program("hostile_child", "open_main")))
    await gone(int((tmp_path / "left.pid").read_text()))


async def test_a_session_that_is_stopped_twice_leaves_neither_a_child_nor_a_file(tmp_path: Path) -> None:
    """The second stop arrives while the child is being killed, or before."""
    sandboxes = SandboxPool(LIMITS, warm=False)
    sandboxes.open(tmp_path)
    begun: asyncio.Future[Child] = asyncio.get_running_loop().create_future()

    async def session() -> None:
        async with sandboxes.sandbox() as sandbox:
            (sandbox.folder / "recording").write_bytes(MARK)
            await sandbox.call("probe", sandbox.folder / "recording", None)
            assert sandbox.child is not None
            begun.set_result(sandbox.child)
            await asyncio.sleep(3600)

    task = asyncio.create_task(session())
    child = await begun
    for _ in range(2):
        task.cancel()
        await asyncio.sleep(0)
    await asyncio.wait([task])
    assert is_empty(tmp_path)
    assert not child.alive
    await sandboxes.close()
    await gone(child.pid)


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


async def test_a_warm_child_whose_start_was_stopped_is_done_without(tmp_path: Path) -> None:
    """As when a worker ends."""
    for _ in range(2):
        sandboxes = SandboxPool(LIMITS)
        sandboxes.open(tmp_path)
        assert sandboxes._spare is not None
        sandboxes._spare.cancel()
        async with sandboxes.sandbox() as sandbox:
            (sandbox.folder / "recording").write_bytes(MARK)
            await sandbox.call("probe", sandbox.folder / "recording", None)
        assert sandboxes._spare is not None
        sandboxes._spare.cancel()
        await sandboxes.close()
        assert is_empty(tmp_path)


@pytest.mark.parametrize("run", [PROGRAM, program("piped_child")], ids=["kernel", "pipe"])
async def test_a_child_does_not_outlive_its_worker(run: tuple[str, ...], tmp_path: Path) -> None:
    """The kernel ensures this; on other systems a closing pipe does."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, json.dumps(run), str(tmp_path), stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    pid = int(await parent.stdout.readline())
    assert runs(pid)
    parent.kill()
    await parent.wait()
    await gone(pid)


async def test_a_child_that_could_not_get_warm_answers_all_the_same(tmp_path: Path, recording: Path) -> None:
    """The call that needs the missing library reports it, without a crash."""
    async with sandbox_in(tmp_path, replace(LIMITS, program=program("cold_child")), warm=True) as sandbox:
        stations = IsolatedStations(sandbox)
        video = sandbox.folder / "recording"
        shutil.copyfile(recording, video)
        assert (await stations.probe(video)).width == 640
        with pytest.raises(WorkFailed, match=r"Decoding the recording failed \(ImportError\)"):
            await stations.keyframes(await stations.probe(video), tmp_path, 20, lambda step, done, total: None)


@pytest.mark.attack("recordings")
async def test_hostile_files_end_their_sessions_and_no_other(sqlite_stage: Stage, recording: Path) -> None:
    """Two at a time in one worker, with a harmless file among them."""
    evil = [await sqlite_stage.add_session(MARK + name) for name in (b"segfault", b"write files", b"nonsense")]
    honest = await sqlite_stage.add_session(recording)
    async with sqlite_stage.worker(limits=LIMITS) as runner, asyncio.timeout(120):
        for session_id in (*evil, honest):
            await runner.enqueue(session_id)
        await ended(sqlite_stage, *evil, honest)
    assert sqlite_stage.session(honest)["status"] == "complete", sqlite_stage.session(honest)["last_error"]
    told = [sqlite_stage.session(item)["last_error"] for item in evil]
    assert [item.partition(";")[0] for item in told] == [
        "Decoding the recording failed: its process crashed (SIGSEGV)",
        "Decoding the recording wrote more than 50 MB of files",
        "Decoding the recording failed: its process gave an invalid answer",
    ]
    assert all(sqlite_stage.session(item)["processing"]["frameExtraction"]["status"] == "error" for item in evil)
    assert not list((sqlite_stage.folder / "work").glob("*/*"))


@pytest.mark.attack("recordings")
async def test_a_recording_that_is_too_large_is_refused_before_it_is_decoded(tmp_path: Path, recording: Path) -> None:
    """By its frames and its length; the message names no folder."""
    for limits, minutes, sentence in (
        (replace(LIMITS, max_pixels=1000), 30, "The recording has frames of 640 x 360 pixels, more than are allowed"),
        (LIMITS, 0.01, "The recording is 0.1 minutes long, and your settings allow 0.01; record a shorter flow, or "),
    ):
        with pytest.raises(NotARecording, match=sentence):
            await SandboxPool(limits, warm=False).probe(recording, minutes)


@pytest.mark.attack("recordings")
async def test_a_recording_that_holds_more_than_it_says_is_stopped_at_what_its_account_allows(
    tmp_path: Path, recording: Path
) -> None:
    async with sandbox_in(tmp_path) as sandbox:
        stations = IsolatedStations(sandbox, 0.01)
        video = sandbox.folder / "recording"
        shutil.copyfile(recording, video)
        says_little = replace(await SandboxPool(LIMITS).probe(video), duration_ms=100)
        with pytest.raises(
            NotARecording, match=r"is longer than 0\.01 minutes, and your settings allow no more; record"
        ):
            await stations.keyframes(says_little, tmp_path, 20, lambda step, done, total: None)


def test_a_refusal_names_the_limit_of_the_account_and_a_larger_one_only_if_there_is_one() -> None:
    assert max_duration_ms(10) == 630_000
    assert str(too_long("It", 10, 720_000)).endswith(
        "12.0 minutes long, and your settings allow 10; record a shorter flow, or change maxRecordingLength."
    )
    assert str(too_long("It", 30)).endswith("than 30 minutes, and your settings allow no more; record a shorter flow.")

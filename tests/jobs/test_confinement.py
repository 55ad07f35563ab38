"""A compromised child can reach no files but its own, no other process and no network."""

from __future__ import annotations

import json
import os
import platform
import secrets
import shutil
import threading
from contextlib import suppress
from dataclasses import replace
from mmap import PAGESIZE
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest

from claude_scope.errors import NotARecording, WorkFailed
from claude_scope.jobs.sandbox import child_process, landlock
from claude_scope.jobs.sandbox import confinement as confine
from claude_scope.jobs.sandbox.child_process import PASSED_VARIABLES
from claude_scope.jobs.sandbox.confinement import Confinement
from claude_scope.jobs.sandbox.isolated_stations import IsolatedStations
from claude_scope.jobs.sandbox.pool import SandboxPool
from claude_scope.jobs.sandbox.step_limits import PROGRAM
from tests.jobs.hostile_child import MARK
from tests.jobs.programs import program
from tests.jobs.stage import ended
from tests.jobs.targets import NONE_DONE, breaks_out, targets
from tests.jobs.test_pool import LIMITS, sandbox_in
from tests.jobs.tries import NEEDS_LUCK, TRIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.jobs.sandbox.step_limits import Limits
    from tests.jobs.stage import Stage

UNCONFINED = replace(LIMITS, program=program("hostile_child", "open_main"))


async def done_by(folder: Path, limits: Limits = LIMITS) -> set[str]:
    """What a compromised child managed to do."""
    with targets(folder / "data") as at:
        async with sandbox_in(folder, limits) as sandbox:
            stations = IsolatedStations(sandbox)
            (sandbox.folder / "recording").write_bytes(breaks_out(at))
            recording = await stations.probe(sandbox.folder / "recording")
            with pytest.raises(NotARecording, match=f"{len(TRIES)} tries"):
                await stations.keyframes(recording, sandbox.folder, 20, lambda step, done, total: None)
            return set(json.loads((sandbox.folder / "done.json").read_text()))


@pytest.mark.attack("confinement", cases=len(TRIES))
async def test_a_hostile_child_reaches_nothing(tmp_path: Path) -> None:
    assert await done_by(tmp_path) == set()


async def test_all_that_it_tries_works_where_a_system_does_not_confine_it(tmp_path: Path) -> None:
    """This shows that the test above can fail."""
    done = await done_by(tmp_path, UNCONFINED)
    assert set(TRIES) - done - NEEDS_LUCK <= {"more memory than allowed"}  # which only root may raise


@pytest.mark.attack("confinement", cases=len(TRIES))
async def test_a_hostile_upload_reaches_nothing(tmp_path: Path) -> None:
    """While the service examines it, it can write to no folder."""
    with targets(tmp_path / "data") as at:
        (tmp_path / "upload").write_bytes(breaks_out(at))
        with pytest.raises(NotARecording, match=NONE_DONE):
            await SandboxPool(LIMITS).probe(tmp_path / "upload")


@pytest.mark.attack("confinement", cases=len(TRIES))
async def test_a_hostile_session_of_a_service_reaches_nothing(sqlite_stage: Stage) -> None:
    """Neither the service's database nor the recording of another session."""
    with targets(sqlite_stage.folder / "data") as at:
        at |= {"data": str(sqlite_stage.folder), "database": sqlite_stage.settings.database_url.partition("///")[2]}
        (sqlite_stage.folder / "to move in").write_bytes(b"")
        evil = await sqlite_stage.add_session(breaks_out(at))
        async with sqlite_stage.worker(limits=LIMITS) as runner:
            await runner.enqueue(evil)
            await ended(sqlite_stage, evil)
    assert sqlite_stage.session(evil)["last_error"] == NONE_DONE


@pytest.mark.attack("confinement")
async def test_calls_of_another_architecture_end_the_child(tmp_path: Path) -> None:
    """Other architectures have other call numbers. A kernel without them kills the child too, with SIGSEGV."""
    if platform.machine() != "x86_64":
        return
    async with sandbox_in(tmp_path) as sandbox:
        stations = IsolatedStations(sandbox)
        (sandbox.folder / "recording").write_bytes(MARK + b"compat")
        recording = await stations.probe(sandbox.folder / "recording")
        with pytest.raises(WorkFailed, match=r"its process crashed \(SIG(SYS|SEGV)\)"):
            await stations.keyframes(recording, sandbox.folder, 20, lambda step, done, total: None)


@pytest.mark.attack("confinement")
async def test_a_child_has_nothing_of_its_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable, no open file and no memory."""
    secret = secrets.token_hex(16)
    monkeypatch.setenv("CLAUDE_SCOPE_SECRET_KEYS", secret)
    monkeypatch.setenv("ANTHROPIC_API_KEY", secret)
    (tmp_path / "keys").write_text(secret)
    with (tmp_path / "keys").open() as keys:
        os.set_inheritable(keys.fileno(), True)
        async with sandbox_in(tmp_path, replace(LIMITS, program=PROGRAM)) as sandbox:
            (sandbox.folder / "recording").write_bytes(b"no recording")
            with pytest.raises(NotARecording):
                await sandbox.call("probe", sandbox.folder / "recording", None)
            assert sandbox.child is not None
            child = Path(f"/proc/{sandbox.child.pid}")
            environment = (child / "environ").read_text().strip("\0").split("\0")
            variables = {item.partition("=")[0] for item in environment}
            assert variables - {"LC_CTYPE", "PYTHONPATH"} <= set(PASSED_VARIABLES)
            opened = {str(path.readlink()).partition(":")[0] for path in (child / "fd").iterdir()}
            assert opened <= {"pipe", "socket", "/dev/null", f"/proc/{sandbox.child.pid}/statm"}
            assert not list(found_in_memory(sandbox.child.pid, secret.encode()))
    assert list(found_in_memory(os.getpid(), secret.encode()))


def found_in_memory(pid: int, secret: bytes) -> Iterator[str]:
    """The parts of a process's memory that contain it."""
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights, *_ = line.split()
            begin, end = (int(part, 16) for part in place.split("-"))
            if "rw" in rights and "[v" not in line and secret in readable(memory, begin, end):
                yield line


def readable(memory: BinaryIO, begin: int, end: int) -> bytes:
    """The memory that the kernel lets us read: not the pages of a truncated file that a library may have mapped."""
    parts = []
    for page in range(begin, end, PAGESIZE):
        memory.seek(page)
        with suppress(OSError):
            parts.append(memory.read(PAGESIZE))
    return b"".join(parts)


def states_of_threads(pid: int) -> list[dict[str, str]]:
    threads = Path(f"/proc/{pid}/task").iterdir()
    return [dict(line.split(":\t") for line in (thread / "status").read_text().splitlines()) for thread in threads]


@pytest.mark.attack("confinement")
async def test_every_thread_of_a_child_is_confined(tmp_path: Path, recording: Path) -> None:
    """Including those of the libraries, which exist once it is warm."""
    async with sandbox_in(tmp_path, replace(LIMITS, memory_mb=3072, program=PROGRAM), warm=True) as sandbox:
        shutil.copyfile(recording, sandbox.folder / "recording")
        await sandbox.call("probe", sandbox.folder / "recording", None)
        assert sandbox.child is not None
        states = states_of_threads(sandbox.child.pid)
    assert len(states) > 3
    assert {(state["NoNewPrivs"], state["Seccomp"].strip()) for state in states} == {("1", "2")}
    assert {int(state["CapEff"], 16) & ~confine.KEPT_CAPABILITIES for state in states} == {0}


def test_a_process_is_not_confined_after_a_thread_was_started() -> None:
    """Landlock would not apply to that thread."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        with pytest.raises(RuntimeError, match="A thread was started before"):
            confine.confine((), ())
    finally:
        over.set()
        thread.join()


def test_what_an_older_kernel_does_not_know_is_left_out() -> None:
    assert [landlock._known(landlock.FILESYSTEM, version).bit_length() for version in (1, 2, 3, 4, 5, 7)] == [
        *(13, 14, 15, 15, 16, 16)
    ]
    assert [landlock._known(landlock.NETWORK, version) for version in (3, 4)] == [0, 3]
    assert [landlock._known(landlock.SCOPES, version) for version in (5, 6)] == [0, 3]


@pytest.mark.parametrize(
    ("confinement", "sentence"),
    [
        (Confinement(7, True), "the process that decodes recordings is confined"),
        (Confinement(0, True), "files, without Landlock"),
        (Confinement(4, False), "network and processes, without seccomp"),
    ],
)
async def test_the_service_logs_missing_confinement_once(
    confinement: Confinement, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    child_process.log_confinement.cache_clear()
    caplog.set_level("INFO")
    for _ in range(2):
        child_process.log_confinement(confinement)
    assert caplog.text.count(sentence) == 1
    assert ("WARNING" in caplog.text) != confinement.whole

"""Starts and ends of a browser."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from claude_scope.browser.devtools.connection import Connection
from claude_scope.browser.devtools.errors import ConnectionClosed
from claude_scope.browser.devtools.launch import launch
from claude_scope.errors import BrowserMissing
from tests.browser.devtools.conftest import PATH, SWITCHES, Running

STARTED = """
import asyncio, os, pathlib, sys
from claude_scope.browser.devtools.launch import launch

async def main():
    async with launch(pathlib.Path(sys.argv[1]), sys.argv[2:], env=os.environ):
        print("started", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


def switches(folder: Path) -> list[str]:
    return [*SWITCHES, f"--user-data-dir={folder / 'profile'}"]


async def pid_of(connection: Connection) -> int:
    found = await connection.send("SystemInfo.getProcessInfo")
    return next(int(process["id"]) for process in found["processInfo"] if process["type"] == "browser")


def program(folder: Path, text: str) -> Path:
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


async def start(path: Path, arguments: Sequence[str], timeout_s: float = 30) -> str:
    """Why it does not start."""
    with pytest.raises(BrowserMissing) as raised:
        async with launch(path, arguments, env=os.environ, start_timeout_s=timeout_s):
            pass
    return str(raised.value)


async def test_a_browser_runs_in_a_group_of_its_own_until_the_block_ends(stopped: Path) -> None:
    """Ctrl-C in the terminal reaches the processes of the terminal's group."""
    async with launch(PATH, switches(stopped), env=os.environ) as connection:
        pid = await pid_of(connection)
        assert os.getpgid(pid) == pid
        assert not connection.closed.is_set()
    assert connection.closed.is_set()


async def test_a_killed_browser_ends_the_commands(stopped: Path) -> None:
    async with launch(PATH, switches(stopped), env=os.environ) as connection:
        pid = await pid_of(connection)
        target = (await connection.send("Target.getTargets"))["targetInfos"][0]["targetId"]
        attached = await connection.send("Target.attachToTarget", {"targetId": target, "flatten": True})
        never = {"expression": "new Promise(() => {})", "awaitPromise": True}
        waiting = connection.session(attached["sessionId"]).send("Runtime.evaluate", never)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(ConnectionClosed, match=r"^Runtime\.evaluate: the browser is gone$"):
            await asyncio.wait_for(waiting, 5)
        assert connection.closed.is_set()


async def test_a_cancelled_start_leaves_no_process(stopped: Path) -> None:
    async def run() -> None:
        async with launch(PATH, switches(stopped), env=os.environ):
            pytest.fail("cancelled before")

    task = asyncio.create_task(run())
    await asyncio.sleep(0.1)
    task.cancel()
    begun = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - begun < 5, "a browser that starts is killed, not closed"


@pytest.mark.usefixtures("stopped")
def test_a_browser_ends_when_this_process_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTED, str(PATH), *switches(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        process.kill()


async def test_a_profile_in_use_is_reported(running: Running, stopped: Path) -> None:
    said = await start(PATH, [*SWITCHES, f"--user-data-dir={running.profile}"])
    assert said == (
        "The browser's profile is in use by another window; close that, or give another folder with --profile."
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("exit 0", "exit code 0"),
        ("echo first >&2; echo '  the last line. ' >&2; exit 3", "the last line"),
        ("echo '[1:1:0101/1.1:ERROR:a/b.cc:1] Why.\n[1:1:0101/1.1:ERROR:dbus/bus.cc:1] No bus' >&2; exit 1", "Why"),
        ("exec 3>&- 4>&-; sleep 60", "no answer"),
        ("sleep 60 & sleep 60", "no answer"),
    ],
)
async def test_a_program_that_is_no_browser_is_reported_and_ended(stopped: Path, text: str, reason: str) -> None:
    path = program(stopped, text)
    assert (await start(path, [], timeout_s=0.5)).startswith(f"{path} does not start ({reason}); run `claude-scope")


async def test_what_is_no_program_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "nothing"
    assert str(path) in await start(path, [])


async def test_a_missing_sandbox_is_reported(stopped: Path) -> None:
    path = program(stopped, "echo '[1:1:0101/1.1:FATAL:zygote.cc:1] No usable sandbox! If' >&2; exit 1")
    assert "its sandbox; install the system's own chromium" in await start(path, [])

"""Runs a program with limits on its time and output, and kills all its processes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from claude_scope.hosted.calls.commands.command import Ended

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from claude_scope.hosted.calls.commands.command import Invocation

MAX_STDOUT_BYTES = 2_000_000
"""12,000 tokens are 60 KB, and the commands repeat the answer in several events."""
MAX_STDERR_BYTES = 64_000
"""Only this much of the end of stderr is kept; some commands write their error there."""
CHUNK_BYTES = 65_536
POLL_S = 0.02


class TooMuchOutput(Exception):
    """A program wrote more than MAX_STDOUT_BYTES."""


async def run_bounded(
    program: str, invocation: Invocation, *, folder: Path, environment: Mapping[str, str], timeout_s: float
) -> Ended:
    """Run a program in a folder until it ends; its process group is always killed, also on cancellation.

    Raises:
        TimeoutError: it did not end in time.
        TooMuchOutput: it wrote too much.
        OSError: it could not be started.
    """
    process = await asyncio.create_subprocess_exec(
        program,
        *invocation.arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    output = asyncio.create_task(_read_all(process.stdout))
    errors = asyncio.create_task(_read_end(process.stderr))
    tasks = (output, errors, asyncio.create_task(_feed(process.stdin, invocation.stdin)))
    try:
        async with asyncio.timeout(timeout_s):
            status, *_ = await asyncio.gather(_end(process), *tasks)
    finally:
        _kill_group(process)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await _close(process)
    stdout, stderr = output.result(), errors.result()
    return Ended(status, stdout.decode(errors="replace"), stderr.decode(errors="replace"))


async def _read_all(stream: asyncio.StreamReader) -> bytes:
    found = bytearray()
    while chunk := await stream.read(CHUNK_BYTES):
        found += chunk
        if len(found) > MAX_STDOUT_BYTES:
            raise TooMuchOutput
    return bytes(found)


async def _read_end(stream: asyncio.StreamReader) -> bytes:
    found = b""
    while chunk := await stream.read(CHUNK_BYTES):
        found = (found + chunk)[-MAX_STDERR_BYTES:]
    return found


async def _feed(stream: asyncio.StreamWriter, data: bytes) -> None:
    with suppress(OSError):  # a program that ends early does not read its input; its output has the reason
        stream.write(data)
        await stream.drain()
        stream.close()
        await stream.wait_closed()


async def _end(process: asyncio.subprocess.Process) -> int:
    """Wait until the program ends, then kill its child processes, which may keep its output open.

    In Python 3.11 and 3.12 `process.wait()` also waits until the output is closed.
    """
    while process.returncode is None:  # noqa: ASYNC110  # no event says so
        await asyncio.sleep(POLL_S)
    _kill_group(process)
    return process.returncode


def _kill_group(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


async def _close(process: asyncio.subprocess.Process) -> None:
    """Close the pipes, which may be full, and reap the program."""
    transport = getattr(process, "_transport", None)
    if transport is not None:
        transport.close()
    await process.wait()

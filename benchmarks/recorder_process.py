"""Runs `claude-scope record` on a page, so that a driver can act in its browser."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.processes import free_port

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Mapping, Sequence
    from pathlib import Path

_START_S, _STOP_S = 60.0, 120.0


@dataclass
class Recorder:
    """A running recorder: the address of its browser's debugging port, and its output on the terminal."""

    address: str
    _process: Process
    said: list[str] = field(default_factory=list)

    @property
    def pid(self) -> int:
        """The recorder's process id; its browser is a descendant."""
        return self._process.pid

    async def stop(self) -> None:
        """End the recording, after which its file is complete."""
        self._process.terminate()
        async with asyncio.timeout(_STOP_S):
            await self._process.wait()


@asynccontextmanager
async def recorder(
    url: str, folder: Path, *options: str, environment: Mapping[str, str] | None = None, log: Path | None = None
) -> AsyncIterator[Recorder]:
    """Record `url` into `folder`; the recorder is killed if the block did not stop it. `log` gets its output."""
    port = free_port()
    words = (url, "--headless", "--cdp-port", str(port), "--out", str(folder), *options)
    async with _running(f"http://127.0.0.1:{port}", words, environment, log) as recorder:
        yield recorder


@asynccontextmanager
async def recorder_of_tab(browser: str, tab: str, folder: Path, log: Path | None = None) -> AsyncIterator[Recorder]:
    """Record the open tab of `browser`, a WebSocket's address, whose title or address contains `tab`."""
    words = (f"--attach={browser}", "--tab", tab, "--out", str(folder))
    async with _running(f"http://{urlsplit(browser).netloc}", words, None, log) as recorder:
        yield recorder


@asynccontextmanager
async def _running(
    address: str, words: Sequence[str], environment: Mapping[str, str] | None, log: Path | None
) -> AsyncIterator[Recorder]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "claude_scope", "record", "--no-analyze", *words),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    running = asyncio.Event()
    recorder = Recorder(address, process)
    reading = asyncio.create_task(_read(process, recorder.said, running))
    try:
        async with asyncio.timeout(_START_S):
            await running.wait()
        if process.returncode is not None:
            raise RuntimeError("record ended at once: " + " ".join(recorder.said))
        yield recorder
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading
        if log is not None:
            await asyncio.to_thread(_write, log, "\n".join(recorder.said))


def _write(log: Path, text: str) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(text)


async def _read(process: Process, said: list[str], running: asyncio.Event) -> None:
    assert process.stderr is not None
    async for line in process.stderr:
        said.append(line.decode().rstrip())
        if said[-1].startswith("Recording "):
            running.set()
    running.set()

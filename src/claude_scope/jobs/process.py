"""A child process (`child`) as its worker sees it: asked, watched, and killed at the first limit that it breaks."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.errors import ClaudeScopeError, WorkFailed
from claude_scope.jobs import messages
from claude_scope.jobs.lengths import MAX_MINUTES
from claude_scope.jobs.messages import MAX_MESSAGE_BYTES, OUT_OF_MEMORY, Bounds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from claude_scope.settings import ServiceSettings

    Report = Callable[[messages.Progress | messages.Picture], None]

log = logging.getLogger(__name__)

START_TIMEOUT_S = 120
"""For a child to import everything on a machine that is busy; it takes about a second on an idle one."""
BIG_BYTES = 1 << 16
"""Messages from this size on are decoded in a thread, so that the event loop goes on."""
MAX_LINES = 10_000
"""Of one answer: progress is told four times in a second of a recording, which makes 7,560 in the longest, and 200
pictures at most."""
LOOK_EVERY_S = 1.0
"""How often what a child has written is measured."""
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TZ")
"""All that a child gets of the environment: no key and no password is among it."""
WORDS = {
    "probe": "Looking into the recording",
    "keyframes": "Decoding the recording",
    "read": "Reading a frame",
    "views": "Preparing a frame for the model",
    "timeline": "Working out what changed",
    "thumbnails": "Making the thumbnails",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use; `module` is what it runs."""

    memory_mb: int
    step_timeout_s: float
    ocr_threads: int
    max_pixels: int
    output_mb: int = 2048
    """Of files that one call writes: 200 frames of 8K that do not compress would be 13 GB."""
    module: str = "claude_scope.jobs.child"

    @classmethod
    def of(cls, settings: ServiceSettings) -> Limits:
        """Those of the settings."""
        return cls(settings.step_memory_mb, settings.step_timeout_s, settings.ocr_threads, settings.max_pixels)

    def bounds(self, max_minutes: float) -> Bounds:
        """What a recording may be, of an account that allows itself so many minutes."""
        return Bounds(self.max_pixels, min(max_minutes, MAX_MINUTES))


class Child:
    """One child process."""

    def __init__(self, process: asyncio.subprocess.Process, limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self._ready = False
        self._wrote_too_much = False

    @classmethod
    async def start(cls, limits: Limits, *, warm: bool) -> Child:
        """Start one; it gets ready in its own time."""
        options = {
            "parent": os.getpid(),
            "memory_mb": limits.memory_mb,
            "ocr_threads": limits.ocr_threads,
            "warm": warm,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", limits.module, json.dumps(options)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ},
            limit=MAX_MESSAGE_BYTES,
            start_new_session=True,  # Ctrl+C in a terminal is for the worker, which ends its children itself
        )
        return cls(process, limits)

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    async def call(self, call: str, arguments: tuple[Any, ...], folder: Path, report: Report) -> Any:
        """Ask and await the result; a child that failed once is dead.

        Raises:
            BadInput, LaneError: what the station says.
            WorkFailed: the child crashed, broke a limit, or talked nonsense.
        """
        try:
            return await self._call(call, arguments, folder, report)
        except WorkFailed:
            await self.kill()
            raise
        except asyncio.CancelledError:
            await self.kill()
            raise

    async def _call(self, call: str, arguments: tuple[Any, ...], folder: Path, report: Report) -> Any:
        timeout_s = self._limits.step_timeout_s
        cpu_s = round(timeout_s * (os.cpu_count() or 1))
        request = await asyncio.to_thread(messages.dump_request, call, arguments, folder, cpu_s)
        try:
            await self._get_ready()
            # An upload is looked into where others are being written.
            bounded = nullcontext() if call == "probe" else self._bounded(folder)
            async with asyncio.timeout(timeout_s), bounded:
                await self._send(request)
                return await self._answer(call, folder, report)
        except TimeoutError as error:
            limit = "a second" if timeout_s == 1 else f"{timeout_s:g} seconds"
            raise WorkFailed(
                f"{WORDS[call]} took longer than {limit} and was stopped; record a shorter flow."
            ) from error
        except (ValueError, TypeError, KeyError, OSError, RecursionError) as error:
            log.warning("a child answered nonsense to %s: %s", call, type(error).__name__)  # no more: it may quote it
            raise WorkFailed(
                f"{WORDS[call]} failed: its process gave no sound answer; record the tab again."
            ) from error

    async def _get_ready(self) -> None:
        if not self._ready:
            async with asyncio.timeout(START_TIMEOUT_S):
                self._ready = "ready" in await self._line("probe")

    @asynccontextmanager
    async def _bounded(self, folder: Path) -> AsyncIterator[None]:
        """Kill the child once the folder has grown by more than it may write."""
        most = await asyncio.to_thread(_size, folder) + (self._limits.output_mb << 20)

        async def watch() -> None:
            while await asyncio.to_thread(_size, folder) <= most:  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(LOOK_EVERY_S)
            self._wrote_too_much = True
            self._end()

        watcher = asyncio.create_task(watch())
        try:
            yield
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher

    async def _send(self, request: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError, ConnectionResetError):  # it died: reading its answer tells how
            self._process.stdin.write(request)
            await self._process.stdin.drain()

    async def _answer(self, call: str, folder: Path, report: Report) -> Any:
        for _ in range(MAX_LINES):
            data = await self._line(call)
            if "progress" in data:
                report(messages.load_progress(data["progress"]))
            elif "picture" in data:
                picture = messages.load_picture(data["picture"], folder)
                if picture is not None:
                    report(picture)
            elif "error" in data:
                raise self._error(call, data["error"])
            else:
                return await asyncio.to_thread(messages.load_result, call, data["result"], folder)
        raise ValueError("it talks without end")

    async def _line(self, call: str) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise await self._died(call)
        data = await asyncio.to_thread(json.loads, line) if len(line) > BIG_BYTES else json.loads(line)
        if not isinstance(data, dict):
            raise TypeError("not an object")
        return data

    def _error(self, call: str, data: Any) -> ClaudeScopeError:
        error = messages.load_error(data)
        if error is not None:
            return error
        kind = messages.load_type(data)
        if kind == "MemoryError":
            return self._out_of_memory(call)
        log.warning("%s failed in its process: %s", call, kind)  # its message may quote the recording
        return WorkFailed(f"{WORDS[call]} failed ({kind}); record the tab again.")

    def _out_of_memory(self, call: str) -> WorkFailed:
        return WorkFailed(
            f"{WORDS[call]} needs more than {self._limits.memory_mb} MB of memory; record a smaller window."
        )

    async def _died(self, call: str) -> WorkFailed:
        code = await self._process.wait()
        if self._wrote_too_much:
            return WorkFailed(
                f"{WORDS[call]} wrote more than {self._limits.output_mb} MB of files; record a smaller window."
            )
        if code == OUT_OF_MEMORY:
            return self._out_of_memory(call)
        how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        log.warning("%s: its process died: %s", call, how)
        if how == "SIGXCPU":
            return WorkFailed(f"{WORDS[call]} used more processor time than is allowed; record a shorter flow.")
        if how == "SIGKILL":
            return WorkFailed(
                f"{WORDS[call]} was ended from outside, as a machine does that runs out of memory; try again."
            )
        return WorkFailed(f"{WORDS[call]} failed: its process crashed ({how}); record the tab again.")

    async def kill(self) -> None:
        """End it, whatever it does."""
        self._end()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()
        transport = getattr(self._process, "_transport", None)
        if transport is not None:  # the pipes, when it ended before all of its output was read
            transport.close()

    def _end(self) -> None:
        if not self.alive:
            return
        with suppress(ProcessLookupError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self.pid, signal.SIGKILL)  # it leads a session: whatever it started goes too


def _size(folder: Path) -> int:
    """Bytes of all files in a folder and below, however they come and go meanwhile."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += Path(parent, name).lstat().st_size
    return total

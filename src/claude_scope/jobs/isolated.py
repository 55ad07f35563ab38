"""Decoding and reading in processes of their own (`child`): what a file does to one of them ends one session.

A child serves one session, with limits on time, memory and output, and is killed afterwards. One is kept warm, so that
a session does not wait for imports.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claude_scope.errors import ClaudeScopeError, WorkFailed
from claude_scope.jobs import messages
from claude_scope.jobs.messages import MAX_MESSAGE_BYTES, Bounds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from claude_scope.pipeline import Progress, Request
    from claude_scope.settings import ServiceSettings
    from claude_scope.values import Keyframe, Keyframes, Reading, Recording, Snapshot, Timeline
    from claude_scope.vision.reader import Reader

log = logging.getLogger(__name__)

START_TIMEOUT_S = 120
"""For a child to import everything on a machine that is busy; it takes about a second on an idle one."""
MAX_MINUTES = 30
"""The longest recording that an account may allow itself."""
SLACK = 1.05
"""A recorder stops a little after it was told to."""
BIG_BYTES = 1 << 16
"""Messages from this size on are decoded in a thread, so that the event loop goes on."""
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TZ")
"""All that a child gets of the environment: no key and no password is among it."""
WORDS = {
    "probe": "Looking into the recording",
    "keyframes": "Decoding the recording",
    "read": "Reading a frame",
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
    max_minutes: float = MAX_MINUTES
    module: str = "claude_scope.jobs.child"

    @classmethod
    def of(cls, settings: ServiceSettings) -> Limits:
        """Those of the settings."""
        return cls(settings.step_memory_mb, settings.step_timeout_s, settings.ocr_threads, settings.max_pixels)

    @property
    def bounds(self) -> Bounds:
        """What a recording may be."""
        return Bounds(self.max_pixels, round(self.max_minutes * 60_000 * SLACK))


class Child:
    """One child process."""

    def __init__(self, process: asyncio.subprocess.Process, limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self._ready = False

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

    async def call(
        self, call: str, arguments: tuple[Any, ...], folder: Path, progress: Callable[[float, float | None], None]
    ) -> Any:
        """Ask and await the result; a child that failed once is dead.

        Raises:
            BadInput, LaneError: what the station says.
            WorkFailed: the child crashed, broke a limit, or talked nonsense.
        """
        try:
            return await self._call(call, arguments, folder, progress)
        except WorkFailed:
            await self.kill()
            raise
        except asyncio.CancelledError:
            await self.kill()
            raise

    async def _call(
        self, call: str, arguments: tuple[Any, ...], folder: Path, progress: Callable[[float, float | None], None]
    ) -> Any:
        timeout_s = self._limits.step_timeout_s
        cpu_s = round(timeout_s * (os.cpu_count() or 1))
        request = await asyncio.to_thread(messages.dump_request, call, arguments, folder, cpu_s)
        try:
            await self._get_ready()
            async with asyncio.timeout(timeout_s):
                await self._send(request)
                return await self._answer(call, folder, progress)
        except TimeoutError as error:
            raise WorkFailed(
                f"{WORDS[call]} took longer than {timeout_s:g} seconds and was stopped; record a shorter flow."
            ) from error
        except (ValueError, TypeError, KeyError, OSError, RecursionError) as error:
            log.warning("a child answered nonsense to %s: %r", call, error)
            raise WorkFailed(
                f"{WORDS[call]} failed: its process gave no sound answer; record the tab again."
            ) from error

    async def _get_ready(self) -> None:
        if not self._ready:
            async with asyncio.timeout(START_TIMEOUT_S):
                self._ready = "ready" in await self._line("probe")

    async def _send(self, request: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError, ConnectionResetError):  # it died: reading its answer tells how
            self._process.stdin.write(request)
            await self._process.stdin.drain()

    async def _answer(self, call: str, folder: Path, progress: Callable[[float, float | None], None]) -> Any:
        while True:
            data = await self._line(call)
            if "progress" in data:
                done, total = data["progress"]
                progress(float(done), None if total is None else float(total))
            elif "error" in data:
                raise self._error(call, data["error"])
            else:
                return await asyncio.to_thread(messages.load_result, call, data["result"], folder)

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
        if data["type"] == "MemoryError":
            return self._out_of_memory(call)
        log.warning("%s failed in its process: %s: %s", call, data["type"], data["message"])
        return WorkFailed(f"{WORDS[call]} failed ({data['type']}); record the tab again.")

    def _out_of_memory(self, call: str) -> WorkFailed:
        return WorkFailed(
            f"{WORDS[call]} needs more than {self._limits.memory_mb} MB of memory; record a smaller window."
        )

    async def _died(self, call: str) -> WorkFailed:
        code = await self._process.wait()
        if code == -getattr(signal, "SIGXCPU", 0):
            return WorkFailed(f"{WORDS[call]} used more processor time than is allowed; record a shorter flow.")
        how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        log.warning("%s: its process died: %s", call, how)
        return WorkFailed(f"{WORDS[call]} failed: its process crashed ({how}); record the tab again.")

    async def kill(self) -> None:
        """End it, whatever it does."""
        if self.alive:
            with suppress(ProcessLookupError):
                self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()
        transport = getattr(self._process, "_transport", None)
        if transport is not None:  # the pipes, when it ended before all of its output was read
            transport.close()


class Isolation:
    """Children for sessions, one of them warm in advance."""

    def __init__(self, limits: Limits, *, warm: bool = True) -> None:
        self.limits = limits
        self._warm = warm
        self._spare: asyncio.Task[Child] | None = None
        self._closed = False
        self._probing = asyncio.Semaphore(2)

    def prepare(self) -> None:
        """Start a spare child, if there is none."""
        if self._warm and self._spare is None and not self._closed:
            self._spare = asyncio.create_task(Child.start(self.limits, warm=True))

    @asynccontextmanager
    async def child(self) -> AsyncIterator[Child]:
        """A child for one session, killed at the end."""
        child = await self._take()
        try:
            yield child
        finally:
            await child.kill()

    async def _take(self) -> Child:
        spare, self._spare = self._spare, None
        child = await spare if spare is not None else None
        self.prepare()
        if child is not None:
            if child.alive:
                return child
            await child.kill()
        return await Child.start(self.limits, warm=False)

    async def probe(self, path: Path) -> Recording:
        """Look into an uploaded file in a child of its own; two at a time, the others wait.

        Raises:
            NotARecording: it is none, or larger or longer than allowed; the message calls it "The recording".
            WorkFailed: looking into it crashed the child, or took too long.
        """
        async with self._probing:
            child = await Child.start(self.limits, warm=False)
            try:
                found = await child.call("probe", (path, self.limits.bounds), path.parent, lambda done, total: None)
            except ClaudeScopeError as error:
                raise about_the_recording(error, path) from error
            finally:
                await child.kill()
        recording: Recording = found
        return recording

    async def close(self) -> None:
        """End the spare child."""
        self._closed = True
        if self._spare is not None:
            await (await self._spare).kill()
            self._spare = None


def about_the_recording(error: ClaudeScopeError, path: Path) -> ClaudeScopeError:
    """The same error without the names of our folders: the file is "The recording", and it is of the same kind."""
    message = str(error).replace(str(path), "The recording").replace(f"{path.parent}/", "")
    return error if message == str(error) else type(error)(message)


async def probe_isolated(path: Path, settings: ServiceSettings) -> Recording:
    """Look into an uploaded file in a child of its own, as `Isolation.probe` does."""
    return await Isolation(Limits.of(settings), warm=False).probe(path)


class IsolatedStations:
    """The stations of one session in one child, which is taken when the first of them has work."""

    def __init__(self, isolation: Isolation, folder: Path) -> None:
        self._isolation = isolation
        self._folder = folder
        self._context: Any = None
        self._child: Child | None = None

    async def probe(self, path: Path) -> Recording:
        """See pipeline.Stations."""
        found: Recording = await self._call("probe", path, self._isolation.limits.bounds)
        return found

    async def keyframes(self, recording: Recording, folder: Path, max_frames: int, progress: Progress) -> Keyframes:
        """See pipeline.Stations."""

        def report(done: float, total: float | None) -> None:
            progress("keyframes", done, total)

        bounds = self._isolation.limits.bounds
        found: Keyframes = await self._call("keyframes", recording, max_frames, bounds, progress=report)
        return found

    async def read(self, reader: Reader, keyframe: Keyframe, before: tuple[Keyframe, Reading] | None) -> Reading:
        """See pipeline.Stations; the reader is the child's own, the local one."""
        found: Reading = await self._call("read", keyframe, before)
        return found

    async def timeline(
        self, keyframes: Keyframes, readings: Sequence[Reading], snapshots: Sequence[Snapshot], request: Request
    ) -> Timeline:
        """See pipeline.Stations."""
        found: Timeline = await self._call(
            "timeline", keyframes, tuple(readings), tuple(snapshots), request.title, request.notes
        )
        return found

    async def thumbnails(self, keyframes: Keyframes) -> tuple[Path, ...]:
        """A small JPEG of each keyframe, in their order."""
        found: tuple[Path, ...] = await self._call("thumbnails", keyframes)
        return found

    async def close(self) -> None:
        """Give the child up."""
        if self._context is not None:
            await self._context.__aexit__(None, None, None)
            self._context = self._child = None

    async def _call(
        self, call: str, *arguments: Any, progress: Callable[[float, float | None], None] = lambda done, total: None
    ) -> Any:
        if self._child is None:
            self._context = self._isolation.child()
            self._child = await self._context.__aenter__()
        return await self._child.call(call, arguments, self._folder, progress)

"""The worker's side of a child process (`child`): starts it, calls it, and kills it when it breaks a limit."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from contextlib import asynccontextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.errors import WorkFailed
from claude_scope.jobs.sandbox import child_failures, messages
from claude_scope.jobs.sandbox.messages import MAX_MESSAGE_BYTES, Place
from claude_scope.jobs.sandbox.step_limits import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from claude_scope.jobs.sandbox.confinement import Confinement

    Report = Callable[[messages.Progress | messages.Picture], None]

log = logging.getLogger(__name__)

THREAD_DECODE_BYTES = 1 << 16
"""Larger messages are decoded in a thread, so that the event loop is not blocked."""
END_TIMEOUT_S = 5.0
"""The time in which a process must end after it closed its output."""
SIZE_CHECK_EVERY_S = 1.0
"""The interval at which the size of a child's folder is measured."""
PASSED_VARIABLES = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TZ")
"""The environment variables that are passed to a child, in addition to PYTHONPATH; none contains a key or password."""


class NotReady(Exception):
    """A child did not start up; the recording is not the cause."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The process that works on recordings {why}")


class _ChildEnded(Exception):
    """The process ended instead of answering; `code` is its exit status."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Child:
    """One child process."""

    def __init__(self, process: asyncio.subprocess.Process, limits: Limits, place: Place) -> None:
        self._process = process
        self._limits = limits
        self.place = place
        self._confinement: Confinement | None = None
        self._wrote_too_much = False

    @classmethod
    async def start(cls, limits: Limits, place: Place, *, warm: bool) -> Child:
        """Start a child that is confined to a place; `get_ready` waits for it.

        The child is a new interpreter without any memory, open files or keys of this process; `-P` prevents imports
        from the current folder.
        """
        options = {
            "parent": os.getpid(),
            "folder": str(place.folder) if place.folder else None,
            "inputs": list(map(str, place.inputs)),
            "memory_mb": limits.memory_mb,
            "ocr_threads": limits.ocr_threads,
            "warm": warm,
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", *limits.program, json.dumps(options)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=child_environment(),
            limit=MAX_MESSAGE_BYTES,
            start_new_session=True,  # Ctrl-C is for the worker, which ends its children itself
        )
        return cls(process, limits, place)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is still running."""
        return self._process.returncode is None

    async def get_ready(self) -> Confinement:
        """Wait until the child accepts requests, and return its confinement. Raises NotReady."""
        if self._confinement is not None:
            return self._confinement
        try:
            async with asyncio.timeout(self._limits.start_timeout_s):
                confinement = messages.load_ready(await self._line())
        except TimeoutError as error:
            wait = f"{self._limits.start_timeout_s:g} seconds"
            raise NotReady(f"was not ready within {wait}: this machine is too busy; try again.") from error
        except _ChildEnded as error:
            how = child_failures.exit_reason(error.code)
            raise NotReady(f"ended before it was ready ({how}); run claude-scope doctor, and try again.") from error
        except (ValueError, TypeError, KeyError) as error:
            raise NotReady("did not start correctly; run claude-scope doctor, and try again.") from error
        log_confinement(confinement)
        self._confinement = confinement
        return confinement

    async def call(self, call: str, arguments: tuple[Any, ...], report: Report) -> Any:
        """Call a station in a child that is ready; a child that fails is killed.

        Raises:
            BadInput, LaneError: raised by the station.
            WorkFailed: the child crashed, broke a limit, or gave an invalid answer.
        """
        try:
            return await self._call(call, arguments, report)
        except (WorkFailed, asyncio.CancelledError):
            await self.kill()
            raise

    async def _call(self, call: str, arguments: tuple[Any, ...], report: Report) -> Any:
        timeout_s = self._limits.step_timeout_s
        cpu_s = None if timeout_s is None else round(timeout_s * (os.cpu_count() or 1))
        request = await asyncio.to_thread(messages.dump_request, call, arguments, self.place, cpu_s)
        try:
            async with asyncio.timeout(timeout_s), self._output_limited():
                await self._send(request)
                return await self._answer(call, report)
        except _ChildEnded as error:
            if self._wrote_too_much:
                raise child_failures.wrote_too_much(call, self._limits) from error
            raise child_failures.died(call, error.code, self._limits) from error
        except TimeoutError as error:
            raise child_failures.took_too_long(call, self._limits) from error
        except (ValueError, TypeError, KeyError, OSError, RecursionError) as error:
            raise child_failures.invalid_answer(call, error) from error

    @asynccontextmanager
    async def _output_limited(self) -> AsyncIterator[None]:
        """Kill the child when its folder grows over the output limit."""
        folder = self.place.folder
        if folder is None or self._limits.output_mb is None:
            yield
            return
        most = await asyncio.to_thread(_size, folder) + (self._limits.output_mb << 20)

        async def watch() -> None:
            while await asyncio.to_thread(_size, folder) <= most:  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(SIZE_CHECK_EVERY_S)
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
        with suppress(BrokenPipeError, ConnectionResetError):  # it died; reading its answer reports the reason
            self._process.stdin.write(request)
            await self._process.stdin.drain()

    async def _answer(self, call: str, report: Report) -> Any:
        for _ in count() if self._limits.max_lines is None else range(self._limits.max_lines):
            data = await self._line()
            if "progress" in data:
                report(messages.load_progress(data["progress"]))
            elif "picture" in data:
                picture = messages.load_picture(data["picture"], self.place)
                if picture is not None:
                    report(picture)
            elif "error" in data:
                raise child_failures.reported(call, data["error"], self._limits)
            else:
                return await asyncio.to_thread(messages.load_result, call, data["result"], self.place)
        raise ValueError("it sends too many messages")

    async def _line(self) -> dict[str, Any]:
        """Read one message; raises _ChildEnded if the process ended, and ValueError if it only closed its output."""
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line.endswith(b"\n"):
            with suppress(TimeoutError):
                async with asyncio.timeout(END_TIMEOUT_S):
                    raise _ChildEnded(await self._process.wait())
            raise ValueError("it closed its output")
        data = await asyncio.to_thread(json.loads, line) if len(line) > THREAD_DECODE_BYTES else json.loads(line)
        if not isinstance(data, dict):
            raise TypeError("not an object")
        return data

    async def kill(self) -> None:
        """Kill the child and wait for its end."""
        self._end()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()
        transport = getattr(self._process, "_transport", None)
        if transport is not None:  # closes the pipes if some output was not read
            transport.close()

    def _end(self) -> None:
        if not self.alive:
            return
        with suppress(ProcessLookupError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self.pid, signal.SIGKILL)  # it leads a session, so its own children die too


async def run_once(module: str, folder: Path, *, memory_mb: int, timeout_s: float) -> int:
    """Run a module that confines itself to a folder, does one job there and ends; return its exit status.

    Raises TimeoutError if it takes longer. The process is killed then, and also if the caller is cancelled.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", module, str(folder), str(os.getpid()), str(memory_mb)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env=child_environment(),
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(timeout_s):
            return await process.wait()
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def child_environment() -> dict[str, str]:
    """The environment of a child, without relative entries of PYTHONPATH, which depend on the current folder."""
    kept = {name: os.environ[name] for name in PASSED_VARIABLES if name in os.environ}
    searched = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if Path(part).is_absolute()]
    return kept | ({"PYTHONPATH": os.pathsep.join(searched)} if searched else {})


@cache
def log_confinement(confinement: Confinement) -> None:
    """Log the confinement once: it is the same for every child of a machine."""
    log.log(logging.INFO if confinement.whole else logging.WARNING, "%s", confinement)


def _size(folder: Path) -> int:
    """The bytes of all files in a folder and its subfolders; files may appear and vanish meanwhile."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += Path(parent, name).lstat().st_size
    return total

"""A pool of sandboxes: one child process per session, and one warm child, so that no session waits for imports."""

from __future__ import annotations

import asyncio
import logging
import secrets
import shutil
import tempfile
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.capture.container import is_capture
from claude_scope.errors import ClaudeScopeError, NotARecording
from claude_scope.jobs.sandbox.child_process import Child
from claude_scope.jobs.sandbox.messages import Place
from claude_scope.jobs.sandbox.recording_length import MAX_MINUTES
from claude_scope.jobs.sandbox.sandbox import Sandbox
from claude_scope.jobs.sandbox.step_limits import Limits
from claude_scope.threads import finish_cleanup, in_thread
from claude_scope.values import CAPTURE
from claude_scope.wording.record_again import CAPTURE_AGAIN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from claude_scope.jobs.sandbox.confinement import Confinement
    from claude_scope.jobs.sandbox.messages import Bounds
    from claude_scope.values import Capture, Recording

_REMOVE_S = 60.0
"""How long the end of a session waits until its child has ended and its folder is removed."""


class SandboxPool:
    """Provides sandboxes for sessions, and keeps one child warm."""

    def __init__(self, limits: Limits, *, warm: bool = True) -> None:
        self.limits = limits
        self._warm = warm
        self._folder: Path | None = None
        self._spare: asyncio.Task[Child] | None = None
        self._closed = False
        self._children: set[Child] = set()
        self._probing = asyncio.Semaphore(2)

    def open(self, folder: Path) -> None:
        """Create sandboxes in `folder` from now on, and warm up a child."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._prepare_spare()

    def _prepare_spare(self) -> None:
        if self._warm and self._spare is None and not self._closed:
            self._spare = asyncio.create_task(self._start_spare())

    async def _start_spare(self) -> Child:
        return await self.start(Place(await self._new_folder()), warm=True)

    async def _new_folder(self) -> Path:
        assert self._folder is not None
        folder = self._folder / f"sandbox-{secrets.token_hex(4)}"
        await asyncio.to_thread(folder.mkdir, 0o700)
        return folder

    @asynccontextmanager
    async def sandbox(self, inputs: tuple[Path, ...] = ()) -> AsyncIterator[Sandbox]:
        """Provide a folder and a child process, both removed at the end. The child may also read `inputs`.

        A child is confined to its folder when it starts, so the warm child brings its own. The next child is warmed up
        at the end, so that it does not slow this one down.
        """
        spare = None if inputs else await self._take_spare()
        place = Place(await self._new_folder(), inputs) if spare is None else spare.place
        sandbox = Sandbox(place, self.limits, self.start, self._end)
        sandbox.child = spare
        try:
            yield sandbox
        finally:
            # A session may be stopped twice, and must still leave nothing on the disk.
            await finish_cleanup(_remove(sandbox), _REMOVE_S)
            self._prepare_spare()

    async def start(self, place: Place, *, warm: bool = False) -> Child:
        """Start a child; `close` ends it if it is still running."""
        child = await Child.start(self.limits, place, warm=warm)
        self._children.add(child)
        return child

    async def _end(self, child: Child) -> None:
        """Kill a child; if this call is cancelled, `close` repeats it."""
        await child.kill()
        self._children.discard(child)

    async def _take_spare(self) -> Child | None:
        """Take the warm child; None if there is none or it is dead."""
        task, self._spare = self._spare, None
        if task is None:
            return None
        await asyncio.wait([task])
        if task.cancelled() or isinstance(task.exception(), OSError):
            return None  # memory or processes were short, but may be available by now
        spare = task.result()
        if spare.alive:
            return spare
        await self._end_spare(spare)
        return None

    async def _end_spare(self, spare: Child) -> None:
        await self._end(spare)
        await asyncio.to_thread(shutil.rmtree, spare.place.subfolder(""), ignore_errors=True)

    async def probe(self, path: Path, max_minutes: float = MAX_MINUTES, name: str = "") -> Recording:
        """Probe an uploaded file in its own child, which can write files only for a capture; at most two concurrently.

        `max_minutes` is the account's limit for recordings, `name` the user's name for the file.

        Raises:
            NotARecording: the file is not a recording, or too large or long; the message calls it "The recording".
            WorkFailed: the child crashed, or took too long.
            Busy: the child did not start.
        """
        async with self._probing:
            with tempfile.TemporaryDirectory(prefix="claude-scope-") as folder:
                place = Place(Path(folder) if is_capture(path) else None, (path,))
                sandbox = Sandbox(place, self.limits, self.start, self._end)
                try:
                    return await _probe(sandbox, path, self.limits.bounds(max_minutes))
                except ClaudeScopeError as error:
                    raise hide_paths(error, path, name) from error
                finally:
                    await sandbox.close()

    async def close(self) -> None:
        """End all children: the warm one, and those of sessions that were cancelled before they could end them."""
        self._closed = True
        spare = await self._take_spare()
        if spare is not None:
            await self._end_spare(spare)
        for child in list(self._children):
            await self._end(child)


async def _remove(sandbox: Sandbox) -> None:
    await sandbox.close()
    await in_thread(shutil.rmtree, sandbox.folder, ignore_errors=True)


async def _probe(sandbox: Sandbox, path: Path, bounds: Bounds | None) -> Recording:
    if sandbox.place.folder is None:
        recording: Recording = await sandbox.call("probe", path, bounds)
        return recording
    capture: Capture = await sandbox.call("capture", path, sandbox.folder / "capture", bounds)
    if capture.recording is None:
        raise NotARecording(f"{path} has no video; {CAPTURE_AGAIN}.")
    title = capture.title or capture.page_title
    return replace(capture.recording, container=CAPTURE, duration_ms=capture.duration_ms, url=capture.url, title=title)


@asynccontextmanager
async def one_sandbox(
    limits: Limits,
    folder: Path,
    inputs: tuple[Path, ...] = (),
    on_ready: Callable[[Confinement], None] | None = None,
    *,
    warm: bool = False,
) -> AsyncIterator[Sandbox]:
    """Provide a sandbox for a command, whose child starts at once; failures are raised, but not logged.

    `on_ready` is called once with the child's confinement, before the child reads a file. A `warm` child imports
    everything before it is ready.
    """
    logging.getLogger("claude_scope.jobs").addHandler(logging.NullHandler())
    sandboxes = SandboxPool(limits, warm=False)
    sandboxes.open(folder)
    try:
        async with sandboxes.sandbox(inputs) as sandbox:
            sandbox.on_ready = on_ready
            sandbox.child = await sandboxes.start(sandbox.place, warm=warm)
            yield sandbox
    finally:
        await sandboxes.close()


def hide_paths(error: ClaudeScopeError, path: Path, name: str = "") -> ClaudeScopeError:
    """The error with the path replaced by "The recording", so that its message reveals no folder of ours.

    `name` is the user's name for the file.
    """
    message = str(error).replace(str(path), "The recording").replace(f"{path.parent}/", "")
    message = message.replace(f"{path.name}.part", f"{name or 'NAME.scope'}.part")
    return error if message == str(error) else type(error)(message)

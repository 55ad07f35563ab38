"""Starts recordings for an agent: each is a separate `claude-scope record` process, which outlives this server."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from claude_scope.browser.devtools.start_error import NO_DISPLAY
from claude_scope.browser.urls import display_url, is_web_address
from claude_scope.errors import BadInput, Interrupted, WorkFailed
from claude_scope.invisible_characters import one_line
from claude_scope.mcp.sources.folder import SESSION
from claude_scope.mcp.sources.session import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

STARTED_WITHIN_S = 4.0
"""The time to wait for a failed start, so that an agent has its answer within five seconds."""
LOOKED_AT_EVERY_S = 0.1
RUNNING = "Recording "
"""The beginning of the line with which `record` reports that the window is open."""
WAITING = "Waiting "
"""The beginning of the line with which `record` reports that the list of tabs is open."""
CHOOSING = "waiting for the developer to choose a tab in the window on their screen"
NOT_CHOSEN = "the developer chose no tab, so nothing was recorded. Ask again only if they say so"
STARTING = "the browser is starting"
"""The detail of a recording whose window is not known to be open."""
LAST_WORDS = 400
WITHOUT_DISPLAY = (
    "The recording did not start: there is no display to show a window on. Ask the developer to run "
    "`claude-scope record URL` on a machine with a display."
)
_NEW_PROCESS_GROUP = 0x200 if sys.platform == "win32" else 0
"""Protects a process from the signals of a terminal on Windows; on other systems, `start_new_session` does."""
MAX_RUNNING = 3
NOT_ALLOWED = (
    "The developer has not allowed recording tabs of their own browser, so no tool asks for one. They allow it by "
    "starting this server with `claude-scope mcp --allow-attach`; they then choose the tab themselves. Without it, "
    "give the url of a page, which opens in a new browser."
)


@dataclass(frozen=True, slots=True)
class _Recording:
    """A process, and the file into which it writes its report."""

    process: subprocess.Popen[bytes]
    log: Path
    is_own: bool = False
    """Whether it records a tab of the developer's own browser."""

    @property
    def exit_status(self) -> int | None:
        """The exit status; None while the process is running."""
        return self.process.poll()

    @property
    def is_refused(self) -> bool:
        """Whether the developer chose no tab."""
        return (
            self.is_own
            and self.exit_status == Interrupted.exit_code
            and not any(line.startswith(RUNNING) for line in self.said())
        )

    def said(self) -> list[str]:
        """The lines of its report."""
        return [one_line(line) for line in self.log.read_text("utf-8", "replace").splitlines() if line.strip()]


class Recordings:
    """The recordings of this server, by the names of their folders in `root`; `options` are passed to `record`.

    `attach` is the developer's own browser whose tabs may be recorded, as `record --attach` takes it; None forbids it.
    """

    def __init__(self, root: Path, options: Sequence[str] = (), attach: str | None = None) -> None:
        self._root, self._options, self._attach = root, tuple(options), attach
        self._started: dict[str, _Recording] = {}

    @property
    def can_attach(self) -> bool:
        """Whether the developer allows recording tabs of their own browser."""
        return self._attach is not None

    async def start(self, url: str, title: str, notes: str) -> Entry:
        """Open a browser at `url` for the developer, and return the entry without waiting for the end.

        Raises BadInput for an invalid address or if too many are running, WorkFailed if the recording ended at once.
        """
        if not is_web_address(url) or any(letter.isspace() for letter in url):
            raise BadInput(f"{display_url(url)!r} is not the address of a page; start it with http:// or https://.")
        return await self._start(self._new_name(_host(url) or "page"), url, [title, notes], ["--", url])

    async def start_own(self, title: str, notes: str) -> Entry:
        """Let the developer choose a tab of their own browser in a window, and return the entry without waiting.

        Raises BadInput if the developer does not allow it or another one is running, WorkFailed if it ended at once.
        """
        if self._attach is None:
            raise BadInput(NOT_ALLOWED)
        if any(recording.is_own and recording.exit_status is None for recording in self._started.values()):
            raise BadInput("The developer is already asked for a tab, or is recording it; wait until that has ended.")
        return await self._start(
            self._new_name("tab"), "", [title, notes], [f"--attach={self._attach}", "--choose-in-window"], is_own=True
        )

    async def _start(
        self, name: str, url: str, words: Sequence[str], source: Sequence[str], *, is_own: bool = False
    ) -> Entry:
        running = [name for name, process in self._started.items() if process.exit_status is None]
        if len(running) >= MAX_RUNNING:
            raise BadInput(f"{len(running)} recordings are running; ask the developer to close the windows of those.")
        recording = self._started[name] = self._spawn(name, words, source, is_own=is_own)
        await self._wait_for_window(recording)
        if recording.exit_status and not recording.is_refused:
            reason = _last_words(recording)
            raise WorkFailed(WITHOUT_DISPLAY if reason == NO_DISPLAY else f"The recording did not start: {reason}")
        return self.progress(name) or _entry(name, url, STARTING, self._root)

    def progress(self, session_id: str) -> Entry | None:
        """The progress of a recording; None once its analysis exists, or if this server did not start it."""
        recording = self._started.get(session_id)
        if recording is None or (self._root / session_id / SESSION).is_file():
            return None
        code = recording.exit_status
        if recording.is_refused:
            return _entry(session_id, "", NOT_CHOSEN, self._root, failed=True)
        if code:
            return _entry(session_id, "", f"it failed: {_last_words(recording)}", self._root, failed=True)
        said = recording.said()
        if not any(line.startswith(RUNNING) for line in said):
            is_choosing = any(line.startswith(WAITING) for line in said)
            return _entry(session_id, "", CHOOSING if is_choosing else STARTING, self._root)
        if any(line.startswith("Recorded ") for line in said):
            return _entry(session_id, "", f"recorded, being analyzed ({said[-1][:200]})", self._root)
        end = "stop it in the window, or close the tab" if recording.is_own else "close the window"
        doing = f"the developer is showing it; it ends when they {end}. Wait for them to say so"
        return _entry(session_id, "", doing, self._root)

    def _new_name(self, of: str) -> str:
        name = f"{of}-{time.strftime('%Y%m%d-%H%M%S')}"
        names = (name if number == 1 else f"{name}-{number}" for number in count(1))
        return next(
            other_name
            for other_name in names
            if other_name not in self._started and not (self._root / other_name).exists()
        )

    def _spawn(self, name: str, words: Sequence[str], source: Sequence[str], *, is_own: bool) -> _Recording:
        """Start a process that survives the end of this server: the developer may still be recording.

        The process is not asyncio's: asyncio kills running processes when its event loop closes.
        """
        command = [sys.executable, "-P", "-m", "claude_scope", "record"]
        title, notes = words
        command += [f"--title={title}", f"--notes={notes}", f"--out={self._root / name}", "--agent=all"]
        with tempfile.NamedTemporaryFile(prefix="claude-scope-record-", suffix=".log", delete=False) as log:
            process = subprocess.Popen(
                [*command, *self._options, *source],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
                creationflags=_NEW_PROCESS_GROUP,
            )
        return _Recording(process, Path(log.name), is_own)

    async def _wait_for_window(self, recording: _Recording) -> None:
        until = time.monotonic() + STARTED_WITHIN_S
        while recording.exit_status is None and time.monotonic() < until:
            if any(line.startswith((RUNNING, WAITING)) for line in recording.said()):
                return
            await asyncio.sleep(LOOKED_AT_EVERY_S)


def _host(url: str) -> str:
    """The host of an address, as a part of a file name."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", urlsplit(url).netloc.rpartition("@")[2]).strip("-.")


def _entry(name: str, url: str, detail: str, root: Path, *, failed: bool = False) -> Entry:
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return Entry(name, "", url, at, "error" if failed else "processing", detail, f"folder {root / name}")


def _last_words(recording: _Recording) -> str:
    said = [line.removeprefix("claude-scope: ") for line in recording.said() if not line.startswith("warning: ")]
    return (said[-1] if said else f"its process ended with {recording.exit_status}")[:LAST_WORDS]

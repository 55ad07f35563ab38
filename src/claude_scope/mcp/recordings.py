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
from claude_scope.errors import BadInput, WorkFailed
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


@dataclass(frozen=True, slots=True)
class _Recording:
    """A process, and the file into which it writes its report."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def exit_status(self) -> int | None:
        """The exit status; None while the process is running."""
        return self.process.poll()

    def said(self) -> list[str]:
        """The lines of its report."""
        return [one_line(line) for line in self.log.read_text("utf-8", "replace").splitlines() if line.strip()]


class Recordings:
    """The recordings of this server, by the names of their folders in `root`; `options` are passed to `record`."""

    def __init__(self, root: Path, options: Sequence[str] = ()) -> None:
        self._root, self._options = root, tuple(options)
        self._started: dict[str, _Recording] = {}

    async def start(self, url: str, title: str, notes: str) -> Entry:
        """Open a browser at `url` for the developer, and return the entry without waiting for the end.

        Raises BadInput for an invalid address or if too many are running, WorkFailed if the recording ended at once.
        """
        if not is_web_address(url) or any(letter.isspace() for letter in url):
            raise BadInput(f"{display_url(url)!r} is not the address of a page; start it with http:// or https://.")
        running = [name for name, process in self._started.items() if process.exit_status is None]
        if len(running) >= MAX_RUNNING:
            raise BadInput(f"{len(running)} recordings are running; ask the developer to close the windows of those.")
        name = self._new_name(url)
        recording = self._started[name] = self._spawn(name, url, title, notes)
        await self._wait_for_window(recording)
        if recording.exit_status:
            reason = _last_words(recording)
            raise WorkFailed(WITHOUT_DISPLAY if reason == NO_DISPLAY else f"The recording did not start: {reason}")
        return self.progress(name) or _entry(name, url, STARTING, self._root)

    def progress(self, session_id: str) -> Entry | None:
        """The progress of a recording; None once its analysis exists, or if this server did not start it."""
        recording = self._started.get(session_id)
        if recording is None or (self._root / session_id / SESSION).is_file():
            return None
        code = recording.exit_status
        if code:
            return _entry(session_id, "", f"it failed: {_last_words(recording)}", self._root, failed=True)
        said = recording.said()
        if not any(line.startswith(RUNNING) for line in said):
            return _entry(session_id, "", STARTING, self._root)
        if any(line.startswith("Recorded ") for line in said):
            return _entry(session_id, "", f"recorded, being analyzed ({said[-1][:200]})", self._root)
        doing = "the developer is showing it; it ends when they close the window. Wait for them to say so"
        return _entry(session_id, "", doing, self._root)

    def _new_name(self, url: str) -> str:
        try:
            host = urlsplit(url).netloc.rpartition("@")[2]
        except ValueError:
            host = ""
        name = f"{re.sub(r'[^A-Za-z0-9.]+', '-', host).strip('-.') or 'page'}-{time.strftime('%Y%m%d-%H%M%S')}"
        names = (name if number == 1 else f"{name}-{number}" for number in count(1))
        return next(
            other_name
            for other_name in names
            if other_name not in self._started and not (self._root / other_name).exists()
        )

    def _spawn(self, name: str, url: str, title: str, notes: str) -> _Recording:
        """Start a process that survives the end of this server: the developer may still be recording.

        The process is not asyncio's: asyncio kills running processes when its event loop closes.
        """
        command = [sys.executable, "-P", "-m", "claude_scope", "record"]
        command += [f"--title={title}", f"--notes={notes}", f"--out={self._root / name}", "--agent=all"]
        with tempfile.NamedTemporaryFile(prefix="claude-scope-record-", suffix=".log", delete=False) as log:
            process = subprocess.Popen(
                [*command, *self._options, "--", url],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
                creationflags=_NEW_PROCESS_GROUP,
            )
        return _Recording(process, Path(log.name))

    async def _wait_for_window(self, recording: _Recording) -> None:
        until = time.monotonic() + STARTED_WITHIN_S
        while recording.exit_status is None and time.monotonic() < until:
            if any(line.startswith(RUNNING) for line in recording.said()):
                return
            await asyncio.sleep(LOOKED_AT_EVERY_S)


def _entry(name: str, url: str, detail: str, root: Path, *, failed: bool = False) -> Entry:
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return Entry(name, "", url, at, "error" if failed else "processing", detail, f"folder {root / name}")


def _last_words(recording: _Recording) -> str:
    said = [line.removeprefix("claude-scope: ") for line in recording.said() if not line.startswith("warning: ")]
    return (said[-1] if said else f"its process ended with {recording.exit_status}")[:LAST_WORDS]

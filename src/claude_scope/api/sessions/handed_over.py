"""Writes the files of a session to a folder of this machine, for a local agent. The prompt contains their paths."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import shutil
from typing import TYPE_CHECKING

from claude_scope.api.sessions.bundle import OUT
from claude_scope.errors import ClaudeScopeError
from claude_scope.jobs.session.stored_analysis import removed

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.api.sessions.bundle import Bundles
    from claude_scope.settings import ServiceSettings
    from claude_scope.store.queries.sessions import StoredSession

log = logging.getLogger(__name__)

FOLDER = "handed-over"
STATE = ".state"
"""The file with the digest of the session state that the folder contains."""


def folder_of(settings: ServiceSettings, session_id: str) -> Path:
    """The path of a session's folder, whether or not it exists."""
    return settings.data_dir.absolute() / FOLDER / session_id


class HandedOver:
    """Writes session folders in the background.

    Writing takes seconds, and an agent needs the files only after it has received the prompt. A folder is written again
    if its session has changed.
    """

    def __init__(self, settings: ServiceSettings, bundles: Bundles) -> None:
        self._settings, self._bundles = settings, bundles
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._wanted: dict[str, str] = {}

    def folder(self, session_id: str) -> Path:
        """The path of a session's folder, which may not exist yet."""
        return folder_of(self._settings, session_id)

    def put(self, kept: StoredSession, name: str, text: str) -> None:
        """Start writing the current files of a session and, next to them, the prompt `text` as the file `name`."""
        task = asyncio.create_task(self._put(kept, name, text))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Wait until all folders are written."""
        await asyncio.gather(*self._tasks)

    async def _put(self, kept: StoredSession, name: str, text: str) -> None:
        session_id = kept.session["id"]
        folder = folder_of(self._settings, session_id)
        state = self._wanted[session_id] = await asyncio.to_thread(_state, kept)
        async with self._lock:
            if self._wanted.get(session_id) != state:  # the session has changed again
                return
            try:
                if not await asyncio.to_thread(_is_of, folder, state):
                    with self._bundles.spool.space() as work:
                        await self._bundles.make(kept, kept.session["agentTarget"], work)
                        await asyncio.to_thread(_move, work / OUT, folder, state)
                await asyncio.to_thread((folder / name).write_text, text, encoding="utf-8")
            except (ClaudeScopeError, OSError) as error:  # the prompt has already been sent
                log.warning("the files of a session could not be handed over: %s", error)


def forget(settings: ServiceSettings, session_id: str) -> None:
    """Remove the folder of a deleted session."""
    shutil.rmtree(folder_of(settings, session_id), ignore_errors=True)


def _state(kept: StoredSession) -> str:
    parts = (kept.session["title"], sorted(removed(kept)), kept.analysis or "")
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _is_of(folder: Path, state: str) -> bool:
    try:
        return (folder / STATE).read_text("utf-8") == state
    except OSError:
        return False


def _move(made: Path, folder: Path, state: str) -> None:
    """Replace the folder by renaming `made`, which is on the same disk, so that the new files appear all at once."""
    (made / STATE).write_text(state, encoding="utf-8")
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    made.rename(folder)

"""Sessions of the command line: every folder in `claude-scope-out/` that contains a `session.json` or a capture."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from claude_scope.errors import BadInput, NotFound
from claude_scope.mcp.sources.kept import KeptSessions
from claude_scope.mcp.sources.row import states_in
from claude_scope.mcp.sources.session import Entry, Session

if TYPE_CHECKING:
    from pathlib import Path

RESULTS = "claude-scope-out"
SESSION = "session.json"
MAX_SESSION_BYTES = 256 << 20
"""The largest session file that is read; the file of an hour's recording has about 30 MB."""


class FolderSource:
    """The results below one folder; a session's id is the name of its folder.

    `where` is the source that its entries name, by default the session's folder.
    """

    def __init__(self, root: Path, kept: KeptSessions | None = None, where: str = "") -> None:
        self._root, self._where = root, where
        self._entries_read: dict[str, tuple[int, Entry]] = {}
        self._kept = kept or KeptSessions()

    async def entries(self, limit: int) -> list[Entry]:
        """See Source. A folder that cannot be read as a session is listed with the reason."""
        return await asyncio.to_thread(self._entries, limit)

    async def open(self, session_id: str) -> Session | Entry | None:
        """See Source; raises BadInput for a damaged session."""
        return await asyncio.to_thread(self._open, session_id)

    def _entries(self, limit: int) -> list[Entry]:
        if not self._root.is_dir():
            return []
        found = [(changed, folder) for folder in self._root.iterdir() if (changed := _changed_at(folder))]
        return [self._entry(folder, changed) for changed, folder in sorted(found, reverse=True)[:limit]]

    def _open(self, session_id: str) -> Session | Entry | None:
        folder = self._root / session_id
        if not _is_name(session_id) or not (changed := _changed_at(folder)):
            return None
        if not (folder / SESSION).is_file():
            return _entry(folder, changed, self._place(folder))
        known = self._kept.known(folder, changed)
        return known or self._kept.keep(folder, changed, _session(folder, changed, self._place(folder)))

    def _entry(self, folder: Path, changed: int) -> Entry:
        """The entry of a folder; the folder is read again only after a change."""
        at, entry = self._entries_read.get(folder.name, (0, None))
        if entry is None or at != changed:
            entry = _entry(folder, changed, self._place(folder))
            self._entries_read[folder.name] = changed, entry
        return entry

    def _place(self, folder: Path) -> str:
        return self._where or f"folder {folder}"


def _session(folder: Path, changed: int, where: str) -> Session:
    from claude_scope.prompt.session_json import load_session

    data = _read(folder)
    analysis = load_session(data, folder)
    paths = [moment.keyframe.path for moment in analysis.timeline.moments]

    async def picture(index: int) -> bytes:
        return await asyncio.to_thread(_content, paths[index])

    return Session(_entry_of(folder, changed, data, where), analysis, picture, folder.resolve())


def _is_name(session_id: str) -> bool:
    return bool(session_id) and session_id not in (".", "..") and not set(session_id) & set("/\\\0:")


def _changed_at(folder: Path) -> int:
    """The time of the session's last change in nanoseconds; 0 for a folder without a session."""
    try:
        if folder.name.startswith(".") or not folder.is_dir():
            return 0
        files = [folder / SESSION, *folder.glob("*.scope"), *folder.glob("*.scope.part")]
        return max((file.stat().st_mtime_ns for file in files if file.exists()), default=0)
    except OSError:
        return 0


def _entry(folder: Path, changed: int, where: str) -> Entry:
    at = _utc(changed)
    if not (folder / SESSION).is_file():
        return Entry(folder.name, "", "", at, "processing", _unfinished(folder), where)
    try:
        return _entry_of(folder, changed, _read(folder), where)
    except (BadInput, KeyError, TypeError) as error:
        reason = str(error) if isinstance(error, BadInput) else "its session.json is damaged; analyze it again"
        return Entry(folder.name, "", "", at, "error", reason, where)


def _entry_of(folder: Path, changed: int, data: dict[str, Any], where: str) -> Entry:
    frames, duration = data["keyframes"]["frames"], data["keyframes"]["durationMs"]
    title, url = str(data["title"]), str(data["seedUrl"])
    return Entry(folder.name, title, url, _utc(changed), "complete", states_in(len(frames), duration), where)


def _utc(changed: int) -> str:
    return datetime.fromtimestamp(changed / 1e9, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _unfinished(folder: Path) -> str:
    """The state of a capture without an analysis; this process cannot know whether another one is working on it."""
    if any(folder.glob("*.scope.part")):
        return "being recorded, or its recording was cut off"
    capture = next(folder.glob("*.scope"))
    return f"recorded and not analyzed yet; if nothing is working on it: claude-scope analyze {capture}"


def _read(folder: Path) -> dict[str, Any]:
    file = folder / SESSION
    try:
        if file.stat().st_size > MAX_SESSION_BYTES:
            raise BadInput(
                f"{file} has more than {MAX_SESSION_BYTES >> 20} MB, so it is not one of our sessions; remove it."
            )
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput(f"{file} cannot be read ({error}); analyze the recording again.") from error
    if not isinstance(data, dict):
        raise BadInput(f"{file} is not a session of Claude Scope; analyze the recording again.")
    return data


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFound(f"The picture {path} is gone; analyze the recording again.") from error

"""The sessions of a service on another machine. Opening one downloads it, so that the agent can read its files too."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.errors import UsageError
from claude_scope.mcp.sources.folder import FolderSource
from claude_scope.mcp.sources.kept import KeptSessions
from claude_scope.mcp.sources.row import entry_of
from claude_scope.mcp.sources.session import Entry
from claude_scope.remote.bundle import fetch_session
from claude_scope.remote.client import SESSION_ID

if TYPE_CHECKING:
    from claude_scope.mcp.sources.session import Session, Status
    from claude_scope.remote.client import RemoteService

FRESH_S = 120
"""The time for which a download is current, so that several questions about one session need one download."""


class RemoteSource:
    """The sessions of one account of that service."""

    def __init__(self, service: RemoteService) -> None:
        self._service = service
        self._folder = Path(tempfile.mkdtemp(prefix="claude-scope-mcp-"))
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        self._kept = KeptSessions()
        self._fetched: dict[str, tuple[float, FolderSource]] = {}

    async def entries(self, limit: int) -> list[Entry]:
        """See Source."""
        rows = await self._service.get("/api/sessions", limit=limit)
        try:
            return [entry_of(row, self._service.address) for row in rows]
        except (KeyError, TypeError) as error:
            raise UsageError(f"{self._service.address} is not a service of Claude Scope; check the address.") from error

    async def open(self, session_id: str) -> Session | Entry | None:
        """See Source."""
        if not SESSION_ID.fullmatch(session_id):
            return None
        status = await self._service.get(f"/api/sessions/{session_id}/status")
        if status["sessionStatus"] != "complete":
            stage = status["processingStatus"]["overallStage"]
            detail = str(status.get("lastError") or f"{stage}; ask again in some seconds")
            state: Status = "error" if status["sessionStatus"] == "error" else "processing"
            return Entry(session_id, "", "", "", state, detail, self._service.address)
        return await (await self._fetch(session_id)).open(session_id)

    async def _fetch(self, session_id: str) -> FolderSource:
        """Download a session unless a current download exists, and return the folder that contains its folder."""
        at, source = self._fetched.get(session_id, (0.0, None))
        if source is None or time.monotonic() - at > FRESH_S:
            root = Path(tempfile.mkdtemp(dir=self._folder))
            await fetch_session(self._service, session_id, root / session_id)
            source = FolderSource(root, self._kept, self._service.address)
            self._fetched[session_id] = (time.monotonic(), source)
        return source

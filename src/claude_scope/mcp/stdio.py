"""Serves one agent over stdin and stdout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.mcp.pictures import Pictures
from claude_scope.mcp.recordings import Recordings
from claude_scope.mcp.server import build_server
from claude_scope.mcp.shelf import Shelf
from claude_scope.mcp.sources.folder import FolderSource
from claude_scope.mcp.tools import Tools

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.mcp.sources.session import Entry, Session, Source
    from claude_scope.settings import ServiceSettings


class LateService:
    """This machine's service, whose database is opened at the first call: importing SQLAlchemy takes a third of a
    second, and many agents never call a tool."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self._source: Source | None = None

    async def entries(self, limit: int) -> list[Entry]:
        """See Source."""
        return await self._opened().entries(limit)

    async def open(self, session_id: str) -> Session | Entry | None:
        """See Source."""
        return await self._opened().open(session_id)

    def _opened(self) -> Source:
        if self._source is None:
            from claude_scope.mcp.sources.local import LocalService

            self._source = LocalService(self._settings)
        return self._source


def serve(
    folder: Path, others: Sequence[Source], record_options: Sequence[str] = (), attach: str | None = None
) -> None:
    """Answer calls until stdin ends. `folder` contains the results of the command line, and gets those of `record`.

    `attach` is the developer's browser whose tabs agents may ask for, as `Recordings` takes it.
    """
    recordings = Recordings(folder, record_options, attach)
    tools = Tools(Shelf([FolderSource(folder), *others]), Pictures(), recordings)

    async def find() -> Tools:
        return tools

    build_server(find, can_record=True, can_attach=recordings.can_attach).run("stdio")

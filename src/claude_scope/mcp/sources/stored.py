"""Sessions of one account in the database of a service, with their pictures in its asset store."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from claude_scope.errors import NotFound
from claude_scope.mcp.sources.row import entry_of
from claude_scope.mcp.sources.session import Session
from claude_scope.store.queries import files
from claude_scope.store.queries import sessions as queries

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.orm import Session as Transaction

    from claude_scope.mcp.sources.kept import KeptSessions
    from claude_scope.mcp.sources.session import Entry
    from claude_scope.store.assets.assets import AssetStore
    from claude_scope.store.queries.sessions import StoredSession
    from claude_scope.values import Analysis

P = ParamSpec("P")
T = TypeVar("T")


class Reading(Protocol):
    """Runs a query of one statement: `api.service.Service.read`."""

    async def __call__(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the query, and return its result."""
        ...


class StoredSource:
    """The sessions of one account; no query finds those of another."""

    def __init__(self, read: Reading, assets: AssetStore, user_id: str, where: str, kept: KeptSessions) -> None:
        self._read, self._assets, self._user_id, self._where, self._kept = read, assets, user_id, where, kept

    async def entries(self, limit: int) -> list[Entry]:
        """See Source."""
        return [entry_of(row, self._where) for row in await self._read(queries.page, self._user_id, limit)]

    async def open(self, session_id: str) -> Session | Entry | None:
        """See Source; frames that the user removed in the review are left out."""
        status = await self._read(queries.status, self._user_id, session_id)
        name = self._user_id, session_id
        if status is None:
            self._kept.forget(name)
            return None
        if known := self._kept.known(name, status.version):
            return known
        stored = await self._read(queries.stored, self._user_id, session_id)
        if stored is None:
            return None
        entry = entry_of(stored.session, self._where)
        if not stored.analysis:
            return entry
        analysis = await asyncio.to_thread(_analysis, stored)
        pictures = self._pictures([moment.keyframe.path.name for moment in analysis.timeline.moments])
        return self._kept.keep(name, status.version, Session(entry, analysis, pictures))

    def _pictures(self, file_ids: list[str]) -> Callable[[int], Awaitable[bytes]]:
        async def picture(index: int) -> bytes:
            keys = await self._read(files.keys, [file_ids[index]])
            if not keys:
                raise NotFound(f"The picture of state {index + 1} is gone; record the tab again.")
            return await self._assets.get(keys[file_ids[index]])

        return picture


def _analysis(stored: StoredSession) -> Analysis:
    """The analysis without removed frames; the file name of `Keyframe.path` is the id of the stored file."""
    from claude_scope.jobs.session.stored_analysis import analysis_of, removed
    from claude_scope.timeline.remove_frames import remove_frames

    return remove_frames(analysis_of(stored), {number - 1 for number in removed(stored)})

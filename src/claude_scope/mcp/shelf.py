"""Lists the sessions of all sources, the newest first, and finds a session by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claude_scope.errors import ClaudeScopeError, Conflict, NotFound
from claude_scope.mcp.sources.session import Entry, Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.mcp.sources.session import Source

LAST = "last"
"""Stands for the session that changed last, instead of an id."""
NAMED = 5
"""Maximum number of ids to list in the message for an unknown id."""


class Listed(NamedTuple):
    """Sessions, the newest first, and the reasons why sources could not be read."""

    entries: list[Entry]
    problems: list[str]


class Shelf:
    """The sources, in the order in which they are searched for an id."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = tuple(sources)

    async def entries(self, limit: int) -> Listed:
        """The newest sessions of all sources. A source that cannot be read does not hide the others."""
        found: list[Entry] = []
        problems = []
        for source in self._sources:
            try:
                found += await source.entries(limit)
            except ClaudeScopeError as error:
                problems.append(str(error))
        newest = sorted(found, key=lambda entry: entry.at[:19], reverse=True)
        return Listed(newest[:limit], problems)

    async def find(self, session_id: str) -> Session | Entry:
        """Find the session with an id, or the last one; only its entry while it has no analysis. Raises NotFound."""
        wanted = session_id.strip()
        if wanted in ("", LAST):
            newest = await self.entries(1)
            if not newest.entries:
                raise NotFound(_nothing(newest.problems))
            wanted = newest.entries[0].id
        for source in self._sources:
            if (found := await _opened(source, wanted)) is not None:
                return found
        raise NotFound(await self._unknown(wanted))

    async def open(self, session_id: str) -> Session:
        """Find a session as `find` does; raises Conflict while it has no analysis."""
        found = await self.find(session_id)
        if isinstance(found, Session):
            return found
        raise Conflict(f"Session {found.id} has no analysis: {found.detail}.")

    async def _unknown(self, session_id: str) -> str:
        there, problems = await self.entries(NAMED)
        if not there:
            return _nothing(problems)
        return f"There is no session {session_id[:80]!r}; the newest are {', '.join(entry.id for entry in there)}."


async def _opened(source: Source, session_id: str) -> Session | Entry | None:
    try:
        return await source.open(session_id)
    except NotFound:
        return None


def _nothing(problems: list[str]) -> str:
    why = f" {' '.join(problems)}" if problems else ""
    return f"There are no sessions yet; make one with `record`, or with `claude-scope record URL` in a terminal.{why}"

"""Caches the sessions opened last: an agent asks for the same one several times, and a large one takes seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from claude_scope.mcp.sources.session import Session

MOST = 2
"""The most cached sessions: one of 20 MB takes some 300 MB of memory, and an agent compares two at most."""


class KeptSessions:
    """Caches sessions by name, each with the version that was read."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[Hashable, Session]] = {}

    def known(self, name: Hashable, version: Hashable) -> Session | None:
        """The cached session of this name, if it has this version."""
        kept_at, session = self._kept.get(name, (None, None))
        return session if session is not None and kept_at == version else None

    def keep(self, name: Hashable, version: Hashable, session: Session) -> Session:
        """Add a session; if there are too many, the oldest is dropped."""
        self._kept.pop(name, None)
        self._kept[name] = version, session
        while len(self._kept) > MOST:
            self._kept.pop(next(iter(self._kept)), None)
        return session

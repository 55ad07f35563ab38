"""Caches the sessions opened last: an agent asks for the same one several times, and a large one takes seconds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from claude_scope.mcp.sources.session import Session

MOST = 2
"""Maximum number of cached sessions: one of 20 MB takes about 300 MB of memory, and an agent compares two at most."""
UNUSED_S = 300
"""Sessions expire this long after their last use; an agent that works on one asks more often."""


class _Kept(NamedTuple):
    version: Hashable
    session: Session
    used_at: float


class KeptSessions:
    """Caches sessions by name, each with the version that was read; each call drops expired ones."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._clock = clock

    def known(self, name: Hashable, version: Hashable) -> Session | None:
        """The cached session of this name, if it has this version."""
        self._drop_unused()
        kept = self._kept.get(name)
        return self.keep(name, version, kept.session) if kept and kept.version == version else None

    def keep(self, name: Hashable, version: Hashable, session: Session) -> Session:
        """Add a session; if there are too many, the one that was used longest ago is dropped."""
        self._drop_unused()
        self.forget(name)
        self._kept[name] = _Kept(version, session, self._clock())
        while len(self._kept) > MOST:
            self.forget(next(iter(self._kept)))
        return session

    def forget(self, name: Hashable) -> None:
        """Drop the session of this name, if there is one."""
        self._kept.pop(name, None)

    def _drop_unused(self) -> None:
        now = self._clock()
        for name, kept in list(self._kept.items()):
            if now - kept.used_at > UNUSED_S:
                self.forget(name)

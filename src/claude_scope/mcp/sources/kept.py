"""Keeps the sessions that were used last: an agent asks several times for the same, and a large one takes seconds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from claude_scope.mcp.sources.session import Session

MOST = 2
"""A session of 20 MB takes some 300 MB of memory; an agent compares two at most."""
UNUSED_S = 300
"""An agent that works on one session asks more often."""


class _Kept(NamedTuple):
    version: Hashable
    session: Session
    used_at: float


class KeptSessions:
    """Sessions by name, each with the version that it was read at; each call drops those that were not used lately."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._clock = clock

    def known(self, name: Hashable, version: Hashable) -> Session | None:
        """The session of this name if it was kept at this version."""
        self._drop_unused()
        kept = self._kept.get(name)
        return self.keep(name, version, kept.session) if kept and kept.version == version else None

    def keep(self, name: Hashable, version: Hashable, session: Session) -> Session:
        """Keep it in place of the one that was used first."""
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

"""Closes connections without a request, because each uses one of the open files of the process.

uvicorn waits without a limit for the first request, and for the rest of a request. A few thousand slow connections of
one attacker would keep everybody else out ("Slowloris").
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

IDLE_TIMEOUT_S = 30.0
"""The time limit for the request line and the headers; the application limits the time for a body."""


class _Seen(NamedTuple):
    """The last request of a connection, and since when the connection is idle."""

    request: Any
    since_s: float


class IdleConnections:
    """Tracks idle connections; a connection is a protocol of uvicorn, and its `cycle` the current request."""

    def __init__(self, patience_s: float = IDLE_TIMEOUT_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience_s, self._clock = patience_s, clock
        self._seen: WeakKeyDictionary[Any, _Seen] = WeakKeyDictionary()

    def look(self, connections: Iterable[Any]) -> None:
        """Close connections that were idle for too long."""
        now_s = self._clock()
        for connection in list(connections):
            request: Any = connection.cycle
            seen = self._seen.get(connection)
            if seen is None or seen.request is not request or not (request is None or request.response_complete):
                self._seen[connection] = _Seen(request, now_s)
            elif now_s - seen.since_s > self._patience_s:
                connection.transport.close()

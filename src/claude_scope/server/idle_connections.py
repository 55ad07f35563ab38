"""Closes connections that send no complete request, because each uses a file descriptor of the process.

uvicorn has no time limit for the first request, nor for the rest of a request. One attacker with a few thousand slow
connections could keep all other clients out ("Slowloris").
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

IDLE_TIMEOUT_S = 30.0
"""The time limit for the request line and headers. The application limits the time for the body."""


class _Seen(NamedTuple):
    """The last request of a connection, and the time at which the connection became idle."""

    request: Any
    since_s: float


class IdleConnections:
    """Tracks idle connections. A connection is a protocol object of uvicorn; its `cycle` is the current request."""

    def __init__(self, patience_s: float = IDLE_TIMEOUT_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience_s, self._clock = patience_s, clock
        self._seen: WeakKeyDictionary[Any, _Seen] = WeakKeyDictionary()

    def look(self, connections: Iterable[Any]) -> None:
        """Close the connections that have been idle for more than `patience_s`."""
        now_s = self._clock()
        for connection in list(connections):
            request: Any = connection.cycle
            seen = self._seen.get(connection)
            if seen is None or seen.request is not request or not (request is None or request.response_complete):
                self._seen[connection] = _Seen(request, now_s)
            elif now_s - seen.since_s > self._patience_s:
                connection.transport.close()

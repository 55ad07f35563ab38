"""Closes connections on which no request comes: each takes one of the files that a process may have open.

The server that we run on waits for the first request, and for the rest of one that has begun, without end, so a few
thousand connections of one stranger, who sends a byte now and then, would keep everybody else out ("Slowloris").
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

IDLE_TIMEOUT_S = 30.0
"""For the line and the headers of a request; how long its body may take is the application's own limit."""


class _Seen(NamedTuple):
    """Which request a connection served last, and since when it has been serving none."""

    request: Any
    since_s: float


class IdleConnections:
    """Looks at connections now and then; each is a protocol of uvicorn, whose `cycle` is the request it serves."""

    def __init__(self, patience_s: float = IDLE_TIMEOUT_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience_s, self._clock = patience_s, clock
        self._seen: WeakKeyDictionary[Any, _Seen] = WeakKeyDictionary()

    def look(self, connections: Iterable[Any]) -> None:
        """Close those that have served nothing for too long."""
        now_s = self._clock()
        for connection in list(connections):
            request: Any = connection.cycle
            seen = self._seen.get(connection)
            if seen is None or seen.request is not request or not (request is None or request.response_complete):
                self._seen[connection] = _Seen(request, now_s)
            elif now_s - seen.since_s > self._patience_s:
                connection.transport.close()

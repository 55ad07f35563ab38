"""Writes events of the browser with a delay, so that secrets which they repeat are known by then."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

DELAY_S = 0.2
"""The recorder's script sends a typed secret at once, but an event that repeats it may come from another process."""


class DelayedEvents:
    """Events in order of arrival; `write` is called with each after `DELAY_S`, or when `flush` is called."""

    def __init__(self, write: Callable[[dict[str, Any]], None]) -> None:
        self._write = write
        self._events: deque[dict[str, Any]] = deque()

    def add(self, event: dict[str, Any]) -> None:
        """Take an event."""
        self._events.append(event)
        asyncio.get_running_loop().call_later(DELAY_S, self._write_first)

    def flush(self) -> None:
        """Write all events now."""
        while self._events:
            self._write_first()

    def _write_first(self) -> None:
        if self._events:
            self._write(self._events.popleft())

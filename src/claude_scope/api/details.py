"""Bodies of sessions as they were laid out: that takes ten milliseconds, and pages ask for the same one again."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

AT_MOST_BYTES = 8 * 1024 * 1024
"""Of all together; one is 100 KB as a rule, and 500 KB with eight thumbnails in its prompt."""


class Edition(NamedTuple):
    """What a body depends on: each change of a session gives it another version, and addresses of pictures expire."""

    session_id: str
    version: int
    expires_s: int


class Details:
    """Forgets what was asked for least recently. For one thread, that of the event loop."""

    def __init__(self, at_most_bytes: int = AT_MOST_BYTES) -> None:
        self._at_most_bytes = at_most_bytes
        self._bodies: OrderedDict[Edition, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, edition: Edition) -> bytes | None:
        """The body, if it is known."""
        body = self._bodies.get(edition)
        if body is not None:
            self._bodies.move_to_end(edition)
        return body

    def put(self, edition: Edition, body: bytes) -> None:
        """Remember it."""
        self._bytes += len(body) - len(self._bodies.pop(edition, b""))
        self._bodies[edition] = body
        while self._bytes > self._at_most_bytes:
            self._bytes -= len(self._bodies.popitem(last=False)[1])

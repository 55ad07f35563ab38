"""Limits how many requests of one kind an account may have under way in this process."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from claude_scope.errors import TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Iterator

STREAMS = 20
"""Each looks at the database twice a second. A page follows one session; browsers allow a host six connections."""
UPLOADS = 10
"""Each may fill 100 MB of the disk, for as long as its client takes to send it."""
BUNDLES = 2
"""Two are made at once, so an account has at most its turn and the next one."""
RETRY_AFTER_S = 15


class AtOnce:
    """Counts them, for one thread: that of the event loop."""

    def __init__(self, most: int, refusal: str) -> None:
        """`refusal` is what is said beyond `most`, and what to do."""
        self._most, self._refusal = most, refusal
        self._open: Counter[str] = Counter()

    def of(self, user_id: str) -> int:
        """How many are under way."""
        return self._open[user_id]

    @contextmanager
    def one_of(self, user_id: str) -> Iterator[None]:
        """One more while this lasts; raises TooManyRequests."""
        if self._open[user_id] >= self._most:
            raise TooManyRequests(self._refusal, RETRY_AFTER_S)
        self._open[user_id] += 1
        try:
            yield
        finally:
            self._open[user_id] -= 1
            if not self._open[user_id]:
                del self._open[user_id]


def streams() -> AtOnce:
    """Event streams."""
    return AtOnce(STREAMS, f"{STREAMS} event streams are open already; close one, or poll the status.")


def uploads() -> AtOnce:
    """Uploads whose body is still being sent or stored; a client that waits for its session counts no more."""
    return AtOnce(UPLOADS, f"{UPLOADS} recordings are being uploaded already; wait until one has arrived.")


def bundles() -> AtOnce:
    """Bundles that are made, wait to be, or are being sent."""
    return AtOnce(BUNDLES, f"{BUNDLES} bundles are being made or sent already; wait until one has arrived.")

"""Limits concurrent requests of one kind per account, in this process."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from claude_scope.errors import TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Iterator

STREAMS = 20
"""Maximum number of event streams per account. Each polls the database twice a second. A page follows one session, and
a browser opens at most six connections."""
UPLOADS = 10
"""Maximum number of uploads per account. Each may occupy 100 MB of the disk while its client sends."""
BUNDLES = 2
"""Maximum number of bundles per account. The process makes this many bundles at once (`bundle.AT_ONCE`)."""
RETRY_AFTER_S = 15


class AtOnce:
    """Counts the concurrent requests of each account; use it only in the event loop's thread."""

    def __init__(self, most: int, refusal: str) -> None:
        """`refusal` is the message for a request above `most`; it says what to do."""
        self._most, self._refusal = most, refusal
        self._open: Counter[str] = Counter()

    def of(self, user_id: str) -> int:
        """The number of current requests of an account."""
        return self._open[user_id]

    @contextmanager
    def one_of(self, user_id: str) -> Iterator[None]:
        """Count one more request during the `with` block; raises TooManyRequests."""
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
    """The limit on event streams."""
    return AtOnce(STREAMS, f"{STREAMS} event streams are open already; close one, or poll the status.")


def uploads() -> AtOnce:
    """The limit on uploads whose body is being sent or stored. Waiting for the session does not count."""
    return AtOnce(UPLOADS, f"{UPLOADS} recordings are being uploaded already; wait until one has arrived.")


def bundles() -> AtOnce:
    """The limit on bundles that are waiting, being made, or being sent."""
    return AtOnce(BUNDLES, f"{BUNDLES} bundles are being made or sent already; wait until one has arrived.")

"""How many event streams an account has open: each is a connection that looks at the database twice a second."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from claude_scope.errors import TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_ONCE = 20
"""Of one account in this process; a page follows one session, and browsers allow a host six connections (HTTP/1.1)."""
RETRY_AFTER_S = 15


class Streams:
    """Counts them, for one thread: that of the event loop."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    @contextmanager
    def one_of(self, user_id: str) -> Iterator[None]:
        """One more while this lasts; raises TooManyRequests."""
        if self._open[user_id] >= AT_ONCE:
            raise TooManyRequests(
                f"{AT_ONCE} event streams are open already; close one, or poll the status.", RETRY_AFTER_S
            )
        self._open[user_id] += 1
        try:
            yield
        finally:
            self._open[user_id] -= 1
            if not self._open[user_id]:
                del self._open[user_id]

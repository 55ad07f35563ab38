"""Masks the parts of a secret that were written before it was recognised, such as the letters of a typed key."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DELAY_S = 0.3
"""A delay lets events arrive that are on their way, and keeps the cost low if a page reports many secrets."""
_PAUSES = 10
"""Minimum pause, as a multiple of the time that masking took: a page can change its fields all the time."""


class LateSecrets:
    """Calls `mask_again` with an epoch time in ms: events written since then contain parts of a secret."""

    def __init__(self, mask_again: Callable[[float], None]) -> None:
        self._mask_again = mask_again
        self._since: float | None = None
        self._next_s = 0.0
        """The monotonic time before which nothing is masked again."""
        self._timer: asyncio.TimerHandle | None = None

    def note(self, since: float) -> None:
        """A secret was recognised whose first letters were written at `since`."""
        self._since = since if self._since is None else min(since, self._since)
        if self._timer is None:
            delay_s = max(DELAY_S, self._next_s - time.monotonic())
            self._timer = asyncio.get_running_loop().call_later(delay_s, self.flush)

    def flush(self) -> None:
        """Mask now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        since, self._since = self._since, None
        if since is not None:
            began = time.monotonic()
            self._mask_again(since)
            self._next_s = time.monotonic() + _PAUSES * (time.monotonic() - began)

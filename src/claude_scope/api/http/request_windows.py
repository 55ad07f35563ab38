"""Counts events in windows of one minute, with bounded memory. Use it only in the event loop's thread."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

WINDOW_S = 60
AT_MOST = 50_000
"""Maximum number of keys, of about 250 bytes each. Above it, the oldest windows are dropped."""


class Window(NamedTuple):
    """The window of a hit: `hits` includes this hit; `resets_in_s` is the time until the window ends."""

    hits: int
    resets_in_s: float


class Windows:
    """Fixed windows, one per key. A window begins with a hit. The first hit after its end begins the next window."""

    def __init__(self, at_most: int = AT_MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_most, self._clock = at_most, clock
        self._windows: OrderedDict[Hashable, tuple[int, float]] = OrderedDict()

    def hit(self, key: Hashable) -> Window:
        """Count a hit for `key`, and return its window."""
        now = self._clock()
        count, ends_s = self._windows.get(key, (0, now))
        if now >= ends_s:
            self._windows.pop(key, None)  # so that the new window is added at the end
            count, ends_s = 0, now + WINDOW_S
        self._windows[key] = count + 1, ends_s
        if len(self._windows) > self._at_most:
            self._windows.popitem(last=False)
        return Window(count + 1, ends_s - now)

    def __len__(self) -> int:
        return len(self._windows)

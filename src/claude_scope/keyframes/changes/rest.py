"""Finds whether the screen as a whole ever came to rest, even if small parts of it continued to move."""

from __future__ import annotations

SETTLED_MS = 600
"""A state has settled after this time without a change, measured on screen: a still page gives one frame a second."""

MOVING_SHARE = 0.02
"""The screen moves if a larger share of it changes at once: a caret, a spinner or a clock changes less, scrolling and
videos change more."""


class RestDetector:
    """Takes the number of tiles that moved at each time, out of `size` tiles; times go forward."""

    def __init__(self, size: int) -> None:
        self._least = MOVING_SHARE * size
        self._moved_ms = 0
        self.was_seen = False
        """Whether the screen has rested so far."""
        self.has_ended = False

    def note(self, time_ms: int, moved: int) -> None:
        """Record how many tiles moved at this time."""
        self._rested_until(time_ms)
        if moved > self._least:
            self._moved_ms = time_ms

    def end(self, time_ms: int) -> None:
        """Note the end of the recording."""
        self._rested_until(time_ms)
        self.has_ended = True

    def _rested_until(self, time_ms: int) -> None:
        self.was_seen |= time_ms - self._moved_ms >= SETTLED_MS

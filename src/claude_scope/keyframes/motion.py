"""Whether what is shown is one picture out of a motion that the recorder could not keep up with."""

from __future__ import annotations

MOTION_MS = 1200
"""A still page is recorded once a second. What stands for longer was looked at."""

MOTION_SHARE = 0.1
"""Of the frame: a scroll or a map that is dragged changes more than this, most clicks less."""


class Motion:
    """Follows how much of a screen of `size` tiles changes at a time, and whether a frame confirmed what it shows."""

    def __init__(self, size: int) -> None:
        self._most = MOTION_SHARE * size
        self._brought = 0
        self._is_confirmed = True

    def note(self, changed: int) -> None:
        """So many tiles changed in the next sample."""
        self._is_confirmed = not changed
        if changed:
            self._brought = changed

    def goes_on(self, changed: int, still_ms: int) -> bool:
        """Whether what stood still for a while came with much, was seen in one sample only, and leaves with much."""
        much = min(self._brought, changed) > self._most
        return much and not self._is_confirmed and still_ms < MOTION_MS

"""Records where the mouse pointer rested, and how long: a person rests it before a click."""

from __future__ import annotations

from claude_scope.values import Rest

STILL_PX = 3
"""A pointer that is found by its looks is found a pixel or two beside where it stands."""
MIN_REST_MS = 400
"""Who only passes by stops for less."""


class PointerRests:
    """The rests so far; positions come in time order, in pixels of the coded picture."""

    def __init__(self) -> None:
        self._found: list[Rest] = []
        self._place: tuple[int, int] | None = None
        self._since_ms = 0

    def note(self, time_ms: int, place: tuple[int, int] | None) -> None:
        """The pointer was seen there, or is not known (None)."""
        if place is not None and self._place is not None and _is_near(place, self._place):
            return
        self._left(time_ms)
        self._place, self._since_ms = place, time_ms

    def all(self, ended_ms: int) -> tuple[Rest, ...]:
        """All rests, for a recording that ended at this time."""
        self._left(ended_ms)
        self._place = None
        return tuple(self._found)

    def _left(self, time_ms: int) -> None:
        if self._place is not None and time_ms - self._since_ms >= MIN_REST_MS:
            self._found.append(Rest(*self._place, self._since_ms, time_ms))


def _is_near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return abs(one[0] - other[0]) <= STILL_PX and abs(one[1] - other[1]) <= STILL_PX

"""Collects the recorded positions of the pointer, and the times in which it moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claude_scope.capture.fields import count, mapping, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REST_MS = 300.0
"""A pointer rests if it is still for longer than this; users pause a sixth of a second over the target of a click."""
MAX_POSITIONS = 20_000
"""Maximum number of positions, enough for an hour in which the pointer moves a quarter of the time."""
_INCREMENTAL, _MOUSE_MOVE = 3, 1

Position = tuple[float, float, float]
"""A time in milliseconds, and CSS pixels from the left and the top."""


@dataclass(slots=True)
class PointerMoves:
    """Collects positions, with epoch times."""

    positions: list[Position] = field(default_factory=list)

    def add(self, event: Mapping[str, Any], time_ms: float) -> None:
        """Add an event of rrweb; only mouse moves are used."""
        data = mapping(event, "data")
        if count(event, "type") != _INCREMENTAL or count(data, "source") != _MOUSE_MOVE:
            return
        listed = data.get("positions")
        for item in listed if isinstance(listed, list) else []:
            if isinstance(item, dict) and len(self.positions) < MAX_POSITIONS:
                x, y = number(item, "x") or 0.0, number(item, "y") or 0.0
                self.positions.append((time_ms + (number(item, "timeOffset") or 0.0), x, y))

    def after(self, offset_ms: float) -> tuple[Position, ...]:
        """The positions in time order, their times as milliseconds after an epoch time."""
        return tuple(sorted((time_ms - offset_ms, x, y) for time_ms, x, y in self.positions))


def moving_ms(positions: Sequence[Position]) -> list[tuple[float, float]]:
    """The spans in which the pointer did not rest, each until `REST_MS` after its last move."""
    found: list[tuple[float, float]] = []
    for time_ms, _, _ in positions:
        if found and time_ms <= found[-1][1]:
            found[-1] = found[-1][0], time_ms + REST_MS
        else:
            found.append((time_ms, time_ms + REST_MS))
    return found

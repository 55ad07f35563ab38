"""Finds what style sheets alone open and close at the pointer, such as tooltips, without an act or a DOM change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claude_scope.geometry import grown
from claude_scope.timeline.captured.pixel_states import EARLY_MS, MIN_COVERED_SHARE, MIN_SHARE, covered_share
from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Keyframe

CAME_MS, REST_MS = 700.0, 350.0
"""A tooltip opens within the first time after the pointer arrived; a pointer that moves on within the second time does
not rest."""
NEAR_PX = 100.0
"""The greatest distance from the pointer to what it opened, in CSS pixels."""
EDGE_PX = 16.0
"""The precision of changed places in a picture, in CSS pixels."""
UNKNOWN = (0.0, 0.0)
"""Captures of the first recorder versions have no pointer positions."""
OPENED, CLOSED = "where the pointer came to rest", "after the pointer left"


@dataclass(slots=True)
class PointedStates:
    """Checks changes of the picture in time order; `pointer` has times and positions in CSS pixels."""

    pointer: Sequence[tuple[float, float, float]]
    _opened: list[Box] = field(default_factory=list)

    def why(self, one: Keyframe, controls: Sequence[Box], scale: float) -> str:
        """A sentence if the pointer caused the change, otherwise "".

        A control that only changes its style under the pointer does not count; `controls` are the boxes of controls.
        """
        since_ms = one.since_ms
        came = [at for at in self.pointer if -CAME_MS <= at[0] - since_ms <= EARLY_MS and at[1:] != UNKNOWN]
        if not came or one.changed_share < MIN_SHARE:
            return ""
        if self._opened and covered_share(one.changed, self._opened) >= MIN_COVERED_SHARE:
            self._opened = []
            return CLOSED
        if any(EARLY_MS < time_ms - since_ms <= REST_MS for time_ms, _, _ in self.pointer):
            return ""  # the pointer moves on, so nobody looks at what it opened
        _, x, y = came[-1]
        around = [grown(box, EDGE_PX) for box in controls if _distance(box, x * scale, y * scale) == 0]
        near = [box for box in one.changed if _distance(box, x * scale, y * scale) <= NEAR_PX * scale]
        if not near or any(covered_share(near, [box]) >= 1 for box in around):
            return ""
        self._opened = near
        return OPENED


def _distance(box: Box, x: float, y: float) -> float:
    """The Chebyshev distance from a point to a box; 0 inside."""
    return max(box.x - x, x - box.x - box.width, box.y - y, y - box.y - box.height, 0.0)

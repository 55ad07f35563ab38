"""A rectangle of one flat colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.geometry import Rect
    from claude_scope.vision.shapes.colours import Colour


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A flat rectangle: `fill` is RGB; `sides` are the straight shares (0..1) of left, top, right and bottom."""

    box: Rect
    fill: Colour
    area: int
    sides: tuple[float, float, float, float]

    @property
    def solid(self) -> float:
        """The share of the box that has the fill's colour."""
        return self.area / max(1, self.box.width * self.box.height)

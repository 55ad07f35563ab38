"""A box, and the source of a fact."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Image = npt.NDArray[np.uint8]
    """RGB picture of shape (height, width, 3)."""


class Box(NamedTuple):
    """A bounding box: left, top, width and height."""

    x: float
    y: float
    width: float
    height: float


class Source(StrEnum):
    """The source of a fact, so that a prompt never presents a guess as a fact."""

    PIXELS = "pixels"
    ARIA = "aria"
    BOTH = "both"
    DOM = "dom"
    """The page itself, as a capture recorded it."""

    @property
    def has_no_node(self) -> bool:
        """Whether the fact comes from pixels alone, so that no node of the page's accessibility tree confirms it."""
        return self is Source.PIXELS

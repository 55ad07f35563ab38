"""Reads what the picture shows where the page has no texts: canvases, images, videos, frames that were not recorded.

Masks in pictures are planned from it. A region that looks as one that was read already is not read again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from claude_scope.errors import LaneError
from claude_scope.geometry import Rect, centre, clipped
from claude_scope.values import Box, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from claude_scope.values import Image, Reading

MIN_WIDTH_PX, MIN_HEIGHT_PX = 40, 10
"""A smaller region holds no text of a few letters."""
MIN_INK_CONTRAST = 28
"""Regions that differ by less (0..255) in every pixel show the same text; the codec alone makes ten of it."""
MAX_READ_PX, READ_COST_PX = 20_000_000, 40_000
"""Pixels of all regions that are read, each counted as so many more: about half a minute of processor time."""
MAX_KEPT_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, eq=False)
class _Region:
    """The pixels of a region, and the lines in it, from its upper left corner."""

    pixels: Image
    lines: tuple[Line, ...]


@dataclass(slots=True)
class BlindTexts:
    """The texts of regions, by their pixels. `read` reads a picture; it may raise LaneError."""

    read: Callable[[Image], Reading]
    _known: deque[_Region] = field(default_factory=deque)
    _kept_bytes: int = 0
    _read_px: int = 0

    def learn(self, image: Image, boxes: Sequence[Box], lines: Sequence[Line]) -> None:
        """Remember what was read in the regions of a picture."""
        for rect in _regions(image, boxes):
            inside = [_moved(line, -rect.left, -rect.top) for line in lines if rect.has(*centre(line.box))]
            self._keep(_Region(rect.of(image).copy(), tuple(inside)))

    def of(self, image: Image, boxes: Sequence[Box]) -> tuple[Line, ...]:
        """The lines in the regions of a picture; a region that was not read is one line without a text."""
        found: list[Line] = []
        for rect in _regions(image, boxes):
            lines = self._lines(np.ascontiguousarray(rect.of(image)))
            if lines is None:
                found.append(Line("", rect.box(), 0.0))
            else:
                found += [_moved(line, rect.left, rect.top) for line in lines]
        return tuple(found)

    def _lines(self, pixels: Image) -> tuple[Line, ...] | None:
        """The lines of a region; None if it cannot be read, or too much was read already."""
        known = next((one for one in reversed(self._known) if _look_alike(one.pixels, pixels)), None)
        if known is not None:
            return known.lines
        self._read_px += pixels.shape[0] * pixels.shape[1] + READ_COST_PX
        if self._read_px > MAX_READ_PX:
            return None
        try:
            lines = self.read(pixels).lines
        except LaneError:
            return None
        self._keep(_Region(pixels.copy(), lines))
        return lines

    def _keep(self, region: _Region) -> None:
        self._known.append(region)
        self._kept_bytes += region.pixels.nbytes
        while self._kept_bytes > MAX_KEPT_BYTES:
            self._kept_bytes -= self._known.popleft().pixels.nbytes


def _regions(image: Image, boxes: Sequence[Box]) -> Iterator[Rect]:
    """The parts of the boxes that lie on the picture, without those within others."""
    height, width = image.shape[:2]
    rects = {_rect(clipped(box, width, height)) for box in boxes}
    kept: list[Rect] = []
    for rect in sorted(rects, key=lambda one: (-one.area, one)):
        if rect.width < MIN_WIDTH_PX or rect.height < MIN_HEIGHT_PX or any(one.contains(rect, 0) for one in kept):
            continue
        kept.append(rect)
        yield rect


def _rect(box: Box) -> Rect:
    return Rect(int(box.x), int(box.y), round(box.x + box.width), round(box.y + box.height))


def _look_alike(one: Image, other: Image) -> bool:
    return one.shape == other.shape and int(cv2.absdiff(one, other).max()) < MIN_INK_CONTRAST


def _moved(line: Line, right: float, down: float) -> Line:
    return replace(line, box=Box(line.box.x + right, line.box.y + down, line.box.width, line.box.height))

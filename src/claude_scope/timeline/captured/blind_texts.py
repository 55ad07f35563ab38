"""Reads what the picture shows where the page has no texts: canvases, images, videos, frames that were not recorded.

Masks in pictures are planned from it. A region that looks as one that was read already is not read again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import cv2

from claude_scope.errors import LaneError
from claude_scope.geometry import Rect, centre, clipped, contains, intersection
from claude_scope.values import Box, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from claude_scope.values import Image, UiElement

    ReadRegion = Callable[[Image, Rect, Callable[[Rect], bool]], Sequence[Line]]
    """Reads the lines in a region of a picture, of those places that are wanted; it may raise LaneError."""

MIN_WIDTH_PX, MIN_HEIGHT_PX = 40, 10
"""A smaller region holds no text of a few letters."""
MIN_INK_CONTRAST = 28
"""Regions that differ by less (0..255) in every pixel show the same text; the codec alone makes ten of it."""
MAX_READ_PX, READ_COST_PX = 20_000_000, 40_000
"""Pixels of all regions that are read, each counted as so many more: about half a minute of processor time."""
MAX_KEPT_BYTES = 64 << 20
PICTURES = frozenset({"img", "image", "figure"})
"""Roles whose name describes what a picture shows."""


@dataclass(frozen=True, slots=True, eq=False)
class _Region:
    """The pixels of a region, and the lines in it, from its upper left corner."""

    pixels: Image
    lines: tuple[Line, ...]


@dataclass(slots=True)
class BlindTexts:
    """The texts of regions, by their pixels. Texts at the boxes of elements of the page are the page's and left out."""

    read: ReadRegion
    _known: deque[_Region] = field(default_factory=deque)
    _kept_bytes: int = 0
    _read_px: int = 0

    def learn(self, image: Image, blind: Sequence[Box], elements: Sequence[UiElement], lines: Sequence[Line]) -> None:
        """Remember what was read in the regions of a picture."""
        for rect in _regions(image, blind):
            is_unknown = _unknown(rect, elements)
            inside = [one for one in lines if rect.has(*centre(one.box)) and is_unknown(_rect(one.box))]
            self._keep(rect, image, inside)

    def of(self, image: Image, blind: Sequence[Box], elements: Sequence[UiElement]) -> tuple[Line, ...]:
        """The lines in the regions of a picture; a region that was not read is one line without a text."""
        found: list[Line] = []
        for rect in _regions(image, blind):
            lines = self._lines(image, rect, elements)
            found += [Line("", rect.box(), 0.0)] if lines is None else lines
        return tuple(found)

    def _lines(self, image: Image, rect: Rect, elements: Sequence[UiElement]) -> Sequence[Line] | None:
        """The lines of a region; None if it cannot be read, or too much was read already."""
        pixels = rect.of(image)
        known = next((one for one in reversed(self._known) if _look_alike(one.pixels, pixels)), None)
        if known is not None:
            return [_moved(line, rect.left, rect.top) for line in known.lines]
        self._read_px += rect.area + READ_COST_PX
        if self._read_px > MAX_READ_PX:
            return None
        try:
            lines = self.read(image, rect, _unknown(rect, elements))
        except LaneError:
            return None
        self._keep(rect, image, lines)
        return lines

    def _keep(self, rect: Rect, image: Image, lines: Sequence[Line]) -> None:
        region = _Region(rect.of(image).copy(), tuple(_moved(line, -rect.left, -rect.top) for line in lines))
        self._known.append(region)
        self._kept_bytes += region.pixels.nbytes
        while self._kept_bytes > MAX_KEPT_BYTES:
            self._kept_bytes -= self._known.popleft().pixels.nbytes


def _unknown(region: Rect, elements: Sequence[UiElement]) -> Callable[[Rect], bool]:
    """Whether the page has no text at a place of a region; what lies around the region, or describes it, is none."""
    boxes = [one.box for one in elements if one.role not in PICTURES and (one.name or one.value or one.label)]
    own = [_rect(box) for box in boxes if intersection(box, region.box()) and not contains(box, region.box(), 4)]
    return lambda place: all(2 * place.overlap(box).area < place.area for box in own)


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

"""Runs OCR on regions without DOM texts: canvases, images, videos, frames that were not recorded.

Masking uses these texts. If a region was read before, only its changed rows are read again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

import cv2
import numpy as np

from claude_scope.errors import LaneError
from claude_scope.geometry import Rect, centre, clipped, contains, intersection
from claude_scope.values import Box, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from claude_scope.values import Image, UiElement

    ReadRegion = Callable[[Image, Rect, Callable[[Rect], bool]], Sequence[Line]]
    """Reads the lines in the wanted parts of a region of a picture; may raise LaneError."""
    Rows = npt.NDArray[np.bool_]
    """For each row of pixels in a region, whether to read it."""

MIN_WIDTH_PX, MIN_HEIGHT_PX = 40, 10
"""A smaller region cannot contain a text of a few letters."""
MIN_INK_CONTRAST = 28
"""Regions that differ by less (0..255) in every pixel show the same text; the codec alone causes differences of ten."""
MAX_READ_PX, READ_COST_PX = 20_000_000, 40_000
"""Maximum number of pixels to read (half a minute of processor time), and the constant cost of a region in pixels."""
MAX_KEPT_BYTES = 64 << 20
MAX_COMPARED = 8
"""A region is compared with this many recently read regions of its size, to find the changed rows."""
MARGIN_PX = 12
"""The number of pixel rows to read above and below a change."""
MAX_CHANGED_SHARE = 0.6
"""If a larger share of its rows changed, a region is read completely."""
PICTURES = frozenset({"img", "image", "figure"})
"""Roles whose name describes the content of a picture."""


@dataclass(frozen=True, slots=True, eq=False)
class _Region:
    """The pixels of a region and its lines, relative to its upper left corner."""

    pixels: Image
    lines: tuple[Line, ...]


@dataclass(slots=True)
class BlindTexts:
    """Caches the texts of regions by their pixels. Texts within the boxes of DOM texts are left out."""

    read: ReadRegion
    _known: deque[_Region] = field(default_factory=deque)
    _kept_bytes: int = 0
    _read_px: int = 0

    def learn(self, image: Image, blind: Sequence[Box], elements: Sequence[UiElement], lines: Sequence[Line]) -> None:
        """Cache the lines of a picture's regions."""
        for rect in _regions(image, blind):
            is_unknown = _unknown(rect, elements)
            inside = [line for line in lines if rect.has(*centre(line.box)) and is_unknown(_rect(line.box))]
            self._keep(rect, image, inside)

    def of(self, image: Image, blind: Sequence[Box], elements: Sequence[UiElement]) -> tuple[Line, ...]:
        """The lines in the regions of a picture; an unread region is one line without text."""
        found: list[Line] = []
        for rect in _regions(image, blind):
            lines = self._lines(image, rect, elements)
            found += [Line("", rect.box(), 0.0)] if lines is None else lines
        return tuple(found)

    def _lines(self, image: Image, rect: Rect, elements: Sequence[UiElement]) -> Sequence[Line] | None:
        """The lines of a region; None if it cannot be read, or if the limit is reached."""
        pixels = rect.of(image)
        known = next((item for item in reversed(self._known) if _look_alike(item.pixels, pixels)), None)
        if known is not None:
            return [_moved(line, rect.left, rect.top) for line in known.lines]
        known_lines, rows = self._changes(pixels)
        bands = _bands(rect, rows)
        cost_px = sum(band.area + READ_COST_PX for band in bands)
        if self._read_px + cost_px > MAX_READ_PX:
            return None
        self._read_px += cost_px
        is_unknown = _unknown(rect, elements)
        kept = [_moved(line, rect.left, rect.top) for line in known_lines if not _touched(line, rows).any()]
        try:
            lines = kept + [line for band in bands for line in self.read(image, band, is_unknown)]
        except LaneError:
            return None
        self._keep(rect, image, lines)
        return lines

    def _changes(self, pixels: Image) -> tuple[Sequence[Line], Rows]:
        """The lines of the most similar cached region, and the rows that have to be read again."""
        same_size = (item for item in reversed(self._known) if item.pixels.shape == pixels.shape)
        found = [(item.lines, _changed_rows(item, pixels)) for item in islice(same_size, MAX_COMPARED)]
        lines, rows = min(found, key=lambda pair: int(pair[1].sum()), default=((), np.ones(len(pixels), np.bool_)))
        return (lines, rows) if rows.mean() <= MAX_CHANGED_SHARE else ((), np.ones_like(rows))

    def _keep(self, rect: Rect, image: Image, lines: Sequence[Line]) -> None:
        region = _Region(rect.of(image).copy(), tuple(_moved(line, -rect.left, -rect.top) for line in lines))
        self._known.append(region)
        self._kept_bytes += region.pixels.nbytes
        while self._kept_bytes > MAX_KEPT_BYTES:
            self._kept_bytes -= self._known.popleft().pixels.nbytes


def _unknown(region: Rect, elements: Sequence[UiElement]) -> Callable[[Rect], bool]:
    """A function that says whether the DOM has no text at a place of a region.

    Elements around the region and the names of pictures do not count as texts in it.
    """
    boxes = [
        element.box
        for element in elements
        if element.role not in PICTURES and (element.name or element.value or element.label)
    ]
    own = [_rect(box) for box in boxes if intersection(box, region.box()) and not contains(box, region.box(), 4)]
    return lambda place: all(2 * place.overlap(box).area < place.area for box in own)


def _regions(image: Image, boxes: Sequence[Box]) -> Iterator[Rect]:
    """The boxes clipped to the picture, without tiny ones and those within others."""
    height, width = image.shape[:2]
    rects = {_rect(clipped(box, width, height)) for box in boxes}
    kept: list[Rect] = []
    for rect in sorted(rects, key=lambda box: (-box.area, box)):
        if rect.width < MIN_WIDTH_PX or rect.height < MIN_HEIGHT_PX or any(item.contains(rect, 0) for item in kept):
            continue
        kept.append(rect)
        yield rect


def _rect(box: Box) -> Rect:
    return Rect(int(box.x), int(box.y), round(box.x + box.width), round(box.y + box.height))


def _look_alike(one: Image, other: Image) -> bool:
    return one.shape == other.shape and int(cv2.absdiff(one, other).max()) < MIN_INK_CONTRAST


def _changed_rows(region: _Region, pixels: Image) -> Rows:
    """The changed rows of a region, with a margin and the whole of each line that they touch."""
    differs = cv2.absdiff(region.pixels, pixels).reshape(len(pixels), -1).max(axis=1) >= MIN_INK_CONTRAST
    rows = np.convolve(differs, np.ones(2 * MARGIN_PX + 1), "same") > 0.5
    before = -1
    while before != (before := int(rows.sum())):
        for line in region.lines:
            touched = _touched(line, rows)
            touched[:] = touched.any()
    return rows


def _touched(line: Line, rows: Rows) -> Rows:
    """The part of `rows` that a line of the region covers."""
    return rows[max(0, int(line.box.y) - 2) : round(line.box.y + line.box.height) + 2]


def _bands(rect: Rect, rows: Rows) -> list[Rect]:
    """The parts of a rectangle that consist of the rows to read."""
    edges = np.flatnonzero(np.diff(rows, prepend=False, append=False)).tolist()
    return [
        rect._replace(top=rect.top + top, bottom=rect.top + bottom)
        for top, bottom in zip(edges[::2], edges[1::2], strict=True)
    ]


def _moved(line: Line, right: float, down: float) -> Line:
    return replace(line, box=Box(line.box.x + right, line.box.y + down, line.box.width, line.box.height))

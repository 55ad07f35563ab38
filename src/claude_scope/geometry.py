"""Geometry of a screen: bounding boxes (`Box`) and pixel rectangles that slice arrays (`Rect`).

Coordinates are pixels from the top left corner. Stations use `Rect` internally, and pass `Box` to each other.
"""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]


T = TypeVar("T")
SAME_ROW, MAX_ROW_OFFSET_PX = 0.45, 24


class Rect(NamedTuple):
    """A rectangle of whole pixels: `right` and `bottom` are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.bottom - self.top

    @property
    def area(self) -> int:
        """The number of pixels; 0 for an empty rectangle."""
        return max(0, self.width) * max(0, self.height)

    @property
    def centre(self) -> tuple[float, float]:
        """The middle, as x and y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def has(self, x: float, y: float) -> bool:
        """Whether a point is in the box or on its edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def contains(self, inner: Rect, slack: int = 2) -> bool:
        """Whether `inner` is inside the box, with a tolerance of `slack` pixels."""
        return (
            inner.left >= self.left - slack
            and inner.top >= self.top - slack
            and inner.right <= self.right + slack
            and inner.bottom <= self.bottom + slack
        )

    def touches(self, other: Rect) -> bool:
        """Whether both share a pixel."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def overlap(self, other: Rect) -> Rect:
        """The intersection; its width or height is 0 or negative if there is none."""
        return Rect(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def iou(self, other: Rect) -> float:
        """Intersection over union, 0..1."""
        shared = self.overlap(other).area
        return shared / (self.area + other.area - shared) if shared else 0.0

    def union(self, other: Rect) -> Rect:
        """The smallest rectangle around both."""
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, by: int, width: int, height: int) -> Rect:
        """Expanded by `by` pixels on every side, clipped to a picture of `width` x `height`."""
        return Rect(
            max(0, self.left - by),
            max(0, self.top - by),
            min(width, self.right + by),
            min(height, self.bottom + by),
        )

    def moved(self, right: int, down: int) -> Rect:
        """Translated by `right` and `down` pixels."""
        return Rect(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def of(self, picture: Pixels) -> Pixels:
        """The crop of a picture of shape (height, width, ...)."""
        return picture[self.top : self.bottom, self.left : self.right]

    def box(self) -> Box:
        """The rectangle as a `Box`."""
        return Box(self.left, self.top, self.width, self.height)


def merge_places(places: Iterable[Rect]) -> list[Rect]:
    """The places without nested ones; places that overlap on one line are merged."""
    kept: list[Rect] = []
    for place in sorted(set(places), key=lambda box: (box.top, box.left)):
        at = next((n for n, other in enumerate(kept) if _can_merge(place, other)), None)
        if at is None:
            kept.append(place)
        else:
            kept[at] = kept[at].union(place)
    return kept if len(kept) == len(set(places)) else merge_places(kept)


def _can_merge(a: Rect, b: Rect) -> bool:
    """Whether one contains the other, or both overlap on one line, so that their union covers nothing else."""
    if not a.touches(b):
        return False
    union, shared = a.union(b), a.overlap(b).area
    return union.area <= a.area + b.area - shared + 0.1 * union.area


def clip_places(places: Iterable[Rect], width: int, height: int) -> list[Rect]:
    """The places clipped to a picture of this size; places outside are left out."""
    cut = [place.grown(0, width, height) for place in places]
    return [place for place in cut if place.width > 0 and place.height > 0]


def centre(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return box.x + box.width / 2, box.y + box.height / 2


def intersection(a: Box, b: Box) -> float:
    """The area that two boxes share."""
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return max(0.0, width) * max(0.0, height)


def iou(a: Box, b: Box) -> float:
    """Intersection over union, 0..1."""
    shared = intersection(a, b)
    union = a.width * a.height + b.width * b.height - shared
    return shared / union if union > 0 else 0.0


def contains(outer: Box, inner: Box, slack: float = 2.0) -> bool:
    """Whether `inner` is inside `outer`, with a tolerance of `slack` pixels."""
    return (
        inner.x >= outer.x - slack
        and inner.y >= outer.y - slack
        and inner.x + inner.width <= outer.x + outer.width + slack
        and inner.y + inner.height <= outer.y + outer.height + slack
    )


def holds(box: Box, point: tuple[float, float], slack: float = 0.0) -> bool:
    """Whether a point is in a box grown by `slack` pixels."""
    x, y = point
    return box.x - slack <= x <= box.x + box.width + slack and box.y - slack <= y <= box.y + box.height + slack


def clipped(box: Box, width: int, height: int) -> Box:
    """The part of a box inside a picture of this size; its width or height is 0 if there is none.

    Raises:
        ValueError: a side of the box is not a number.
    """
    if any(isnan(side) for side in box):
        raise ValueError("a box has a side that is not a number")
    left, right = (min(max(x, 0.0), width) for x in (box.x, box.x + box.width))
    top, bottom = (min(max(y, 0.0), height) for y in (box.y, box.y + box.height))
    return Box(left, top, max(0.0, right - left), max(0.0, bottom - top))


def grown(box: Box, by: float) -> Box:
    """The box expanded by `by` pixels on every side."""
    return Box(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def around(boxes: Sequence[Box]) -> Box:
    """The bounding box of one or more boxes."""
    left, top = min(b.x for b in boxes), min(b.y for b in boxes)
    return Box(left, top, max(b.x + b.width for b in boxes) - left, max(b.y + b.height for b in boxes) - top)


def gap(a: Box, b: Box) -> float:
    """The distance between two boxes along the axis on which it is larger; 0.0 if they touch or overlap."""
    across = max(a.x - b.x - b.width, b.x - a.x - a.width)
    down = max(a.y - b.y - b.height, b.y - a.y - a.height)
    return max(0.0, across, down)


def scaled(box: Box, by: float) -> Box:
    """The box in another unit, for example CSS pixels times the device pixel ratio."""
    return Box(box.x * by, box.y * by, box.width * by, box.height * by)


def reading_rows(things: Iterable[T], place: Callable[[T], Box | Rect]) -> list[list[T]]:
    """The things in rows from top to bottom, each row from left to right.

    Two things are in one row if their centres differ by less than `SAME_ROW` of the smaller height. A thing that is
    taller than twice `MAX_ROW_OFFSET_PX` counts by its upper edge, so that a dialog comes before its content.
    """
    rows: list[list[T]] = []
    for thing in sorted(things, key=lambda other_thing: (_middle(place(other_thing)), place(other_thing)[0])):
        first = place(rows[-1][0]) if rows else None
        if first is None or _middle(place(thing)) - _middle(first) > SAME_ROW * _row_height(first, place(thing)):
            rows.append([])
        rows[-1].append(thing)
    return [sorted(row, key=lambda item: place(item)[0]) for row in rows]


def _middle(box: Box | Rect) -> float:
    return box[1] + min(box.height / 2, MAX_ROW_OFFSET_PX)


def _row_height(one: Box | Rect, other: Box | Rect) -> float:
    return min(one.height, other.height, 2 * MAX_ROW_OFFSET_PX)


def runs(things: Iterable[T], goes_on: Callable[[T, T], bool]) -> Iterator[list[T]]:
    """Group the things into runs: each thing continues the one before it, as `goes_on` decides."""
    run: list[T] = []
    for thing in things:
        if run and not goes_on(run[-1], thing):
            yield run
            run = []
        run.append(thing)
    if run:
        yield run


def is_next_line(line: Box, following: Box, tolerance: float = 6.0) -> bool:
    """Whether `following` is the next line of a text: right below, equally high, and left-aligned or centred."""
    tall, low = max(line.height, following.height), min(line.height, following.height)
    between = following.y - line.y - line.height
    if tall > 1.35 * low or not -0.4 * tall <= between <= 0.8 * tall:
        return False
    return min(abs(line.x - following.x), abs(centre(line)[0] - centre(following)[0])) <= tolerance


def same_place(a: Box, b: Box, tolerance: float = 12.0) -> bool:
    """Whether two boxes are at the same place, even if the text in them grew or shrank.

    They have the same row and height, and the same left edge, right edge or centre: texts are aligned to one of these.
    """
    if iou(a, b) >= 0.5:
        return True
    tall, low = max(a.height, b.height), min(a.height, b.height)
    if tall > 1.7 * low or abs(centre(a)[1] - centre(b)[1]) > tall / 2:
        return False
    edges = (a.x - b.x, a.x + a.width - b.x - b.width, centre(a)[0] - centre(b)[0])
    return min(abs(edge) for edge in edges) <= tolerance

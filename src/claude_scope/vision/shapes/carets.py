"""Find text carets: the thin bar in a focused field must not split the field or be read as a letter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.foreground import difference, ink, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.values import Image
    from claude_scope.vision.ocr.text_lines import TextLine
    from claude_scope.vision.shapes.surface import Surface

    Mask = npt.NDArray[np.bool_]

FIELD_HEIGHTS_PX = (14, 80)
"""Minimum and largest height of a single-line field in pixels, without its border."""
MIN_CARET_HEIGHT = 0.4
"""Minimum height of a caret, as a share of its field; in small default fields of browsers, it leaves a pixel free."""
CARET_REACH_PX = 4
"""The caret of a surface is within this many columns of the surface's end."""
CLEAR_COLUMNS = 3
"""This many columns next to the ends of a caret are free of ink; letters may touch its middle."""
MAX_FILL_DIFF = 40
"""Largest difference (0..255) from the field's fill that a codec leaves next to a border."""
MIN_BORDER_STEP = 24
"""Minimum difference between a border and the pixels inside it."""
MIN_BORDER_SHARE = 0.9
"""Minimum share of the rest of the field along which both borders continue."""
MAX_FIELD_ASPECT = 40
"""Largest ratio of a field's width to its height."""


CARET_LETTERS = frozenset("|Il1!i[]")
"""Letters that OCR reads for a caret after a text or alone."""
MAX_CARET_WIDTH_PX = 3
"""Largest width of a caret; a codec adds one column to the browser's one or two."""
DESCENDING = frozenset("gjpqy,;Q$")


def merge_fields_at_carets(image: Image, found: list[Surface]) -> list[Surface]:
    """Merge the two parts of each field that a caret splits; the largest surface first."""
    whole = [_merge_at_caret(image, item) for item in found]
    fields = [element.box for element, before in zip(whole, found, strict=True) if element is not before]
    remaining = [element for element in whole if not any(_is_part(element.box, field) for field in fields)]
    return sorted(remaining, key=lambda element: -element.box.width * element.box.height)


def _is_part(box: Rect, field: Rect) -> bool:
    """Whether a surface is one side of a split field."""
    level = max(abs(box.top - field.top), abs(box.bottom - field.bottom)) <= 2
    return level and box.width < field.width - 2 and field.contains(box)


def _merge_at_caret(image: Image, one: Surface) -> Surface:
    if not FIELD_HEIGHTS_PX[0] <= one.box.height <= FIELD_HEIGHTS_PX[1]:
        return one
    right = _end(image, one)
    width = image.shape[1]
    left = width - _end(image[:, ::-1], _mirrored(one, width))
    if (left, right) == (one.box.left, one.box.right):
        return one
    box = Rect(left, one.box.top, right, one.box.bottom)
    return replace(one, box=box, area=round(one.area * box.width / one.box.width), sides=_sides(one, box))


def is_remainder(image: Image, one: Surface) -> bool:
    """Whether a surface is the visible remainder of a larger, partly covered one: its borders continue beyond one side.

    A table cell next to the button in it is a remainder too. The side itself does not reach the borders.
    """
    turned = _mirrored(one, image.shape[1])
    return _goes_beyond(image, one) or _goes_beyond(image[:, ::-1], turned)


def _goes_beyond(image: Image, one: Surface) -> bool:
    box = one.box
    beyond = image[[box.top, box.bottom - 1], max(0, box.right - CARET_REACH_PX) : box.right + 2 * CARET_REACH_PX]
    if beyond.shape[1] < 3 * CARET_REACH_PX or (difference(beyond, one.fill) > MAX_FILL_DIFF).any():
        return False
    return _goes_on(image, box, box.right + 2 * CARET_REACH_PX)


def _mirrored(one: Surface, width: int) -> Surface:
    """The surface in the mirrored picture of that width."""
    box = one.box
    return replace(one, box=Rect(width - box.right, box.top, width - box.left, box.bottom))


def _sides(one: Surface, box: Rect) -> tuple[float, float, float, float]:
    """The straightness of the sides; those at the caret are at least as straight as the upper one."""
    left, top, right, bottom = one.sides
    return (
        left if box.left == one.box.left else max(left, top),
        top,
        right if box.right == one.box.right else max(right, top),
        bottom,
    )


def _end(image: Image, one: Surface) -> int:
    """The right end (exclusive) of the field of a surface: the surface's own, or that of the part behind the caret."""
    box = one.box
    start = max(0, box.right - CARET_REACH_PX)
    if not _is_caret(
        difference(image[box.top : box.bottom, start : box.right + 2 * CARET_REACH_PX], one.fill) > MAX_FILL_DIFF
    ):
        return box.right
    rows = image[[box.top, box.bottom - 1], start : box.right + MAX_FIELD_ASPECT * box.height]
    free: Mask = np.asarray(~(difference(rows, one.fill) > MAX_FILL_DIFF).any(axis=0))
    length = len(free) if free.all() else int(np.argmin(free))
    if length == len(free) or start + length <= box.right + CARET_REACH_PX or not _goes_on(image, box, start + length):
        return box.right
    return start + length


def _is_caret(far: Mask) -> bool:
    """Whether one of the columns around a surface's end is a bar with free ends."""
    height, width = far.shape
    for column in range(CLEAR_COLUMNS, min(2 * CARET_REACH_PX, width - CLEAR_COLUMNS)):
        for top, bottom in runs(far[:, column]):
            if top == 0 or bottom == height or bottom - top < MIN_CARET_HEIGHT * height:
                continue
            if not far[[top, bottom - 1]][:, [column - CLEAR_COLUMNS, column + CLEAR_COLUMNS]].any():
                return True
    return False


def _goes_on(image: Image, box: Rect, end: int) -> bool:
    """Whether both borders of a surface continue to the right up to the column `end`."""
    columns = slice(box.right, end - 2)
    for inside, outside in ((box.top, box.top - 2), (box.bottom - 1, box.bottom + 1)):
        if not 0 <= outside < image.shape[0]:
            return False
        step = np.abs(image[inside, columns].astype(np.int16) - image[outside, columns])
        middle = np.abs(image[inside, columns].astype(np.int16) - image[(inside + outside) // 2, columns])
        if float((np.maximum(step, middle).max(axis=1) >= MIN_BORDER_STEP).mean()) < MIN_BORDER_SHARE:
            return False
    return True


def find_caret(image: Image, line: TextLine, found: Sequence[Surface]) -> Rect | None:
    """The caret that was read as the last letter of a line in a field; None if it is a letter.

    A caret begins no lower than the highest letter and ends below the baseline.
    """
    if line.text[-1] not in CARET_LETTERS:
        return None
    x, y = line.box.centre
    field = next(
        (
            element.box
            for element in reversed(found)
            if element.box.has(x, y) and element.box.height <= FIELD_HEIGHTS_PX[1]
        ),
        None,
    )
    if field is None:
        return None
    place = Rect(
        max(line.box.left, field.left + 1),
        max(line.box.top - MAX_CARET_WIDTH_PX, field.top),
        min(line.box.right + CLEAR_COLUMNS, field.right),
        min(line.box.bottom + MAX_CARET_WIDTH_PX, field.bottom),
    )
    mask = ink(place.of(image))
    inked = np.flatnonzero(mask.any(axis=0))
    if not len(inked):
        return None
    left = right = int(inked[-1]) + 1
    while left and right - left <= MAX_CARET_WIDTH_PX and (mask[:, left - 1] != mask[:, right - 1]).sum() <= 2:
        left -= 1
    if right - left > MAX_CARET_WIDTH_PX:
        return None
    bar, letters = runs(mask[:, left:right].any(axis=1)), runs(mask[:, :left].any(axis=1))
    if len(bar) != 1:
        return None
    (top, bottom), below = bar[0], 0 if DESCENDING & set(line.text) else 2
    if letters and (top > letters[0][0] or bottom < letters[-1][1] + below):
        return None
    return Rect(place.left + left, place.top + top, place.left + right, place.top + bottom)

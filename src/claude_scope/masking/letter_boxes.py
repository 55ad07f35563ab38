"""Finds the pixels that show part of a line, or the value of a field."""

from __future__ import annotations

from difflib import SequenceMatcher
from math import ceil, floor
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from claude_scope.geometry import Rect, clipped

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.values import Box, Image, Reading, SecretField, SecretPlace

    Mask = npt.NDArray[np.bool_]

ROUND_PX, ROUND_SHARE = 2, 0.1
"""Covered margin around a line, in pixels and as a share of its height: codecs blur, and OCR's boxes are tight."""
COVER_BEHIND_MIDDLE = 0.12
"""A letter before a secret is covered from this fraction of a letter's width after its middle, because letter positions
are accurate only to about half a letter.
"""
BETWEEN_PX = 2
"""Maximum number of rows without ink within a line, as between a letter and its dot or accent."""
MIN_INK_SHARE = 0.4
"""Minimum share of the height of a line's box that its letters fill; less means that the background was misjudged."""
EDGE_PX = 3
"""Width of a field's border, which is not covered."""
CARET_PX = 4
"""A single stroke in a field is a caret if it is not wider than this."""
MIN_INK_CONTRAST = 28
"""Pixels that differ from a field's fill by more than this (0..255) are content; dark themes have little contrast."""
NOWHERE = Rect(0, 0, 0, 0)


@runtime_checkable
class PixelReader(Protocol):
    """A reader that can also locate the letters of a line."""

    def read_sync(self, image: Image) -> Reading:
        """Read an RGB picture of shape (height, width, 3)."""
        ...

    def letters(self, image: Image, box: Box) -> tuple[str, tuple[float, ...]]:
        """The text of the line in a box, and the x of the middle of each letter; empty if there is none."""
        ...


def secret_rect(image: Image, secret: SecretPlace, reader: PixelReader | None) -> Rect:
    """The pixels that show a secret in a line, with a margin; empty if the picture does not show its box."""
    box, text = secret.box, secret.text
    shown = clipped(box, image.shape[1], image.shape[0])
    if shown.width <= 0 or shown.height <= 0:
        return NOWHERE
    if not text:
        box = shown
    around = max(ROUND_PX, ROUND_SHARE * box.height if text else 0)
    left, right = box.x - around, box.x + box.width + around
    if secret.start > 0 or secret.end < len(text):
        left, right = _columns(image, secret, reader, left, right)
    place = Rect(floor(left), floor(box.y - around), ceil(right), ceil(box.y + box.height + around))
    return _without_neighbours(image, place) if text else place


def _without_neighbours(image: Image, place: Rect) -> Rect:
    """The rows of a place that hold its letters: in dense text a line's box includes parts of its neighbours."""
    inside = place.grown(0, image.shape[1], image.shape[0])
    if inside.width <= 0 or inside.height < 2 * ROUND_PX:
        return place
    rows: Mask = np.asarray(_ink_mask(inside.of(image)).any(axis=1))
    middle = inside.height // 2
    top = bottom = middle
    while top > 0 and rows[max(0, top - BETWEEN_PX) : top].any():
        top -= 1
    while bottom < inside.height and rows[bottom : bottom + BETWEEN_PX].any():
        bottom += 1
    if bottom - top < MIN_INK_SHARE * inside.height:
        return place
    return place._replace(top=max(place.top, inside.top + top - 1), bottom=min(place.bottom, inside.top + bottom + 1))


def _ink_mask(piece: Image) -> Mask:
    """The pixels that clearly differ from the median colour, which is the background's."""
    apart = np.abs(piece.astype(np.int16) - np.median(piece.reshape(-1, 3), axis=0)).max(axis=2)
    inked: Mask = apart > max(MIN_INK_CONTRAST, 0.3 * float(apart.max()))
    return inked


def _columns(
    image: Image, place: SecretPlace, reader: PixelReader | None, left: float, right: float
) -> tuple[float, float]:
    shown = clipped(place.box, image.shape[1], image.shape[0])
    text, centres = reader.letters(image, shown) if reader else ("", ())
    start, end = place.start, place.end
    if text:
        start, end = _matching_part(place.text, text, start, end)
    else:
        text, wide = place.text, place.box.width / len(place.text)
        centres = tuple(place.box.x + (index + 0.5) * wide for index in range(len(text)))
    wide = place.box.width / len(text)
    if start > 0:
        left = centres[start - 1] + (0 if text[start - 1] == " " else COVER_BEHIND_MIDDLE * wide)
    if end < len(text):
        right = centres[end] - (0 if text[end] == " " else COVER_BEHIND_MIDDLE * wide)
    return left, max(right, left + wide)


def _matching_part(text: str, other: str, start: int, end: int) -> tuple[int, int]:
    """The part of `other`, a second reading of the line, that matches `text[start:end]`."""
    first, last = 0, len(other)
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        if i1 <= start < i2:
            first = j1 + start - i1 if kind == "equal" else j1
        if i1 < end <= i2:
            last = j1 + end - i1 if kind == "equal" else j2
    return first, max(last, min(first + 1, len(other)))


def field_value_rect(image: Image, field: SecretField) -> Rect | None:
    """The pixels of the value of a field, without border, label and buttons; None if it is empty."""
    box = clipped(field.box, image.shape[1], image.shape[0])
    left, top = box.x + EDGE_PX, box.y + EDGE_PX
    right, bottom = box.x + box.width - EDGE_PX, box.y + box.height - EDGE_PX
    for spared in field.spared:
        if spared.x >= box.x + 0.5 * box.width and spared.y + spared.height > box.y + 0.4 * box.height:
            right = min(right, spared.x - 1)
        elif spared.y + 0.5 * spared.height < box.y + 0.5 * box.height:
            top = max(top, spared.y + spared.height)
    place = Rect(floor(left), floor(top), ceil(right), ceil(bottom)).grown(0, image.shape[1], image.shape[0])
    if place.width <= CARET_PX or place.height <= CARET_PX:
        return None
    return place if field.filled or _holds_something(place.of(image)) else None


def _holds_something(piece: Image) -> bool:
    """Whether the middle rows of a field show anything but a caret."""
    height = piece.shape[0]
    rows = piece[height // 4 : height - height // 4].astype(np.int16)
    fill = np.median(rows.reshape(-1, 3), axis=0)
    columns = np.flatnonzero((np.abs(rows - fill).max(axis=2) > MIN_INK_CONTRAST).any(axis=0))
    return len(columns) > 0 and int(columns[-1] - columns[0]) >= CARET_PX

"""Measure the style of a line of text: colours, size, weight, underline; also of each word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.foreground import (
    MIN_INK_DIFF,
    background,
    difference,
    largest,
    median,
    percentile,
    runs,
    stands_out,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.values import Image
    from claude_scope.vision.ocr.text_lines import TextLine

    Colour = npt.NDArray[np.float32]
    Mask = npt.NDArray[np.bool_]

DESCENDING = frozenset("gjpqy,;()[]{}|/@Q$")
ASCENDING = frozenset("bdfhijkltABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789()[]{}|/@#&%$!?'\"")
CAPITAL_HEIGHT, X_HEIGHT, DESCENT = 0.73, 0.54, 0.21
"""Shares of the font size; means over Noto Sans, Liberation Sans, Roboto, Inter and DejaVu Sans."""
MIN_UNDERLINE_SHARE = 0.85
"""A row of ink is an underline, not the feet of letters, if it covers at least this share of the width."""

STYLE_REACH_PX = 9
"""Pixels around a line's box that affect its style: they show whether an underline ends with the text."""
MIN_EDGE_SHARE = 0.9
"""A column of ink at the side of a line is an edge if it covers this share of the height; letters have margins."""


MIN_POINTER_CONTRAST = 60
"""Minimum difference (0..255) between the pointer's black or white and the background."""
POINTER_REACH_PX = 4
"""Ink that continues for this many pixels below a line's box is the pointer: letters end inside the box."""


@dataclass(frozen=True, slots=True, eq=False)
class TextStyle:
    """The style of a line or a word: `ink` and `behind` are RGB, `size` the font size in pixels.

    `weight` is the width of vertical strokes as a share of the size: about 0.09 regular, 0.13 bold.
    """

    line: TextLine
    box: Rect
    behind: Colour
    ink: Colour
    size: float
    weight: float
    underlined: bool

    @property
    def text(self) -> str:
        """The text of the line."""
        return self.line.text

    @property
    def contrast(self) -> float:
        """Largest difference over the channels of ink and background."""
        return float(np.abs(self.ink - self.behind).max())


def measure_style(image: Image, line: TextLine, within: Rect | None = None) -> TextStyle:
    """Measure the style of `line` in an RGB picture; `within` is its surface, whose edges are not ink."""
    box = line.box if within is None else _overlap(line.box, within)
    piece = image[box.top : box.bottom, box.left : box.right]
    behind = background(piece)
    below = image[box.bottom : box.bottom + POINTER_REACH_PX, box.left : box.right]
    far = difference(piece, behind)
    mask = _remove_pointer(_remove_edges(stands_out(far)), below, behind)
    tight = _ink_box(mask, box)
    inner = mask[tight.top - box.top : tight.bottom - box.top, tight.left - box.left : tight.right - box.left]
    colour = _stroke_colour(piece, far, mask, behind)
    underline = _underline(inner)
    letters = inner if underline is None else inner[:underline]
    size = _font_size(line.text, letters)
    ends = underline is not None and _underline_ends(image, tight, tight.top + underline, behind)
    return TextStyle(line, tight, behind, colour, size, _stroke(letters) / max(1.0, size), ends)


def _remove_edges(mask: Mask) -> Mask:
    """Remove ink that covers a side from top to bottom: it is the border of a neighbour or another surface."""
    full = mask.mean(axis=0) >= MIN_EDGE_SHARE
    if not full[0] and not full[-1]:
        return mask
    left = 0 if not full[0] else int(np.argmin(full)) + 1
    right = 0 if not full[-1] else int(np.argmin(full[::-1])) + 1
    if full.all() or left + right >= mask.shape[1] // 2:
        return mask
    remaining = mask.copy()
    remaining[:, :left] = False
    remaining[:, mask.shape[1] - right :] = False
    return remaining


def _remove_pointer(mask: Mask, below: Image, behind: Colour) -> Mask:
    """Remove ink that continues below the box, which is the pointer; keep all ink if nothing else is left."""
    if not mask[-1].any() or len(below) < POINTER_REACH_PX:
        return mask
    goes_on = mask[-1] & (difference(below, behind) > MIN_POINTER_CONTRAST).all(axis=0)
    if not goes_on.any():
        return mask
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    remaining: Mask = mask & ~np.isin(labels, np.unique(labels[-1][goes_on]))
    return remaining if remaining.any() else mask


def _underline_ends(image: Image, tight: Rect, row: int, behind: Colour) -> bool:
    """Whether the underline ends with the text; a border continues."""
    left = image[row, max(0, tight.left - STYLE_REACH_PX) : max(0, tight.left - 3)].astype(np.float32)
    right = image[row, tight.right + 3 : tight.right + STYLE_REACH_PX].astype(np.float32)
    return all(
        not len(side) or float(largest(np.abs(side - behind)).mean()) < 2 * MIN_INK_DIFF for side in (left, right)
    )


def _overlap(box: Rect, other: Rect) -> Rect:
    left, top = max(box.left, other.left + 2), max(box.top, other.top + 2)
    right, bottom = min(box.right, other.right - 2), min(box.bottom, other.bottom - 2)
    return Rect(left, top, right, bottom) if right - left > 2 and bottom - top > 2 else box


def _ink_box(mask: Mask, box: Rect) -> Rect:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return box
    return Rect(
        box.left + int(columns[0]), box.top + int(rows[0]), box.left + int(columns[-1]) + 1, box.top + int(rows[-1]) + 1
    )


def _stroke_colour(piece: Image, far: npt.NDArray[np.float32], mask: Mask, behind: Colour) -> Colour:
    """The colour of the middle of strokes: the pixels furthest from the background."""
    if not mask.any():
        return behind
    limit = percentile(far[mask], 75)
    colour: Colour = median(piece[mask & (far >= limit)])
    return colour


def _underline(mask: Mask) -> int | None:
    """The row where an underline begins, in the lowest 40 % of the ink; None if there is none."""
    height, width = mask.shape
    if not height or width < 8:
        return None
    start = int(height * 0.6)
    inked = start + np.flatnonzero(mask[start:].sum(axis=1) >= MIN_UNDERLINE_SHARE * width)
    rows = [row for row in inked.tolist() if _longest_run(mask[row]) >= MIN_UNDERLINE_SHARE * width]
    if not rows or len(rows) > max(4, height // 5):
        return None
    return rows[0]


def _longest_run(row: Mask) -> int:
    return max((end - begin for begin, end in runs(row)), default=0)


def _font_size(text: str, mask: Mask) -> float:
    rows = runs(mask.any(axis=1))
    height = rows[-1][1] - rows[0][0] if rows else mask.shape[0]
    above = CAPITAL_HEIGHT if any(letter in ASCENDING for letter in text) else X_HEIGHT
    below = DESCENT if any(letter in DESCENDING for letter in text) else 0.0
    return height / (above + below)


def _stroke(mask: Mask) -> float:
    """The width of vertical strokes: the mean of the shorter 60 % of the horizontal runs of ink."""
    if mask.size == 0:
        return 0.0
    padded = np.zeros((mask.shape[0], mask.shape[1] + 1), np.bool_)  # the last column ends the runs of each row
    padded[:, :-1] = mask
    lengths = np.array([end - begin for begin, end in runs(padded.ravel())])
    if not len(lengths):
        return 0.0
    return float(lengths[lengths <= percentile(lengths, 60)].mean())


def word_styles(image: Image, line: TextLine) -> list[TextStyle]:
    """The style of each word of a line; empty if the words cannot be separated."""
    found: list[TextStyle] = []
    text, start = line.text, 0
    pieces = text.split(" ")
    if len(pieces) < 2 or len(line.centres) != len(text):
        return found
    for piece in pieces:
        end = start + len(piece)
        if piece:
            found.append(measure_style(image, _word(line, start, end)))
        start = end + 1
    return found


def _word(line: TextLine, start: int, end: int) -> TextLine:
    """Characters `start` to `end` (exclusive) as a line, cut in the middle of the spaces around them."""
    centres, box = line.centres, line.box
    half = (box.right - box.left) / max(2, 2 * len(line.text))
    left = centres[start] - half * 1.2
    right = centres[end - 1] + half * 1.2
    if start:
        left = max(left, centres[start - 1])
    if end < len(centres):
        right = min(right, centres[end])
    place = Rect(max(box.left, int(left)), box.top, min(box.right, max(int(left) + 2, round(right))), box.bottom)
    return replace(line, text=line.text[start:end], box=place, centres=centres[start:end])

"""Lines that were read before: the same letters elsewhere, or as they were some pictures ago, are not read again.

A page that scrolls, or that makes room for a message, moves lines without changing them; a dialog that closes shows
again what was there. Their pixels are the same but for what a codec does to them, so a line is laid over those that
were read, wherever it fits best, and compared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from claude_scope.vision.shapes.foreground import background, difference, largest

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.values import Image
    from claude_scope.vision.ocr.text_recognition import Recognised

MAX_SHIFT_X, MAX_SHIFT_Y = 3, 6
"""Pixels by which the boxes of the same line may lie differently around its letters."""
SAME_PIXEL_SHARE = 0.25
"""Difference up to which a pixel is the same, as a share of the strongest contrast around it: what a VP9 recording does
to the edges of letters is less, another letter has a stroke where this one has none."""
PIXEL_TOLERANCES = (13, 26)
"""Bounds of that difference (0..255): less is no ink (`MIN_INK_DIFF`), more is a change (`TOLERANCE`)."""
LETTER_INK_SHARE = 0.3
"""Share of the strongest contrast that belongs to a letter: no such pixel may lie beside what is compared."""
MIN_LINE_CONTRAST = 40
"""With less contrast (0..255), what a codec does is as strong as letters are."""
MIN_CACHED_CONFIDENCE = 0.9
"""What was read with less confidence is read again."""
MAX_CACHED_PIXELS = 8_000_000
"""So much of lines is remembered, four bytes a pixel: some 400 long lines or 2,000 short ones."""
MAX_COMPARED_LINES = 4
"""Lines of about its size that one is compared with, those with as much ink first: each costs a twentieth of reading
it."""


class _Offset(NamedTuple):
    """Where a picture's upper left corner lies in another one."""

    left: int
    top: int


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A picture of one line, which of its pixels are letters, and how many."""

    picture: Image
    ink: npt.NDArray[np.bool_]
    amount: int


class LineCache:
    """What the lines said that were read last."""

    def __init__(self) -> None:
        self._known: dict[_Line, Recognised] = {}  # the one that was of use last comes last
        self._pixels = 0

    def get(self, picture: Image) -> Recognised | None:
        """What an RGB picture of one line says, if the same was read before."""
        height, width = picture.shape[:2]
        if height <= 2 * MAX_SHIFT_Y or width <= 2 * MAX_SHIFT_X:
            return None
        near = [one for one in self._known if _has_similar_size(one, height, width)]
        line = _line(picture) if near else None
        if line is None:
            return None
        for one in sorted(near, key=lambda one: abs(one.amount - line.amount))[:MAX_COMPARED_LINES]:
            offset = _offset(line, one)
            if _is_same(line, one, offset):
                read = self._known[one] = self._known.pop(one)
                return _shift_centres(read, offset.left, one.picture.shape[1], width)
        return None

    def store(self, picture: Image, read: Recognised) -> None:
        """Remember what an RGB picture of one line says."""
        line = _line(picture) if read.confidence >= MIN_CACHED_CONFIDENCE else None
        if line is None:
            return
        self._known[line] = read
        self._pixels += line.ink.size
        while self._pixels > MAX_CACHED_PIXELS:
            oldest = next(iter(self._known))
            del self._known[oldest]
            self._pixels -= oldest.ink.size


def _has_similar_size(line: _Line, height: int, width: int) -> bool:
    high, wide = line.picture.shape[:2]
    return bool(abs(wide - width) <= MAX_SHIFT_X and abs(high - height) <= MAX_SHIFT_Y)


def _line(picture: Image) -> _Line | None:
    """A picture with its letters; None if they hardly stand out."""
    far = difference(picture, background(picture))
    contrast = float(far.max(initial=0))
    if contrast < MIN_LINE_CONTRAST:
        return None
    ink = far > LETTER_INK_SHARE * contrast
    return _Line(picture.copy(), ink, int(np.count_nonzero(ink)))


def _offset(line: _Line, known: _Line) -> _Offset:
    """Where a line lies in a known one when its middle is laid where it fits best."""
    here, there = (cv2.cvtColor(one.picture, cv2.COLOR_RGB2GRAY) for one in (line, known))
    middle = here[MAX_SHIFT_Y:-MAX_SHIFT_Y, MAX_SHIFT_X:-MAX_SHIFT_X]
    _, _, (left, top), _ = cv2.minMaxLoc(cv2.matchTemplate(there, middle, cv2.TM_SQDIFF))
    return _Offset(left - MAX_SHIFT_X, top - MAX_SHIFT_Y)


def _is_same(line: _Line, known: _Line, offset: _Offset) -> bool:
    """Whether two lines have the same letters: those that lie over each other are alike, and there are no others."""
    height, width = line.ink.shape
    left, top = max(0, -offset.left), max(0, -offset.top)
    right = min(width, known.ink.shape[1] - offset.left)
    bottom = min(height, known.ink.shape[0] - offset.top)
    here = slice(top, bottom), slice(left, right)
    there = slice(top + offset.top, bottom + offset.top), slice(left + offset.left, right + offset.left)
    if line.amount > np.count_nonzero(line.ink[here]) or known.amount > np.count_nonzero(known.ink[there]):
        return False
    apart = largest(cv2.absdiff(line.picture[here], known.picture[there]))
    return bool((apart <= _tolerance(line.picture[here])).all())


def _tolerance(picture: Image) -> npt.NDArray[np.float32]:
    """By how much each pixel may differ: pale letters beside strong ones are compared as closely as they need."""
    far = difference(picture, background(picture))
    around = np.ones((len(picture), len(picture)), np.uint8)
    tolerance: npt.NDArray[np.float32] = np.clip(
        SAME_PIXEL_SHARE * np.asarray(cv2.dilate(far, around)), *PIXEL_TOLERANCES
    )
    return tolerance


def _shift_centres(read: Recognised, by: int, width: int, now: int) -> Recognised:
    """What was read in a picture of some width, for one that begins `by` pixels further right and is `now` wide."""
    return replace(read, centres=tuple(min(1.0, max(0.0, (share * width - by) / now)) for share in read.centres))

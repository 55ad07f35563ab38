"""Reuse the text of lines that were read before, wherever they are.

A page that scrolls, sorts a table or makes room for a message moves lines without changing them. A selected row changes
their colours, and a table repeats its words. The shape of the letters stays the same, except for codec noise. So lines
are cut to their ink and compared by the difference of each pixel from its background, as a share of the contrast of the
letters around it, so that pale letters count as much as strong ones next to them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from claude_scope.vision.shapes.foreground import background, difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.values import Image
    from claude_scope.vision.ocr.text_recognition import Recognised

MAX_SHIFT_PX = 2
"""Noise at the edges of letters moves or widens the box of a line's ink by at most this many pixels."""
MAX_GLYPH_DIFF = 0.25
"""Largest mean difference (0..1) of 2 x 2 pixels between pictures of the same line. A codec seldom changes a line by
more; "60" and "80" in small letters differ by 0.36, most other texts by 0.5 to 1."""
MIN_INK = 100
"""The letters of a line begin and end at pixels with more ink (0..255)."""
MIN_LINE_CONTRAST = 40
"""In a line with less contrast (0..255), codec noise is as strong as the letters."""
MIN_LETTER_CONTRAST = 48
"""Letters around a pixel count as if they had at least this contrast (0..255), since codec noise has less."""
MIN_INK_HEIGHT = 5
"""Ink of less height, in pixels, may be a dash, a dot or an underscore, which differ only in their place in a line."""
SURE_CONFIDENCE = 0.9
"""A line that was read with less confidence may be read better where the codec left it sharper, so its text is reused
only for nearly the same picture of it. Icons are read with less."""
MIN_TALL_INK = 14
"""In letters of less height, in pixels, a comma and a point differ by one pixel, so their text is reused only for
nearly the same picture."""
MAX_SMALL_DIFF = 0.15
"""The limit for letters below `MIN_TALL_INK`. Numbers without points and commas keep `MAX_GLYPH_DIFF`: from a height of
11 pixels, different digits differ by 0.34 and more, equal digits at another sub-pixel position by 0.2."""
MAX_UNSURE_DIFF = 0.06
"""The limit for lines that were read with less than `SURE_CONFIDENCE`."""
MAX_CACHED_PIXELS = 8_000_000
"""The cache holds at most this many pixels of ink, of one byte each."""
MAX_COMPARED_LINES = 8
"""At most this many known lines of similar size are compared, the most similar profile first. Columns of dates and ids
contain a hundred lines of one size: with 3, a tenth of the repeated lines of a dense table was recognised again.
"""
PROFILE_BINS = 32
"""The number of places in a profile, which is compared first: a letter of a short word covers several of them."""
MAX_PROFILE_DIFF = 0.04
"""Largest difference between the profiles of two equal lines at one place."""
_DIGITS = re.compile(r"[\d-]+")
"""A number without points and commas, or a date."""


@dataclass(frozen=True, slots=True, eq=False)
class _Glyphs:
    """The ink of a line as an array of shape (height, width), with values from 0 (background) to 255.

    `left` is the x position at which the ink begins in the picture of the line. `profile` is the share of the ink
    to the left of each of `PROFILE_BINS` places, which are equally spaced over the width.
    """

    ink: npt.NDArray[np.uint8]
    left: int
    profile: npt.NDArray[np.float64]

    @property
    def width(self) -> int:
        """The width of the ink in pixels."""
        return int(self.ink.shape[1])


@dataclass(frozen=True, slots=True)
class _Known:
    """The text that was read in a picture that is `width` pixels wide and whose ink begins at `left`."""

    read: Recognised
    left: int
    width: int


class LineCache:
    """The text of lines that were read recently; the least recently used are dropped first."""

    def __init__(self) -> None:
        self._known: dict[_Glyphs, _Known] = {}  # least recently used first
        self._by_width: defaultdict[int, list[_Glyphs]] = defaultdict(list)
        self._pixels = 0

    def get(self, picture: Image) -> Recognised | None:
        """The text of an RGB picture of one line, if the same line was read before."""
        line = _glyphs(picture) if self._known else None
        near = [] if line is None else self._of_similar_size(line)
        if line is None or not near:
            return None
        for candidate in _most_similar(line, near):
            known = self._known[candidate]
            if glyph_diff(line.ink, candidate.ink) <= _limit(candidate, known.read):
                self._known[candidate] = self._known.pop(candidate)
                return _shift_centres(known, line.left, picture.shape[1])
        return None

    def _of_similar_size(self, line: _Glyphs) -> list[_Glyphs]:
        return [
            candidate
            for width in range(line.width - MAX_SHIFT_PX, line.width + MAX_SHIFT_PX + 1)
            for candidate in self._by_width.get(width, ())
            if abs(len(candidate.ink) - len(line.ink)) <= MAX_SHIFT_PX
        ]

    def store(self, picture: Image, read: Recognised) -> None:
        """Remember the text of an RGB picture of one line."""
        line = _glyphs(picture)
        if line is None:
            return
        self._known[line] = _Known(read, line.left, picture.shape[1])
        self._by_width[line.width].append(line)
        self._pixels += line.ink.size
        while self._pixels > MAX_CACHED_PIXELS:
            oldest = next(iter(self._known))
            del self._known[oldest]
            self._by_width[oldest.width].remove(oldest)
            self._pixels -= oldest.ink.size


def _glyphs(picture: Image) -> _Glyphs | None:
    """The ink of a picture of one line; None if its contrast or height is too low to compare."""
    if not picture.size:
        return None
    far = difference(picture, background(picture))
    if far.max(initial=0) < MIN_LINE_CONTRAST:
        return None
    reach = len(picture)
    around = np.asarray(cv2.dilate(far, np.ones((reach, reach), np.uint8)))
    ink = (far * (255 / np.maximum(around, MIN_LETTER_CONTRAST))).astype(np.uint8)
    left, top, width, height = cv2.boundingRect((ink > MIN_INK).view(np.uint8))
    if height < MIN_INK_HEIGHT:
        return None
    cut = ink[max(0, top - 1) : top + height + 1, max(0, left - 1) : left + width + 1]  # with the soft edges of letters
    return _Glyphs(cut, left, _profile(cut))


def _profile(ink: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    total = np.concatenate(([0], np.cumsum(ink.sum(axis=0, dtype=np.int64))))
    places = np.linspace(0, len(total) - 1, PROFILE_BINS)
    profile: npt.NDArray[np.float64] = np.interp(places, np.arange(len(total)), total) / total[-1]
    return profile


def _most_similar(line: _Glyphs, known: Sequence[_Glyphs]) -> list[_Glyphs]:
    """The known lines that may be the same, the most similar profile first."""
    apart = np.abs(np.array([other.profile for other in known]) - line.profile).max(axis=1)
    order = np.argsort(apart)[:MAX_COMPARED_LINES]
    return [known[int(index)] for index in order if apart[index] <= MAX_PROFILE_DIFF]


def _limit(known: _Glyphs, read: Recognised) -> float:
    """The largest `glyph_diff` at which another picture shows the same line."""
    if read.confidence < SURE_CONFIDENCE:
        return MAX_UNSURE_DIFF
    is_distinct = len(known.ink) >= MIN_TALL_INK or _DIGITS.fullmatch(read.text)
    return MAX_GLYPH_DIFF if is_distinct else MAX_SMALL_DIFF


def glyph_diff(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> float:
    """The largest mean difference (0..1) of 2 x 2 pixels between two pictures of ink, which are shifted to match."""
    height, width = other.shape
    margin = 2 * MAX_SHIFT_PX
    there = np.zeros((height + 2 * margin, width + 2 * margin), np.uint8)
    there[margin : margin + height, margin : margin + width] = other
    _, _, (left, top), _ = cv2.minMaxLoc(cv2.matchTemplate(there, one, cv2.TM_SQDIFF))
    here = np.zeros_like(there)
    here[top : top + one.shape[0], left : left + one.shape[1]] = one
    return float(cv2.blur(cv2.absdiff(here, there), (2, 2)).max()) / 255


def _shift_centres(known: _Known, left: int, width: int) -> Recognised:
    """Convert letter positions to a picture that is `width` wide and whose ink begins at `left`."""
    by = left - known.left
    centres = tuple(min(1.0, max(0.0, (share * known.width + by) / width)) for share in known.read.centres)
    return replace(known.read, centres=centres)

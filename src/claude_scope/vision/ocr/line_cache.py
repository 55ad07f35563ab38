"""Reuse the text of lines that were read before, also where they moved.

A page that scrolls, or makes room for a message, moves lines without changing them; a dialog that closes reveals the
lines behind it. Their pixels are the same except for codec noise. So a line is aligned with known lines of its size by
template matching, and compared.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from claude_scope.vision.shapes.foreground import background, difference, largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.values import Image
    from claude_scope.vision.ocr.text_recognition import Recognised

MAX_SHIFT_X, MAX_SHIFT_Y = 3, 6
"""Pixels by which the boxes of the same line may lie differently around its letters."""
SAME_PIXEL_SHARE = 0.25
"""Largest difference of the same pixel, as a share of the strongest contrast around it. VP9 changes the edges of
letters by less; another letter has a stroke where this one has none."""
PIXEL_TOLERANCES = (13, 26)
"""Bounds of that difference (0..255): less is no ink (`MIN_INK_DIFF`), more is a change (`TOLERANCE`)."""
LETTER_INK_SHARE = 0.3
"""Share of the strongest contrast from which a pixel is ink. No ink may lie outside of the compared area."""
MIN_LINE_CONTRAST = 40
"""With less contrast (0..255), codec noise is as strong as letters."""
MIN_CACHED_CONFIDENCE = 0.9
"""Lines with less confidence are not cached."""
MAX_CACHED_PIXELS = 8_000_000
"""Five bytes a pixel; enough for some 400 long lines or 2,000 short ones."""
MAX_COMPARED_LINES = 3
"""Known lines of similar size to compare with, the most similar profile first: each costs a twentieth of reading the
line."""
PROFILE_BINS = 32
"""Parts of a line's width whose ink is compared first: a letter of a short word fills several."""
MAX_PROFILE_DIFF = 0.03
"""Largest difference of two equal lines in a bin of their profiles."""


class _Offset(NamedTuple):
    """Position of a picture's upper left corner in another one."""

    left: int
    top: int


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A picture of one line, how far each pixel is from its background, its ink mask and number of ink pixels.

    `profile` is the share of its ink left of each of `PROFILE_BINS` places, equally spaced over the width of the ink.
    """

    picture: Image
    far: npt.NDArray[np.uint8]
    ink: npt.NDArray[np.bool_]
    amount: int
    profile: npt.NDArray[np.float64]


class LineCache:
    """The text of lines that were read recently; the least recently used are dropped first."""

    def __init__(self) -> None:
        self._known: dict[_Line, Recognised] = {}  # least recently used first
        self._by_width: defaultdict[int, list[_Line]] = defaultdict(list)
        self._pixels = 0

    def get(self, picture: Image) -> Recognised | None:
        """The text of an RGB picture of one line, if the same line was read before."""
        height, width = picture.shape[:2]
        if height <= 2 * MAX_SHIFT_Y or width <= 2 * MAX_SHIFT_X:
            return None
        near = self._of_similar_size(height, width)
        line = _line(picture) if near else None
        if line is None:
            return None
        for one in _most_similar(line, near):
            offset = _offset(line, one)
            if _is_same(line, one, offset):
                read = self._known[one] = self._known.pop(one)
                return _shift_centres(read, offset.left, one.picture.shape[1], width)
        return None

    def _of_similar_size(self, height: int, width: int) -> list[_Line]:
        return [
            one
            for wide in range(width - MAX_SHIFT_X, width + MAX_SHIFT_X + 1)
            for one in self._by_width.get(wide, ())
            if abs(len(one.picture) - height) <= MAX_SHIFT_Y
        ]

    def store(self, picture: Image, read: Recognised) -> None:
        """Remember the text of an RGB picture of one line."""
        line = _line(picture) if read.confidence >= MIN_CACHED_CONFIDENCE else None
        if line is None:
            return
        self._known[line] = read
        self._by_width[line.ink.shape[1]].append(line)
        self._pixels += line.ink.size
        while self._pixels > MAX_CACHED_PIXELS:
            oldest = next(iter(self._known))
            del self._known[oldest]
            self._by_width[oldest.ink.shape[1]].remove(oldest)
            self._pixels -= oldest.ink.size


def _most_similar(line: _Line, known: Sequence[_Line]) -> list[_Line]:
    """The known lines that may be the same, the most similar profile first."""
    apart = np.abs(np.array([one.profile for one in known]) - line.profile).max(axis=1)
    order = np.argsort(apart)[:MAX_COMPARED_LINES]
    return [known[int(index)] for index in order if apart[index] <= MAX_PROFILE_DIFF]


def _line(picture: Image) -> _Line | None:
    """A picture with its ink; None if its contrast is too low."""
    far = difference(picture, background(picture))
    contrast = float(far.max(initial=0))
    if contrast < MIN_LINE_CONTRAST:
        return None
    ink = far > LETTER_INK_SHARE * contrast
    return _Line(picture.copy(), far.astype(np.uint8), ink, int(np.count_nonzero(ink)), _profile(ink))


def _profile(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    columns = np.count_nonzero(ink, axis=0)
    inked = np.flatnonzero(columns)
    left, right = int(inked[0]), int(inked[-1]) + 1
    total = np.concatenate(([0], np.cumsum(columns[left:right])))
    places = np.linspace(0, right - left, PROFILE_BINS)
    profile: npt.NDArray[np.float64] = np.interp(places, np.arange(len(total)), total) / total[-1]
    return profile


def _offset(line: _Line, known: _Line) -> _Offset:
    """The offset of a line in a known one where its middle matches best."""
    here, there = (cv2.cvtColor(one.picture, cv2.COLOR_RGB2GRAY) for one in (line, known))
    middle = here[MAX_SHIFT_Y:-MAX_SHIFT_Y, MAX_SHIFT_X:-MAX_SHIFT_X]
    _, _, (left, top), _ = cv2.minMaxLoc(cv2.matchTemplate(there, middle, cv2.TM_SQDIFF))
    return _Offset(left - MAX_SHIFT_X, top - MAX_SHIFT_Y)


def _is_same(line: _Line, known: _Line, offset: _Offset) -> bool:
    """Whether two lines have the same letters: their overlap is equal, and no ink lies outside of it."""
    height, width = line.ink.shape
    left, top = max(0, -offset.left), max(0, -offset.top)
    right = min(width, known.ink.shape[1] - offset.left)
    bottom = min(height, known.ink.shape[0] - offset.top)
    here = slice(top, bottom), slice(left, right)
    there = slice(top + offset.top, bottom + offset.top), slice(left + offset.left, right + offset.left)
    if line.amount > np.count_nonzero(line.ink[here]) or known.amount > np.count_nonzero(known.ink[there]):
        return False
    apart = largest(cv2.absdiff(line.picture[here], known.picture[there]))
    return bool((apart <= _tolerance(line.far[here])).all())


def _tolerance(far: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Allowed difference of each pixel: smaller around pale letters, also beside strong ones."""
    around = np.asarray(cv2.dilate(far, np.ones((len(far), len(far)), np.uint8)))
    tolerance: npt.NDArray[np.float32] = np.clip(np.float32(SAME_PIXEL_SHARE) * around, *PIXEL_TOLERANCES)
    return tolerance


def _shift_centres(read: Recognised, by: int, width: int, now: int) -> Recognised:
    """Convert letter positions to a picture that begins `by` pixels further right and is `now` wide."""
    return replace(read, centres=tuple(min(1.0, max(0.0, (share * width - by) / now)) for share in read.centres))

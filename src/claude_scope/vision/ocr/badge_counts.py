"""Read the counts in small round or pill-shaped badges, which text detectors miss.

A text recogniser fails on one small glyph, but not on a word. So the glyphs of a badge are cut out, made black on
white, and repeated three times: "000" is then a 0. Only counts are accepted; anything else may be an icon.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import cv2
import numpy as np

from claude_scope.vision.shapes.foreground import largest, runs

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.values import Image

COPIES = 3
"""Fewer copies are misread; more are not read better."""
GLYPH_HEIGHT = 32
"""Height of a glyph in pixels; the recogniser's lines have 48."""
INSIDE_RADIUS_SQUARED = 0.8
"""Squared share of the badge's radius that is searched for ink: the page is outside."""
BADGE_INK_SHARE = 0.4
"""A pixel with a larger share of the strongest contrast belongs to a glyph."""
MIN_BADGE_CONTRAST = 50
"""Minimum contrast of a glyph to its badge, 0..255."""
DOT_SHAPE = (0.8, 0.7)
"""A glyph wider than this share of its height, and with more ink than this, is a dot of a radio button or a status."""
MAX_DIGIT_ASPECT = 0.86
"""A single glyph wider than this share of its height is a ring, such as a radio button: the widest 0 has 0.75."""
_CONFUSED_DIGITS = str.maketrans(
    {"!": "1", "I": "1", "l": "1", "|": "1", "i": "1", "O": "0", "o": "0", "Q": "0", "S": "5", "B": "8"}
)
_COUNT = re.compile(r"\d{1,3}\+?")


def badge_line(badge: Image) -> Image | None:
    """Return the glyphs of a badge, repeated three times, as a picture of one line; None if it holds no glyphs.

    `badge` is an RGB picture of the badge alone.
    """
    ink = _ink(badge.astype(np.float32))
    rows, columns = (
        np.flatnonzero((ink > BADGE_INK_SHARE).any(axis=1)),
        np.flatnonzero((ink > BADGE_INK_SHARE).any(axis=0)),
    )
    if len(rows) < 5 or not len(columns):
        return None
    glyphs = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if glyphs.shape[1] > DOT_SHAPE[0] * glyphs.shape[0] and (glyphs > BADGE_INK_SHARE).mean() > DOT_SHAPE[1]:
        return None
    if glyphs.shape[1] > MAX_DIGIT_ASPECT * glyphs.shape[0] and len(runs((glyphs > BADGE_INK_SHARE).any(axis=0))) == 1:
        return None
    width = max(3, round(glyphs.shape[1] * GLYPH_HEIGHT / glyphs.shape[0]))
    glyphs = np.clip(cv2.resize(glyphs, (width, GLYPH_HEIGHT), interpolation=cv2.INTER_CUBIC), 0, 1)
    row = np.tile(np.pad(glyphs, ((8, 8), (5, 5))), COPIES)
    row = np.pad(row, ((0, 0), (10, 10)))
    return np.repeat((255 * (1 - row)).astype(np.uint8)[:, :, None], 3, axis=2)


def agreed_count(text: str) -> str:
    """The count on which at least two of the three copies agree: "3" for "333"; otherwise ""."""
    plain = text.replace(" ", "").translate(_CONFUSED_DIGITS)
    if len(plain) % COPIES:
        return ""
    size = len(plain) // COPIES
    parts = Counter(plain[i : i + size] for i in range(0, len(plain), size)) if size else Counter()
    best = max(parts, key=lambda part: parts[part], default="")
    return best if parts[best] >= 2 and is_count(best) else ""


def is_count(text: str) -> bool:
    """Whether a text is a badge count: up to three digits, and an optional plus."""
    return _COUNT.fullmatch(text) is not None


def _ink(badge: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The difference of each pixel from the badge's fill, as a share of the strongest (0..1); 0 outside of the pill."""
    height, width = badge.shape[:2]
    far: npt.NDArray[np.float32] = largest(np.abs(badge - np.median(badge.reshape(-1, 3), axis=0)))
    y, x = np.mgrid[:height, :width].astype(np.float32)
    radius = min(width, height) / 2
    across = np.maximum(np.abs(x - (width - 1) / 2) - (width / 2 - radius), 0) / radius
    down = np.maximum(np.abs(y - (height - 1) / 2) - (height / 2 - radius), 0) / radius
    outside = across**2 + down**2 > INSIDE_RADIUS_SQUARED
    far[outside] = 0
    strongest = float(far.max(initial=0))
    return _without_rim(far / strongest, outside) if strongest >= MIN_BADGE_CONTRAST else np.zeros_like(far)


def _without_rim(ink: npt.NDArray[np.float32], outside: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """Remove ink that touches the rim: the page around a badge that is smaller than its box. Glyphs do not touch it."""
    _, labels = cv2.connectedComponents((ink > BADGE_INK_SHARE).astype(np.uint8), connectivity=8)
    rim = cv2.dilate(outside.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    at_the_rim = np.isin(labels, np.setdiff1d(labels[rim], 0))
    return np.where(at_the_rim, np.float32(0), ink)

"""Detect letters that the recogniser does not know, such as Korean ones: it omits them, and is
certain of the others.
"""

from __future__ import annotations

import itertools
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.shapes.foreground import ink, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image

LETTER_HEIGHT, MIN_LETTER_HEIGHT = 0.9, 0.5
"""Height of a Chinese letter's ink in ems, and the least height of a line's ink as a share of the piece: a "one" or
"three" is only strokes. Letters are one em wide, so the ink shows where each begins and ends."""
HALF_WIDTH, HALF_LATIN_WIDTH = 0.6, 0.35
"""Distance from the centre of a letter (square, Latin) to its edge, in ems; centres are precise to a few pixels."""
MIN_UNREAD = 0.4
"""Minimum width of ink outside all read letters, in ems, that shows an unread letter; the lines of a Japanese page have
0.5 and more.
"""


def has_unread_letters(piece: Image, text: str, centres: Sequence[float]) -> bool:
    """Whether a line with Chinese, Japanese or Korean letters has ink where it has no character.

    `piece` is the RGB picture of the line, `centres` the x positions of the characters in it, in pixels. Of 131 such
    lines of real applications, read without kana, 124 have no such ink, and six of the other seven were misread. Lines
    of Latin letters are not judged: their icons are ink as well.
    """
    if not any(map(_is_square, text)):
        return False
    mask = ink(piece)
    rows = runs(mask.any(axis=1))
    if not rows:
        return False
    top, end = max(rows, key=lambda run: run[1] - run[0])
    is_of_strokes = end - top < MIN_LETTER_HEIGHT * len(mask)
    em = max(end - top, MIN_LETTER_HEIGHT * len(mask)) / LETTER_HEIGHT
    spans = [
        (x - em * half, x + em * half)
        for letter, x in zip(text, centres, strict=True)
        if not letter.isspace()
        for half in [HALF_WIDTH if _is_square(letter) else HALF_LATIN_WIDTH]
    ]
    letters = mask if is_of_strokes else mask[top:end]  # an underline may be longer than its letters
    columns = np.flatnonzero(letters.any(axis=0))
    edges = [0.0, *itertools.chain.from_iterable(spans), float(mask.shape[1])]
    between = zip(edges[::2], edges[1::2], strict=True)
    return any(((start <= columns) & (columns < stop)).sum() >= MIN_UNREAD * em for start, stop in between)


def _is_square(letter: str) -> bool:
    """Whether a letter is as wide as it is high: Chinese, Japanese or Korean."""
    return unicodedata.name(letter, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))

"""Puts back the spaces that the recogniser swallows, where the gaps between the glyphs show them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.shapes.foreground import ink, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image

MIN_WORD_GAP = 0.27
"""Of the height of the line's ink: a space has 0.33 and more, also where letters reach below the line."""
MIN_SPACE_RATIO = 0.6
"""The spaces of a line are about equally wide: a gap of less than this share of the widest is none."""
MIN_DIGIT_GAP = 0.5
"""Of that height, between two digits: a narrow 1 keeps 0.41 from the next one in fonts with figures of one width."""
PUNCTUATION = frozenset(".,;:!?#+&/|=<>%€$£*•·–—")
"""What may stand beside a space that is swallowed, besides letters and digits."""
MIN_GAPS_FOR_MEDIAN = 4
"""With fewer gaps the narrowest is the usual one: of two gaps one may well be the space."""
SPACE_TO_LETTER_GAP = 2.0
"""A space is wider than so many of the line's usual gaps and a pixel, which holds in monospaced fonts as well."""
UNDERLINE_REACH, MIN_UNDERLINED_LETTERS = 5, 3
"""A line that runs under so many of the letters at most so far from an underscore underlines them."""


def missing_spaces(piece: Image, text: str, centres: Sequence[float]) -> list[int]:
    """The places in `text` before which a space is missing, in order.

    `piece` is the RGB picture of the line, `centres` the x positions of the characters in it, in pixels. They are good
    to a letter's width only, so each space that was read claims the gap nearest to it before the others are used.
    """
    gaps = _word_gaps(piece)
    for x in (x for letter, x in zip(text, centres, strict=True) if letter == " " and gaps):
        gaps.remove(min(gaps, key=lambda gap: abs(gap[0] - x)))
    return [
        i + 1
        for i, (left, right) in enumerate(itertools.pairwise(centres))
        if _may_be_separated(text[i : i + 2])
        and any(
            left < middle < right and (share >= MIN_DIGIT_GAP or not text[i : i + 2].isdigit())
            for middle, share in gaps
        )
    ]


def remove_false_underscores(piece: Image, text: str, centres: Sequence[float]) -> str:
    """The text with spaces where the line under several words was read as an underscore between two of them.

    A true underscore ends with its letter; the line under words goes on under the letters beside it, except where
    browsers leave room for those that reach down.
    """
    at = [i for i in range(1, len(text) - 1) if text[i] == "_"]
    if not at:
        return text
    lower = ink(piece)[piece.shape[0] // 2 :]
    letters = list(text)
    for i in at:
        beside = [
            int(centres[j])
            for j in range(max(0, i - UNDERLINE_REACH), min(len(text), i + UNDERLINE_REACH + 1))
            if text[j].isalnum()
        ]
        if any(row[int(centres[i])] and row[beside].sum() >= MIN_UNDERLINED_LETTERS for row in lower):
            letters[i] = " "
    return "".join(letters)


def _may_be_separated(pair: str) -> bool:
    """Whether a space may stand between two characters; between two signs it is as likely a gap inside an icon."""
    return any(one.isalnum() for one in pair) and all(one.isalnum() or one in PUNCTUATION for one in pair)


def _word_gaps(piece: Image) -> list[tuple[float, float]]:
    """The middle of each gap between glyphs that is as wide as a space, in pixels, and its width in line heights."""
    mask = ink(piece)
    rows, columns = runs(mask.any(axis=1)), runs(mask.any(axis=0))
    gaps = [(before[1], after[0]) for before, after in itertools.pairwise(columns)]
    if not rows or not gaps:
        return []
    height = max(end - start for start, end in rows)
    widths = [end - start for start, end in gaps]
    usual = float(np.median(widths)) if len(gaps) >= MIN_GAPS_FOR_MEDIAN else float(min(widths))
    least = max(MIN_WORD_GAP * height, SPACE_TO_LETTER_GAP * usual + 1, MIN_SPACE_RATIO * max(widths))
    return [((start + end) / 2, (end - start) / height) for start, end in gaps if end - start >= least]

"""Restore spaces that the recogniser missed, from the gaps between glyphs."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.shapes.foreground import ink, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image

MIN_WORD_GAP = 0.27
"""Minimum width of a space, in heights of the line's ink: spaces have 0.33 and more, also with descenders."""
MIN_SPACE_RATIO = 0.6
"""Minimum ratio of a space to the widest gap: the spaces of a line are about equally wide."""
MIN_DIGIT_GAP = 0.5
"""Minimum width of a space between two digits, in heights: a narrow 1 has a gap of 0.41 in tabular figures."""
PUNCTUATION = frozenset(".,;:!?#+&/|=<>%€$£*•·–—")
"""Characters, other than letters and digits, next to which a space may be missing."""
MIN_GAPS_FOR_MEDIAN = 4
"""With fewer gaps, the narrowest counts as the usual one: of two gaps, one may be the space."""
SPACE_TO_LETTER_GAP = 2.0
"""A space is at least this many usual gaps wide, plus a pixel, even in monospaced fonts."""
UNDERLINE_REACH, MIN_UNDERLINED_LETTERS = 5, 3
"""A stroke is an underline if it runs under `MIN_UNDERLINED_LETTERS` letters, each at most `UNDERLINE_REACH` characters
from the underscore."""


def missing_spaces(piece: Image, text: str, centres: Sequence[float]) -> list[int]:
    """The indices in `text` before which a space is missing, in order.

    `piece` is the RGB picture of the line, `centres` the x positions of the characters in it, in pixels. They are
    precise to a letter's width only, so each recognised space first claims the nearest gap.
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
    """Replace underscores by spaces where an underline of several words was read as one.

    A true underscore ends with its letter; an underline continues under the letters next to it, except where browsers
    leave room for descenders.
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
    """Whether a space may separate two characters; between two symbols the gap may be inside an icon."""
    return any(letter.isalnum() for letter in pair) and all(
        letter.isalnum() or letter in PUNCTUATION for letter in pair
    )


def _word_gaps(piece: Image) -> list[tuple[float, float]]:
    """Gaps between glyphs that are as wide as a space: centre in pixels, width in line heights."""
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

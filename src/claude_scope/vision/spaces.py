"""Puts back the spaces that the recogniser swallows, where the gaps between the glyphs show them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.ink import ink, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image

WORD_GAP = 0.27
"""Of the height of the line's ink: a space has 0.33 and more, also where letters reach below the line."""
ALIKE = 0.6
"""The spaces of a line are about equally wide: a gap of less than this share of the widest is none."""
LETTER_GAPS = 2.0
"""A space is wider than so many of the line's usual gaps and a pixel, which holds in monospaced fonts as well."""


def spaces(piece: Image, text: str, centres: Sequence[float]) -> list[int]:
    """The places in `text` before which a space is missing, in order.

    `piece` is the RGB picture of the line, `centres` the x positions of the characters in it, in pixels. They are good
    to a letter's width only, so each space that was read claims the gap nearest to it before the others are used.
    """
    gaps = _word_gaps(piece)
    for x in (x for letter, x in zip(text, centres, strict=True) if letter == " " and gaps):
        gaps.remove(min(gaps, key=lambda gap: abs(gap - x)))
    return [
        i + 1
        for i, (left, right) in enumerate(itertools.pairwise(centres))
        if (text[i].isalnum() or text[i] in ".,;:!?")
        and text[i + 1].isalnum()
        and any(left < gap < right for gap in gaps)
    ]


def _word_gaps(piece: Image) -> list[float]:
    """The middle of each gap between glyphs that is as wide as a space, in pixels."""
    mask = ink(piece)
    rows, columns = runs(mask.any(axis=1)), runs(mask.any(axis=0))
    gaps = [(before[1], after[0]) for before, after in itertools.pairwise(columns)]
    if not rows or not gaps:
        return []
    height = max(end - start for start, end in rows)
    usual = float(np.median([end - start for start, end in gaps]))
    widest = max(end - start for start, end in gaps)
    least = max(WORD_GAP * height, LETTER_GAPS * usual + 1, ALIKE * widest)
    return [(start + end) / 2 for start, end in gaps if end - start >= least]

"""Compares texts read from pixels: a misread letter is not a change, a digit always is."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

# Letters and digits that OCR takes for one another; never two states of one label.
_TWINS = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "–": "-", "—": "-"})
_SPACES = re.compile(r"\s+")
# Punctuation carries meaning between digits (1.20, 12:30) and a sign before one (-5); elsewhere it is often misread.
_LOOSE_PUNCTUATION = re.compile(r"[.,:;'’‘\"`·•…](?!\d)|(?<!\d)[,:;'’‘\"`·•…]")
LETTERS_PER_MISREAD = 8
"""At most one letter in this many is believed to be misread, and only for one that looks like it."""
_LOOK_ALIKES = ("gq9", "ceo", "iltfj", "nhu", "vyw", "s5", "z2", "b6h", "8b", "ao", "mn")


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """Lower case, compatible forms folded, white space collapsed."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """The text with everything removed or merged that OCR gets wrong: spaces, loose punctuation, twins."""
    bare = _LOOSE_PUNCTUATION.sub("", normal(text)).replace(" ", "")
    return bare.translate(_TWINS).replace("rn", "m").replace("vv", "w")


@lru_cache(maxsize=65536)
def similarity(one: str, other: str, at_least: float = 0.0) -> float:
    """How alike two texts are, 0..1, after folding what OCR confuses; 0.0 when it is less than `at_least`."""
    a, b = skeleton(one), skeleton(other)
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.real_quick_ratio() < at_least or matcher.quick_ratio() < at_least:  # upper bounds, and much cheaper
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= at_least else 0.0


@lru_cache(maxsize=65536)
def same_text(one: str, other: str) -> bool:
    """Whether two readings are of the same text, give or take what OCR misreads.

    One letter in `LETTERS_PER_MISREAD` may be another that looks like it; what was added or removed is a change.
    """
    a, b = skeleton(one), skeleton(other)
    if a == b:
        return bool(a) or normal(one) == normal(other)
    if len(a) != len(b):
        return False
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if any(x.isdigit() and y.isdigit() for x, y in differing):
        return False
    alike = all(any(x in group and y in group for group in _LOOK_ALIKES) for x, y in differing)
    return alike and len(differing) <= len(a) // LETTERS_PER_MISREAD

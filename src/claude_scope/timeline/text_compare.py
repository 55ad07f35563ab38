"""Compares texts from OCR: a misread letter is not a change, but a different digit always is one."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

# Letters and digits that OCR confuses; they never distinguish two states of one label.
_TWINS = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "–": "-", "—": "-"})
_SPACES = re.compile(r"\s+")
# Punctuation between digits (1.20, 12:30) and a sign before a digit (-5) carry meaning; elsewhere it is often misread.
_LOOSE_PUNCTUATION = re.compile(r"[.,:;'’‘“”„\"`·•…](?!\d)|(?<!\d)[.,:;'’‘“”„\"`·•…]|[●○◉◦▪■]")
# A letter that OCR reads twice. Next to a digit it may be a misread digit, and the number of digits always matters.
_DOUBLED = re.compile(r"(?<![\d.,])([^\W\d_])\1+(?![\d.,]?\d)")
_ICON_AT_AN_END = re.compile(r"^[^\d\s]\s+|\s+[^\d\s]$")
LETTERS_PER_MISREAD = 8
"""At most one letter in this many may be misread, and only as a letter that looks like it."""
PROSE_LETTERS_PER_MISREAD = 40
"""In running text, one word per this many letters may be misread; labels and messages are mostly shorter."""
MIN_LONG_WORD = 5
MIN_LEFT = 3
"""Minimum number of letters of a partly covered label that must be visible to recognise it."""
_LOOK_ALIKES = ("gq9", "ceo", "iltfj", "nhu", "vyw", "s5", "z2", "b6h", "8b", "ao", "mn", "po")
ICON_CHARACTERS = frozenset("口回日目囗〇○□☐☆★✓✔×✕✖›»‹«▾▼▲")
"""The characters that OCR reports when it sees boxes, circles, stars and arrows."""


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """Normalise a text: NFKC, lower case, collapsed white space."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """The text without what OCR often misreads: spaces, loose punctuation, doubled letters; look-alikes are merged."""
    return _letters(text).replace("rn", "m").replace("vv", "w")


@lru_cache(maxsize=8192)
def _letters(text: str) -> str:
    """The skeleton before "rn" is merged to "m"."""
    bare = _LOOSE_PUNCTUATION.sub("", normalise(text).replace(" ", ""))
    return _DOUBLED.sub(r"\1", bare).translate(_TWINS)


def has_words(text: str) -> bool:
    """Whether a text has a letter or digit that is not just the shape of a box, a star or an arrow."""
    return any(letter.isalnum() and letter not in ICON_CHARACTERS for letter in text)


@lru_cache(maxsize=65536)
def similarity(one: str, other: str, at_least: float = 0.0) -> float:
    """The similarity of two texts' skeletons, 0..1; 0.0 if less than `at_least`."""
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
    """Whether two readings are of the same text, within the usual OCR errors.

    One letter in `LETTERS_PER_MISREAD` may be a look-alike. A longer text may end in a caret, or begin or end with an
    icon read as a letter. Any other addition or removal is a change.
    """
    a, b = skeleton(one), skeleton(other)
    if a == b:
        return bool(a) or normalise(one) == normalise(other)
    if len(a) == len(b):
        return _differ_little(a, b)
    if _differ_little(_letters(one), _letters(other)):
        return True
    if _is_prose_misread(normalise(one), normalise(other)):
        return True
    longer, shorter = (one, other) if len(a) > len(b) else (other, one)
    return min(len(a), len(b)) >= LETTERS_PER_MISREAD and skeleton(shorter) in _without_ends(longer)


def _differ_little(a: str, b: str) -> bool:
    """Whether two texts of equal length differ only in a few look-alike letters."""
    if len(a) != len(b):
        return False
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(differing) <= len(a) // LETTERS_PER_MISREAD and all(_look_alike(x, y) for x, y in differing)


def _is_prose_misread(one: str, other: str) -> bool:
    """Whether two long texts differ by a few misread letters inside words: "reporing" is "reporting".

    If its beginning, its end or a digit differs, it is another word ("can" and "can't", "now" and "not").
    """
    a, b = one.split(), other.split()
    if len(a) != len(b) or min(len(one), len(other)) < PROSE_LETTERS_PER_MISREAD:
        return False
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(differing) <= len(one) // PROSE_LETTERS_PER_MISREAD and all(_is_word_misread(x, y) for x, y in differing)


def _is_word_misread(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if (
        len(shorter) < MIN_LONG_WORD
        or shorter[0] != longer[0]
        or shorter[-1] != longer[-1]
        or len(longer) - len(shorter) > 1
    ):
        return False
    start = next((i for i, (x, y) in enumerate(zip(shorter, longer, strict=False)) if x != y), len(shorter))
    rest = start + (len(shorter) == len(longer))
    letters = shorter[start:rest] + longer[start : start + 1]
    return shorter[rest:] == longer[start + 1 :] and not any(letter.isdigit() for letter in letters)


def _look_alike(x: str, y: str) -> bool:
    return not (x.isdigit() and y.isdigit()) and any(x in group and y in group for group in _LOOK_ALIKES)


def _without_ends(text: str) -> set[str]:
    """The skeletons of a text without an icon at either end or without a final caret."""
    plain = normalise(text)
    without = {skeleton(_ICON_AT_AN_END.sub("", plain))}
    return without | {skeleton(plain[:-1])} if plain[-1] in "|!li" else without


def is_cut(whole: str, rest: str) -> bool:
    """Whether `rest` is `whole` with one piece missing, at an end or inside: "Place oer" for "Place order"."""
    a, b = skeleton(whole), skeleton(rest)
    if not MIN_LEFT <= len(b) < len(a):
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(b))
    return a.endswith(b[start:])

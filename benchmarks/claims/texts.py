"""Whether a text that was read is a text of the page: the same, nearly the same, or another.

Case, spaces and punctuation do not count, since a person would ignore them too; signs in and before numbers do. If at
most one letter in twelve differs, the text is nearly the same.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

_LETTERS_AN_ERROR = 12
_KEPT = re.compile(r"[^\W_]+|(?<=\d)[.,:](?=\d)|[-+](?=\d)|%")
_BULLETS = re.compile(r"^[\s.•●·*∙⚫]{3,}$")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_SHORT = 3
"""A text with at most this many letters is found only as a whole word."""
_PIECES = re.compile(r"\w[\w.,:]*|\W+")
_TOKENS = re.compile(r"[^\W_]+")


class Match(IntEnum):
    """How well a text was found; higher is better."""

    NONE = 0
    NEAR = 1
    EXACT = 2


@lru_cache(maxsize=200_000)
def key(text: str) -> str:
    """The characters of a text that count."""
    if _BULLETS.match(text):
        return "•"
    plain = unicodedata.normalize("NFKD", text.replace("…", "").translate(_DASHES)).casefold()
    plain = "".join(item for item in plain if not unicodedata.combining(item))
    return "".join(_KEPT.findall(plain))


def is_cut(text: str) -> bool:
    """Whether the text ends with an ellipsis."""
    return text.rstrip().endswith(("…", "..."))


def same(a: str, b: str) -> Match:
    """Whether two texts are equal as a whole."""
    one, other = key(a), key(b)
    if one == other:
        return Match.EXACT
    longest = max(len(one), len(other))
    return Match.NEAR if distance(one, other) <= longest // _LETTERS_AN_ERROR else Match.NONE


def within(text: str, around: str) -> Match:
    """Whether a text occurs in a longer one."""
    wanted, place = key(text), key(around)
    if not wanted:
        return Match.NONE
    if len(wanted) <= _SHORT:
        found = wanted == place or wanted in {key(part) for part in around.split()}
        return Match.EXACT if found else Match.NONE
    if wanted in place:
        return Match.EXACT if is_cut(text) or _is_whole(wanted, place, around) else Match.NEAR
    return Match.NEAR if occurs(wanted, place) <= len(wanted) // _LETTERS_AN_ERROR else Match.NONE


def _is_whole(wanted: str, place: str, around: str) -> bool:
    """Whether a text begins and ends at words of the longer one, ignoring spaces, which OCR loses."""
    ends, length = {0}, 0
    for token in _PIECES.findall(around):
        length += len(key(token))
        ends.add(length)
    at = place.find(wanted)
    while at >= 0:
        if (at in ends and at + len(wanted) in ends) or length != len(place):
            return True
        at = place.find(wanted, at + 1)
    return False


def likeness(text: str, around: str) -> float:
    """The share of a text's letters that occur, in order and contiguously, in a longer one."""
    wanted = key(text)
    return 1 - occurs(wanted, key(around)) / len(wanted) if wanted else 0.0


@lru_cache(maxsize=200_000)
def occurs(wanted: str, place: str) -> int:
    """The minimal number of edits that make a text occur in another (Myers 1999, bit-parallel)."""
    if not wanted:
        return 0
    masks: dict[str, int] = {}
    for at, letter in enumerate(wanted):
        masks[letter] = masks.get(letter, 0) | 1 << at
    all_bits, last = (1 << len(wanted)) - 1, 1 << (len(wanted) - 1)
    plus, minus, now = all_bits, 0, len(wanted)
    best = now
    for letter in place:
        equal = masks.get(letter, 0)
        diagonal = (((equal & plus) + plus) ^ plus) | equal | minus
        up, down = minus | ~(diagonal | plus) & all_bits, plus & diagonal
        now += bool(up & last) - bool(down & last)
        up, down = up << 1 & all_bits, down << 1 & all_bits
        plus, minus = down | ~(diagonal | up) & all_bits, up & diagonal
        best = min(best, now)
    return best


@lru_cache(maxsize=100_000)
def distance(a: str, b: str) -> int:
    """The minimal number of edits that turn one text into another (Levenshtein)."""
    row = list(range(len(b) + 1))
    for i, item in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (item != other))
    return row[-1]


def words(text: str) -> int:
    """The number of words in a text."""
    return len(_TOKENS.findall(text))


def numbers(text: str) -> list[str]:
    """The numbers of a text."""
    return re.findall(r"\d+(?:[.,]\d+)*", text)

"""Builds one regular expression from many words, as a tree that stays fast; for Python and JavaScript."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LETTER = (
    r"A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u037d\u0386-\u052f\u0590-\u05bd"
    r"\u05bf-\u05f2\u0620-\u0669\u066e-\u06d3\u0900-\u0963"
)
"""Letters of scripts that separate words by spaces, as a character class, with combining marks."""
_SEPARATOR = r"[\s_.'\u2019-]{0,3}"
_WRITTEN = {
    "ä": "(?:ä|ae|a)", "ö": "(?:ö|oe|o)", "ü": "(?:ü|ue|u)", "å": "(?:å|aa|a)", "ø": "(?:ø|oe|o)", "æ": "(?:æ|ae)",
    "ß": "(?:ß|ss)", "ł": "[łl]", "đ": "[đd]", "i": "[iıİ]", "ı": "[iıİ]", "σ": "[σς]", "ς": "[σς]", "ة": "[ةه]",
    "α": "[αά]", "ε": "[εέ]", "η": "[ηή]", "ι": "[ιίϊΐ]", "ο": "[οό]", "υ": "[υύϋΰ]", "ω": "[ωώ]",
    "ά": "[αά]", "έ": "[εέ]",
    "ή": "[ηή]", "ί": "[ιίϊΐ]", "ό": "[οό]", "ύ": "[υύϋΰ]", "ώ": "[ωώ]",
    "'": r"['\u2019\u00b4`]?", "°": "[°oº]?",
}  # fmt: skip
"""Letters with several spellings, besides those with and without an accent."""
_FOLD = {ord("İ"): "i", ord("ı"): "i"}
_ENDING = r"[^\x00-@\[-`{-\xa9]{0,6}"
"""The pattern of a star: a few letters of any script. It is shorter than `LETTER`, for patterns of many words."""
NETWORK = r"(?:w[iıİ][\s-]?f[iıİ]|wlan|wpa[23]?|wep|psk)"
"""A wireless network, or how it is encrypted."""
_SPACED = "LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "DEVANAGARI", "DIGIT"
_PREFIXED = "HEBREW", "ARABIC"
"""Scripts whose articles and prepositions are written as part of the word that follows."""


def lower_case(text: str) -> str:
    """The text in lower case, with the same length."""
    return text.lower() if text.isascii() else text.translate(_FOLD).lower()


def any_of(words: Iterable[str], *, begins: str | None = None, letter: str = LETTER) -> str:
    """A pattern that finds each of the words, in the notation of `secret_words`.

    `begins` is the pattern of a place where a word may begin, by default after anything but a `letter`. `letter` are
    the characters of words.
    """
    begins = f"(?<![{letter}])" if begins is None else begins
    trees: dict[tuple[bool, bool], dict[str, object]] = {}
    for word in words:
        for plain in _forms(word.strip().removeprefix("~")):
            tree = trees.setdefault((is_free(plain), _script(plain.rstrip("*")[-1]) in _SPACED), {})
            for token in _tokens(plain.lstrip("*")):
                tree = tree.setdefault(token, {})  # type: ignore[assignment]
            tree[""] = {}
    ends = f"(?![{letter}])"
    parts = [
        f"{'' if free else begins}{_written(tree)}{ends if spaced else ''}"
        for (free, spaced), tree in sorted(trees.items(), key=lambda item: item[0])
    ]
    return f"(?:{'|'.join(parts)})"


def any_beginning(words: Iterable[str], letters: int) -> str:
    """A pattern that finds the first letters of each of the words: where it fails, no word begins."""
    latin: dict[str, object] = {}
    other: dict[str, object] = {}
    for word in words:
        for plain in _forms(word.strip().removeprefix("~")):
            below = latin if plain.lstrip("*") < "\u0370" else other
            for token in [*_tokens(plain.lstrip("*"))][:letters]:
                below = below.setdefault(token, {})  # type: ignore[assignment]
            below[""] = {}
    return f"(?:(?=[0-9a-z\u00aa-\u024f]){_written(latin)}|(?=[\u0370-\uffff]){_written(other)})"


def beginnings(word: str, letters: int) -> set[str]:
    """The beginnings, of this many letters, with which a word may be written, in lower case and without accents.

    A beginning is shorter if a space or a star comes sooner.
    """
    found: set[str] = set()
    for plain in _forms(word.strip().removeprefix("~")):
        open_ends = {""}
        for token in _tokens(plain.lstrip("*")):
            written = _alternatives(token)
            if not written:
                break
            open_ends = {begin + more if len(begin) < letters else begin for begin in open_ends for more in written}
        found |= {"".join(unicodedata.normalize("NFD", item)[0] for item in begin[:letters]) for begin in open_ends}
    return found


def _alternatives(token: str) -> tuple[str, ...]:
    """The texts that the pattern of one letter matches; empty if they are too many to list."""
    if token in (_SEPARATOR, _ENDING) or token.endswith("?"):
        return ()
    if token == NETWORK:
        return ("wi", "wl", "wp", "we", "ps")
    if token.startswith("(?:"):
        return tuple(token[3:-1].split("|"))
    return tuple(token[1:-1]) if token.startswith("[") else (token.removeprefix("\\"),)


def is_free(word: str) -> bool:
    """Whether a word may begin inside another: it ends compounds, or its script has no word breaks."""
    script = _script(word.removeprefix("~")[0])
    return word.startswith("*") or script not in _SPACED or script in _PREFIXED


def _forms(word: str) -> Iterator[str]:
    """The word with and without each part in parentheses."""
    before, opened, rest = word.partition("(")
    if not opened:
        yield word
        return
    part, _, after = rest.partition(")")
    yield from _forms(before + part + after)
    yield from _forms(" ".join((before + after).split()))


def _script(letter: str) -> str:
    if letter == "#":
        return "LATIN"
    return "DIGIT" if letter.isdigit() else unicodedata.name(letter, "LATIN").partition(" ")[0]


def _tokens(word: str) -> Iterator[str]:
    """Yield one pattern for each letter."""
    for letter in word.lower():
        if letter == " ":
            yield _SEPARATOR
        elif letter == "#":
            yield NETWORK
        elif letter == "*":
            yield _ENDING
        elif letter in _WRITTEN:
            yield _WRITTEN[letter]
        else:
            base = unicodedata.normalize("NFD", letter)[0]
            has_accent = base != letter and _script(letter) in {"LATIN", "GREEK", "CYRILLIC", "ARABIC"}
            yield f"[{letter}{base}]" if has_accent else re.escape(letter)


def _written(tree: dict[str, object]) -> str:
    """The pattern of a tree; the longest word comes first."""
    rest = {token: below for token, below in tree.items() if token}
    branches = [token + _written(below) for token, below in rest.items()]  # type: ignore[arg-type]
    if "" in tree:
        return f"(?:{'|'.join(branches)})?" if branches else ""
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"

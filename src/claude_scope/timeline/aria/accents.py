"""Restores accents from the words of the page: OCR reads "Süskind" as "Suiskind" or "Siskind"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from claude_scope.timeline.aria.snapshot_matching import MAX_NODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Element, Reading, Snapshot

MIN_WORD_LETTERS = 5
"""Minimum number of letters of a word: a shorter one has too few plain letters to recognise it."""
MIN_PLAIN_LETTERS = 4
"""The minimum number of plain letters of a word; they must match those of the page."""
MAX_ACCENTS = 4
"""Maximum number of accents of a word, enough for these languages; each accent doubles the number of patterns."""
_WORD = re.compile(r"[^\W\d_]+")

Words = dict[str, list[tuple[re.Pattern[str], str]]]
"""The words with accents and patterns of their readings, by first letter; "" for words that begin with an accent."""


def restore_accents(readings: Sequence[Reading], snapshots: Sequence[Snapshot]) -> list[Reading]:
    """The readings with accents restored, where a word of the page differs only in accented letters."""
    words = _accented(_texts(snapshots))
    if not words:
        return list(readings)
    return [_with_accents(reading, words) for reading in readings]


def _with_accents(reading: Reading, words: Words) -> Reading:
    lines = tuple(replace(line, text=_in_text(line.text, words)) for line in reading.lines)
    return replace(reading, lines=lines, elements=tuple(_respelled(e, words) for e in reading.elements))


def _texts(snapshots: Sequence[Snapshot]) -> list[str]:
    nodes = [n for s in snapshots if s.tree is not None for n in islice(s.tree.walk(), MAX_NODES * 4)]
    return [text for n in nodes for text in (n.name, n.text) if text]


def _accented(texts: Sequence[str]) -> Words:
    """The words with accents that cannot be confused with another word of the page."""
    known = {word for text in texts for word in _WORD.findall(text)}
    words: Words = {}
    for word in sorted(known):
        if _is_accented(word):
            first = word[0].lower() if word[0].isascii() else ""
            words.setdefault(first, []).append((re.compile(_readings_of(word)), word))
    others = {word for plain in known if plain.isascii() for word in _candidates(plain, words)}
    return {first: [(p, word) for p, word in of_first if word not in others] for first, of_first in words.items()}


def _candidates(read: str, words: Words) -> list[str]:
    """The words that OCR may have read this way."""
    small = read.casefold()
    return [word for p, word in (*words.get(small[:1], ()), *words.get("", ())) if p.fullmatch(small)]


def _is_accented(word: str) -> bool:
    plain = sum(letter.isascii() for letter in word)
    return len(word) >= MIN_WORD_LETTERS and plain >= MIN_PLAIN_LETTERS and 0 < len(word) - plain <= MAX_ACCENTS


def _readings_of(word: str) -> str:
    """A lower-case pattern of the word: OCR reads an accented letter as one or two plain ones."""
    return "".join(re.escape(letter.lower()) if letter.isascii() else r"[^\W\d_]{1,2}" for letter in word)


def _respelled(element: Element, words: Words) -> Element:
    label, value = _in_text(element.label, words), _in_text(element.value, words)
    same = label == element.label and value == element.value
    return element if same else replace(element, label=label, value=value)


def _in_text(text: str, words: Words) -> str:
    return _WORD.sub(lambda found: _in_word(found[0], words), text)


def _in_word(read: str, words: Words) -> str:
    fits = {word.casefold(): word for word in _candidates(read, words)}
    if len(fits) != 1:
        return read
    word = next(iter(fits.values()))
    if read.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if read[:1].isupper() else word[:1].lower() + word[1:]

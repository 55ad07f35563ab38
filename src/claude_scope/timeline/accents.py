"""Spells the words of the page that hold letters OCR does not know: "Suiskind" and "Siskind" are "Süskind" misread."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from claude_scope.timeline.lanes import MAX_NODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Element, Reading, Snapshot

LEAST = 5
"""Of a shorter word too little is left to know it again."""
FEWEST_PLAIN = 4
"""So many of its letters have to be those of the page."""
_WORD = re.compile(r"[^\W\d_]+")

Words = list[tuple[re.Pattern[str], str]]


def spelled(readings: Sequence[Reading], snapshots: Sequence[Snapshot]) -> list[Reading]:
    """The readings with each word spelled as the page spells it, where only letters with accents were misread."""
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
    """How the words with accents may be read, and the words; none that may be another word of the page."""
    known = {word for text in texts for word in _WORD.findall(text)}
    plain = {word.casefold() for word in known if word.isascii()}
    found = [(re.compile(_readings_of(word)), word) for word in sorted(known) if _is_accented(word)]
    return [(pattern, word) for pattern, word in found if not any(pattern.fullmatch(other) for other in plain)]


def _is_accented(word: str) -> bool:
    plain = sum(letter.isascii() for letter in word)
    return len(word) >= LEAST and FEWEST_PLAIN <= plain < len(word)


def _readings_of(word: str) -> str:
    """A pattern of the word in small letters: OCR makes one plain letter, or two, of one with an accent."""
    return "".join(re.escape(letter.lower()) if letter.isascii() else r"[^\W\d_]{1,2}" for letter in word)


def _respelled(element: Element, words: Words) -> Element:
    label, value = _in_text(element.label, words), _in_text(element.value, words)
    same = label == element.label and value == element.value
    return element if same else replace(element, label=label, value=value)


def _in_text(text: str, words: Words) -> str:
    return _WORD.sub(lambda found: _in_word(found[0], words), text)


def _in_word(read: str, words: Words) -> str:
    fits = {word.casefold(): word for pattern, word in words if pattern.fullmatch(read.casefold())}
    if len(fits) != 1:
        return read
    word = next(iter(fits.values()))
    if read.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if read[:1].isupper() else word[:1].lower() + word[1:]

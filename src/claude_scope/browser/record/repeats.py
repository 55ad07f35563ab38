"""Finds texts that repeat the value of a secret field, even letter by letter during typing."""

from __future__ import annotations

import json
import time
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from claude_scope.redaction.searched_values import is_searched_for, is_word

if TYPE_CHECKING:
    from collections.abc import Iterator

PART_CHARS = 4
"""A part of a value with this many characters is masked; shorter parts occur in many words."""
_NUMBER_CHARS = 6
"""A part of a number that has fewer digits is masked only if no letter or digit is adjacent to it."""
_MAX_VALUES, _MAX_CHARS = 2_000, 200
_MAX_SPANS = 1_000
"""A text with this many repetitions is masked completely."""
_WORD_CHARS = 30
"""No dictionary word is longer."""
_PHRASE_CHARS = 8
"""Two or more dictionary words of a passphrase are masked if they have at least this many letters together."""
_LETTER_S = 1.0
"""For this long after typing, a new text that consists of the last typed letters is masked."""
_WORD_S = 5.0
"""For this long after typing, a new text that consists of a typed word is masked, as it may begin a password."""


class Repeats:
    """Knows the values of secret fields, and finds texts that repeat them.

    Values have a source, such as a frame. If there are too many, the source with the most values loses its oldest one,
    so that a source can only crowd out itself.
    """

    def __init__(self) -> None:
        self._values: dict[object, list[str]] = {}
        """Values by source, the oldest first."""
        self._parts: Counter[str] = Counter()
        self._whole: dict[str, float] = {}
        """Values that are masked if they are the whole of a new text, with their expiry; the oldest first."""
        self._typing: dict[object, str] = {}

    def __bool__(self) -> bool:
        return bool(self._values or self._whole)

    def learn(self, value: str, *, typed: bool, source: object = None) -> None:
        """Find this value from now on. A short typed value is masked only if it is the whole text."""
        value = value.strip()[:_MAX_CHARS]
        if not value:
            return
        if typed:
            self._learn_letters(value, source)
        if typed and len(value) < PART_CHARS:
            self._learn_whole(value, float("inf"))
        elif typed and is_word(value):
            self._learn_whole(value, time.monotonic() + _WORD_S)
        if is_searched_for(value, typed=typed):
            self._learn_parts(value, source)

    def _learn_letters(self, value: str, source: object) -> None:
        """Find the last typed letters for a while: a page may repeat each of them in its own text node."""
        before, self._typing[source] = self._typing.get(source), value
        letters = value[len(before) :] if before and value.startswith(before) else ""
        if 0 < len(letters) < PART_CHARS:
            self._learn_whole(letters, time.monotonic() + _LETTER_S)

    def _learn_whole(self, value: str, until: float) -> None:
        self._whole[value] = max(self._whole.pop(value, 0), until)
        if len(self._whole) > _MAX_VALUES:
            del self._whole[next(iter(self._whole))]

    def _learn_parts(self, value: str, source: object) -> None:
        values = self._values.setdefault(source, [])
        if value in values:
            return
        if values and value.startswith(values[-1]):  # it is still being typed
            self._forget_parts(values.pop())
        values.append(value)
        self._parts.update(_parts(value))
        if sum(map(len, self._values.values())) > _MAX_VALUES:
            self._forget_parts(max(self._values.values(), key=len).pop(0))

    def _forget_parts(self, value: str) -> None:
        for part in _parts(value):
            self._parts[part] -= 1
            if not self._parts[part]:
                del self._parts[part]

    def mask(self, text: str, mask: str, *, is_new: bool) -> str:
        """The text with all repetitions masked; `is_new` says that the page has just created it."""
        if is_new and time.monotonic() < self._whole.get(text.strip(), 0):
            return mask
        spans = list(islice(self._spans(text), _MAX_SPANS)) if self._parts else []
        if not spans:
            return text
        if len(spans) == _MAX_SPANS:
            return mask
        kept, end = [], 0
        for start, stop in spans:
            kept.append(text[end:start])
            end = stop
        return mask.join([*kept, text[end:]])

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The runs of `text` in which every four adjacent characters are part of a value."""
        start, last = 0, len(text) - PART_CHARS
        while start <= last:
            if text[start : start + PART_CHARS] not in self._parts:
                start += 1
                continue
            end = start + PART_CHARS
            while end < len(text) and text[end - PART_CHARS + 1 : end + 1] in self._parts:
                end += 1
            found = _without_spaces(text, start, end)
            if found[1] - found[0] >= PART_CHARS and _counts(text, *found):
                yield found
            start = end


def parts_of(value: str) -> set[str]:
    """The parts of a value by which it is found, in all of its spellings."""
    return set(_parts(value.strip()[:_MAX_CHARS]))


def _parts(value: str) -> Iterator[str]:
    for spelling in _spellings(value):
        yield from (spelling[i : i + PART_CHARS] for i in range(len(spelling) - PART_CHARS + 1))


def _spellings(value: str) -> set[str]:
    """The value as it is, in an address (`encodeURIComponent`, and as forms are sent), and in JSON."""
    return {value, quote(value, safe="!'()*"), quote_plus(value, safe="*"), json.dumps(value, ensure_ascii=False)[1:-1]}


def _without_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    """A run without the spaces at its ends: like those of a passphrase, they stand around any other word too."""
    run = text[start:end]
    return end - len(run.lstrip()), start + len(run.rstrip())


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a run counts as a repetition, and not as dictionary words, parts of them, or part of another number."""
    first, last = start, end
    while first > max(0, start - _WORD_CHARS) and text[first - 1].isalnum():
        first -= 1
    while last < min(len(text), end + _WORD_CHARS) and text[last].isalnum():
        last += 1
    is_alone = (first, last) == (start, end)
    is_short_number = text[start:end].isdigit() and end - start < _NUMBER_CHARS
    if is_short_number and not is_alone:
        return False
    words = text[first:last].split()
    if not all(map(is_word, words)):
        return True
    whole = words[first < start : len(words) - (end < last)]
    return len(words) > 1 and sum(map(len, whole)) >= _PHRASE_CHARS

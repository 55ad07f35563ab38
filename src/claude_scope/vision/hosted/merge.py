"""Merge a model's elements with the local reading: each element keeps its source, and no text is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from claude_scope.geometry import Rect, centre, contains, grown, holds, iou
from claude_scope.values import Box, Element, Source
from claude_scope.vision.describe import describe
from claude_scope.vision.ocr.reading_order import reading_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_scope.values import Line, Reading
    from claude_scope.vision.hosted.frame_view import Views

CONFIDENCE_ALONE = 0.5
"""Confidence of an element whose words OCR did not find on the screen."""
DUPLICATE_IOU = 0.7
"""Two elements with the same type and label and this much overlap are duplicates."""
MIN_CONFIRMED_SHARE = 0.8
"""Share of a label's letters that OCR must have found; it misreads one letter in some words."""
MIN_WORD_SIMILARITY = 0.8
"""Words with at least this similarity ratio are equal, if they have MIN_FUZZY_LETTERS."""
MIN_FUZZY_LETTERS = 4
MAX_LINE_OFFSET_PX = 6
"""Largest distance of a line's centre to the box of its element: models draw tight boxes."""
_WORDS = re.compile(r"\w+")


def merge(read: Reading, answered: Iterable[Element], name: str) -> Reading:
    """The local reading with the model's elements; lines that no element covers become texts."""
    screen = _Screen(read.lines)
    mine = [_checked(element, screen) for element in _deduplicate(answered)]
    texts = [
        Element("text", line.text, line.box, line.confidence) for line in read.lines if not _is_covered(line, mine)
    ]
    elements = tuple(reading_order([*mine, *texts], lambda one: _rect(one.box)))
    return replace(read, elements=elements, description=describe(elements), reader=name)


def unchanged_elements(before: Sequence[Element], views: Views) -> list[Element]:
    """Elements of the frame before that no crop contains: changes lie inside of crops."""
    if views.whole:
        return []
    return [one for one in before if not any(contains(view.place, one.box) for view in views.pictures)]


def _deduplicate(answered: Iterable[Element]) -> list[Element]:
    """The elements without duplicates; the first one stays."""
    found: list[Element] = []
    for one in answered:
        if not any(o.type == one.type and o.label == one.label and iou(o.box, one.box) > DUPLICATE_IOU for o in found):
            found.append(one)
    return found


def _checked(element: Element, screen: _Screen) -> Element:
    """Mark an element as unconfirmed if its label or value is nowhere on the screen."""
    if screen.says(element.label) and screen.says(element.value):
        return element
    return replace(element, source=Source.MODEL, confidence=min(element.confidence, CONFIDENCE_ALONE))


def _is_covered(line: Line, elements: Sequence[Element]) -> bool:
    """Whether an element at the line's place has its text."""
    text, middle = _letters(line.text), centre(line.box)
    there = [one for one in elements if holds(grown(one.box, MAX_LINE_OFFSET_PX), middle)]
    if not text:
        return any(line.text in (one.label, one.value) for one in there)
    return any(
        _says(_letters(answered), text)
        for one in there
        for answered in (f"{one.label} {one.value}", one.label, one.value)
    )


def _says(answered: str, text: str) -> bool:
    """Whether the first text contains the second, or equals it except for OCR errors."""
    return text in answered or (len(text) >= MIN_FUZZY_LETTERS and _alike(text, answered))


class _Screen:
    """The words that local OCR read on a screen."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._all = "".join(_letters(line.text) for line in lines)
        self._words = {word for line in lines for word in _WORDS.findall(line.text.casefold())}
        self._known: dict[str, bool] = {}

    def says(self, text: str) -> bool:
        """Whether OCR found a text, tolerating its errors; true for a text without letters."""
        words = _WORDS.findall(text.casefold())
        total = sum(len(word) for word in words)
        return sum(len(word) for word in words if self._has(word)) >= MIN_CONFIRMED_SHARE * total

    def _has(self, word: str) -> bool:
        if word not in self._known:
            self._known[word] = self._finds(word)
        return self._known[word]

    def _finds(self, word: str) -> bool:
        """OCR loses spaces, so a word may be a part of another; short ones would match anywhere."""
        if word in self._words:
            return True
        if len(word) < MIN_FUZZY_LETTERS:
            return False
        return word in self._all or any(_alike(word, other) for other in self._words)


def _alike(word: str, other: str) -> bool:
    if abs(len(word) - len(other)) > 2:
        return False
    matcher = SequenceMatcher(None, word, other, autojunk=False)
    return matcher.quick_ratio() >= MIN_WORD_SIMILARITY and matcher.ratio() >= MIN_WORD_SIMILARITY


def _letters(text: str) -> str:
    return "".join(_WORDS.findall(text.casefold()))


def _rect(box: Box) -> Rect:
    return Rect(int(box.x), int(box.y), int(box.x + box.width), int(box.y + box.height))

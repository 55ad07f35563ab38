"""Recognises errors that only seem gone because a focus ring covers the red border of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import same_place
from claude_scope.lexicon.error_words import has_error_word
from claude_scope.timeline.text_compare import similarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Change, UiElement

MIN_ERROR_SIMILARITY = 0.7
"""A pointer hides a letter or three of a line."""
MAX_ERROR_DISTANCE_LINES = 1.5
"""An error stands at most this many field heights below its field."""


def is_error_hidden(change: Change, before: Sequence[UiElement], after: Sequence[UiElement]) -> bool:
    """Whether only the colours of a field changed: its error is there before and after."""
    if change.what != "state" or "invalid" not in (change.before, change.after):
        return False
    then, now = _below(change.element.box, before), _below(change.element.box, after)
    errors = [e for e in (*then, *now) if has_error_word(e.label)]
    return any(all(any(_is_one(error, e) for e in side) for side in (then, now)) for error in errors)


def field_errors(changes: Sequence[Change]) -> list[str]:
    """Texts that appeared right under a field as it became invalid, whatever their words."""
    wrong = [c.element.box for c in changes if c.what == "state" and c.after == "invalid"]
    texts = [c.element for c in changes if c.kind == "added" and c.element.type in ("text", "alert")]
    return [e.label for e in texts if any(_is_below(e.box, box) for box in wrong)]


def _below(box: Box, elements: Sequence[UiElement]) -> list[UiElement]:
    """The texts right under a field."""
    return [
        e
        for e in elements
        if e.type in ("text", "alert")
        and _is_below(e.box, box)
        and e.box.x < box.x + box.width
        and box.x < e.box.x + e.box.width
    ]


def _is_one(error: UiElement, other: UiElement) -> bool:
    """Whether a text is the same error, with some letters hidden by the pointer."""
    return same_place(error.box, other.box) and similarity(error.label, other.label, MIN_ERROR_SIMILARITY) > 0


def _is_below(text: Box, field: Box) -> bool:
    """Whether a text stands right under a field, or under its name beside it."""
    return -field.height <= text.y - field.y - field.height <= MAX_ERROR_DISTANCE_LINES * field.height

"""Finds a screen that became empty: a white page is among the most common bugs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.text_compare import has_words
from claude_scope.values import EventKind, Observation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Keyframe, Moment, UiElement

BLANK_SUMMARY = "The screen became empty, with no text and no control left on it."
"""How the summary of such a state begins."""
MIN_ELEMENTS_BEFORE = 3
"""A screen with fewer named elements was nearly empty before."""
MIN_BLANK_MS = 3_000
"""A page is white for a moment while the next one loads; what stays so for longer is a failure."""
_EMPTY_WITHOUT_WORDS = frozenset({"text", "heading", "dialog", "other"})
"""Types that say nothing without words; a picture, a field or a button is something also where it has no name."""


def became_blank(before: Sequence[UiElement], after: Sequence[UiElement]) -> bool:
    """Whether the screen showed named elements and now shows only signs and frames."""
    return sum(map(_has_words, before)) >= MIN_ELEMENTS_BEFORE and not any(
        _has_words(e) or e.type not in _EMPTY_WITHOUT_WORDS for e in after
    )


def stays_blank(keyframe: Keyframe) -> bool:
    """Whether an empty screen stood for longer than a page takes to load, or until the recording ended."""
    return keyframe.until_ms is None or keyframe.until_ms - keyframe.since_ms >= MIN_BLANK_MS


def find_blank_pages(moments: Sequence[Moment], _: int | None = None) -> dict[int, tuple[Observation, ...]]:
    """Screens that became empty and stayed so, by the index of the moment."""
    return {index: blank_page(moment) for index, moment in enumerate(moments)}


def blank_page(moment: Moment) -> tuple[Observation, ...]:
    """The observation that the screen became empty and stayed so."""
    if moment.kind is not EventKind.ERROR or not moment.summary.startswith(BLANK_SUMMARY):
        return ()
    until = moment.keyframe.until_ms
    how_long = "until the recording ends" if until is None else f"for {(until - moment.keyframe.since_ms) / 1000:.1f} s"
    return (Observation("empty", f"The screen became empty, with no text and no control left on it, {how_long}"),)


def _has_words(element: UiElement) -> bool:
    return has_words(element.label + element.name + element.value)

"""Finds required fields that stayed empty although a later field was filled. A guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.lexicon.field_words import is_required
from claude_scope.timeline.element_types import FIELD_TYPES
from claude_scope.timeline.events.events import quote
from claude_scope.values import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Moment, UiElement


def find_skipped_required_fields(
    moments: Sequence[Moment], _ended_ms: int | None = None
) -> dict[int, tuple[Observation, ...]]:
    """Required fields that stayed empty, by the index of each moment that shows it."""
    found: dict[int, list[Observation]] = {}
    filled: dict[str, int] = {}
    for index, moment in enumerate(moments):
        for change in moment.changes:
            if change.what == "value" and change.element.type in FIELD_TYPES and change.after:
                filled.setdefault(change.element.id, index)
    if not moments or not filled:
        return {}
    for field in _skipped(moments[-1].elements, filled):
        for index in range(_since(field, moments, filled), len(moments)):
            if any(e.id == field.id for e in moments[index].elements):
                found.setdefault(index, []).append(_describe(field))
    return {index: tuple(seen) for index, seen in found.items()}


def _skipped(elements: Sequence[UiElement], filled: dict[str, int]) -> Iterator[UiElement]:
    """Required fields that are empty at the end, above a field that was filled."""
    done = [e for e in elements if e.id in filled and e.value]
    for field in elements:
        is_open = field.type in FIELD_TYPES and not field.value and not field.state
        if is_open and is_required(field.label or field.name) and any(_is_above(field, other) for other in done):
            yield field


def _is_above(field: UiElement, other: UiElement) -> bool:
    return field.box.y + field.box.height <= other.box.y and abs(field.box.x - other.box.x) <= other.box.width


def _since(field: UiElement, moments: Sequence[Moment], filled: dict[str, int]) -> int:
    """The first state in which a field below it was filled."""
    return min(filled[e.id] for e in moments[-1].elements if e.id in filled and _is_above(field, e))


def _describe(field: UiElement) -> Observation:
    text = (
        f"The required field {quote(field.label or field.name)} stays empty although a field below it was filled "
        "(a guess: it was overlooked)"
    )
    return Observation("required", text, field.box)

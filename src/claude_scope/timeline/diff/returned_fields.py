"""Reports what a field last_values before it went and came back, as in an earlier step of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.redaction.field_labels import HIDDEN, is_personal_label
from claude_scope.timeline.element_types import FIELD_TYPES
from claude_scope.timeline.events.events import describe_element, quote
from claude_scope.timeline.text_compare import same_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.values import Change, UiElement

REPEATED_FROM = 6
"""A shorter value may be a PIN or a code that nobody labelled as one: it is not repeated, nor is one that is."""


def describe_lost_values(changes: Sequence[Change], last_values: Mapping[str, str]) -> tuple[str, ...]:
    """One line for each field that came back with another value; `last_values` has the last values by id."""
    return tuple(
        f"{describe_element(c.element)} held {_describe(c.element, last_values[c.element.id])} when it was last seen"
        for c in changes
        if c.kind == "added"
        and c.element.type in FIELD_TYPES
        and last_values.get(c.element.id, "")
        and HIDDEN not in (last_values[c.element.id], c.element.value)
        and not same_text(last_values[c.element.id], c.element.value)
    )


def _describe(field: UiElement, value: str) -> str:
    is_secret = is_personal_label(f"{field.label} {field.name}", value)
    return "another value" if is_secret or len(value) < REPEATED_FROM else quote(value)

"""Says of a field that came back, as that of an earlier step of a form does, what it held when it was last seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.secret_shapes import HIDDEN
from claude_scope.timeline.events import describe, shown
from claude_scope.timeline.lanes import FIELDS
from claude_scope.timeline.text import same_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.values import Change

MASKED_FROM = 6
"""Of a shorter secret, as a PIN, nothing is masked outside of its field: such values are not repeated."""


def lost_values(changes: Sequence[Change], held: Mapping[str, str]) -> tuple[str, ...]:
    """One line a field that came back with other words; `held` are the last values of fields by their ids."""
    return tuple(
        f"{describe(c.element)} held {_told(held[c.element.id])} when it was last seen"
        for c in changes
        if c.kind == "added"
        and c.element.type in FIELDS
        and held.get(c.element.id, "")
        and HIDDEN not in (held[c.element.id], c.element.value)
        and not same_text(held[c.element.id], c.element.value)
    )


def _told(value: str) -> str:
    return shown(value) if len(value) >= MASKED_FROM else "another value"

"""Finds states that came without an action of the person, with the reason. A guess."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.geometry import has_moved
from claude_scope.timeline.element_types import FIELD_TYPES, TOGGLE_TYPES

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from claude_scope.timeline.diff.diff import Differences
    from claude_scope.values import Change, Keyframe

CLOCK = "only a clock went on"
RESTED = "the pointer rested"
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")


def unprompted_reason(
    keyframe: Keyframe,
    pointer: tuple[int, int] | None,
    differences: Differences,
    before: Sequence[Change],
    clocks: Container[str],
) -> str:
    """The reason why the state came without an action of the person; "" where there may have been one.

    `pointer` is where it was as the state before began, `before` what changed then. Scrolling and typing need no
    pointer, and who clicks the same thing again does not move it.
    """
    changes = differences.changes
    if changes and all(change.element.id in clocks for change in changes):
        return CLOCK
    if changes and keyframe.pointer is not None and not has_moved(keyframe, pointer) and all(map(_is_toast, changes)):
        return RESTED
    if has_moved(keyframe, pointer) or not changes or differences.scrolled != (0, 0):
        return ""
    used = any(_is_used(change) for change in changes)
    return "" if used or _is_repeated(before, changes) or _was_typed(before) else RESTED


def _is_used(change: Change) -> bool:
    """Whether the keyboard may be the cause: a field has another value, or a toggle another state."""
    kind = change.element.type
    if change.kind != "changed":
        return False
    return (change.what == "value" and kind in FIELD_TYPES) or (change.what == "state" and kind in TOGGLE_TYPES)


def _is_toast(change: Change) -> bool:
    """Whether a message went away."""
    return change.kind == "removed" and change.element.type == "alert"


def _was_typed(changes: Sequence[Change]) -> bool:
    """Whether a field was typed into just before: Enter may have followed."""
    return any(c.what == "value" and c.element.type in FIELD_TYPES and c.after for c in changes)


def _is_repeated(before: Sequence[Change], now: Sequence[Change]) -> bool:
    """Whether a number changed by the same step as before: repeated clicks on "+" do not move the pointer."""
    steps = {(c.element.id, c.what): _step(c) for c in before if c.kind == "changed"}
    return any(
        c.kind == "changed" and (step := _step(c)) is not None and steps.get((c.element.id, c.what)) == step
        for c in now
    )


def _step(change: Change) -> float | None:
    """The difference if only the one number of a text changed, else None."""
    old, new = _NUMBER.findall(change.before), _NUMBER.findall(change.after)
    if len(old) != 1 or len(new) != 1 or _NUMBER.sub("", change.before) != _NUMBER.sub("", change.after):
        return None
    step = float(new[0].replace(",", "")) - float(old[0].replace(",", "")) if "," not in old[0] + new[0] else None
    return step or None

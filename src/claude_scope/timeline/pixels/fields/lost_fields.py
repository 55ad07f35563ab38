"""Reports fields that may have gone: no reading shows them any more, but their name still stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import gap, intersection, iou
from claude_scope.timeline.element_types import FIELD_TYPES
from claude_scope.timeline.events.events import describe_element
from claude_scope.timeline.pixel_distances import MAX_NAME_TO_FIELD_PX
from claude_scope.timeline.pixels.changed_pixels import is_redrawn
from claude_scope.timeline.text_compare import same_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.diff.diff import Differences
    from claude_scope.values import Keyframe, Reading, UiElement

MAX_UNREADABLE_STATES = 3
"""A field made unreadable by a focus ring or dots is read again within this many states."""


def describe_lost_fields(
    before: Sequence[UiElement], readings: Sequence[Reading], keyframe: Keyframe, differences: Differences
) -> tuple[str, ...]:
    """One line a field of the state before that was drawn over and that this and the next readings do not show.

    `readings` start at this keyframe and are uncorrected: `restore_fields_and_badges` restores such fields, since most
    of them were only missed.
    """
    changed_ids = {change.element.id for change in differences.changes}
    if any(differences.scrolled):
        return ()
    return tuple(
        f"{describe_element(field)} is not seen any more, though its name is: it went away, or cannot be read"
        for field in before
        if field.type in FIELD_TYPES
        and field.id not in changed_ids
        and is_redrawn(field.box, keyframe)
        and _is_named(field, readings[0])
        and not any(intersection(e.box, field.box) > 0 for e in readings[0].elements)
        and not any(_is_read(field, reading) for reading in readings[1 : 1 + MAX_UNREADABLE_STATES])
    )


def _is_named(field: UiElement, reading: Reading) -> bool:
    names = [name for name in (field.label, field.name) if name]
    return any(
        same_text(e.label, n) and gap(e.box, field.box) <= MAX_NAME_TO_FIELD_PX for e in reading.elements for n in names
    )


def _is_read(field: UiElement, reading: Reading) -> bool:
    return any(e.type in FIELD_TYPES and iou(e.box, field.box) > 0.5 for e in reading.elements)

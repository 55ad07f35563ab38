"""Finds where the pointer rested when a change began, and the text there. If it caused the change, it was a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import holds, intersection
from claude_scope.timeline.claims.rows.text_rows import WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Line, Moment, Rest

EFFECT_MS = 250
"""The first change since the pointer arrived is at most this long before or after the start of the state. The times may
differ, because a link is highlighted first."""
TIP_SLACK_PX = 6.0
"""A click this far outside a row's letters may still hit its control."""
MIN_REST_MS, MAX_REST_MS = 150, 1_000
"""Minimum and maximum time from the pointer's arrival to a change that a press caused: people aim first, and a later
change is seldom the effect of a press."""
MIN_POINTER_PX, MAX_POINTER_PX = (8.0, 18.0), 72.0
"""Minimum lengths of the pointer's shorter and longer side, and the maximum length of its longer side. A smaller box is
a letter or a remnant of something else, and a larger box is a control with a hover effect."""
MAX_BULLET = 1.2
"""A label begins at most this many times its height to the left of the highlighted control, because of a bullet."""
MIN_INSIDE = 0.4
"""Minimum share of a label that is in the highlighted area; the upper half of a control may look unchanged."""


def pressed_rest(after: Moment, rests: Sequence[Rest]) -> Rest | None:
    """The rest of the pointer when the change to `after` began, if nothing else changed since the pointer arrived.

    `rests` are the rests of the whole recording. A rest whose box is too small is not that of a pointer.
    """
    began_ms = after.keyframe.since_ms
    rest = next((item for item in reversed(rests) if item.since_ms <= began_ms), None)
    if rest is None or not (_is_answered(rest, began_ms) and _is_pointer(rest.box)):
        return None
    return None if _is_on_its_way(rest, after, rests) else rest


def _is_on_its_way(rest: Rest, after: Moment, rests: Sequence[Rest]) -> bool:
    """Whether something else changed before the state began, and the pointer later rested where the state changed."""
    if rest.changed_ms is None or rest.changed_ms >= after.keyframe.since_ms:
        return False
    later = [item for item in rests if item.since_ms > rest.since_ms and item.changed_ms is not None]
    answered = [item for item in later if (item.changed_ms or 0) <= after.keyframe.timestamp_ms]
    return any(intersection(item.box, place) > 0 for item in answered for place in after.keyframe.changed)


def _is_answered(rest: Rest, began_ms: int) -> bool:
    """Whether a change is the first one during a rest; later changes are caused by a key or a timer."""
    if rest.changed_ms is None or rest.until_ms < began_ms:
        return False
    return MIN_REST_MS <= began_ms - rest.since_ms <= MAX_REST_MS and abs(began_ms - rest.changed_ms) <= EFFECT_MS


def _is_pointer(box: Box) -> bool:
    sides = sorted((box.width, box.height))
    return sides[0] >= MIN_POINTER_PX[0] and sides[1] >= MIN_POINTER_PX[1]


def point_of(box: Box) -> tuple[float, float]:
    """A point near the tip of a pointer, well inside its target; the centre if the box is a highlighted control."""
    if _is_lit(box):
        return box.x + box.width / 2, box.y + box.height / 2
    return box.x + box.width / 3, box.y + box.height / 4


def tip_of(box: Box) -> tuple[float, float]:
    """The point of a click, between the tip of an arrow (its corner) and that of a hand (the middle of its top)."""
    return point_of(box) if _is_lit(box) else (box.x + box.width / 4, box.y + box.height / 8)


def line_under(box: Box, lines: Sequence[Line]) -> Line | None:
    """The text under the pointer, or the label of the control that is highlighted under it."""
    legible = [line for line in lines if WORD.search(line.text)]
    if _is_lit(box):
        on = [line for line in legible if _is_label(line.box, box)]
    else:
        on = [line for line in legible if holds(line.box, point_of(box), TIP_SLACK_PX)]
    return on[0] if len(on) == 1 else None


def _is_lit(box: Box) -> bool:
    return max(box.width, box.height) > MAX_POINTER_PX


def _is_label(text: Box, control: Box) -> bool:
    """Whether a text is in a highlighted control, or is a link with a highlighted underline after a bullet."""
    left, right = control.x - text.x, text.x + text.width - control.x - control.width
    is_across = left <= MAX_BULLET * text.height and right <= TIP_SLACK_PX
    return is_across and intersection(text, control) >= MIN_INSIDE * text.width * text.height

"""Where the pointer rested as a change began, and the text that it pointed at: a click, if the change answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import holds, intersection
from claude_scope.timeline.claims.rows.text_rows import WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Line, Moment, Rest

EFFECT_MS = 250
"""The first change since the pointer came is at most so far from the start of the state: a link lights up first."""
TIP_SLACK_PX = 6.0
"""How far outside of a row's letters its control may be clicked."""
MIN_REST_MS, MAX_REST_MS = 150, 1_000
"""A person aims before a press; what follows later is seldom its effect."""
MIN_POINTER_PX, MAX_POINTER_PX = (8.0, 18.0), 72.0
"""The shorter and the longer side: what is smaller is a letter or left of something else, a larger one what lit up."""
MAX_BULLET = 1.2
"""Heights of a label that lie left of the control that lit up, at most: a bullet before it."""
MIN_INSIDE = 0.4
"""So much of a label lies in the control that lit up, whose upper half may look as before."""


def pressed_rest(after: Moment, rests: Sequence[Rest]) -> Rest | None:
    """The rest of the pointer as the change to `after` began, if it is the first one since the pointer came.

    `rests` are those of the whole recording. What is too small was no pointer.
    """
    began_ms = after.keyframe.since_ms
    rest = next((item for item in reversed(rests) if item.since_ms <= began_ms), None)
    if rest is None or not (_is_answered(rest, began_ms) and _is_pointer(rest.box)):
        return None
    return None if _is_on_its_way(rest, after, rests) else rest


def _is_on_its_way(rest: Rest, after: Moment, rests: Sequence[Rest]) -> bool:
    """Whether what changed first was not the state, and the pointer went on to rest where that changed."""
    if rest.changed_ms is None or rest.changed_ms >= after.keyframe.since_ms:
        return False
    later = [item for item in rests if item.since_ms > rest.since_ms and item.changed_ms is not None]
    answered = [item for item in later if (item.changed_ms or 0) <= after.keyframe.timestamp_ms]
    return any(intersection(item.box, place) > 0 for item in answered for place in after.keyframe.changed)


def _is_answered(rest: Rest, began_ms: int) -> bool:
    """Whether a change began while the pointer rested, and was the first one: later ones answer a key, or a timer."""
    if rest.changed_ms is None or rest.until_ms < began_ms:
        return False
    return MIN_REST_MS <= began_ms - rest.since_ms <= MAX_REST_MS and abs(began_ms - rest.changed_ms) <= EFFECT_MS


def _is_pointer(box: Box) -> bool:
    sides = sorted((box.width, box.height))
    return sides[0] >= MIN_POINTER_PX[0] and sides[1] >= MIN_POINTER_PX[1]


def point_of(box: Box) -> tuple[float, float]:
    """A point near the tip of a pointer, well inside of what it means; of a control that lit up under it the middle."""
    if _is_lit(box):
        return box.x + box.width / 2, box.y + box.height / 2
    return box.x + box.width / 3, box.y + box.height / 4


def tip_of(box: Box) -> tuple[float, float]:
    """Where a click hit: the tip of an arrow is in its corner, that of a hand in the middle of its upper side."""
    return point_of(box) if _is_lit(box) else (box.x + box.width / 4, box.y + box.height / 8)


def line_under(box: Box, lines: Sequence[Line]) -> Line | None:
    """The text that a pointer points at, or that is written on the control that lit up under it."""
    legible = [line for line in lines if WORD.search(line.text)]
    if _is_lit(box):
        on = [line for line in legible if _is_label(line.box, box)]
    else:
        on = [line for line in legible if holds(line.box, point_of(box), TIP_SLACK_PX)]
    return on[0] if len(on) == 1 else None


def _is_lit(box: Box) -> bool:
    return max(box.width, box.height) > MAX_POINTER_PX


def _is_label(text: Box, control: Box) -> bool:
    """Whether a text lies in what lit up, or is the link whose underline did, perhaps behind a bullet."""
    left, right = control.x - text.x, text.x + text.width - control.x - control.width
    is_across = left <= MAX_BULLET * text.height and right <= TIP_SLACK_PX
    return is_across and intersection(text, control) >= MIN_INSIDE * text.width * text.height

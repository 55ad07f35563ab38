"""Finds the checkbox or radio button that was toggled: the one under the pointer, or the only one that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, grown, holds, iou
from claude_scope.timeline.claims.rows.readings import repainted
from claude_scope.timeline.claims.scores import TOGGLED
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.values import Element, Moment

CHECKED = "checked"
TYPES = frozenset({"checkbox", "radio"})
SAME_PLACE = 0.5
"""Minimum intersection over union of a control's boxes in two pictures."""
REACH_PX = 12.0
"""A click toggles a control if it is at most this far from the control's box, or on its label."""
MAX_CHANGED_ROWS = 2
"""If more rows appeared or disappeared, a view opened, and a different control may be at the same place."""


def toggled(pair: Pair, later: Moment | None = None) -> Iterator[Claim]:
    """The control whose checked state changed: the one under the pointer, otherwise the only one that changed.

    The pointer often covers the control that it toggles. Then the next state (`later`) shows whether the control is
    checked.
    """
    found = [*_other_states(pair), *(_covered(pair, later) if later else ())]
    pointed = [state for control, state in found if _is_pointed(control, pair)]
    if len(pointed) == 1:
        yield pointed[0]
    elif len(found) == 1 and not pointed and len(pair.diff.came) + len(pair.diff.went) <= MAX_CHANGED_ROWS:
        yield found[0][1]


def _other_states(pair: Pair) -> Iterator[tuple[Element, Claim]]:
    """The controls that have the same label in both pictures, whose place was repainted, and whose state differs."""
    before = [element for element in pair.before.reading.elements if element.type in TYPES]
    for now in pair.after.reading.elements:
        if now.type not in TYPES or not now.label or not repainted(now.box, pair.after.keyframe.changed):
            continue
        was = next(
            (element for element in before if element.type == now.type and iou(element.box, now.box) >= SAME_PLACE),
            None,
        )
        if was is None or was.label != now.label or (CHECKED in was.state) == (CHECKED in now.state):
            continue
        if _has_two_controls(now, pair):
            continue
        yield now, _claim(pair, was, now)


def _covered(pair: Pair, later: Moment) -> Iterator[tuple[Element, Claim]]:
    """The controls that something covers now, at a repainted place, and that have another state in the next picture."""
    now, following = (
        [element for element in moment.reading.elements if element.type in TYPES] for moment in (pair.after, later)
    )
    for was in pair.before.reading.elements:
        if was.type not in TYPES or not was.label or not repainted(was.box, pair.after.keyframe.changed):
            continue
        if any(iou(item.box, was.box) > 0 for item in now):
            continue
        then = next(
            (item for item in following if item.type == was.type and iou(item.box, was.box) >= SAME_PLACE), None
        )
        if then is not None and then.label == was.label and (CHECKED in then.state) != (CHECKED in was.state):
            yield was, _claim(pair, was, then)


def _claim(pair: Pair, was: Element, now: Element) -> Claim:
    old, new = (CHECKED if CHECKED in item.state else f"not {CHECKED}" for item in (was, now))
    return Claim(pair.number, "changed", "state", old, new, TOGGLED, name=now.label, box=now.box)


def _has_two_controls(control: Element, pair: Pair) -> bool:
    """Whether another control is within the label: OCR joined the labels of both."""
    labels = [grown(line.box, 2) for line in pair.after.reading.lines if line.text == control.label]
    others = [element for element in pair.after.reading.elements if element.type in TYPES and element is not control]
    return any(holds(label, centre(other.box)) for label in labels for other in others)


def _is_pointed(control: Element, pair: Pair) -> bool:
    tip = pair.after.keyframe.pointer
    if tip is None:
        return False
    if holds(control.box, tip, REACH_PX):
        return True
    label = (grown(line.box, 2) for line in pair.after.reading.lines if line.text == control.label)
    return any(holds(box, tip) for box in label)

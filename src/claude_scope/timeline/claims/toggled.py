"""Checkboxes, radio buttons and switches that were toggled under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import grown, holds, iou
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.values import Element

CHECKED = "checked"
TYPES = frozenset({"checkbox", "radio"})
SAME_PLACE = 0.5
"""Intersection over union of a control in two pictures."""
REACH_PX = 12.0
"""A control is clicked at most so far beside its box, or on its label."""
PROBABILITY = 0.9


def toggled(pair: Pair) -> Iterator[Claim]:
    """The control under the pointer, if it alone of all that are known there is checked now, or no longer."""
    tip = pair.after.keyframe.pointer
    if tip is None:
        return
    found: list[Claim] = []
    before = [one for one in pair.before.reading.elements if one.type in TYPES]
    for now in pair.after.reading.elements:
        if now.type not in TYPES or not now.label or not _is_pointed(now, tip, pair):
            continue
        was = next((one for one in before if one.type == now.type and iou(one.box, now.box) >= SAME_PLACE), None)
        if was is None or was.label != now.label or (CHECKED in was.state) == (CHECKED in now.state):
            continue
        old, new = (CHECKED if CHECKED in one.state else f"not {CHECKED}" for one in (was, now))
        found.append(Claim(pair.number, "changed", "state", old, new, PROBABILITY, name=now.label, box=now.box))
    if len(found) == 1:
        yield found[0]


def _is_pointed(control: Element, tip: tuple[int, int], pair: Pair) -> bool:
    if holds(control.box, tip, REACH_PX):
        return True
    label = (grown(line.box, 2) for line in pair.after.reading.lines if line.text == control.label)
    return any(holds(box, tip) for box in label)

"""Says of a field that seems to have appeared whether the state before only missed it: the page had it as it loaded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.boxes import centre, gap, holds, scaled
from claude_scope.timeline import lanes
from claude_scope.timeline.text import same_text
from claude_scope.values import Change, Line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.timeline.diff import Differences
    from claude_scope.values import Node, Reading, Snapshot, UiElement

NAME_PX = 40
"""The words that name a field stand at most so far from it."""


def without_missed(
    differences: Differences, before: Reading, snapshots: Sequence[Snapshot], agreements: Sequence[lanes.Agreement]
) -> Differences:
    """The differences without fields that were there before; `agreements` are those of the keyframe before."""
    known = list(zip(snapshots, agreements, strict=True))
    missed: dict[int, Node] = {}
    for c in differences.changes:
        if c.kind == "added" and c.element.type in lanes.FIELDS and c.element.locator:
            missed |= {id(c): node for s, a in known if (node := _had(s, c.element, before, a)) is not None}
    if not missed:
        return differences
    fields = [c.element for c in differences.changes if id(c) in missed]
    told = [c for c in differences.changes if id(c) not in missed and not _was_inside(c, fields)]
    filled = [
        Change("changed", c.element, "value", "", c.element.value) for c in differences.changes if _is_filled(c, missed)
    ]
    return replace(differences, changes=(*filled, *told))


def without_lost(
    differences: Differences, after: Reading, snapshots: Sequence[Snapshot], agreements: Sequence[lanes.Agreement]
) -> Differences:
    """The differences without fields that are still there, and that only this reading missed: its name still stands.

    `agreements` are those of the keyframe itself.
    """
    known = list(zip(snapshots, agreements, strict=True))
    stayed = [
        c
        for c in differences.changes
        if c.kind == "removed"
        and c.element.type in lanes.FIELDS
        and c.element.locator
        and any(_had(s, c.element, after, a) for s, a in known)
    ]
    changes = tuple(c for c in differences.changes if c not in stayed)
    return replace(differences, changes=changes) if stayed else differences


def _is_filled(change: Change, missed: Mapping[int, Node]) -> bool:
    """Whether a field that was missed holds something now that the page, which left it empty, did not give it."""
    node = missed.get(id(change))
    return node is not None and bool(change.element.value) and not node.text


def _was_inside(change: Change, fields: Sequence[UiElement]) -> bool:
    """Whether a text that went away stood within a field: it was its placeholder, read as a text."""
    is_gone = change.kind == "removed" and change.element.type == "text"
    return is_gone and any(holds(field.box, centre(change.element.box)) for field in fields)


def _had(snapshot: Snapshot, element: UiElement, before: Reading, agreement: lanes.Agreement) -> Node | None:
    """The field of the page, if the keyframe before is laid out like it and shows the field's name at its place."""
    if not agreement.has_layout:
        return None
    nodes = [n for n in lanes.candidates(snapshot) if n.box and n.name and n.locator == element.locator]
    return next((node for node in nodes if _is_named(node, before, agreement.ratio)), None)


def _is_named(node: Node, reading: Reading, ratio: float) -> bool:
    return node.box is not None and any(
        same_text(line.text, node.name) and gap(line.box, scaled(node.box, ratio)) <= NAME_PX
        for line in _named(reading)
    )


def _named(reading: Reading) -> list[Line]:
    """What was read, as lines: an element may hold words of which no line is kept."""
    return [*reading.lines, *(Line(e.label, e.box, e.confidence) for e in reading.elements if e.label)]

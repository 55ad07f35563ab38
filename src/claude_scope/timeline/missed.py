"""Says of a field that seems to have appeared whether the state before only missed it: the page had it as it loaded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.boxes import gap, scaled
from claude_scope.timeline import lanes
from claude_scope.timeline.text import same_text
from claude_scope.values import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.diff import Differences
    from claude_scope.values import Reading, Snapshot, UiElement

NAME_PX = 40
"""The words that name a field stand at most so far from it."""


def without_missed(
    differences: Differences, before: Reading, snapshots: Sequence[Snapshot], agreements: Sequence[lanes.Agreement]
) -> Differences:
    """The differences without fields that were there before; `agreements` are those of the keyframe before."""
    changes = tuple(
        c
        for c in differences.changes
        if not (c.kind == "added" and c.element.type in lanes.FIELDS and c.element.locator)
        or not any(_had(s, c.element, before, a) for s, a in zip(snapshots, agreements, strict=True))
    )
    return differences if len(changes) == len(differences.changes) else replace(differences, changes=changes)


def _had(snapshot: Snapshot, element: UiElement, before: Reading, agreement: lanes.Agreement) -> bool:
    """Whether the keyframe before is laid out like the page and shows the field's name where the page has the field."""
    if not agreement.has_layout:
        return False
    nodes = [n for n in lanes.candidates(snapshot) if n.box and n.name and n.locator == element.locator]
    return any(
        same_text(line.text, node.name) and gap(line.box, scaled(node.box, agreement.ratio)) <= NAME_PX
        for node in nodes
        if node.box
        for line in _named(before)
    )


def _named(reading: Reading) -> list[Line]:
    """What was read, as lines: an element may hold words of which no line is kept."""
    return [*reading.lines, *(Line(e.label, e.box, e.confidence) for e in reading.elements if e.label)]

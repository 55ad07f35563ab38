"""Rules for tabs that look like cards: each in a box, of which that of the selected one is open below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.classify.classified import Typed
from claude_scope.vision.classify.rules.navigation.tabs import edge_below, is_open
from claude_scope.vision.shapes.colours import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.scene.scene import Scene

MAX_NEIGHBOUR_GAP = 3.5
"""The box beside the selected tab begins at most so many font sizes from its text, which is its padding twice."""
TOUCHING_PX = 4
"""The boxes of the others are at most so many pixels apart."""
MAX_SAME_FILL_DIFF = 8
"""They are filled as the selected one is, give or take so much (0..255)."""


def with_open_tabs(scene: Scene, found: Sequence[Typed]) -> list[Typed]:
    """The same, with texts in open boxes and the buttons that continue their row as tabs."""
    result = list(found)
    for one in found:
        if one.type not in ("text", "link") or len(one.looks) != 1 or not _is_open(scene, one):
            continue
        row = _row(one, result)
        if row:
            gone = {id(one), *(id(other) for other in row)}
            result = [other for other in result if id(other) not in gone]
            result += [Typed("tab", one.looks[0].line.box, one.looks, 0.6, ("selected",))]
            result += [Typed("tab", other.box, other.looks, 0.6) for other in row]
    return result


def _is_open(scene: Scene, one: Typed) -> bool:
    return is_open(scene, one.looks[0], edge_below(scene, one.looks[0]))


def _row(one: Typed, found: Sequence[Typed]) -> list[Typed]:
    """The buttons that continue the row of a text to the left and to the right, each touching the one before."""
    look = one.looks[0]
    level = [
        other
        for other in found
        if other.type == "button"
        and len(other.looks) == 1
        and abs(other.looks[0].box.centre[1] - look.box.centre[1]) <= TOUCHING_PX
        and abs(other.looks[0].size - look.size) <= 0.15 * look.size
        and apart(other.looks[0].behind, look.behind) <= MAX_SAME_FILL_DIFF
    ]
    row: list[Typed] = []
    edge, reach = look.box.right, MAX_NEIGHBOUR_GAP * look.size
    for other in sorted(level, key=lambda button: button.box.left):
        if -TOUCHING_PX <= other.box.left - edge <= reach:
            row.append(other)
            edge, reach = other.box.right, TOUCHING_PX
    edge, reach = look.box.left, MAX_NEIGHBOUR_GAP * look.size
    for other in sorted(level, key=lambda button: -button.box.right):
        if -TOUCHING_PX <= edge - other.box.right <= reach:
            row.append(other)
            edge, reach = other.box.left, TOUCHING_PX
    return row

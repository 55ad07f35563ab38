"""Classify tabs that look like cards: the box of the selected one is open below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.navigation.tabs import edge_below, is_open
from claude_scope.vision.shapes.colours import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.scene.scene import Scene

MAX_NEIGHBOUR_GAP = 3.5
"""Largest distance of the box beside the selected tab to its text, in font sizes: twice its padding."""
TOUCHING_PX = 4
"""Largest gap of boxes of one group, in pixels."""
MAX_SAME_FILL_DIFF = 8
"""Largest difference (0..255) of equal fills."""


def classify_card_tabs(scene: Scene, found: Sequence[Classified]) -> list[Classified]:
    """Classify texts in open boxes, and the buttons that continue their row, as tabs."""
    result = list(found)
    for one in found:
        if one.type not in ("text", "link") or len(one.styles) != 1 or not _is_open(scene, one):
            continue
        row = _row(one, result)
        if row:
            replaced = {id(one), *(id(other) for other in row)}
            result = [other for other in result if id(other) not in replaced]
            result += [Classified("tab", one.styles[0].line.box, one.styles, 0.6, ("selected",))]
            result += [Classified("tab", other.box, other.styles, 0.6) for other in row]
    return result


def _is_open(scene: Scene, one: Classified) -> bool:
    return is_open(scene, one.styles[0], edge_below(scene, one.styles[0]))


def _row(one: Classified, found: Sequence[Classified]) -> list[Classified]:
    """The buttons that continue the row of a text on both sides, each touching the one before."""
    style = one.styles[0]
    level = [
        other
        for other in found
        if other.type == "button"
        and len(other.styles) == 1
        and abs(other.styles[0].box.centre[1] - style.box.centre[1]) <= TOUCHING_PX
        and abs(other.styles[0].size - style.size) <= 0.15 * style.size
        and apart(other.styles[0].behind, style.behind) <= MAX_SAME_FILL_DIFF
    ]
    row: list[Classified] = []
    edge, reach = style.box.right, MAX_NEIGHBOUR_GAP * style.size
    for other in sorted(level, key=lambda button: button.box.left):
        if -TOUCHING_PX <= other.box.left - edge <= reach:
            row.append(other)
            edge, reach = other.box.right, TOUCHING_PX
    edge, reach = style.box.left, MAX_NEIGHBOUR_GAP * style.size
    for other in sorted(level, key=lambda button: -button.box.right):
        if -TOUCHING_PX <= edge - other.box.right <= reach:
            row.append(other)
            edge, reach = other.box.left, TOUCHING_PX
    return row

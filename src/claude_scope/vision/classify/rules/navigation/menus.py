"""Classify open menus: lists of short texts on a surface below their button, field or link."""

from __future__ import annotations

import itertools
import statistics
from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.scene.panel_features import all_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

MENU_WIDTHS_PX = (90, 480)
"""Least and largest width of a menu in pixels."""
ITEM_PITCHES_PX = (20, 64)
"""Least and largest distance of its items: a browser's own list has 20, a touch menu 48 plus a divider."""
MAX_ITEM_CHARS = 40
"""Most characters of an item."""
MAX_DROP_PX = 12
"""Largest distance of a menu below its opener, in pixels."""
ALIGNMENT_PX = 12
"""Largest difference of their left or right edges, in pixels."""


def classify_menus(
    scene: Scene, openers: Sequence[Classified]
) -> list[tuple[Classified, Classified, list[Classified]]]:
    """Each open menu with its opener and its items."""
    found: list[tuple[Classified, Classified, list[Classified]]] = []
    for panel in scene.panels:
        if any(menu.box.contains(panel.box, slack=4) or panel.box.contains(menu.box) for menu, _, _ in found):
            continue
        rows = _rows(panel)
        if not rows:
            continue
        opener = _opener(scene, panel.box, openers)
        if opener is not None:
            label = " ".join(style.text for style in opener.styles) or opener.label
            items = _items(panel.box, rows)
            found.append((Classified("menu", panel.box, (), 0.6, label=label), opener, items))
    return found


def _rows(panel: Panel) -> list[TextStyle]:
    """The first text of each row of a list of short texts; none if the panel is no such list."""
    box, styles = panel.box, all_styles(panel)
    if not MENU_WIDTHS_PX[0] <= box.width <= MENU_WIDTHS_PX[1] or not 2 <= len(styles) <= 30:
        return []
    rows: list[TextStyle] = []
    for style in sorted(styles, key=lambda one: (one.box.top, one.box.left)):
        if rows and style.box.top < rows[-1].box.bottom:
            if style.box.left < rows[-1].box.left:
                rows[-1] = style
            continue
        rows.append(style)
    left = min(style.box.left for style in rows)
    fits = len(rows) >= 2 and all(
        style.box.left - left <= 5
        and len(style.text) <= MAX_ITEM_CHARS
        and abs(style.size - rows[0].size) <= 0.25 * style.size
        for style in rows
    )
    return rows if fits and _evenly(box, rows) else []


def _evenly(box: Rect, rows: Sequence[TextStyle]) -> bool:
    """Whether the rows fill the box at about equal distances."""
    middles = [style.box.centre[1] for style in rows]
    steps = [after - before for before, after in itertools.pairwise(middles)]
    usual = statistics.median(steps)
    if not ITEM_PITCHES_PX[0] <= usual <= ITEM_PITCHES_PX[1] or max(steps) > usual + 24 or min(steps) < 0.75 * usual:
        return False
    return middles[0] - box.top <= 1.2 * usual and box.bottom - middles[-1] <= 1.2 * usual


def _opener(scene: Scene, box: Rect, openers: Sequence[Classified]) -> Classified | None:
    near = [
        one
        for one in openers
        if one.type in ("button", "select", "input", "link")
        and one.box.height <= 70
        and -6 <= box.top - one.box.bottom <= MAX_DROP_PX
        and _offset(one.box, box) <= ALIGNMENT_PX
        and one.box.left < box.right
        and box.left < one.box.right
    ]
    return max(near, key=lambda one: (one.box.bottom // ALIGNMENT_PX, -_offset(one.box, box)), default=None)


def _offset(opener: Rect, menu: Rect) -> int:
    """Smaller distance of the left edges or the right edges of menu and opener."""
    return min(abs(opener.left - menu.left), abs(opener.right - menu.right))


def _items(box: Rect, rows: Sequence[TextStyle]) -> list[Classified]:
    middles = [style.box.centre[1] for style in rows]
    half = statistics.median(after - before for before, after in itertools.pairwise(middles)) / 2
    return [
        Classified("button", Rect(box.left, max(0, round(y - half)), box.right, round(y + half)), (style,), 0.5)
        for style, y in zip(rows, middles, strict=True)
    ]

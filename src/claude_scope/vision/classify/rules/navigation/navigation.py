"""Rules for navigation: texts that are links by their place, in a page's header or in a bar at its side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.classify.rules.headings import MIN_HEADING_SIZE, names_a_field
from claude_scope.vision.scene.panel_features import all_looks
from claude_scope.vision.shapes.colours import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.classify.classified import Typed
    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import Look

HEADER_HEIGHT = 0.14
"""A page's header ends within this share of the picture's height."""

MIN_BAR_CONTRAST = 90
"""Least difference (0..255) of a bar to the page that nobody takes for a shade of it."""
MAX_ENTRY_WORDS = 3
"""A text of more words beside links says something, such as who is signed in; a link among them has its colour."""
MIN_FORM_FIELDS = 2
"""A bar at the side with so many fields or choices is a form or a filter, and its texts name them."""
MAX_BRAND_SIZE = 2.6
"""Material's name of the page has 2.2 times the size of the text."""


def navigation(scene: Scene, free: Sequence[Look], taken: Sequence[Typed]) -> set[int]:
    """The ids of the lines that are navigation; `free` are those that no element has yet, `taken` the elements."""
    top = [
        look for look in free if look.box.centre[1] < HEADER_HEIGHT * scene.height and not names_a_field(look, taken)
    ]
    found: set[int] = set()
    lower = below_header(scene, free)
    for look in top:
        in_bar = _bar(scene, look) is not None
        row = [
            one for one in scene.row(look) if one in top and not (in_bar and len(one.text.split()) > MAX_ENTRY_WORDS)
        ]
        short = [one for one in row if len(one.text) <= 24 and one.size <= _largest(scene, one) * scene.size]
        if len(short) < len(row) or len(row) < 2 or _in_cells(scene, row):
            continue
        if in_bar or (len(row) >= 3 and look not in lower and not _table_like(scene, row)):
            found.update(id(one) for one in row if len(one.text.split()) <= MAX_ENTRY_WORDS)
    side = [panel for panel in scene.panels if _is_sidebar(scene, panel)]
    for panel in side:
        looks = [
            look
            for look in all_looks(panel)
            if look in free and len(look.text) <= 28 and look.size < MIN_HEADING_SIZE * scene.size
        ]
        fields = [one for one in taken if one.type in ("input", "select", "checkbox", "radio")]
        if len(looks) >= 3 and sum(panel.box.has(*one.box.centre) for one in fields) < MIN_FORM_FIELDS:
            found.update(id(look) for look in looks if not look.text.isupper())
    return found


def below_header(scene: Scene, free: Sequence[Look]) -> list[Look]:
    """The lines in the header's height that stand below its first row: entries there are tabs as often as links."""
    top = [look for look in free if look.box.centre[1] < HEADER_HEIGHT * scene.height]
    first = min((look.box.bottom for look in scene.looks), default=0)
    return [look for look in top if look.box.top > first + look.size]


def _largest(scene: Scene, look: Look) -> float:
    """Of the body's font size: the largest that navigation has; the page's name on a coloured bar may have more."""
    bar = _bar(scene, look)
    strong = bar is not None and apart(bar.surface.fill, scene.page) >= MIN_BAR_CONTRAST
    return MAX_BRAND_SIZE if strong and scene.row(look)[0] is look else 1.9


def _bar(scene: Scene, look: Look) -> Panel | None:
    """The bar at the top of the page that a line stands on: wide, low, and with a colour of its own."""
    panel = scene.panel(look)
    while panel is not None:
        box = panel.box
        if box.width >= 0.85 * scene.width and box.height <= 0.17 * scene.height and box.top < 0.06 * scene.height:
            return panel
        panel = panel.around
    return None


def _in_cells(scene: Scene, row: Sequence[Look]) -> bool:
    """Whether each text stands on a surface of its own, all of one size: the days of a week, the cells of a table."""
    own = [scene.panel(look) for look in row]
    boxes = [panel.box for panel in own if panel is not None and len(panel.looks) == 1]
    return len(boxes) == len(row) >= 3 and max(box.width for box in boxes) - min(box.width for box in boxes) <= 6


def _table_like(scene: Scene, row: Sequence[Look]) -> bool:
    """Whether rows of text follow with the same left edges, as under the head of a table."""
    lefts = [look.box.left for look in row]
    below = [
        look
        for look in scene.looks
        if row[0].box.bottom < look.box.top < row[0].box.bottom + 6 * row[0].size
        and any(abs(look.box.left - left) <= 3 for left in lefts)
    ]
    return len(below) >= max(3, len(row))


def _is_sidebar(scene: Scene, panel: Panel) -> bool:
    box = panel.box
    narrow = 0.08 * scene.width <= box.width <= 0.27 * scene.width and box.height >= 0.5 * scene.height
    return narrow and (box.left <= 8 or box.right >= scene.width - 8)

"""Recognise navigation links by their position: in a page's header or sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.classify.rules.headings import MIN_HEADING_SIZE, names_a_field
from claude_scope.vision.scene.panel_features import all_styles
from claude_scope.vision.shapes.colours import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.classify.classified import Classified
    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

HEADER_HEIGHT = 0.14
"""The header of a page ends within this share of the picture's height."""

MIN_BAR_CONTRAST = 90
"""Minimum difference (0..255) between a strongly coloured bar and the page."""
MAX_ENTRY_WORDS = 3
"""Longer texts next to links are information, such as the user's name; links among them have a link's colour."""
MIN_FORM_FIELDS = 2
"""A sidebar with this many fields or choices is a form or a filter, and its texts are labels."""
MAX_BRAND_SIZE = 2.6
"""Largest ratio of the font size of the page's name to the body text's: Material's has 2.2."""


def navigation(scene: Scene, free: Sequence[TextStyle], taken: Sequence[Classified]) -> set[int]:
    """Return the ids of the navigation links; `free` are the lines without an element, `taken` the elements."""
    top = [
        style
        for style in free
        if style.box.centre[1] < HEADER_HEIGHT * scene.height and not names_a_field(style, taken)
    ]
    found: set[int] = set()
    lower = below_header(scene, free)
    for style in top:
        in_bar = _bar(scene, style) is not None
        row = [
            line
            for line in scene.row(style)
            if line in top and not (in_bar and len(line.text.split()) > MAX_ENTRY_WORDS)
        ]
        short = [line for line in row if len(line.text) <= 24 and line.size <= _largest(scene, line) * scene.size]
        if len(short) < len(row) or len(row) < 2 or _in_cells(scene, row):
            continue
        if in_bar or (len(row) >= 3 and style not in lower and not _table_like(scene, row)):
            found.update(id(line) for line in row if len(line.text.split()) <= MAX_ENTRY_WORDS)
    side = [panel for panel in scene.panels if _is_sidebar(scene, panel)]
    for panel in side:
        styles = [
            style
            for style in all_styles(panel)
            if style in free and len(style.text) <= 28 and style.size < MIN_HEADING_SIZE * scene.size
        ]
        fields = [element for element in taken if element.type in ("input", "select", "checkbox", "radio")]
        if len(styles) >= 3 and sum(panel.box.has(*field.box.centre) for field in fields) < MIN_FORM_FIELDS:
            found.update(id(style) for style in styles if not style.text.isupper())
    return found


def below_header(scene: Scene, free: Sequence[TextStyle]) -> list[TextStyle]:
    """The lines at the height of a header, but below its first row; they are tabs as often as links."""
    top = [style for style in free if style.box.centre[1] < HEADER_HEIGHT * scene.height]
    first = min((style.box.bottom for style in scene.styles), default=0)
    return [style for style in top if style.box.top > first + style.size]


def _largest(scene: Scene, style: TextStyle) -> float:
    """The largest ratio of a link's font size to the body text's; the page's name on a coloured bar may be larger."""
    bar = _bar(scene, style)
    strong = bar is not None and apart(bar.surface.fill, scene.page) >= MIN_BAR_CONTRAST
    return MAX_BRAND_SIZE if strong and scene.row(style)[0] is style else 1.9


def _bar(scene: Scene, style: TextStyle) -> Panel | None:
    """The bar at the top of the page under a line: wide, low, and with its own colour."""
    panel = scene.panel(style)
    while panel is not None:
        box = panel.box
        if box.width >= 0.85 * scene.width and box.height <= 0.17 * scene.height and box.top < 0.06 * scene.height:
            return panel
        panel = panel.around
    return None


def _in_cells(scene: Scene, row: Sequence[TextStyle]) -> bool:
    """Whether each text has its own surface, all with the same width, like the days of a week or
    the cells of a table.
    """
    own = [scene.panel(style) for style in row]
    boxes = [panel.box for panel in own if panel is not None and len(panel.styles) == 1]
    return len(boxes) == len(row) >= 3 and max(box.width for box in boxes) - min(box.width for box in boxes) <= 6


def _table_like(scene: Scene, row: Sequence[TextStyle]) -> bool:
    """Whether rows with the same left edges follow, as under the header of a table."""
    lefts = [style.box.left for style in row]
    below = [
        style
        for style in scene.styles
        if row[0].box.bottom < style.box.top < row[0].box.bottom + 6 * row[0].size
        and any(abs(style.box.left - left) <= 3 for left in lefts)
    ]
    return len(below) >= max(3, len(row))


def _is_sidebar(scene: Scene, panel: Panel) -> bool:
    box = panel.box
    narrow = 0.08 * scene.width <= box.width <= 0.27 * scene.width and box.height >= 0.5 * scene.height
    return narrow and (box.left <= 8 or box.right >= scene.width - 8)

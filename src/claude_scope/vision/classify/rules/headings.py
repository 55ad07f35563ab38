"""Recognise headings: lines that are larger or bolder than the body text, and not a label, cell or amount."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

from claude_scope.vision.shapes.colours import apart, chroma, is_red

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.geometry import Rect
    from claude_scope.vision.classify.classified import Classified
    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

MIN_HEADING_SIZE = 1.15
"""Minimum ratio of a heading's font size to the body text's; Bootstrap's h5 has 1.25, Primer's h4 1.14."""
MIN_BOLD_WEIGHT = 1.3
"""Minimum ratio of the stroke width of bold text to the body text's (measured: 1.35 to 1.8)."""
SAME_PLACE_PX = 6
"""Largest offset of lines at the same place on two cards, and largest difference of the cards' widths, in pixels."""
MAX_CELL_GAP_PX = 3
"""Largest gap between cells of a table, in pixels: the line between them."""
NUMBER = re.compile(r"^[\W\d]*\d[\W\d]*[A-Za-z%]{0,2}$")
"""An amount, a date or a count, which is large on dashboards but not a heading."""


def is_heading(scene: Scene, style: TextStyle, taken: Sequence[Classified]) -> bool:
    """Whether a line is a heading; `taken` are the elements known so far, whose labels are not headings."""
    text = style.text
    if len(text) < 2 or len(text) > 80 or NUMBER.match(text) or text.endswith((".", ",", ";")):
        return False
    if any(element.type == "dialog" and _is_cut_by(element.box, style.line.box) for element in taken):
        return False
    letters = sum(letter.isalpha() for letter in text)
    if letters < 2 or style.contrast < 60 or is_red(style.ink):
        return False
    panel = scene.panel(style)
    if panel is not None and panel.box.height < 2.4 * style.size and panel.box.width < 0.5 * scene.width:
        return False
    ground = scene.page if panel is None else panel.surface.fill
    if apart(style.behind, ground) >= 60 and chroma(style.behind) >= 40:
        return False  # a badge whose edges a codec removed
    if style.size >= MIN_HEADING_SIZE * scene.size and style.size >= 15:
        return True
    if _stress(scene, style) < MIN_BOLD_WEIGHT or style.size < 0.85 * scene.size or chroma(style.behind) >= 40:
        return False
    told_apart = _in_columns(scene, style) or _leads(scene, style)
    return not told_apart and not names_a_field(style, taken)


def _stress(scene: Scene, style: TextStyle) -> float:
    """The ratio of a line's stroke width to the body text's: the median over its counterparts on equal cards."""
    return median(
        counterpart.weight / scene.weight * max(1.0, counterpart.size / scene.size)
        for counterpart in _counterparts(scene, style)
    )


def _counterparts(scene: Scene, style: TextStyle) -> list[TextStyle]:
    """The line itself, and lines of its size at the same place on panels of equal width."""
    home = scene.panel(style)
    if home is None:
        return [style]
    return [
        other
        for other in scene.styles
        if (panel := scene.panel(other)) is not None
        and abs(panel.box.width - home.box.width) <= SAME_PLACE_PX
        and abs((other.box.left - panel.box.left) - (style.box.left - home.box.left)) <= SAME_PLACE_PX
        and abs((other.box.top - panel.box.top) - (style.box.top - home.box.top)) <= SAME_PLACE_PX
        and abs(other.size - style.size) <= 0.12 * style.size
        and apart(other.ink, style.ink) < 40
    ]


def _is_cut_by(dialog: Rect, line: Rect) -> bool:
    """Whether a dialog covers the start or end of a line: the dialog's shadow thickens the letters."""
    level = dialog.top <= line.centre[1] <= dialog.bottom
    return level and (abs(dialog.left - line.right) <= 8 or abs(line.left - dialog.right) <= 8)


def _leads(scene: Scene, style: TextStyle) -> bool:
    """Whether more text follows directly, as the time of a message follows a name."""
    return any(0 < other.box.left - style.box.right <= 1.2 * style.size for other in scene.row(style))


def _in_columns(scene: Scene, style: TextStyle) -> bool:
    """Whether a line's row has other lines of its size on the same panel, as table headers and amounts do."""
    panel = _home(scene, style)
    return any(
        other is not style and _home(scene, other) is panel and abs(other.size - style.size) < 0.2 * style.size
        for other in scene.row(style)
    )


def _home(scene: Scene, style: TextStyle) -> Panel | None:
    """The smallest panel that surrounds a line and has room for more than that line, so not a cell or a badge."""
    panel = scene.panel(style)
    while panel is not None and panel.box.height < 3.2 * style.size:
        panel = panel.around
    return panel


def names_a_field(style: TextStyle, taken: Sequence[Classified]) -> bool:
    """Whether a line is the label of a field below or to the right."""
    box = style.box
    for element in taken:
        if element.type not in ("input", "select", "checkbox", "radio"):
            continue
        other = element.box
        below = abs(other.left - box.left) <= 14 and -4 <= other.top - box.bottom <= 1.4 * style.size
        beside = other.top <= (box.top + box.bottom) / 2 <= other.bottom and 0 <= other.left - box.right <= 160
        if (below and element.type in ("input", "select")) or beside:
            return True
    return False

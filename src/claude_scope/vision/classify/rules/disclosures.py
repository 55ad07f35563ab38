"""Classify rows that expand and collapse: a text with an arrow, a plus or a minus at one end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.scene.panel_features import all_styles
from claude_scope.vision.shapes.icon_glyphs import DOWN, MINUS, PLUS, RIGHT, UP, glyph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

ROW_HEIGHTS_PX = (28, 96)
"""Least and largest height of such a row in pixels."""
MIN_ROW_WIDTH_PX = 160
"""Narrower ones with an arrow are buttons and selects."""
MAX_END_GAP_PX = 48
"""Largest distance of the arrow to the end of its row, in pixels."""
COLUMN_PX = 3
"""Largest horizontal difference of arrows below each other, in pixels."""
MAX_ARROW_PX = 26
"""Largest side of an arrow in pixels."""
ARROW_LETTERS = frozenset("<>vV^∧∨ΛAY+-−一")
"""What OCR reads for a single arrow, plus or minus."""
MIN_SOLID_SHARE = 0.42
"""Least share of its box that a solid triangle fills; an outlined arrow fills 0.3."""
RIGHT_LETTERS, DOWN_LETTERS = frozenset(">▶►▸›"), frozenset("▼▾v∨")
"""What OCR reads for an arrow before a text."""

ARROW_SIGNS = frozenset("▶►▸▼▾")
"""The ones among these that are no letters."""


class _Arrow(NamedTuple):
    """An arrow, its box, and the line that OCR read for it, if any."""

    box: Rect
    name: str
    read: TextStyle | None


def classify_disclosures(scene: Scene, taken: Sequence[Classified]) -> list[Classified]:
    """Buttons that expand what is below them, with the state that the arrow shows."""
    return _with_arrow_at_the_end(scene, {id(style) for one in taken for style in one.styles})


def _with_arrow_at_the_end(scene: Scene, used: set[int]) -> list[Classified]:
    arrows = _arrows(scene)
    found: list[Classified] = []
    for arrow in arrows:
        like = (UP, DOWN) if arrow.name in (UP, DOWN) else (PLUS, MINUS)
        pair = any(one.name in like and _below_each_other(one.box, arrow.box) for one in arrows if one is not arrow)
        row = _row(scene, arrow, pair)
        if row is None or id(row[1]) in used or any(row[1] in one.styles for one in found):
            continue
        if arrow.name in (DOWN, PLUS) and not pair:
            continue  # alone it may be a select or a menu
        state = ("expanded",) if arrow.name in (UP, MINUS) else ()
        styles = (row[1],) if arrow.read is None else (row[1], arrow.read)
        found.append(Classified("button", row[0], styles, 0.6, state, row[1].text))  # type: ignore[arg-type]
    return found


def _arrows(scene: Scene) -> list[_Arrow]:
    """Arrows, pluses and minuses, including those that OCR read as a letter."""
    texts = [style.line.box for style in scene.styles]
    free = [blob for blob in scene.blobs if max(blob.width, blob.height) <= MAX_ARROW_PX]
    places: list[tuple[Rect, TextStyle | None]] = [
        (blob, None) for blob in free if not any(blob.touches(text) for text in texts)
    ]
    places += [(style.box, style) for style in scene.styles if len(style.text) == 1 and style.text in ARROW_LETTERS]
    found = []
    for box, read in places:
        sign = glyph(scene.image, box.grown(3, scene.width, scene.height))
        if sign is not None and sign.name in (UP, DOWN, PLUS, MINUS):
            found.append(_Arrow(box, sign.name, read))
    return found


def _below_each_other(one: Rect, other: Rect) -> bool:
    return (
        abs(one.centre[0] - other.centre[0]) <= COLUMN_PX and abs(one.centre[1] - other.centre[1]) >= ROW_HEIGHTS_PX[0]
    )


def _row(scene: Scene, sign: _Arrow, pair: bool) -> tuple[Rect, TextStyle] | None:
    """The row that ends with the arrow, and its first text."""
    arrow = sign.box
    x, y = arrow.centre
    panel = next((one for one in reversed(scene.panels) if _is_row_of(one, arrow)), None)
    if panel is not None:
        styles = [
            style for style in all_styles(panel) if style.box.top <= y <= style.box.bottom and style is not sign.read
        ]
        return (panel.box, min(styles, key=lambda style: style.box.left)) if styles else None
    if not pair:
        return None
    beside = [style for style in scene.row_at(y) if style.box.right < arrow.left]
    if len(beside) != 1 or x - beside[0].box.left < MIN_ROW_WIDTH_PX:
        return None
    text = beside[0].box
    return Rect(text.left, text.top - 8, arrow.right, text.bottom + 8), beside[0]


def _is_row_of(panel: Panel, arrow: Rect) -> bool:
    box = panel.box
    fits = (
        ROW_HEIGHTS_PX[0] <= box.height <= ROW_HEIGHTS_PX[1] and box.width >= MIN_ROW_WIDTH_PX and box.contains(arrow)
    )
    return (
        fits and box.right - arrow.right <= MAX_END_GAP_PX and abs(box.centre[1] - arrow.centre[1]) <= 0.2 * box.height
    )


def classify_details(scene: Scene) -> list[Classified]:
    """Native details elements: a solid arrow before the text, pointing right, or down when expanded."""
    rows = [(style, direction) for style in scene.styles if (direction := _before(scene, style))]
    opened = any(direction == DOWN for _, direction in rows)
    found = []
    for style, direction in rows:
        aligned = any(other is not style and abs(other.line.box.left - style.line.box.left) <= 8 for other, _ in rows)
        if direction == DOWN or (aligned and opened) or _fills_a_row(scene, style):
            label = (
                style.text[2:]
                if style.text[1:2] == " " and style.text[0] in RIGHT_LETTERS | DOWN_LETTERS
                else style.text
            )
            state = ("expanded",) if direction == DOWN else ()
            found.append(Classified("button", style.line.box, (style,), 0.5, state, label))  # type: ignore[arg-type]
    return found


def remove_read_arrows(found: Sequence[Classified]) -> list[Classified]:
    """Remove the arrow that OCR read at the start of a button, and mark the button as expanded if it points down."""
    return [_remove_arrow(one) if one.type == "button" and len(one.styles) == 1 else one for one in found]


def _remove_arrow(button: Classified) -> Classified:
    text = button.styles[0].text
    if text[:1] not in ARROW_SIGNS or len(text) < 3:
        return button
    opened = text[0] in DOWN_LETTERS and "expanded" not in button.state
    state = (*button.state, "expanded") if opened else button.state
    return replace(button, label=text[1:].lstrip(), state=state)


def _fills_a_row(scene: Scene, style: TextStyle) -> bool:
    """Whether it stands alone at the left of a wide, low surface."""
    panel = scene.panel(style)
    return (
        panel is not None
        and ROW_HEIGHTS_PX[0] <= panel.box.height <= ROW_HEIGHTS_PX[1]
        and panel.box.width >= 3 * style.box.width
    )


def _before(scene: Scene, style: TextStyle) -> str:
    """Direction of the solid arrow before a line; "" without one."""
    if len(style.text) < 4 or not style.line.centres:
        return ""
    box = style.line.box
    if style.text[1] == " " and style.text[0] in RIGHT_LETTERS | DOWN_LETTERS:
        start = style.line.centres[2] - 0.4 * style.size
    else:
        start = style.line.centres[0] - 0.4 * style.size
    place = Rect(box.left, box.top, int(start), box.bottom)
    if not 0.4 * style.size <= place.width <= 2.5 * style.size:
        return ""
    if any(0 <= box.left - other.box.right < 60 for other in scene.row_at(style.box.centre[1])):
        return ""
    sign = glyph(scene.image, place)
    return sign.name if sign is not None and sign.name in (RIGHT, DOWN) and sign.share > MIN_SOLID_SHARE else ""

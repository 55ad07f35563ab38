"""Convert classified candidates to elements: labels, values, reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.values import Element
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.navigation import HEADER_HEIGHT
from claude_scope.vision.ocr.reading_order import reading_order
from claude_scope.vision.shapes.colours import is_red

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.geometry import Rect
    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle

MAX_LABEL_ABOVE = 2.2
"""Largest distance between a field and the label above it, in font sizes."""
MAX_LABEL_SHIFT_PX = 20
"""Largest distance between the left edges of a field and the label above it, in pixels: Material's fields have 16."""
MAX_LABEL_LEFT_PX = 220
"""Largest distance between a field and the label to its left in the same row, in pixels."""
MIN_VALUE_CONTRAST = 0.78
"""Text in a field with at least this share of the strong texts' contrast is a value; paler text is a placeholder."""
MARK_LETTERS = frozenset("□☐☑☒✓✔√■▢口回图日O○◯●◉⊙©®oQ0LVv[]|·")
"""Letters that OCR reads for a checkbox or a radio button at the start of its label."""


def elements(scene: Scene, typed: Sequence[Classified]) -> tuple[Element, ...]:
    """The elements of a picture in reading order."""
    placed = [*typed, *_placeholders(scene, typed)]
    return tuple(_element(scene, entry, typed) for entry in reading_order(placed, lambda element: element.box))


def _placeholders(scene: Scene, typed: Sequence[Classified]) -> list[Classified]:
    """Return the placeholders of labelled fields as texts, so that no line is lost."""
    return [
        Classified("text", style.line.box, (style,), style.line.confidence)
        for element in typed
        if element.type == "input" and not _holds_value(scene, element) and _field_name(scene, element, typed)
        for style in element.styles
    ]


def _element(scene: Scene, typed: Classified, others: Sequence[Classified]) -> Element:
    label, value = _texts(scene, typed, others)
    return Element(typed.type, label, typed.box.box(), round(typed.confidence, 3), typed.state, value)


def _texts(scene: Scene, typed: Classified, others: Sequence[Classified]) -> tuple[str, str]:
    """Return the label and the value."""
    own = " ".join(style.text for style in typed.styles)
    if typed.label:
        return typed.label, ""
    if typed.type in ("checkbox", "radio"):
        return _label_without_mark(typed) if typed.styles else "", ""
    if typed.type == "dialog":
        return _title(typed, others), ""
    if typed.type not in ("input", "select"):
        return own, ""
    name = _field_name(scene, typed, others)
    was_typed = _holds_value(scene, typed)
    return name or ("" if was_typed else own), own if was_typed else ""


def _label_without_mark(typed: Classified) -> str:
    """The label without the letters that OCR read for the checkbox or radio button."""
    style = typed.styles[0]
    text, centres = style.text, style.line.centres
    while text and centres and centres[0] < typed.box.right and text[0] in MARK_LETTERS:
        text, centres = text[1:], centres[1:]
    return text.strip() or style.text


def _title(dialog: Classified, others: Sequence[Classified]) -> str:
    """The first heading on the dialog, otherwise its first text."""
    worded = [other for other in others if other is not dialog and other.styles and other.type != "button"]
    inside = [element for element in worded if dialog.box.contains(element.box)]
    inside.sort(key=lambda element: (element.type != "heading", element.box.top))
    return inside[0].styles[0].text if inside else ""


def _holds_value(scene: Scene, field: Classified) -> bool:
    """Whether the text in a field is its value, not a placeholder."""
    greyed = field.type == "select" or "disabled" in field.state
    return greyed or any(_was_typed(scene, style) for style in field.styles)


def _was_typed(scene: Scene, style: TextStyle) -> bool:
    return style.contrast >= MIN_VALUE_CONTRAST * scene.strong


def _field_name(scene: Scene, field: Classified, others: Sequence[Classified]) -> str:
    """The line above the field with the same left edge, otherwise the line to its left; "" if there is neither."""
    box = field.box
    taken = {id(style) for other in others if other.type not in ("text", "link", "dialog") for style in other.styles}
    free = [style for style in scene.styles if id(style) not in taken]
    above = _line_above(scene, box, free)
    if above is not None and is_red(above.ink):  # an error may be between a field and its name
        above = _line_above(scene, box._replace(top=above.box.top), free) or above
    if above is not None:
        return above.text
    if field.styles and box.bottom < HEADER_HEIGHT * scene.height:
        return ""  # the text left of a search field in a header is the brand
    left = [
        style
        for style in free
        if box.top <= (style.box.top + style.box.bottom) / 2 <= box.bottom
        and 0 <= box.left - style.box.right <= MAX_LABEL_LEFT_PX
    ]
    return max(left, key=lambda style: style.box.right).text if left else ""


def _line_above(scene: Scene, box: Rect, styles: Sequence[TextStyle]) -> TextStyle | None:
    """The line directly above a box, with the same left edge."""
    above = [
        style
        for style in styles
        if -3 <= box.top - style.box.bottom <= MAX_LABEL_ABOVE * style.size
        and abs(style.box.left - box.left) <= MAX_LABEL_SHIFT_PX
        and _on_one_surface(scene, style, box)
    ]
    return max(above, key=lambda style: style.box.bottom, default=None)


def _on_one_surface(scene: Scene, style: TextStyle, box: Rect) -> bool:
    """Whether the field is on the surface of the line: a line in another card is not its label."""
    panel = scene.panel(style)
    return panel is None or panel.box.contains(box, slack=4)

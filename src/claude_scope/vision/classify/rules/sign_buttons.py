"""Classify small boxes with a sign: plus, minus and close buttons, and the number between a minus and a plus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.ocr.badge_counts import is_count
from claude_scope.vision.shapes.icon_glyphs import BARS, DOTS, GLYPH_OF_LETTER, MINUS, PLUS, TIMES
from claude_scope.vision.shapes.small_shapes import steppers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle
    from claude_scope.vision.shapes.small_shapes import BoxedIcon

MIN_SIGN_BOX_PX = 22
"""Smaller boxes with a dash or a cross are checkboxes: browsers draw 13, libraries 16 to 20 pixels."""


def classify_signs(scene: Scene) -> list[Classified]:
    """Plus, minus and close buttons, and the number between a minus and a plus."""
    found = []
    for element in scene.boxed:
        label = _label(scene, element)
        if label in (PLUS, MINUS, TIMES, BARS, DOTS) and min(element.box.width, element.box.height) >= MIN_SIGN_BOX_PX:
            found.append(Classified("button", element.box, _on(scene, element.box), 0.7, label=label))
    return [*found, *_numbers(scene, found)]


def _label(scene: Scene, one: BoxedIcon) -> str:
    """The icon's name, by its shape or as OCR read it."""
    read = [GLYPH_OF_LETTER.get(style.text, "?") for style in _on(scene, one.box)]
    return one.sign.name or (read[0] if len(read) == 1 else "")


def _on(scene: Scene, box: Rect) -> tuple[TextStyle, ...]:
    return tuple(style for style in scene.styles if box.has(*style.box.centre))


def _numbers(scene: Scene, buttons: Sequence[Classified]) -> list[Classified]:
    """The numbers between the buttons of a stepper: fields where they have a border, otherwise texts."""
    found = []
    known = {button.box for button in buttons}
    for minus, plus in steppers(scene.boxed):
        between = Rect(minus.box.right - 2, minus.box.top - 6, plus.box.left + 2, minus.box.bottom + 6)
        styles = tuple(style for style in scene.styles if between.has(*style.box.centre) and is_count(style.text))
        if len(styles) != 1 or not {minus.box, plus.box} <= known:
            continue
        own = [
            panel.box
            for panel in scene.panels
            if between.contains(panel.box, slack=4) and panel.box.has(*styles[0].box.centre) and panel.box.width >= 20
        ]
        if own:
            found.append(Classified("input", max(own, key=lambda box: box.width * box.height), styles, 0.6))
        else:
            found.append(Classified("text", styles[0].line.box, styles, 0.7))
    return found

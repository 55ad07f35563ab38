"""Classify elements without text: steppers and icon buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.ocr.badge_counts import is_count
from claude_scope.vision.shapes.icon_glyphs import BARS, DOTS, GLYPH_OF_LETTER, MINUS, PLUS, TIMES, glyph
from claude_scope.vision.shapes.small_shapes import steppers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle
    from claude_scope.vision.shapes.small_shapes import BoxedIcon

MIN_SIGN_BOX_PX = 22
"""Smaller boxes with a dash or a cross are checkboxes: browsers draw 13, libraries 16 to 20 pixels."""
MIN_ICON_BUTTON_PX = 26
"""Smallest side, in pixels, of a button with an icon: smaller boxes are dots."""
MIN_TARGET_PX = 28
"""Smallest side of the clickable area around an icon without a border, in pixels."""
INK_SHARES = (0.08, 0.75)
"""Share of its box that the ink of an icon covers; less is dust, more is a block of colour."""


def classify_boxed_icons(scene: Scene) -> list[Classified]:
    """Plus, minus and close buttons, and the number between a minus and a plus."""
    found = []
    for one in scene.boxed:
        label = _label(scene, one)
        if label in (PLUS, MINUS, TIMES, BARS, DOTS) and min(one.box.width, one.box.height) >= MIN_SIGN_BOX_PX:
            found.append(Classified("button", one.box, _on(scene, one.box), 0.7, label=label))
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
    known = {one.box for one in buttons}
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


def classify_icons(scene: Scene, taken: Sequence[Classified]) -> list[Classified]:
    """Buttons with an icon on them, where there is no element yet."""
    found: list[Classified] = []
    grounds = {panel.box for panel in scene.panels}
    closed = [
        one.box
        for one in taken
        if one.type not in ("dialog", "alert", "menu") and not (one.type == "image" and one.box in grounds)
    ]
    for one in scene.boxed:
        if any(box.has(*one.box.centre) or one.box.has(*box.centre) for box in closed):
            continue
        if any(style.line.box.touches(one.box) for style in scene.styles):
            continue  # the inside of a letter
        plain = one.sign.plain and INK_SHARES[0] <= one.sign.share <= INK_SHARES[1]
        if plain and min(one.box.width, one.box.height) >= MIN_ICON_BUTTON_PX:
            found.append(Classified("button", one.box, (), 0.5, label=one.sign.name))
    return [*found, *_lone_signs(scene, [*closed, *(one.box for one in found)])]


def _lone_signs(scene: Scene, closed: Sequence[Rect]) -> list[Classified]:
    """Crosses, bars and dots without a border: buttons that close something or open a menu."""
    taken = [*closed, *(style.line.box for style in scene.styles)]
    found = []
    for box in scene.blobs:
        if any(box.touches(other) for other in taken):
            continue
        sign = glyph(scene.image, box.grown(4, scene.width, scene.height))
        if sign is not None and sign.plain and sign.name in (TIMES, BARS, DOTS) and box.contains(sign.box, slack=3):
            found.append(Classified("button", _target_box(sign.box), (), 0.5, label=sign.name))
    return found


def _target_box(box: Rect) -> Rect:
    """The clickable area around an icon."""
    x, y = box.centre
    half = max(MIN_TARGET_PX, box.width, box.height) // 2
    return Rect(max(0, int(x) - half), max(0, int(y) - half), int(x) + half, int(y) + half)

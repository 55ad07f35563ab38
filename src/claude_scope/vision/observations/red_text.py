"""Find text in red or on red. Colour alone is no error: a price or a brand may be red."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds
from claude_scope.vision.shapes.colours import is_red

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Element
    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle

MIN_RED_CHROMA = 70
"""Least chroma of a red that is not brown or pink."""
MIN_RED_CONTRAST = 60
"""Paler text has the colour of its surroundings."""
CONTROLS = frozenset({"button", "link", "tab", "menu"})
"""Red is a style of these."""


def red_texts(scene: Scene, elements: Sequence[Element]) -> tuple[Box, ...]:
    """Boxes of red lines, and of lines on red within a message; controls are left out."""
    controls = [one.box for one in elements if one.type in CONTROLS]
    messages = [one.box for one in elements if one.type == "alert"]
    boxes = ((style, style.line.box.box()) for style in scene.styles if style.contrast >= MIN_RED_CONTRAST)
    return tuple(
        box
        for style, box in boxes
        if (is_red(style.ink, MIN_RED_CHROMA) or _is_on_red(style, box, messages))
        and not any(holds(control, centre(box)) for control in controls)
    )


def _is_on_red(style: TextStyle, box: Box, messages: Sequence[Box]) -> bool:
    return is_red(style.behind, MIN_RED_CHROMA) and any(holds(message, centre(box)) for message in messages)

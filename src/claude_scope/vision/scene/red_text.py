"""Find red text, and sentences on a red background. Red alone is not an error: a price or a brand may be red."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds
from claude_scope.vision.shapes.colours import is_red

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.geometry import Rect
    from claude_scope.values import Box, Element
    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle
    from claude_scope.vision.shapes.surface import Surface

MIN_RED_CHROMA = 70
"""Minimum chroma of a red that is not brown or pink."""
MIN_RED_CONTRAST = 60
"""Text with less contrast (0..255) has the colour of its surroundings."""
SENTENCE_WORDS = 4
"""A text of at least this many words is a sentence. Few buttons have as many; "Delete this repository" has three."""
CONTROLS = frozenset({"button", "link"})
"""Types of elements for which red is a style, not an error."""
BAR_PX, BAR_SHAPE, BAR_HEIGHT_PX = 240, 5.0, (20, 120)
"""A red box is a message if it has at least this width, this ratio of width to height, and a height in this range,
which fits a text: the red buttons and labels of real applications are at most 190 px wide."""


def red_bars(surfaces: Sequence[Surface]) -> tuple[Box, ...]:
    """The red boxes that are as wide as a message, without boxes inside them: their text may be in any script."""
    found: list[Rect] = []
    for element in sorted(surfaces, key=lambda surface: -surface.box.area):
        box = element.box
        is_bar = box.width >= max(BAR_PX, BAR_SHAPE * box.height) and BAR_HEIGHT_PX[0] <= box.height <= BAR_HEIGHT_PX[1]
        if is_bar and is_red(element.fill, MIN_RED_CHROMA) and not any(other.contains(box) for other in found):
            found.append(box)
    return tuple(box.box() for box in found)


def red_texts(scene: Scene, elements: Sequence[Element]) -> tuple[Box, ...]:
    """The boxes of red lines that are not controls, and of sentences on a red background."""
    controls = [element.box for element in elements if element.type in CONTROLS]
    boxes = ((style, style.line.box.box()) for style in scene.styles if style.contrast >= MIN_RED_CONTRAST)
    return tuple(
        box
        for style, box in boxes
        if _is_sentence_on_red(style)
        or (is_red(style.ink, MIN_RED_CHROMA) and not any(holds(control, centre(box)) for control in controls))
    )


def _is_sentence_on_red(style: TextStyle) -> bool:
    return len(style.line.text.split()) >= SENTENCE_WORDS and is_red(style.behind, MIN_RED_CHROMA)

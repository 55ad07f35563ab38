"""Report text with too little contrast, except placeholders and disabled elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds, intersection
from claude_scope.values import Observation
from claude_scope.vision.shapes.colours import contrast_ratio

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Element
    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle

MIN_CONTRAST_RATIO = 1.9
"""Text with a lower contrast ratio is reported. WCAG asks for 4.5, or 3 for large text; muted texts of usual designs
have 2.5 and more, and a recording takes a tenth of that of thin letters."""
MIN_PROSE_LETTERS = 8
"""Shorter texts are icons, counts and decoration."""
MIN_PROSE_WORDS = 2
MIN_PROSE_CONFIDENCE = 0.75
"""Text with less confidence may be a picture."""


def low_contrast(scene: Scene, elements: Sequence[Element]) -> Iterator[Observation]:
    """One observation for each line that can hardly be read."""
    if any(one.type == "dialog" for one in elements):
        return  # the page behind a dialog is dimmed
    for style in scene.styles:
        ratio = contrast_ratio(style.ink, style.behind)
        if ratio < MIN_CONTRAST_RATIO and _is_prose(style) and not _is_excused(style, elements):
            message = (
                f'The text "{style.text}" has a contrast of about {ratio:.1f} to 1, too little to be read with ease'
            )
            yield Observation("contrast", message, style.line.box.box())


def _is_prose(style: TextStyle) -> bool:
    letters = sum(letter.isalnum() for letter in style.text)
    return (
        letters >= MIN_PROSE_LETTERS
        and len(style.text.split()) >= MIN_PROSE_WORDS
        and style.line.confidence >= MIN_PROSE_CONFIDENCE
    )


def _is_excused(style: TextStyle, elements: Sequence[Element]) -> bool:
    """Whether a line stands in a field, on a picture, or on a disabled element."""
    box = style.line.box.box()
    on = [one for one in elements if holds(one.box, centre(box)) and intersection(one.box, box) > 0]
    return any(one.type in ("input", "select", "image", "button") or "disabled" in one.state for one in on)

"""Classify lines without a surface: headings, links, or plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.headings import is_heading
from claude_scope.vision.classify.rules.links import accent_colours, is_link, links_within
from claude_scope.vision.classify.rules.navigation import navigation

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle

    Colour = npt.NDArray[np.float32]

MIN_LINKED_HEADING_SIZE = 1.35
"""Minimum ratio of the size of a heading that looks like a link to the body text's: underlined letters look larger."""


def classify_text(scene: Scene, taken: Sequence[Classified]) -> list[Classified]:
    """Classify the lines that do not belong to an element yet."""
    used = {id(style) for element in taken for style in element.styles}
    free = [style for style in scene.styles if id(style) not in used]
    entries = navigation(scene, free, taken)
    accents = accent_colours(taken, scene)
    found: list[Classified] = []
    for style in free:
        if id(style) in entries:
            found.append(Classified("link", style.line.box, (style,), 0.6))
        else:
            found += _typed(scene, style, accents, taken)
    for element in taken:
        if element.type == "checkbox":
            found += [link for style in element.styles for link in links_within(scene, style, accents)]
    return found


def _typed(scene: Scene, style: TextStyle, accents: list[Colour], taken: Sequence[Classified]) -> list[Classified]:
    parts = links_within(scene, style, accents)
    heading, link = is_heading(scene, style, taken), not parts and is_link(scene, style, accents)
    if heading and not (link and style.size < MIN_LINKED_HEADING_SIZE * scene.size):
        return [Classified("heading", style.line.box, (style,), 0.7)]
    if link:
        return [Classified("link", style.line.box, (style,), 0.75)]
    return [Classified("text", style.line.box, (style,), style.line.confidence), *parts]

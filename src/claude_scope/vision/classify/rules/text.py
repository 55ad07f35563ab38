"""Classify lines without a surface: navigation, tabs, headings, links, or plain text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.headings import is_heading
from claude_scope.vision.classify.rules.navigation.links import accent_colours, is_link, links_within
from claude_scope.vision.classify.rules.navigation.navigation import below_header, navigation
from claude_scope.vision.classify.rules.navigation.tabs import find_tabs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle

    Colour = npt.NDArray[np.float32]

MIN_LINKED_HEADING_SIZE = 1.35
"""Least size of a heading that looks like a link: an underline makes letters look larger."""


def classify_text(scene: Scene, taken: Sequence[Classified]) -> list[Classified]:
    """Classify the lines that belong to no element yet."""
    used = {id(style) for element in taken for style in element.styles}
    free = [style for style in scene.styles if id(style) not in used]
    lower = below_header(scene, free)
    tabs = find_tabs(scene, lower, taken)
    header = navigation(scene, [style for style in free if id(style) not in tabs], taken)
    tabs |= find_tabs(scene, [style for style in free if id(style) not in header | tabs.keys()], taken)
    accents = accent_colours(taken, scene)
    found: list[Classified] = []
    for style in free:
        found += _typed(scene, style, header, tabs, accents, taken)
    for element in taken:
        if element.type in ("checkbox", "radio", "alert"):
            found += [link for style in element.styles for link in links_within(scene, style, accents)]
    return found


def _typed(
    scene: Scene,
    style: TextStyle,
    header: set[int],
    tabs: dict[int, bool],
    accents: list[Colour],
    taken: Sequence[Classified],
) -> list[Classified]:
    if id(style) in tabs:
        return [Classified("tab", style.line.box, (style,), 0.6, ("selected",) if tabs[id(style)] else ())]
    if id(style) in header:
        return [Classified("link", style.line.box, (style,), 0.6)]
    if len(style.text) == 1 and unicodedata.category(style.text) == "So":
        return [Classified("icon", style.line.box, (style,), 0.4)]
    parts = links_within(scene, style, accents)
    heading, link = is_heading(scene, style, taken), not parts and is_link(scene, style, accents)
    if heading and not (link and style.size < MIN_LINKED_HEADING_SIZE * scene.size):
        return [Classified("heading", style.line.box, (style,), 0.7)]
    if link:
        return [Classified("link", style.line.box, (style,), 0.75)]
    return [Classified("text", style.line.box, (style,), style.line.confidence), *parts]

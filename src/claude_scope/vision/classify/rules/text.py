"""Rules for what is only text: navigation, tabs, headings, links; all other lines are text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from claude_scope.vision.classify.classified import Typed
from claude_scope.vision.classify.rules.headings import is_heading
from claude_scope.vision.classify.rules.navigation.links import accents_of, is_link, links_within
from claude_scope.vision.classify.rules.navigation.navigation import below_header, navigation
from claude_scope.vision.classify.rules.navigation.tabs import tabs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import Look

    Colour = npt.NDArray[np.float32]

MIN_LINKED_HEADING_SIZE = 1.35
"""What looks like a link is a heading only from this size on: a line under letters makes them look larger."""


def typed_text(scene: Scene, taken: Sequence[Typed]) -> list[Typed]:
    """Types for the lines that no element has as its text yet."""
    used = {id(look) for element in taken for look in element.looks}
    free = [look for look in scene.looks if id(look) not in used]
    lower = below_header(scene, free)
    tabs = tabs_of(scene, lower, taken)
    header = navigation(scene, [look for look in free if id(look) not in tabs], taken)
    tabs |= tabs_of(scene, [look for look in free if id(look) not in header | tabs.keys()], taken)
    accents = accents_of(taken, scene)
    found: list[Typed] = []
    for look in free:
        found += _typed(scene, look, header, tabs, accents, taken)
    for element in taken:
        if element.type in ("checkbox", "radio", "alert"):
            found += [link for look in element.looks for link in links_within(scene, look, accents)]
    return found


def _typed(
    scene: Scene, look: Look, header: set[int], tabs: dict[int, bool], accents: list[Colour], taken: Sequence[Typed]
) -> list[Typed]:
    if id(look) in tabs:
        return [Typed("tab", look.line.box, (look,), 0.6, ("selected",) if tabs[id(look)] else ())]
    if id(look) in header:
        return [Typed("link", look.line.box, (look,), 0.6)]
    if len(look.text) == 1 and unicodedata.category(look.text) == "So":
        return [Typed("icon", look.line.box, (look,), 0.4)]
    parts = links_within(scene, look, accents)
    heading, link = is_heading(scene, look, taken), not parts and is_link(scene, look, accents)
    if heading and not (link and look.size < MIN_LINKED_HEADING_SIZE * scene.size):
        return [Typed("heading", look.line.box, (look,), 0.7)]
    if link:
        return [Typed("link", look.line.box, (look,), 0.75)]
    return [Typed("text", look.line.box, (look,), look.line.confidence), *parts]

"""Decides whether pixels changed at an element; where none changed, a different reading is OCR noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import grown, intersection
from claude_scope.timeline.element_types import LINE_TYPES
from claude_scope.values import Box

if TYPE_CHECKING:
    from claude_scope.values import Keyframe, UiElement

MIN_CHANGED_SHARE = 0.1
"""Regions are made of tiles of 16 pixels, which reach into the line above what changed."""
MIN_REDRAWN_SHARE = 0.9
"""What is typed seldom fills its field; a field that comes or goes does, give or take the tiles at its edges."""
LETTER_WIDTH_SHARE = 0.6
"""The width of a letter as a share of a checkbox's height; two letters of space precede the label."""


def pixels_changed(box: Box, keyframe: Keyframe) -> bool:
    """Whether pixels changed inside the box. A keyframe without regions changed everywhere."""
    if not keyframe.changed:
        return keyframe.changed_share > 0
    return any(intersection(grown(box, 2), region) > 0 for region in keyframe.changed)


def is_redrawn(box: Box, keyframe: Keyframe) -> bool:
    """Whether nearly all pixels of the box changed, not only its words."""
    if not keyframe.changed:
        return pixels_changed(box, keyframe)
    return sum(intersection(box, region) for region in keyframe.changed) >= MIN_REDRAWN_SHARE * box.width * box.height


def is_rewritten(element: UiElement, keyframe: Keyframe) -> bool:
    """Whether enough of an element changed for it to have come or gone; for text, more than a region's edge."""
    box = box_with_words(element)
    if element.type not in LINE_TYPES or not keyframe.changed:
        return pixels_changed(box, keyframe)
    return sum(intersection(box, region) for region in keyframe.changed) >= MIN_CHANGED_SHARE * box.width * box.height


def box_with_words(element: UiElement) -> Box:
    """The box of an element; for a checkbox or radio it includes the words behind it."""
    box = element.box
    if element.type not in ("checkbox", "radio"):
        return box
    return Box(box.x, box.y, box.width + (len(element.label) + 2) * LETTER_WIDTH_SHARE * box.height, box.height)

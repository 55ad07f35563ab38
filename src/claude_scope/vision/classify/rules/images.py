"""Classify images: the visible part of a drawing stands for the whole drawing and its background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.scene.panel_features import all_styles

if TYPE_CHECKING:
    from claude_scope.geometry import Rect
    from claude_scope.vision.scene.scene import Panel, Scene

MIN_GROUND_PX, MAX_GROUND_SHARE = 64, 0.5
"""Least side of a background in pixels, and its largest side as a share of the picture's."""
MAX_GROUND_ASPECT = 3
"""Largest ratio of its sides: bars hold pictures, but are none."""
MAX_DRAWN_SHARE = 0.6
"""A drawing that covers more of its background is a picture with a margin."""


def image_boxes(scene: Scene) -> list[Rect]:
    """Boxes of images; those on one background are merged."""
    found: dict[Rect, None] = {}
    for box in scene.pictures:
        ground = next((panel.box for panel in scene.panels if _is_ground(scene, panel, box)), None)
        found[box if ground is None else ground] = None
    grounds = [box for box in found if box not in scene.pictures]
    return [box for box in found if box in grounds or not any(ground.has(*box.centre) for ground in grounds)]


def _is_ground(scene: Scene, panel: Panel, drawn: Rect) -> bool:
    """Whether a panel is the background of a drawing: without text, and mostly visible."""
    box = panel.box
    long, short = max(box.width, box.height), min(box.width, box.height)
    fits = short >= MIN_GROUND_PX and long <= MAX_GROUND_ASPECT * short and box.width <= MAX_GROUND_SHARE * scene.width
    if not fits or box.height > MAX_GROUND_SHARE * scene.height or not box.has(*drawn.centre) or all_styles(panel):
        return False
    return (
        drawn.width * drawn.height <= MAX_DRAWN_SHARE * box.width * box.height
        and panel.surface.solid >= 1 - MAX_DRAWN_SHARE
    )

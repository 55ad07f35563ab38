"""Rules for pictures: what was seen of a drawing stands for the whole drawing, with the ground that it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.scene.panel_features import all_styles

if TYPE_CHECKING:
    from claude_scope.geometry import Rect
    from claude_scope.vision.scene.scene import Panel, Scene

MIN_GROUND_PX, MAX_GROUND_SHARE = 64, 0.5
"""Least side of a ground in pixels, and the largest as a share of the picture's."""
MAX_GROUND_ASPECT = 3
"""A ground is at most so many times as long as it is wide: bars hold pictures, and are none."""
MAX_DRAWN_SHARE = 0.6
"""What covers more of its ground than this is a picture with a margin."""


def image_boxes(scene: Scene) -> list[Rect]:
    """The places of pictures; those on one ground are one."""
    found: dict[Rect, None] = {}
    for box in scene.pictures:
        ground = next((panel.box for panel in scene.panels if _is_ground(scene, panel, box)), None)
        found[box if ground is None else ground] = None
    grounds = [box for box in found if box not in scene.pictures]
    return [box for box in found if box in grounds or not any(ground.has(*box.centre) for ground in grounds)]


def _is_ground(scene: Scene, panel: Panel, drawn: Rect) -> bool:
    """Whether a panel is what a drawing is on: no text is on it, and much of it shows."""
    box = panel.box
    long, short = max(box.width, box.height), min(box.width, box.height)
    fits = short >= MIN_GROUND_PX and long <= MAX_GROUND_ASPECT * short and box.width <= MAX_GROUND_SHARE * scene.width
    if not fits or box.height > MAX_GROUND_SHARE * scene.height or not box.has(*drawn.centre) or all_styles(panel):
        return False
    return (
        drawn.width * drawn.height <= MAX_DRAWN_SHARE * box.width * box.height
        and panel.surface.solid >= 1 - MAX_DRAWN_SHARE
    )

"""Merge the boxes of one line: the detector splits some words at a j or an f."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.foreground import background, largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image

MAX_BOX_GAP = 0.6
"""Largest gap between two boxes of one line, in heights; `text_lines` splits the line again at wide gaps."""
EDGE_OVERHANG_PX = 4
"""An edge between two surfaces extends this many pixels above and below the text; a j does not."""
MAX_SURFACE_DIFF = 10
"""Backgrounds that differ by more (0..255) are two surfaces, such as a button and the link next to it."""


def merge_boxes(image: Image, boxes: Sequence[Rect]) -> list[Rect]:
    """Merge the boxes that belong to one line on one surface, sorted from top to bottom."""
    merged: list[Rect] = []
    for box in sorted(boxes, key=lambda other_box: other_box.left):
        level = (
            other_box for other_box in reversed(merged) if other_box.top < box.bottom and box.top < other_box.bottom
        )
        near = next((item for item in level if _continues(item, box) and _one_surface(image, item, box)), None)
        if near is None:
            merged.append(box)
            continue
        merged.remove(near)
        merged.append(Rect(near.left, min(near.top, box.top), max(near.right, box.right), max(near.bottom, box.bottom)))
    return sorted(merged, key=lambda other_box: (other_box.top, other_box.left))


def _continues(left: Rect, right: Rect) -> bool:
    low, high = sorted((left.height, right.height))
    common = min(left.bottom, right.bottom) - max(left.top, right.top)
    return common >= 0.75 * low and low >= 0.6 * high and -low <= right.left - left.right <= MAX_BOX_GAP * low


def _one_surface(image: Image, left: Rect, right: Rect) -> bool:
    """Whether both have the same background, with letters between them but no vertical edge."""
    behind = [background(image[box.top : box.bottom, box.left : box.right]) for box in (left, right)]
    if float(np.abs(behind[0] - behind[1]).max()) > MAX_SURFACE_DIFF:
        return False
    top, bottom = max(0, min(left.top, right.top) - EDGE_OVERHANG_PX), max(left.bottom, right.bottom) + EDGE_OVERHANG_PX
    strip = image[top:bottom, max(0, min(left.right, right.left) - 3) : max(left.right, right.left) + 3]
    far = largest(np.abs(strip.astype(np.float32) - behind[0])) > MAX_SURFACE_DIFF
    between = far[EDGE_OVERHANG_PX:-EDGE_OVERHANG_PX, 5:-5]
    return bool(between.any() or not between.size) and not bool((far.mean(axis=0) > 0.9).any())

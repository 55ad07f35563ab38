"""Find loading skeletons: grey bars in the place of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.shapes.colours import chroma

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.geometry import Rect
    from claude_scope.values import Box
    from claude_scope.vision.scene.scene import Panel, Scene

BAR_HEIGHTS_PX = (8, 28)
"""A bar is about as high as a line of text; fields are higher, the tracks of sliders lower."""
MIN_BAR_ASPECT = 3.5
"""Least width of a bar per height; shorter ones are icons or checkboxes."""
BAR_CONTRASTS = (6, 70)
"""Difference (0..255) of a bar to its background: visible, but too pale for a button."""
MAX_BAR_CHROMA = 60
"""Largest chroma of a bar: those of charts and progress bars are coloured."""
MIN_BARS = 3
"""Least number of bars below each other."""
ALIGNED_PX = 4
MAX_BAR_GAP = 4.0
"""Largest gap of neighbouring bars, in heights."""
ROW_OVERLAP_PX = 2


def find_skeletons(scene: Scene) -> tuple[Box, ...]:
    """The bars of all loading skeletons of a picture, from top to bottom."""
    bars = sorted((p.box for p in scene.panels if _is_bar(scene, p)), key=lambda box: box.top)
    return tuple(box.box() for box in bars if _is_in_skeleton(box, bars))


def _is_bar(scene: Scene, panel: Panel) -> bool:
    box, (low, high) = panel.box, BAR_HEIGHTS_PX
    if not (low <= box.height <= high and box.width >= MIN_BAR_ASPECT * box.height) or panel.styles or panel.inner:
        return False
    behind = scene.page if panel.around is None else panel.around.surface.fill
    far = float(np.abs(panel.surface.fill - behind).max())
    is_pale = (
        BAR_CONTRASTS[0] <= far <= BAR_CONTRASTS[1]
        and float(chroma(panel.surface.fill)) <= MAX_BAR_CHROMA
        and panel.surface.solid >= 0.8
    )
    return is_pale and not any(_is_beside(style.line.box, box) for style in scene.styles)


def _is_beside(line: Rect, bar: Rect) -> bool:
    """Whether text stands in the row of a bar: it names what the bar measures."""
    return line.top < bar.bottom - ROW_OVERLAP_PX and bar.top + ROW_OVERLAP_PX < line.bottom


def _is_in_skeleton(bar: Rect, bars: Sequence[Rect]) -> bool:
    """Whether it is one of several near bars with the same left edge and about the same height."""
    alike = [
        b for b in bars if abs(b.left - bar.left) <= ALIGNED_PX and abs(b.height - bar.height) <= 0.25 * bar.height
    ]
    group = [bar]
    for step in (1, -1):
        last = bar
        for one in sorted(alike, key=lambda b: step * b.top):
            if step * (one.top - last.top) > 0 and step * (one.top - last.top) <= MAX_BAR_GAP * bar.height + bar.height:
                group.append(one)
                last = one
    return len(group) >= MIN_BARS

"""Measure one panel: its text, icons, arrow, border, and background."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.colours import chroma, is_cool
from claude_scope.vision.shapes.foreground import largest, median, runs
from claude_scope.vision.shapes.icon_glyphs import LEFT, PLUS, RIGHT, TIMES, glyph

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

    Colour = npt.NDArray[np.float32]

MIN_ICON_PX = 11  # a square icon of this size or more is not an arrow


def all_styles(panel: Panel) -> list[TextStyle]:
    """The lines on a panel and on its inner panels."""
    return panel.styles + [style for inner in panel.inner for style in all_styles(inner)]


def colour_behind(scene: Scene, panel: Panel) -> Colour:
    """The colour behind a panel."""
    return scene.page if panel.around is None else panel.around.surface.fill


def has_label_above(scene: Scene, panel: Panel) -> bool:
    """Whether a line is directly above the panel's left end, as a field's label is."""
    box = panel.box
    return any(
        -3 <= box.top - style.box.bottom <= 1.2 * style.size and abs(style.box.left - box.left) <= 6
        for style in scene.styles
    )


def icon_spans(scene: Scene, panel: Panel) -> list[tuple[int, int]]:
    """The horizontal spans of ink on a panel other than its text, from left to right."""
    box = panel.box
    top, bottom = box.top + max(4, box.height // 6), box.bottom - max(4, box.height // 6)
    piece = scene.image[top:bottom, box.left + 5 : box.right - 5].astype(np.float32)
    if piece.size == 0:
        return []
    mask = largest(np.abs(piece - panel.surface.fill)) > 45
    for style in all_styles(panel):
        start, end = style.line.box.left, style.box.right
        mask[:, max(0, start - box.left - 5) : max(0, end - box.left - 3)] = False
    columns = runs(mask.any(axis=0))
    joined: list[list[int]] = []
    for start, end in columns:
        if joined and start - joined[-1][1] <= 3:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return [(box.left + 5 + start, box.left + 5 + end) for start, end in joined if end - start >= 3]


def find_arrow(scene: Scene, panel: Panel, extra: list[tuple[int, int]], after: int) -> tuple[int, int] | None:
    """The last span on the panel, if it may be an arrow: narrow, near the end, not red or green."""
    if not extra:
        return None
    start, end = extra[-1]
    box = panel.box
    piece = scene.image[box.top + 6 : box.bottom - 6, start:end].astype(np.float32)
    far = largest(np.abs(piece - panel.surface.fill))
    colour = np.median(piece[far >= np.percentile(far, 90)], axis=0)
    if chroma(colour) >= 60 and not is_cool(colour):
        return None
    sign = glyph(scene.image, Rect(start - 2, box.top + 4, end + 2, box.bottom - 4))
    square = sign is not None and sign.box.width >= MIN_ICON_PX and abs(sign.box.height - sign.box.width) <= 1
    if square or (sign is not None and sign.name in (TIMES, PLUS, LEFT, RIGHT)):
        return None  # an icon that clears, navigates or searches
    if start >= after and 4 <= end - start <= 18 and box.right - end <= 34 and box.right - end >= 3:
        return start, end
    return None


def is_stacked(scene: Scene, panel: Panel) -> bool:
    """Whether a panel is one of several equal boxes directly above each other: rows of a table or a list."""
    box, (left, top, right, bottom) = panel.box, scene.panel_boxes.T
    equal = (np.abs(left - box.left) <= 3) & (np.abs(right - box.right) <= 3)
    return bool((equal & ((np.abs(top - box.bottom) <= 3) | (np.abs(bottom - box.top) <= 3))).any())


def border_colour(scene: Scene, box: Rect, fill: Colour) -> Colour:
    """The colour of a box's border: the one that differs most from its fill along its upper and lower edge."""
    left, right = box.left + box.width // 4, box.right - box.width // 4
    colours = []
    for row in (*range(box.top - 2, box.top + 3), *range(box.bottom - 3, box.bottom + 2)):
        if 0 <= row < scene.height and right > left:
            colours.append(median(scene.image[row, left:right]))
    far = [float(np.abs(colour - fill).max()) for colour in colours]
    best: Colour = np.asarray(colours[int(np.argmax(far))], np.float32) if colours else fill
    return best


def fill_colour(scene: Scene, box: Rect) -> Colour:
    """The median colour of a box."""
    inside: Colour = np.median(scene.image[box.top + 3 : box.bottom - 3, box.left + 3 : box.right - 3], axis=(0, 1))
    return inside.astype(np.float32)


def colour_above(scene: Scene, box: Rect) -> Colour:
    """The colour just above a box, beyond its shadow."""
    row = max(0, box.top - 6)
    above: Colour = np.median(
        scene.image[row : row + 2, box.left + box.width // 4 : box.right - box.width // 4], (0, 1)
    )
    return above.astype(np.float32)

"""Classify empty fields and text areas, and the states that a field's border shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.headings import MAX_CELL_GAP_PX
from claude_scope.vision.scene.panel_features import (
    all_styles,
    border_colour,
    colour_behind,
    find_arrow,
    icon_spans,
    is_stacked,
)
from claude_scope.vision.shapes.carets import is_remainder
from claude_scope.vision.shapes.colours import apart, chroma, hue, is_red
from claude_scope.vision.shapes.foreground import largest

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.geometry import Rect
    from claude_scope.values import State
    from claude_scope.vision.scene.scene import Panel, Scene

    Colour = npt.NDArray[np.float32]

GRIP_SHARES = (0.02, 0.5)
"""Minimum and largest share of the corner that the resize grip covers: Chromium's two lines cover 0.025 to 0.06,
depending on the border."""
MIN_BORDER_CHROMA = 70
"""Minimum chroma of a coloured border."""
MIN_INVALID_CHROMA = 40
"""Minimum chroma of an invalid field's border: a codec halves that of a one-pixel line, and Semantic's has 44."""
MIN_OTHER_FILL_DIFF = 8
"""Fills that differ by less (0..255) are equal; an add-on of a field, such as a unit, has another fill."""
MIN_FIELD_WIDTH_PX = 70
"""Narrower boxes with text at the left are buttons or cells."""


def empty_field(scene: Scene, panel: Panel, behind: Colour) -> Classified | None:
    """Return an empty field: a low, plain box without text, with a border on all sides; None for others."""
    box, fill = panel.box, panel.surface.fill
    if box.width < max(MIN_FIELD_WIDTH_PX, 2.2 * box.height) or box.width > 0.9 * scene.width or box.height < 22:
        return None
    if chroma(fill) >= 30 or is_stacked(scene, panel) or min(panel.surface.sides) < 0.6:
        return None
    if apart(fill, behind) > 60 or panel.surface.solid < 0.8:
        return None
    if is_cut_off(scene, box) or _is_cell(scene, panel) or is_remainder(scene.image, panel.surface):
        return None
    extra = icon_spans(scene, panel)
    if len(extra) > 2:
        return None
    return Classified(
        "select" if find_arrow(scene, panel, extra, box.left) else "input", box, (), 0.5, field_state(scene, panel)
    )


def is_cut_off(scene: Scene, box: Rect) -> bool:
    """Whether the picture's edge cuts a box, so that its end is unknown."""
    return box.left <= 1 or box.top <= 1 or box.right >= scene.width - 1 or box.bottom >= scene.height - 1


def _is_cell(scene: Scene, panel: Panel) -> bool:
    """Whether a panel is next to a table cell: one with the same fill and another one directly above or below it."""
    box = panel.box
    beside = [
        other
        for other in scene.panels
        if max(abs(other.box.top - box.top), abs(other.box.bottom - box.bottom)) <= MAX_CELL_GAP_PX
        and min(abs(other.box.right - box.left), abs(box.right - other.box.left)) <= MAX_CELL_GAP_PX
        and apart(other.surface.fill, panel.surface.fill) < MIN_OTHER_FILL_DIFF
    ]
    return any(is_stacked(scene, other) for other in beside)


def text_area(scene: Scene, panel: Panel) -> Classified | None:
    """Return a text area: a higher box as plain as a field, with text at its top or a resize grip; None for others."""
    box, fill = panel.box, panel.surface.fill
    styles = all_styles(panel)
    if chroma(fill) >= 30 or apart(fill, colour_behind(scene, panel)) > 60 or is_stacked(scene, panel):
        return None
    if min(panel.surface.sides) < 0.6 or len(styles) > 1 or is_cut_off(scene, box):
        return None
    grip = _grip(scene, panel)
    if styles:
        style = styles[0]
        left, top = style.box.left - box.left, style.box.top - box.top
        plain = style.size <= 1.15 * scene.size and style.weight <= 1.3 * scene.weight
        if left > 2.2 * style.size or top > 1.6 * style.size or not plain or box.bottom - style.box.bottom < 1.2 * top:
            return None
        return Classified("input", box, tuple(styles), 0.6 if grip else 0.45, field_state(scene, panel))
    return Classified("input", box, (), 0.5) if grip else None


def _grip(scene: Scene, panel: Panel) -> bool:
    """Whether the lower right corner has the resize grip of a text area."""
    box = panel.box
    corner = scene.image[box.bottom - 14 : box.bottom - 3, box.right - 14 : box.right - 3].astype(np.float32)
    if corner.size == 0:
        return False
    mask = largest(np.abs(corner - panel.surface.fill)) > 24
    return bool(GRIP_SHARES[0] <= mask.mean() <= GRIP_SHARES[1])


def field_state(scene: Scene, panel: Panel) -> tuple[State, ...]:
    """The state that a field's border shows. Orange counts as focus, since it may be the brand's colour."""
    border = border_colour(scene, panel.box, panel.surface.fill)
    if is_red(border, MIN_INVALID_CHROMA):
        return ("invalid",)
    if chroma(border) >= MIN_BORDER_CHROMA and apart(border, panel.surface.fill) >= 60 and not 90 <= hue(border) <= 165:
        return ("focused",)
    return ()

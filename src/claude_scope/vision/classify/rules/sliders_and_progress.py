"""Classify sliders with a knob and progress bars; both have the type "other"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.shapes.colours import apart
from claude_scope.vision.shapes.foreground import largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

    Colour = npt.NDArray[np.float32]

KNOB_SIDES_PX = (10, 30)
"""Smallest and largest side of a slider's knob in pixels: a browser's own has 16, Material's 20."""
MIN_BAR_PX = 70
"""Least length of a bar in pixels."""
MIN_TRACK_CONTRAST = 10
"""Least difference (0..255) of a bar to its background: a browser's own slider on Tailwind's slate-50 has 13."""
PROGRESS_HEIGHTS_PX = (6, 28)
"""Least and largest height of a progress bar in pixels; Bootstrap's has 16."""
MAX_NAME_LEFT_PX = 220
"""Largest distance of a bar to its name at the left, in pixels, or the bar's width if that is more."""
MAX_PART_GAP_PX = 3
"""Largest gap of the two parts of a progress bar, in pixels."""


def classify_bars(scene: Scene, taken: Sequence[Classified]) -> list[Classified]:
    """Sliders and progress bars, named by the text that begins their row."""
    places = [one.box for one in taken if one.type not in ("dialog", "alert", "menu")]
    found = [box for knob, disc in _knobs(scene) if (box := _slider(scene, knob, disc)) is not None]
    found += _progress(scene)
    free = [box for box in found if not any(box.touches(other) and other.height < 3 * box.height for other in places)]
    distinct = [box for at, box in enumerate(free) if not any(box.touches(other) for other in free[:at])]
    return [Classified("other", box, (), 0.5, label=_name(scene, box)) for box in distinct]


def _knobs(scene: Scene) -> list[tuple[Rect, bool]]:
    """Possible knobs: discs, and square blobs, since a line in its colour hides a knob's outline."""
    discs = [mark.box for mark in scene.marks if mark.disc]
    blobs = [blob for blob in scene.blobs if abs(blob.width - blob.height) <= 3]
    both = [(box, True) for box in discs] + [(box, False) for box in blobs]
    return [(box, disc) for box, disc in both if KNOB_SIDES_PX[0] <= box.width <= KNOB_SIDES_PX[1]]


def _slider(scene: Scene, box: Rect, disc: bool) -> Rect | None:
    """The bar of a knob: a line that continues at one side of a disc at least, at both sides of others."""
    row = scene.image[round(box.centre[1])].astype(np.float32)
    above = scene.image[max(0, box.top - 4), box.left : box.right].astype(np.float32)
    page = np.median(above, axis=0)
    left = _run(row[: max(0, box.left - 2)][::-1], page)
    right = _run(row[box.right + 2 :], page)
    if not disc and not min(left, right):
        return None
    whole = left + right + box.width
    if whole < MIN_BAR_PX or max(left, right) < box.width or not _is_thin(scene, box, page, left >= right):
        return None
    return Rect(max(0, box.left - left - 2), box.top, min(scene.width, box.right + right + 2), box.bottom)


def _run(pixels: npt.NDArray[np.float32], page: Colour) -> int:
    """Length in pixels of the first colour, if it is not the page's."""
    if not len(pixels) or apart(pixels[0], page) < MIN_TRACK_CONTRAST:
        return 0
    same = largest(np.abs(pixels - pixels[0])) < MIN_TRACK_CONTRAST
    return int(len(same) if same.all() else same.argmin())


def _is_thin(scene: Scene, box: Rect, page: Colour, at_left: bool) -> bool:
    """Whether the line beside the knob is lower than the knob."""
    x = max(0, box.left - 8) if at_left else min(scene.width - 1, box.right + 8)
    column = scene.image[box.top : box.bottom, x].astype(np.float32)
    return float((largest(np.abs(column - page)) >= MIN_TRACK_CONTRAST).mean()) <= 0.7


def _progress(scene: Scene) -> list[Rect]:
    """Pairs of adjacent low surfaces without text, the left one coloured."""
    low = [
        panel
        for panel in scene.panels
        if PROGRESS_HEIGHTS_PX[0] <= panel.box.height <= PROGRESS_HEIGHTS_PX[1] and not panel.styles
    ]
    pairs = [(left.box, right.box) for left in low for right in low if left is not right and _continues(left, right)]
    joined = [left.union(right) for left, right in pairs]
    return [box for box in joined if box.width >= MIN_BAR_PX]


def _continues(left: Panel, right: Panel) -> bool:
    one, other = left.box, right.box
    level = abs(one.top - other.top) <= 2 and abs(one.bottom - other.bottom) <= 2
    return (
        level and abs(other.left - one.right) <= MAX_PART_GAP_PX and apart(left.surface.fill, right.surface.fill) >= 40
    )


def _name(scene: Scene, box: Rect) -> str:
    """The text left of a bar, otherwise the one right above it; far text or text on another card is not its name."""
    reach = max(MAX_NAME_LEFT_PX, box.width)
    row = [style for style in scene.row_at(box.centre[1]) if 0 <= box.left - style.box.right <= reach]
    left = [style for style in row if _on_one_card(scene, style, box)]
    if left:
        return min(left, key=lambda style: style.box.left).text
    above = [
        style
        for style in scene.styles
        if 0 <= box.top - style.box.bottom <= 1.5 * style.size and abs(style.box.left - box.left) <= 12
    ]
    return max(above, key=lambda style: style.box.bottom).text if above else ""


def _on_one_card(scene: Scene, style: TextStyle, box: Rect) -> bool:
    panel = scene.panel(style)
    return panel is None or panel.box.contains(box, slack=4)

"""Collect all places that may be an element: those of the rules, and all other shapes and lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.scene.panel_features import all_styles
from claude_scope.vision.scene.scene import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from claude_scope.geometry import Rect
    from claude_scope.vision.classify.classified import Classified
    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

SOURCES = ("rule", "panel", "mark", "switch", "sign", "blob", "line")
"""Where a candidate comes from."""
SAME_BOX_IOU = 0.7
"""Intersection over union from which two boxes are one candidate."""
MIN_SHAPE_PX, MAX_SHAPE_SHARE = 10, 0.6
"""Smallest side in pixels, and largest share of the picture, of a shape that may be an element."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A place that may be an element: its lines of text, its source, and the rules' result.

    `typed` is None where the rules have no element; `panel` is the surface, if it is one.
    """

    box: Rect
    styles: tuple[TextStyle, ...]
    source: str
    typed: Classified | None = None
    panel: Panel | None = None
    marked: bool = False


def candidates(scene: Scene, ruled: Sequence[Classified]) -> list[Candidate]:
    """All candidates of a scene, those of the rules first and in their order."""
    panel_at = {panel.box: panel for panel in scene.panels}
    found = [Candidate(one.box, one.styles, "rule", one, panel_at.get(one.box)) for one in ruled]
    others = list(_others(scene))
    boxes = np.zeros((len(found) + len(others), 4), np.int32)
    boxes[: len(found)] = np.array([one.box for one in found], np.int32).reshape(-1, 4)
    for new in others:
        if not (_overlaps(new.box, boxes[: len(found)]) >= SAME_BOX_IOU).any():
            boxes[len(found)] = new.box
            found.append(new)
    return found


def _overlaps(one: Rect, boxes: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """Intersection over union of a box with many others, shape (count, 4), vectorised: there are hundreds."""
    left, top, right, bottom = boxes.T.astype(np.int64)
    wide = np.minimum(one.right, right) - np.maximum(one.left, left)
    high = np.minimum(one.bottom, bottom) - np.maximum(one.top, top)
    common = np.maximum(wide, 0) * np.maximum(high, 0)
    union = one.width * one.height + (right - left) * (bottom - top) - common
    shares: npt.NDArray[np.float64] = common / np.maximum(union, 1)
    return shares


def _others(scene: Scene) -> Iterable[Candidate]:
    area = scene.width * scene.height
    for one in scene.switches:
        yield Candidate(one.box, (), "switch", marked=one.is_on)
    for mark in scene.marks:
        yield Candidate(mark.box, _on(scene, mark.box), "mark", marked=mark.marked)
    for panel in scene.panels:
        box = panel.box
        if min(box.width, box.height) >= MIN_SHAPE_PX and box.width * box.height <= MAX_SHAPE_SHARE * area:
            yield Candidate(box, tuple(all_styles(panel)), "panel", panel=panel)
    for sign in scene.boxed:
        yield Candidate(sign.box, (), "sign")
    for blob in scene.blobs:
        if not any(style.line.box.has(*blob.centre) for style in scene.styles):
            yield Candidate(blob, (), "blob")
    for style in scene.styles:
        yield Candidate(style.line.box, (style,), "line")


def _on(scene: Scene, box: Rect) -> tuple[TextStyle, ...]:
    return tuple(style for style in scene.styles if holds(box, style.box))

"""Features of a candidate's surroundings: neighbours, equal boxes in its row and column, its surface."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.classify.trees.rule_features import NONE
from claude_scope.vision.scene.scene import as_array, last_around

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.vision.classify.trees.candidates import Candidate
    from claude_scope.vision.scene.scene import Scene

    Numbers = npt.NDArray[np.float32]

FAR_AWAY = Rect(-9999, -9999, -9999, -9999)
"""Placeholder box for a scene without any."""


class Context:
    """The surroundings of each candidate."""

    def __init__(self, scene: Scene, found: Sequence[Candidate]) -> None:
        self._scene = scene
        self._boxes = np.asarray([one.box for one in found], np.float32)
        self._lines = np.asarray([style.box for style in scene.styles] or [FAR_AWAY], np.float32)
        self._number = {id(style): number for number, style in enumerate(scene.styles)}
        self._panels = as_array([panel.box for panel in scene.panels])
        self._sizes = np.asarray([style.size for style in scene.styles] or [1.0], np.float32)
        small = [mark.box for mark in scene.marks] + [one.box for one in scene.switches]
        self._marks = np.asarray(small or [FAR_AWAY], np.float32)
        low = [p.box for p in scene.panels if 20 <= p.box.height <= 80 and p.box.width >= 2 * p.box.height]
        self._bars = np.asarray(low or [FAR_AWAY], np.float32)
        self._depth = {id(panel): _depth(panel) for panel in scene.panels}

    def of(self, one: Candidate) -> list[float]:
        """Neighbours, equal boxes in its row and column, and its surface."""
        size = self._scene.size
        mine = np.full(len(self._lines), not self._number)
        mine[[self._number[id(style)] for style in one.styles if id(style) in self._number]] = True
        level = np.abs(_middle(self._lines) - (one.box.top + one.box.bottom) / 2) <= 0.6 * size
        box, boxes = one.box, self._boxes
        alike = np.abs(boxes[:, 3] - boxes[:, 1] - box.height) <= 3
        row = alike & (np.abs(boxes[:, 1] - box.top) <= 3)
        same = np.abs(boxes[:, 2] - boxes[:, 0] - box.width) <= 3
        column = alike & (np.abs(boxes[:, 0] - box.left) <= 3)
        under = (np.abs(self._lines[:, 0] - box.left) <= 4) & ~mine
        around = self._around(one)
        return [
            _least(self._lines[level & ~mine, 0] - box.right, size),
            _least(box.left - self._lines[level & ~mine, 2], size),
            _least(self._lines[under, 1] - box.bottom, size),
            _least(box.top - self._lines[under, 3], size),
            float((level & ~mine).sum()),
            float(under.sum()),
            float((np.abs(self._sizes - one.styles[0].size) < 1).mean()) if one.styles else NONE,
            float(row.sum()),
            float((row & same).sum()),
            float(column.sum()),
            float((column & same).sum()),
            self._mark_before(box) / size,
            self._bar_below(box) / size,
            self._bar_beside(box) / size,
            *around,
        ]

    def _around(self, one: Candidate) -> list[float]:
        """The surface under it."""
        scene, box = self._scene, one.box
        if one.panel is not None:
            outer = one.panel.around
        else:
            is_same = (self._panels == box).all(axis=1)
            at = last_around(np.where(is_same[:, None], FAR_AWAY, self._panels), box, slack=0)
            outer = None if at is None else scene.panels[at]
        if outer is None:
            return [0.0, 1.0, 1.0, 0.0, NONE, NONE, NONE, NONE]
        return [
            float(self._depth[id(outer)]),
            outer.box.width / scene.width,
            outer.box.height / scene.height,
            float(np.abs(outer.surface.fill - scene.page).max()),
            outer.box.height / scene.size,
            box.height / outer.box.height,
            float(len(outer.inner)),
            float(len(outer.styles)),
        ]

    def _mark_before(self, box: Rect) -> float:
        level = np.abs(_middle(self._marks) - (box.top + box.bottom) / 2) <= 8
        gaps = box.left - self._marks[level, 2]
        return float(min(gaps[gaps >= 0], default=999))

    def _bar_below(self, box: Rect) -> float:
        """Distance to a low box below with the same left edge."""
        gaps = self._bars[np.abs(self._bars[:, 0] - box.left) <= 16, 1] - box.bottom
        return float(min(gaps[gaps >= -4], default=999))

    def _bar_beside(self, box: Rect) -> float:
        """Distance to a low box to the right."""
        gaps = self._bars[np.abs(_middle(self._bars) - (box.top + box.bottom) / 2) <= 8, 0] - box.right
        return float(min(gaps[gaps >= -2], default=999))


def _depth(panel: object) -> int:
    depth, around = 1, getattr(panel, "around", None)
    while around is not None:
        depth, around = depth + 1, around.around
    return depth


def _middle(boxes: Numbers) -> Numbers:
    middle: Numbers = (boxes[:, 1] + boxes[:, 3]) * np.float32(0.5)
    return middle


def _least(gaps: Numbers, size: float) -> float:
    """The least distance ahead, in font sizes; 99 if there is none."""
    ahead = gaps[gaps >= -2]
    return float(ahead.min()) / size if len(ahead) else 99.0

"""What is measured on each candidate: a row of numbers that a trained model turns into the chances of each type.

Lengths are in font sizes of the page's text where not said otherwise, so that a zoomed page gives the same numbers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import cv2
import numpy as np

from claude_scope.rect import Rect
from claude_scope.values import ElementType
from claude_scope.vision.colours import chroma, hue, luminance
from claude_scope.vision.ink import largest
from training.typer.candidates import SOURCES, iou

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.vision.looks import Look
    from claude_scope.vision.scene import Scene
    from training.typer.candidates import Candidate

    Numbers = npt.NDArray[np.float32]

TYPES: tuple[ElementType, ...] = get_args(ElementType)
GRID = 6
"""Cells a side of the small picture of a candidate, and of the squares at its ends."""
ALONG, ACROSS = 7, np.array([3, 1, 0, -1, -2])
"""At so many places along a side it is looked at, and at so many pixels outside of it, the first of them beyond it."""
INK = 30
"""Least difference (0..255) of what is drawn on a fill to it."""
NONE = -1.0
"""Stands for what a candidate does not have."""
FAR_AWAY = Rect(-9999, -9999, -9999, -9999)
"""Stands for what a scene has none of."""


def features(scene: Scene, found: Sequence[Candidate]) -> Numbers:
    """One row a candidate, shape (candidates, numbers)."""
    if not found:
        return np.zeros((0, 0), np.float32)
    found = [replace(one, box=_seen(one.box, scene)) for one in found]
    context = _Context(scene, found)
    rows = [[*_place(scene, one), *_ruled(found, one), *_text(scene, one), *context.of(one)] for one in found]
    pictures = np.stack([_picture(scene, one.box) for one in found])
    return np.hstack([np.asarray(rows, np.float32), _fills(scene, found), pictures])


def _seen(box: Rect, scene: Scene) -> Rect:
    """The part of a box that lies in the picture, a pixel at least: rules guess boxes that reach out of it."""
    left, top = (min(max(0, at), side - 1) for at, side in ((box.left, scene.width), (box.top, scene.height)))
    return Rect(left, top, min(max(left + 1, box.right), scene.width), min(max(top + 1, box.bottom), scene.height))


def _place(scene: Scene, one: Candidate) -> list[float]:
    box, size = one.box, scene.size
    return [
        box.width / size,
        box.height / size,
        box.width / max(1, box.height),
        box.width / scene.width,
        box.left / scene.width,
        box.right / scene.width,
        box.top / size,
        box.top / scene.height,
        (box.left + box.right) / 2 / scene.width,
        float(SOURCES.index(one.source)),
        float(one.marked),
    ]


def _ruled(found: Sequence[Candidate], one: Candidate) -> list[float]:
    """What the rules say of this place, and of what overlaps with it."""
    own = NONE if one.typed is None else float(TYPES.index(one.typed.type))
    sure = NONE if one.typed is None else one.typed.confidence
    within, around, beside = NONE, NONE, NONE
    shared = 0.0
    for other in found:
        if other.typed is None or other is one:
            continue
        kind = float(TYPES.index(other.typed.type))
        if other.box.contains(one.box) and other.typed.type != "text":
            around = kind
        elif one.box.contains(other.box):
            within = kind if within == NONE or other.typed.type != "text" else within
        near = iou(one.box, other.box)
        if near > shared:
            shared, beside = near, kind
    return [own, sure, within, around, beside, shared]


def _text(scene: Scene, one: Candidate) -> list[float]:
    """The text on it: how much, what kind of characters, how it looks, where it stands on the box."""
    if not one.looks:
        return [0.0] + [NONE] * 27
    looks, box, size = one.looks, one.box, scene.size
    look = looks[0]
    text = " ".join(each.text for each in looks)
    letters = [letter for letter in text if letter.isalpha()]
    left = min(each.box.left for each in looks) - box.left
    right = box.right - max(each.box.right for each in looks)
    top = min(each.box.top for each in looks) - box.top
    bottom = box.bottom - max(each.box.bottom for each in looks)
    return [
        float(len(looks)),
        float(len(text)),
        float(len(text.split())),
        len(letters) / max(1, len(text)),
        sum(letter.isupper() for letter in letters) / max(1, len(letters)),
        sum(letter.isdigit() for letter in text) / max(1, len(text)),
        float(text[0].isupper()),
        float(text.endswith((".", "!"))),
        float(text.endswith("?")),
        float(text.endswith(":")),
        float("@" in text),
        float(text.endswith(("…", "..."))),
        float("•" in text or "****" in text),
        float(any(sign in text for sign in "€$£%#")),
        look.line.confidence,
        look.size / size,
        look.weight / max(0.01, scene.weight),
        look.contrast,
        chroma(look.ink),
        hue(look.ink) if chroma(look.ink) > 40 else NONE,
        float(np.abs(look.ink - scene.ink).max()),
        float(np.abs(look.behind - scene.page).max()),
        float(look.underlined),
        left / size,
        right / size,
        (left - right) / max(1, box.width),
        (top - bottom) / max(1, box.height),
        look.box.width / max(1, box.width),
    ]


def _fills(scene: Scene, found: Sequence[Candidate]) -> Numbers:
    """Colours: inside, outside, and of the four borders; one row a candidate."""
    inner = [_inner(scene, one) for one in found]
    inside = np.stack([colour for colour, _ in inner])
    outside, lines = _sides(scene.image, np.asarray([one.box for one in found]), inside)
    steps = largest(np.abs(outside - inside[:, None]))
    around = np.median(outside, axis=1)
    columns = [
        [chroma(colour), hue(colour) if chroma(colour) > 40 else NONE, luminance(colour), *parts]
        for colour, parts in inner
    ]
    return np.column_stack(
        [
            columns,
            np.full(len(found), luminance(scene.page)),
            largest(np.abs(inside - scene.page)),
            largest(np.abs(inside - around)),
            steps.min(axis=1),
            steps.max(axis=1),
            lines,
            np.ptp(lines, axis=1),
        ]
    ).astype(np.float32)


def _inner(scene: Scene, one: Candidate) -> tuple[Numbers, list[float]]:
    """The colour of most of a candidate, and how much of it, and of its thirds, has another one."""
    box = one.box
    thin = scene.image[box.top : box.bottom : max(1, box.height // 12), box.left : box.right : max(1, box.width // 24)]
    inside = np.median(thin.reshape(-1, 3), axis=0) if one.panel is None else one.panel.surface.fill
    far = largest(np.abs(thin.astype(np.float32) - inside))
    other = (far > INK).mean(axis=0)
    third = max(1, len(other) // 3)
    surface = None if one.panel is None else one.panel.surface
    parts = [
        float(other.mean()),
        float(far.max()),
        float(other[:third].mean()),
        float(other[third:-third].mean()) if len(other) > 2 * third else NONE,
        float(other[-third:].mean()),
        NONE if surface is None else surface.solid,
        NONE if surface is None else min(surface.sides),
    ]
    return inside.astype(np.float32), parts


def _sides(image: npt.NDArray[np.uint8], boxes: npt.NDArray[np.int_], inside: Numbers) -> tuple[Numbers, Numbers]:
    """Colours right outside of the left, upper, right and lower sides, and how much each border differs from both.

    Shapes (boxes, 4, 3) and (boxes, 4); the median over `ALONG` places in the middle of a side stands for it.
    """
    height, width = image.shape[:2]
    share = np.linspace(0.25, 0.75, ALONG)
    left, top, right, bottom = (boxes[:, index, None] for index in range(4))
    rows = (top + (bottom - top - 1) * share).astype(int)[:, :, None]
    columns = (left + (right - left - 1) * share).astype(int)[:, :, None]
    strips: list[npt.NDArray[np.uint8]] = []
    for at, away, limit in ((left, -1, width), (top, -1, height), (right - 1, 1, width), (bottom - 1, 1, height)):
        across = np.clip(at + away * ACROSS, 0, limit - 1)[:, None]
        upright = len(strips) % 2 == 0
        strips.append(image[rows, across] if upright else image[across, columns])
    middle = np.median(np.stack(strips, axis=1), axis=2).astype(np.float32)
    outside, borders = middle[:, :, 0], middle[:, :, 1:]
    to_outside = largest(np.abs(borders - outside[:, :, None]))
    to_inside = largest(np.abs(borders - inside[:, None, None]))
    return outside, np.minimum(to_outside, to_inside).max(axis=2)


class _Context:
    """What lies around each candidate."""

    def __init__(self, scene: Scene, found: Sequence[Candidate]) -> None:
        self._scene = scene
        self._boxes = np.asarray([one.box for one in found], np.float32)
        self._lines = np.asarray([look.box for look in scene.looks] or [FAR_AWAY], np.float32)
        self._looks: list[Look] = list(scene.looks)
        self._sizes = np.asarray([look.size for look in scene.looks] or [1.0], np.float32)
        small = [mark.box for mark in scene.marks] + [one.box for one in scene.switches]
        self._marks = np.asarray(small or [FAR_AWAY], np.float32)
        low = [p.box for p in scene.panels if 20 <= p.box.height <= 80 and p.box.width >= 2 * p.box.height]
        self._bars = np.asarray(low or [FAR_AWAY], np.float32)
        self._depth = {id(panel): _depth(panel) for panel in scene.panels}

    def of(self, one: Candidate) -> list[float]:
        """Neighbours, rows and columns of equals, and the surfaces that it lies on."""
        size = self._scene.size
        own = {id(look) for look in one.looks}
        mine = np.array([id(look) in own for look in self._looks] or [True])
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
            float((np.abs(self._sizes - one.looks[0].size) < 1).mean()) if one.looks else NONE,
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
        """The surface that it lies on."""
        scene, box = self._scene, one.box
        if one.panel is not None:
            outer = one.panel.around
        else:
            outer = next((p for p in reversed(scene.panels) if p.box.contains(box, slack=0) and p.box != box), None)
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
            float(len(outer.looks)),
        ]

    def _mark_before(self, box: Rect) -> float:
        level = np.abs(_middle(self._marks) - (box.top + box.bottom) / 2) <= 8
        gaps = box.left - self._marks[level, 2]
        return float(min(gaps[gaps >= 0], default=999))

    def _bar_below(self, box: Rect) -> float:
        """Distance to a low box below that begins where this begins."""
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
    """The least distance that is none behind, in font sizes; 99 where there is none."""
    ahead = gaps[gaps >= -2]
    return float(ahead.min()) / size if len(ahead) else 99.0


def _picture(scene: Scene, box: Rect) -> Numbers:
    """Small pictures of how much each part differs from its surroundings: the whole, the left and the right end."""
    image = scene.image
    top, bottom = max(0, box.top - 1), min(scene.height, box.bottom + 1)
    left, right = max(0, box.left - 1), min(scene.width, box.right + 1)
    high = bottom - top
    row = max(0, top - 2)
    ground = np.median(image[row, left:right:4].reshape(-1, 3), axis=0).astype(np.float32)
    pieces = (
        image[top:bottom, left:right],
        image[top:bottom, left : min(right, left + high)],
        image[top:bottom, max(left, right - high) : right],
    )
    cells = []
    for piece in pieces:
        small = np.asarray(cv2.resize(piece, (GRID, GRID), interpolation=cv2.INTER_AREA), np.float32)
        cells.append(largest(np.abs(small - ground)).ravel())
    result: Numbers = np.concatenate(cells).astype(np.float32)
    return result

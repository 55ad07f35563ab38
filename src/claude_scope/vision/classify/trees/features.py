"""Compute a feature vector for each candidate, from which the trees predict its class.

Lengths are in font sizes of the page's text unless noted, so that a zoomed page gives the same numbers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.classify.trees.candidates import SOURCES
from claude_scope.vision.classify.trees.neighbourhood import Context
from claude_scope.vision.classify.trees.rule_features import NONE, rule_features
from claude_scope.vision.shapes.colours import chroma, hue, luminance
from claude_scope.vision.shapes.foreground import largest, median

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.vision.classify.trees.candidates import Candidate
    from claude_scope.vision.scene.scene import Scene

    Numbers = npt.NDArray[np.float32]

GRID = 6
"""Cells per side of the thumbnails of a candidate and of its ends."""
SIDE_SAMPLES, SIDE_OFFSETS = 7, np.array([3, 1, 0, -1, -2])
"""Samples along a side, and their offsets in pixels outside of it; the first offset is beyond the border."""
MIN_INK_DIFF = 30
"""Least difference (0..255) of ink to its fill."""


def features(scene: Scene, found: Sequence[Candidate], wanted: Sequence[int] | None = None) -> Numbers:
    """One row for each candidate whose index is in `wanted` (default: all), shape (candidates, features)."""
    indices = range(len(found)) if wanted is None else wanted
    if not indices:
        return np.zeros((0, 0), np.float32)
    found = [replace(one, box=_visible(one.box, scene)) for one in found]
    context, selected = Context(scene, found), [found[index] for index in indices]
    rows = [[*_place(scene, one), *_text(scene, one), *context.of(one)] for one in selected]
    pictures = np.stack([_picture(scene, one.box) for one in selected])
    return np.hstack([rule_features(found)[indices], np.asarray(rows, np.float32), _fills(scene, selected), pictures])


def _visible(box: Rect, scene: Scene) -> Rect:
    """The part of a box inside of the picture, at least one pixel: rules estimate boxes that exceed it."""
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


def _text(scene: Scene, one: Candidate) -> list[float]:
    """Its text: amount, kind of characters, style, position on the box."""
    if not one.styles:
        return [0.0] + [NONE] * 27
    styles, box, size = one.styles, one.box, scene.size
    style = styles[0]
    text = " ".join(each.text for each in styles)
    letters = [letter for letter in text if letter.isalpha()]
    left = min(each.box.left for each in styles) - box.left
    right = box.right - max(each.box.right for each in styles)
    top = min(each.box.top for each in styles) - box.top
    bottom = box.bottom - max(each.box.bottom for each in styles)
    return [
        float(len(styles)),
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
        style.line.confidence,
        style.size / size,
        style.weight / max(0.01, scene.weight),
        style.contrast,
        chroma(style.ink),
        hue(style.ink) if chroma(style.ink) > 40 else NONE,
        float(np.abs(style.ink - scene.ink).max()),
        float(np.abs(style.behind - scene.page).max()),
        float(style.underlined),
        left / size,
        right / size,
        (left - right) / max(1, box.width),
        (top - bottom) / max(1, box.height),
        style.box.width / max(1, box.width),
    ]


def _fills(scene: Scene, found: Sequence[Candidate]) -> Numbers:
    """Colours: inside, outside, and of the four borders; one row for each candidate."""
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
    """The fill colour of a candidate, and the share of other colours in it and in its thirds."""
    box = one.box
    thin = scene.image[box.top : box.bottom : max(1, box.height // 12), box.left : box.right : max(1, box.width // 24)]
    inside = median(thin.reshape(-1, 3)) if one.panel is None else one.panel.surface.fill
    far = largest(np.abs(thin.astype(np.float32) - inside))
    other = (far > MIN_INK_DIFF).mean(axis=0)
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
    return inside, parts


def _sides(image: npt.NDArray[np.uint8], boxes: npt.NDArray[np.int_], inside: Numbers) -> tuple[Numbers, Numbers]:
    """Colours right outside of the left, upper, right and lower sides, and the contrast of each border.

    Shapes (boxes, 4, 3) and (boxes, 4); each is the median over `SIDE_SAMPLES` places in the middle of a side.
    """
    height, width = image.shape[:2]
    share = np.linspace(0.25, 0.75, SIDE_SAMPLES)
    left, top, right, bottom = (boxes[:, index, None] for index in range(4))
    rows = (top + (bottom - top - 1) * share).astype(int)[:, :, None]
    columns = (left + (right - left - 1) * share).astype(int)[:, :, None]
    strips: list[npt.NDArray[np.uint8]] = []
    for at, away, limit in ((left, -1, width), (top, -1, height), (right - 1, 1, width), (bottom - 1, 1, height)):
        across = np.clip(at + away * SIDE_OFFSETS, 0, limit - 1)[:, None]
        upright = len(strips) % 2 == 0
        strips.append(image[rows, across] if upright else image[across, columns])
    middle = np.median(np.stack(strips, axis=1), axis=2).astype(np.float32)
    outside, borders = middle[:, :, 0], middle[:, :, 1:]
    to_outside = largest(np.abs(borders - outside[:, :, None]))
    to_inside = largest(np.abs(borders - inside[:, None, None]))
    return outside, np.minimum(to_outside, to_inside).max(axis=2)


def _picture(scene: Scene, box: Rect) -> Numbers:
    """Thumbnails of the contrast to the surroundings: the whole, the left and the right end."""
    image = scene.image
    top, bottom = max(0, box.top - 1), min(scene.height, box.bottom + 1)
    left, right = max(0, box.left - 1), min(scene.width, box.right + 1)
    high = bottom - top
    row = max(0, top - 2)
    ground = median(image[row, left:right:4])
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

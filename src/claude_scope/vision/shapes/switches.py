"""Find toggle switches: a low bar with a knob at one end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.connected_components import components
from claude_scope.vision.shapes.foreground import largest
from claude_scope.vision.shapes.surfaces import COLOUR_STEPS

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.values import Image

    Colour = npt.NDArray[np.float32]

SWITCH_HEIGHTS_PX = (12, 40)
"""Smallest and largest height: Bootstrap's has 16 pixels, Tailwind's 24, iOS's 31, Material's 32."""
SWITCH_ASPECTS = (1.4, 2.5)
"""Smallest and largest ratio of width to height: iOS 1.65, Bootstrap 2, Spectre 1.45."""
KNOB_SIZES = (0.42, 0.98)
"""Smallest and largest ratio of the knob's side to the bar's height: Material's has 0.5 when off, iOS's 0.87."""
MIN_KNOB_DIFF = 9
"""Minimum difference (0..255) between knob and bar: iOS's white on its grey differs by 22, by 10 when disabled."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch; it is on when its knob is at the right."""

    box: Rect
    is_on: bool


def switches(image: Image, far: npt.NDArray[np.uint8]) -> list[Switch]:
    """Return all switches of an RGB picture; `far` is from `surfaces.colour_steps`."""
    farther = np.maximum(far[0], far[1])
    found: list[Switch] = []
    for least in COLOUR_STEPS:
        for box in _bars(farther >= least):
            if box.height < SWITCH_HEIGHTS_PX[0] or any(box.touches(element.box) for element in found):
                continue
            side = _knob(image, box)
            if side:
                found.append(Switch(box, side == "right"))
    return found


def _bars(edges: npt.NDArray[np.bool_]) -> list[Rect]:
    """Boxes of closed shapes with the proportions of a switch."""
    labels, stats = components(edges)
    width, height = stats[:, 2] + 1, stats[:, 3] + 1
    fits = (height >= SWITCH_HEIGHTS_PX[0]) & (height <= SWITCH_HEIGHTS_PX[1])
    fits &= (width >= SWITCH_ASPECTS[0] * height) & (width <= SWITCH_ASPECTS[1] * height)
    boxes = []
    for index in np.flatnonzero(fits):
        left, top, wide, high = (int(side) for side in stats[index, :4])
        shape = labels[top : top + high, left : left + wide] == index
        if index and _closed(shape):
            boxes.append(Rect(left + 1, top + 1, left + wide, top + high))
    return boxes


def _closed(shape: npt.NDArray[np.bool_]) -> bool:
    high, wide = shape.shape
    across = slice(int(0.32 * wide), int(0.68 * wide))
    down = slice(int(0.35 * high), int(0.65 * high) + 1)
    sides = (shape[:3, across].any(0), shape[-3:, across].any(0), shape[down, :3].any(1), shape[down, -3:].any(1))
    return min(float(side.mean()) for side in sides) >= 0.9


def _knob(image: Image, box: Rect) -> str:
    """The end with a knob: "left" or "right"; "" if there is none, or one at both ends."""
    piece = box.of(image).astype(np.float32)
    middles = {"left": box.height // 2, "right": box.width - 1 - box.height // 2}
    colours = {side: _colour(piece, x) for side, x in middles.items()}
    if float(np.abs(colours["left"] - colours["right"]).max()) < MIN_KNOB_DIFF:
        return ""
    knobs = [side for side, x in middles.items() if _is_knob(piece, colours[side], x)]
    return knobs[0] if len(knobs) == 1 else ""


def _colour(piece: npt.NDArray[np.float32], x: int) -> Colour:
    y = piece.shape[0] // 2
    colour: Colour = np.median(piece[y - 1 : y + 2, x - 1 : x + 2].reshape(-1, 3), axis=0).astype(np.float32)
    return colour


def _is_knob(piece: npt.NDArray[np.float32], colour: Colour, x: int) -> bool:
    """Whether the area of this colour at one end is square, solid, and fits the bar."""
    height = piece.shape[0]
    alike = (largest(np.abs(piece - colour)) < MIN_KNOB_DIFF - 2).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(alike, connectivity=4)
    index = int(labels[height // 2, x])
    _, top, wide, high, area = (int(side) for side in stats[index])
    low, most = (share * height for share in KNOB_SIZES)
    square = low <= high <= most and abs(wide - high) <= max(2, 0.15 * high)
    return bool(index and square and area >= 0.7 * wide * high and abs(top + high / 2 - height / 2) <= 2)

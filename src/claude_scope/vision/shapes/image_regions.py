"""Find photographs, paintings and steep gradients by their number of colours.

Interfaces are flat: in a window of a few letters most pixels have one colour, even in dense text, where the background
shows through. In a photograph hardly any two pixels are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.foreground import largest, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.values import Image

WINDOW, STRIDE = 32, 16
"""Side of a window and distance of neighbouring windows, in pixels."""
SAMPLE_STEP = 2
"""Only every second pixel in each direction is examined."""
SAME_COLOUR_DIFF = 3
"""Pixels within this difference (0..255) of the window's median colour are equal: codecs change still areas by less."""
MAX_FLAT_SHARE = 0.42
"""Windows with a smaller share of equal pixels belong to a picture: bold 40 px letters leave 0.5."""
MIN_PICTURE_PX = 40
"""Smallest side of a picture, in pixels: smaller ones have too few windows."""
MIN_WINDOWS = 2
"""Minimum number of windows of a picture, as one with sides of `MIN_PICTURE_PX` has."""
MIN_FILLED_SHARE = 0.55
"""Minimum share of its box that a picture's windows fill; a round one fills 0.7, one half covered by a menu 0.55."""
MAX_STILL_DIFF, STILL_WINDOW_PX = 3, 5
"""A pixel is still when the `STILL_WINDOW_PX` around it differ by `MAX_STILL_DIFF` (0..255) or less: flat areas of
an interface are, away from letters and borders."""
MIN_STILL_SHARE = 0.5
"""A window with at least this share of still pixels belongs to the interface: a button on another surface has 0.64."""
MAX_GUTTER_DIFF = 16
"""A row or column that varies by at most this (0..255), also beyond both ends, separates two pictures; codec noise next
to a picture varies by less."""
MAX_TEXT_SHARE = 0.1
"""Largest share of a picture that text may cover; text blurred by a codec looks like a picture, but is all text."""
GUTTER_REACH_PX = 8
"""Pixels beyond both ends of a gutter that are examined."""


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """`boxes` are the pictures; `mask` says for each cell of `STRIDE` pixels whether it is part of one."""

    boxes: list[Rect]
    mask: npt.NDArray[np.bool_]

    def share(self, box: Rect) -> float:
        """The share of a box that is part of a picture, and not of something on it."""
        part = self.mask[box.top // STRIDE : (box.bottom - 1) // STRIDE + 1]
        part = part[:, box.left // STRIDE : (box.right - 1) // STRIDE + 1]
        return float(part.mean()) if part.size else 0.0

    def holds(self, box: Rect) -> bool:
        """Whether a small box is a part of a picture."""
        return self.share(box) > 0.6 and any(other_box.contains(box, slack=4) for other_box in self.boxes)

    def without_text(self, lines: Sequence[Rect]) -> Pictures:
        """Return the pictures without dense text that looked like one; `lines` are the boxes of text."""
        remaining = []
        for box in self.boxes:
            own = [line for line in lines if box.has(*line.centre) and self.share(line) > 0.5]
            if sum(line.width * line.height for line in own) <= MAX_TEXT_SHARE * box.width * box.height:
                remaining.append(box)
        return Pictures(remaining, self.mask)


def pictures(image: Image) -> Pictures:
    """Find the pictures inside an RGB picture."""
    height, width = image.shape[:2]
    mask = np.zeros((-(-height // STRIDE), -(-width // STRIDE)), bool)
    busy = _busy(image)
    if busy is None:
        return Pictures([], mask)
    mask[: busy.shape[0], : busy.shape[1]] |= busy
    mask[1:, 1:] |= mask[:-1, :-1].copy()  # a window covers two cells in each direction
    found = Pictures([], mask)
    count, _, stats, _ = cv2.connectedComponentsWithStats(busy.astype(np.uint8), connectivity=4)
    for index in range(1, count):
        left, top, wide, high, area = (int(side) for side in stats[index])
        if area < MIN_WINDOWS:
            continue
        rough = Rect(left * STRIDE, top * STRIDE, (left + wide + 1) * STRIDE, (top + high + 1) * STRIDE)
        pieces = _split_at_gutters(image, Rect(*rough[:2], min(rough.right, width), min(rough.bottom, height)))
        found.boxes.extend(
            box
            for box in pieces
            if min(box.width, box.height) >= MIN_PICTURE_PX and found.share(box) >= MIN_FILLED_SHARE
        )
    return found


def _busy(image: Image) -> npt.NDArray[np.bool_] | None:
    """Mask of the windows with many colours and no still areas, shape (rows, columns)."""
    side, step = WINDOW // SAMPLE_STEP, STRIDE // SAMPLE_STEP
    small = image[::SAMPLE_STEP, ::SAMPLE_STEP]
    if min(small.shape[:2]) < side:
        return None
    around = np.ones((STILL_WINDOW_PX, STILL_WINDOW_PX), np.uint8)
    spread = np.asarray(cv2.subtract(cv2.dilate(image, around), cv2.erode(image, around)))
    busy = _in_windows(largest(spread[::SAMPLE_STEP, ::SAMPLE_STEP]) <= MAX_STILL_DIFF) < MIN_STILL_SHARE
    windows = sliding_window_view(small, (side, side), axis=(0, 1))[::step, ::step]
    pixels = windows[busy].reshape(-1, 3, side * side)
    middle = np.median(pixels[..., ::3], axis=-1, keepdims=True)
    least, most = np.ceil(middle - SAME_COLOUR_DIFF).clip(0), np.floor(middle + SAME_COLOUR_DIFF).clip(0, 255)
    alike = (pixels >= least.astype(np.uint8)) & (pixels <= most.astype(np.uint8))
    busy[busy] = alike.all(axis=1).mean(axis=-1) < MAX_FLAT_SHARE
    return busy


def _in_windows(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """The share of each window (two strides long and high) that a mask of every `SAMPLE_STEP`th pixel covers."""
    step = STRIDE // SAMPLE_STEP
    high, wide = (side // step for side in mask.shape)
    cells = mask[: high * step, : wide * step].reshape(high, step, wide * step).sum(axis=1, dtype=np.uint8)
    cells = cells.reshape(high, wide, step).sum(axis=2, dtype=np.int64)
    shares: npt.NDArray[np.float64] = (cells[1:, 1:] + cells[1:, :-1] + cells[:-1, 1:] + cells[:-1, :-1]) / (
        4 * step**2
    )
    return shares


def _split_at_gutters(image: Image, box: Rect) -> list[Rect]:
    """Split a box at its gutters: by columns, then by rows, then by columns again."""
    pieces = [box]
    for upright in (True, False, True):
        pieces = [part for piece in pieces for part in _split(image, piece, upright)]
    return pieces


def _split(image: Image, box: Rect, upright: bool) -> list[Rect]:
    height, width = image.shape[:2]
    left, top, right, bottom = box
    if upright:
        span = image[max(0, top - GUTTER_REACH_PX) : min(height, bottom + GUTTER_REACH_PX), left:right]
    else:
        span = image[top:bottom, max(0, left - GUTTER_REACH_PX) : min(width, right + GUTTER_REACH_PX)]
    along = 0 if upright else 1
    lightest, darkest = cv2.reduce(span, along, cv2.REDUCE_MAX), cv2.reduce(span, along, cv2.REDUCE_MIN)
    differs = largest(cv2.subtract(lightest, darkest).reshape(-1, 3)) > MAX_GUTTER_DIFF
    if upright:
        return [Rect(left + start, top, left + end, bottom) for start, end in runs(differs)]
    return [Rect(left, top + start, right, top + end) for start, end in runs(differs)]

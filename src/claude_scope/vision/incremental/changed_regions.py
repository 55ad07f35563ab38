"""Find the regions that changed between two pictures of a screen, so that only these are read again.

A modal dims the page behind it: every pixel becomes gain x pixel + offset. This mapping is fitted first, and pixels
that it explains count as unchanged. The rest is compared in tiles, with a tolerance for codec noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.foreground import largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.values import Image

TILE = 8
"""Side of a tile in pixels: smaller than a digit of a badge."""
TOLERANCE = 26
"""Largest difference (0..255, largest channel) of an unchanged pixel; still areas of a VP9 recording differ by less."""
STILL_TOLERANCE = 12
"""The tolerance of `is_still`, which does not allow a single pixel to exceed it."""
MIN_CHANGED_PIXELS = 3
"""Minimum number of different pixels in a changed tile."""
REGION_MARGIN_PX = 24
"""Margin in pixels around a change that is read with it, so that a line that became longer is read as a whole."""
MAX_CHANGED_SHARE = 0.75
"""If a larger share of the picture changed, reading all of it costs the same."""
GAINS = (0.15, 0.92)
"""Minimum and largest share of its brightness that a dimmed page keeps; undimming is the inverse."""
MIN_EXPLAINED_SHARE = 0.4
"""Minimum share of the changed pixels that a dimming must explain."""


class Dimming(NamedTuple):
    """A dimming of the page: each channel of the new picture is `gain` x the old one + `offset`."""

    gain: float
    offset: tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """The changed `tiles` as a mask of shape (rows, columns), and the `places` to read again."""

    tiles: npt.NDArray[np.bool_]
    places: tuple[Rect, ...]

    def touch(self, box: Rect) -> bool:
        """Whether anything inside the box changed."""
        rows = slice(box.top // TILE, (box.bottom - 1) // TILE + 1)
        return bool(self.tiles[rows, box.left // TILE : (box.right - 1) // TILE + 1].any())


def find_changes(before: Image, now: Image, lines: Sequence[Rect]) -> Changes | None:
    """Return the places of `now` to read again; each contains the `lines` of `before` that it touches.

    Return None if the whole picture has to be read, and no places if nothing changed.
    """
    if before.shape != now.shape:
        return None
    mask = _changed(before, now)
    if mask.any():
        dimming = _dimming(before, now)
        if dimming is not None:
            mask &= _changed(_dimmed(before, dimming), now)
    found = _with_lines(_boxes(mask, now.shape[1], now.shape[0]), lines)
    area = sum(box.width * box.height for box in found)
    return None if area > MAX_CHANGED_SHARE * now.shape[0] * now.shape[1] else Changes(mask, tuple(found))


def is_still(before: Image, now: Image, place: Rect) -> bool:
    """Whether a place is unchanged between two pictures except for codec noise."""
    old, new = place.of(before), place.of(now)
    return old.shape == new.shape and int(cv2.absdiff(old, new).max(initial=0)) <= STILL_TOLERANCE


def _changed(before: Image, now: Image) -> npt.NDArray[np.bool_]:
    """Mask of the tiles that differ, shape (rows, columns)."""
    red, green, blue = cv2.split(cv2.absdiff(before, now))
    far = np.asarray(cv2.max(cv2.max(red, green), blue)) > TOLERANCE
    height, width = far.shape
    padded = np.pad(far, ((0, -height % TILE), (0, -width % TILE))).astype(np.uint8)
    rows = padded.reshape(padded.shape[0] // TILE, TILE, padded.shape[1]).sum(axis=1, dtype=np.uint8)
    tiles = rows.reshape(rows.shape[0], padded.shape[1] // TILE, TILE).sum(axis=2)
    result: npt.NDArray[np.bool_] = tiles >= MIN_CHANGED_PIXELS
    return result


def _dimming(before: Image, now: Image) -> Dimming | None:
    """The dimming or undimming that explains enough of the change, fitted to a light and a dark colour that changed."""
    old, new = before[::5, ::5].reshape(-1, 3).astype(np.float32), now[::5, ::5].reshape(-1, 3).astype(np.float32)
    moved = largest(np.abs(old - new)) > TOLERANCE
    if moved.mean() < 0.25:
        return None
    old, new = old[moved], new[moved]
    light, dark = np.percentile(old.mean(axis=1), (90, 2), method="nearest")  # a brightness that a pixel has
    near_light, near_dark = np.abs(old.mean(axis=1) - light) < 10, np.abs(old.mean(axis=1) - dark) < 25
    pairs = [(np.median(old[near], axis=0), np.median(new[near], axis=0)) for near in (near_light, near_dark)]
    gain = _gain(pairs)
    if gain is None:
        return None
    offset = pairs[0][1] - gain * pairs[0][0]
    explained = float((largest(np.abs(gain * old + offset - new)) <= TOLERANCE).mean())
    return (
        Dimming(gain, (float(offset[0]), float(offset[1]), float(offset[2])))
        if explained >= MIN_EXPLAINED_SHARE
        else None
    )


def _gain(pairs: Sequence[tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]]) -> float | None:
    """The share of the brightness that remains; None if the change is not a dimming."""
    (old_light, new_light), (old_dark, new_dark) = pairs
    spread = float((old_light - old_dark).mean())
    low, high = GAINS
    if abs(spread) < 40:
        gain = float(new_light.mean()) / max(1.0, float(old_light.mean()))
    else:
        gain = float((new_light - new_dark).mean()) / spread
    return gain if low <= gain <= high or low <= 1 / max(gain, 1e-6) <= high else None


def _dimmed(image: Image, dimming: Dimming) -> Image:
    changed = image.astype(np.float32) * dimming.gain + np.array(dimming.offset, np.float32)
    result: Image = np.clip(np.round(changed), 0, 255).astype(np.uint8)
    return result


def _boxes(mask: npt.NDArray[np.bool_], width: int, height: int) -> list[Rect]:
    """Boxes around neighbouring changed tiles, with their margin; overlapping ones are merged."""
    if not mask.any():
        return []
    joined = cv2.dilate(mask.astype(np.uint8), np.ones((3, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [
        Rect(left * TILE, top * TILE, (left + wide) * TILE, (top + high) * TILE).grown(REGION_MARGIN_PX, width, height)
        for left, top, wide, high in (tuple(int(value) for value in stats[index, :4]) for index in range(1, count))
    ]
    return merge_overlapping(boxes)


def merge_overlapping(boxes: Sequence[Rect]) -> list[Rect]:
    """Merge boxes until no two overlap."""
    merged: list[Rect] = []
    for box in boxes:
        one = box
        while hit := next((other for other in merged if one.touches(other)), None):
            merged.remove(hit)
            one = one.union(hit)
        merged.append(one)
    return merged


def _with_lines(boxes: Sequence[Rect], lines: Sequence[Rect]) -> list[Rect]:
    """Grow boxes until each contains the lines that it touches."""
    grown = list(boxes)
    while True:
        wider = []
        for box in grown:
            one = box
            for line in lines:
                if one.touches(line):
                    one = one.union(line)
            wider.append(one)
        wider = merge_overlapping(wider)
        if wider == grown:
            return grown
        grown = wider

"""Find rectangles of one flat colour: fields, buttons, cards, bars, squares.

Colour steps (borders, edges of fills, glyphs) divide a screen into flat areas. Each area with four straight sides is a
surface; text and icons on it only leave holes in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.carets import merge_fields_at_carets
from claude_scope.vision.shapes.foreground import median
from claude_scope.vision.shapes.patterns import on_pattern
from claude_scope.vision.shapes.surface import Surface

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.values import Image
    from claude_scope.vision.shapes.patterns import Pattern

    Colour = npt.NDArray[np.float32]

COLOUR_STEPS = (5, 16, 40)
"""Differences of neighbouring pixels (0..255, largest channel) that end a flat area; each is tried. The first finds
pale borders: Bootstrap's field on a pale page differs by 7. The others ignore codec noise around text."""
CORNER_RUNS = ((7, 3), (20, 8))
"""Straight edges of the first length are extended by the second at both ends, since round corners are pale, and a codec
removes them first. There are two lengths since the strokes of small letters are as long as a checkbox's side."""
MIN_SURFACE_PX = 7
"""Smaller areas are the insides of letters."""
MIN_STRAIGHT_SHARE = 0.5
"""Minimum share of each long side of the box that the area must touch; the short sides of a pill touch little."""
TOUCH_PX = 3
"""Distance to the side of the box, in pixels, within which an area touches it."""


def colour_steps(image: Image) -> npt.NDArray[np.uint8]:
    """The difference of each pixel from its right and its lower neighbour, 0..255, shape (2, height, width)."""
    far = np.zeros((2, *image.shape[:2]), np.uint8)
    if min(image.shape[:2]) < 2:
        return far
    far[0, :, :-1] = _largest(cv2.absdiff(image[:, 1:], image[:, :-1]))
    far[1, :-1] = _largest(cv2.absdiff(image[1:], image[:-1]))
    return far


def _largest(difference: cv2.typing.MatLike) -> npt.NDArray[np.uint8]:
    red, green, blue = cv2.split(difference)
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)


def _edges(far: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Edges of flat areas on both sides of each step, with straight runs extended over the corners.

    Each pixel has one bit for each of `COLOUR_STEPS`, which says whether an area ends there.
    """
    across, down = (np.asarray(cv2.LUT(item, _bits()), np.uint8) for item in far)
    across, down = _extend_runs(across), _extend_runs(down.T).T
    edges: npt.NDArray[np.uint8] = across | down
    edges[:, 1:] |= across[:, :-1]
    edges[1:] |= down[:-1]
    return edges


def _bits() -> npt.NDArray[np.uint8]:
    """Which of `COLOUR_STEPS` each difference reaches, one bit for each, shape (256,)."""
    reached = np.arange(256)[:, None] >= np.array(COLOUR_STEPS)
    return np.packbits(reached, axis=1, bitorder="little")[:, 0]


def _extend_runs(bits: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Extend vertical runs of bits; a run that leaves the picture may be half as long there."""
    result: npt.NDArray[np.uint8] = bits.copy(order="K")
    for run, more in CORNER_RUNS:
        before, after = run // 2, run - 1 - run // 2
        long = _combine_runs(np.pad(bits, ((before, after), (0, 0)), constant_values=255), run, np.bitwise_and)
        longer = _combine_runs(np.pad(long, ((before + more, after + more), (0, 0))), run + 2 * more, np.bitwise_or)
        result |= longer
    return result


def _combine_runs(bits: npt.NDArray[np.uint8], count: int, join: np.ufunc) -> npt.NDArray[np.uint8]:
    """Combine each `count` consecutive rows, in few steps: two, four, eight at once."""
    done = 1
    while done < count:
        step = min(done, count - done)
        bits = np.asarray(join(bits[:-step], bits[step:]))
        done += step
    return bits


def surfaces(image: Image, far: npt.NDArray[np.uint8], patterns: Sequence[Pattern] = ()) -> list[Surface]:
    """Return the flat rectangles of an RGB picture, largest first, without patterns; `far` is from `colour_steps`."""
    edges = _edges(far)
    found = [
        surface
        for number in range(len(COLOUR_STEPS))
        for surface in _surfaces(image, edges & (1 << number) == 0, patterns)
    ]
    return _distinct(
        merge_fields_at_carets(
            image, _distinct(sorted(found, key=lambda element: -element.box.width * element.box.height))
        )
    )


def _surfaces(image: Image, flat: npt.NDArray[np.bool_], patterns: Sequence[Pattern]) -> list[Surface]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(flat.view(np.uint8), connectivity=4)
    stats = stats[:count]
    large = np.flatnonzero(
        (stats[:, 2] >= MIN_SURFACE_PX) & (stats[:, 3] >= MIN_SURFACE_PX) & (stats[:, 4] > MIN_SURFACE_PX**2 // 2)
    )
    large = large[~on_pattern(np.asarray(stats[large, :4], np.int32), patterns)]
    numbered = np.asarray(labels, np.int32)
    found = (_surface(image, numbered, int(index), stats[index]) for index in large if index)
    return [other for other in found if other is not None]


def _distinct(found: list[Surface]) -> list[Surface]:
    """Remove surfaces whose box is nearly that of an earlier one."""
    distinct: list[Surface] = []
    seen: set[tuple[int, ...]] = set()
    for element in found:
        keys = [tuple((side + shift) // 4 for side in element.box) for shift in (0, 2)]
        if not any((*key, index) in seen for index, key in enumerate(keys)):
            distinct.append(element)
            seen.update((*key, index) for index, key in enumerate(keys))
    return distinct


def _surface(image: Image, labels: npt.NDArray[np.int32], index: int, stat: npt.NDArray[np.int32]) -> Surface | None:
    left, top, width, height, area = (int(value) for value in stat)
    place = labels[top : top + height, left : left + width]
    reach = min(TOUCH_PX, max(1, min(width, height) // 4))
    sides = (
        _touched_share(place[:, :reach] == index),
        _touched_share(place.T[:, :reach] == index),
        _touched_share(place[:, -reach:] == index),
        _touched_share(place.T[:, -reach:] == index),
    )
    long_sides = sides[1::2] if width >= height else sides[0::2]
    if min(long_sides) < MIN_STRAIGHT_SHARE or min(sides) < MIN_STRAIGHT_SHARE / 3:
        return None
    stride = max(1, min(width, height) // 40)
    thin = image[top : top + height : stride, left : left + width : stride][place[::stride, ::stride] == index]
    fill = median(thin if len(thin) else image[top : top + height, left : left + width][place == index])
    return Surface(_with_edges(left, top, width, height, image.shape), fill, area, sides)


def _touched_share(side: npt.NDArray[np.bool_]) -> float:
    """The share of a side that an area touches; `side` has the pixels next to it, shape (length, pixels)."""
    return int(np.count_nonzero(side.any(axis=1))) / len(side)


def _with_edges(left: int, top: int, width: int, height: int, shape: tuple[int, ...]) -> Rect:
    """The box of a flat area, with the pixel of edge that `_edges` took from each side."""
    return Rect(max(0, left - 1), max(0, top - 1), min(shape[1], left + width + 1), min(shape[0], top + height + 1))

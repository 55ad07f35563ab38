"""Find small squares and circles, such as checkboxes and radio buttons; letters among them are removed later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.connected_components import components
from claude_scope.vision.shapes.foreground import largest
from claude_scope.vision.shapes.patterns import on_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.values import Image
    from claude_scope.vision.shapes.patterns import Pattern
    from claude_scope.vision.shapes.surface import Surface

MARK_SIDES_PX = (9, 48)
"""Smallest and largest side in pixels: browsers' default checkbox has 13, GOV.UK's 44."""
OUTLINE_STEPS = (8, 24, 60)
"""Minimum differences of neighbouring pixels that belong to an outline; each is tried. A pale outline after a codec
still has 10; the others separate a mark from codec noise between it and its label.
"""
EMPTY_SIDES_PX = (11, 26)
"""Smallest and largest side of an empty square that is found without its outline."""
MIN_ROUND_CORNER = 0.034
"""A shape is round if its corners leave on average more than this share of the surrounding square empty: a circle has
0.05, a well rounded square 0.013."""

MAX_CORNER_CONTRAST = 0.5
"""Largest contrast of a round mark's corners, as a share of its strongest contrast."""
MIN_SQUARE_FILL = 0.88
"""Minimum share of a square's box that is between the first and the last pixel of its rows: 0.79 for a circle, 0.95 for
a square with corners rounded by a quarter.
"""
CORE_RADIUS, INNER_RADIUS = 0.18, 0.4
"""Shares of a circle's diameter: the radius of a radio button's dot is 0.27, its ring begins at 0.42."""
MIN_FILL_DIFF = 40
"""Minimum difference (0..255) of a mark with its own fill to its surroundings; a field's fill differs by 4 to 22."""
MIN_DISC_SHARE = 0.85
"""Minimum share of a disc's inside that has the colour of its centre; a selected radio button has at most half."""
MIN_THICK_RING_SHARE = 0.55
"""Minimum share of a circle that a thick ring covers; an unselected radio button's ring covers 0.28 to 0.4."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A small square or circle; `marked` if it contains something or has its own fill.

    `disc` says that it is a round spot of one colour, such as a status, a bullet or the icon of a message.
    """

    box: Rect
    is_round: bool
    marked: bool
    disc: bool = False


def marks(image: Image, far: npt.NDArray[np.uint8], patterns: Sequence[Pattern] = ()) -> list[Mark]:
    """Return all closed, about square shapes except those of patterns; `far` is from `surfaces.colour_steps`."""
    beside = np.maximum(far[0], far[1])  # a step marks both of its pixels as edge
    beside[:, 1:] = np.maximum(beside[:, 1:], far[0, :, :-1])
    beside[1:] = np.maximum(beside[1:], far[1, :-1])
    found: list[Mark] = []
    for least in OUTLINE_STEPS:
        found += [
            new
            for new in _closed(image, beside >= least, patterns)
            if not any(_same(new.box, old.box) for old in found)
        ]
    return found


def squares(surfaces: Sequence[Surface], known: Sequence[Mark]) -> list[Mark]:
    """Return empty squares that were found only by their flat inside, because a codec broke their outline."""
    low, high = EMPTY_SIDES_PX
    return [
        Mark(surface.box, is_round=False, marked=False)
        for surface in surfaces
        if low <= surface.box.width <= high
        and abs(surface.box.width - surface.box.height) <= 2
        and min(surface.sides) >= 0.9
        and not any(mark.box.has(*surface.box.centre) for mark in known)
    ]


def _same(one: Rect, other: Rect) -> bool:
    return all(abs(a - b) <= 4 for a, b in zip(one, other, strict=True))


def _closed(image: Image, edges: npt.NDArray[np.bool_], patterns: Sequence[Pattern]) -> list[Mark]:
    labels, stats = components(edges)
    width, height = stats[:, 2], stats[:, 3]
    low, high = MARK_SIDES_PX
    fits = (np.minimum(width, height) >= low) & (np.maximum(width, height) <= high + 2)
    fits &= (np.abs(width - height) <= np.maximum(2, 0.15 * width)).astype(bool)
    places = np.flatnonzero(fits)
    places = places[~on_pattern(stats[places, :4], patterns)]
    found = (_mark(image, labels, int(index), stats[index]) for index in places if index)
    return [other for other in found if other is not None]


def _mark(image: Image, labels: npt.NDArray[np.int32], index: int, stat: npt.NDArray[np.int32]) -> Mark | None:
    left, top, width, height = (int(value) for value in stat[:4])
    shape = labels[top : top + height, left : left + width] == index
    profile = _outline(shape)
    if profile is None:
        return None
    box = Rect(left + 1, top + 1, left + width - 1, top + height - 1)
    if box.width < MARK_SIDES_PX[0] - 2:
        return None
    if profile > MIN_ROUND_CORNER and not _fills_its_corners(image, box):
        return Mark(box, True, *_filled(image, box))
    return Mark(box, False, _marked(image, box))


def _fills_its_corners(image: Image, box: Rect) -> bool:
    """Whether a shape is a square whose outline a codec has rounded."""
    above = image[max(0, box.top - 3) : box.top - 1, box.left : box.right].reshape(-1, 3)
    if not len(above):
        return False
    far = largest(np.abs(box.of(image).astype(np.float32) - np.median(above, axis=0)))
    mask = far > MAX_CORNER_CONTRAST * float(far.max())
    mask = mask[mask.any(axis=1)]
    mask = mask[:, mask.any(axis=0)]
    if not mask.size:
        return False
    first, last = mask.argmax(axis=1), mask[:, ::-1].argmax(axis=1)
    return bool((mask.shape[1] - first - last).sum() >= MIN_SQUARE_FILL * mask.size)


def _outline(shape: npt.NDArray[np.bool_]) -> float | None:
    """How empty the corners are; None if the shape is not closed around its centre, or its corners are unequal."""
    height, width = shape.shape
    reach = max(2, width // 5)
    middle = slice(height // 4, height - height // 4)
    between = slice(width // 4, width - width // 4)
    sides = (
        shape[middle, :reach].any(axis=1),
        shape[middle, -reach:].any(axis=1),
        shape[:reach, between].any(axis=0),
        shape[-reach:, between].any(axis=0),
    )
    if min(float(side.mean()) for side in sides) < 0.85:
        return None
    empty: list[float] = [_emptiness(corner) for corner in (shape, shape[:, ::-1], shape[::-1], shape[::-1, ::-1])]
    if max(empty) - min(empty) > 0.05 or max(empty) > 0.075:
        return None
    return sum(empty) / len(empty)


def _emptiness(corner: npt.NDArray[np.bool_]) -> float:
    """The empty share of the upper left corner, relative to the surrounding square."""
    reach = max(2, corner.shape[1] // 3)
    rows = corner[:reach, :reach]
    first = np.where(rows.any(axis=1), rows.argmax(axis=1), reach)
    return float(first.sum() / corner.shape[1] ** 2)


def _filled(image: Image, box: Rect) -> tuple[bool, bool]:
    """Whether a circle is filled at its centre or mostly, and whether it has one colour from edge to edge."""
    piece = box.of(image).astype(np.float32)
    above = image[max(0, box.top - 3) : box.top - 1, box.left : box.right].reshape(-1, 3)
    if not len(above):
        return False, False
    around = np.median(above, axis=0)
    y, x = np.mgrid[: box.height, : box.width].astype(np.float32)
    far = np.hypot((x + 0.5) / box.width - 0.5, (y + 0.5) / box.height - 0.5)
    middle = np.median(piece[far < CORE_RADIUS], axis=0)
    apart = float(np.abs(middle - around).max())
    filled = float((largest(np.abs(piece - around))[far < 0.5] > MIN_FILL_DIFF).mean())
    alike = float((largest(np.abs(piece - middle))[far < INNER_RADIUS] < MIN_FILL_DIFF).mean())
    return apart > MIN_FILL_DIFF or filled > MIN_THICK_RING_SHARE, apart > MIN_FILL_DIFF and alike > MIN_DISC_SHARE


def _marked(image: Image, box: Rect) -> bool:
    """Whether the inside of a square contains a glyph, or has a colour far from that of the surroundings."""
    inset = max(2, box.width // 5)
    inside = image[box.top + inset : box.bottom - inset, box.left + inset : box.right - inset].reshape(-1, 3)
    around = image[max(0, box.top - 3) : box.top - 1, box.left : box.right].reshape(-1, 3)
    if not len(inside) or not len(around):
        return False
    spread = inside.astype(np.int16).max(axis=0) - inside.min(axis=0)
    apart = np.abs(np.median(inside, axis=0) - np.median(around, axis=0))
    saturation = int(np.ptp(np.median(inside, axis=0)))
    return bool(spread.max() > 60 or (apart.max() > 40 and saturation > 40))

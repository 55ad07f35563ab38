"""Draws masks: opaque grey boxes with a hatch, so that people see that something was covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_scope.geometry import Rect
    from claude_scope.values import Image

GREY, STRIPE, EDGE = 122, 138, 92
"""Between the paper of light and of dark pages; the stripes are too faint to be read as letters."""
PERIOD, WIDE = 12, 4
"""Pixels from stripe to stripe, and of one."""


def draw_masks(image: Image, places: Iterable[Rect]) -> Image:
    """A copy of an RGB picture with the places covered by opaque masks."""
    copy = image.copy()
    for place in places:
        rows, columns = np.ogrid[place.top : place.bottom, place.left : place.right]
        mask = np.where((rows + columns) % PERIOD < WIDE, np.uint8(STRIPE), np.uint8(GREY))
        mask[[0, -1], :] = EDGE
        mask[:, [0, -1]] = EDGE
        copy[place.top : place.bottom, place.left : place.right] = mask[:, :, None]
    return copy


def merge_places(places: Iterable[Rect]) -> list[Rect]:
    """The places without nested ones; overlapping ones on one line are merged."""
    kept: list[Rect] = []
    for place in sorted(set(places), key=lambda one: (one.top, one.left)):
        at = next((n for n, other in enumerate(kept) if _can_merge(place, other)), None)
        if at is None:
            kept.append(place)
        else:
            kept[at] = kept[at].union(place)
    return kept if len(kept) == len(set(places)) else merge_places(kept)


def _can_merge(a: Rect, b: Rect) -> bool:
    """Whether one contains the other, or both overlap on one line, so that their union covers nothing else."""
    if not a.touches(b):
        return False
    union, shared = a.union(b), a.overlap(b).area
    return union.area <= a.area + b.area - shared + 0.1 * union.area


def clip_places(places: Sequence[Rect], width: int, height: int) -> list[Rect]:
    """The places clipped to a picture of this size; places outside are left out."""
    cut = [place.grown(0, width, height) for place in places]
    return [place for place in cut if place.width > 0 and place.height > 0]

"""Find text that the detector misses: counts in badges, numbers of steppers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.foreground import difference
from claude_scope.vision.shapes.small_shapes import steppers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image
    from claude_scope.vision.ocr.text_lines import TextLine
    from claude_scope.vision.scene.scene import Shapes

BADGE_HEIGHTS_PX = (12, 40)
"""Smallest and largest height, in pixels, of a badge or of a button with a page number."""


def missed_badges(image: Image, found: Shapes, lines: Sequence[TextLine]) -> list[Rect]:
    """The small filled boxes and circles that contain ink but no line: the detector misses single digits."""
    taken = [line.box for line in lines]
    places = [
        mark.box
        for mark in found.marks
        if mark.is_round
        and mark.marked
        and BADGE_HEIGHTS_PX[0] <= mark.box.height <= BADGE_HEIGHTS_PX[1]
        and _is_free(mark.box, taken)
    ]
    choices = [mark.box for mark in found.marks if not mark.is_round and mark.box.width < BADGE_HEIGHTS_PX[0] + 6]
    for surface in found.surfaces:
        box = surface.box
        low, high = BADGE_HEIGHTS_PX
        if not (low <= box.height <= high and 0.7 * box.height <= box.width <= 3 * box.height) or surface.solid > 0.97:
            continue
        if not _is_free(box, taken) or not _is_free(box, places) or any(box.has(*choice.centre) for choice in choices):
            continue
        piece = image[box.top + 3 : box.bottom - 3, box.left + 3 : box.right - 3]
        share = float((difference(piece, surface.fill) > 60).mean()) if piece.size else 0.0
        if 0.04 < share < 0.6:
            places.append(box)
    return places + _between(found, [*taken, *places])


def _between(found: Shapes, taken: Sequence[Rect]) -> list[Rect]:
    """The boxes of numbers between a minus and a plus, inside their own border if they have one."""
    places = []
    for minus, plus in steppers(found.boxed):
        box = Rect(minus.box.right + 2, minus.box.top + 3, plus.box.left - 2, minus.box.bottom - 3)
        inner = [
            surface.box
            for surface in found.surfaces
            if box.contains(surface.box, slack=6) and surface.box.has(*box.centre)
        ]
        if inner:
            left, top, right, bottom = min(inner, key=lambda other_box: other_box.width * other_box.height)
            box = Rect(left + 3, top + 3, right - 3, bottom - 3)
        if box.width >= 6 and box.height >= 10 and _is_free(box, taken):
            places.append(box)
    return places


def _is_free(box: Rect, taken: Sequence[Rect]) -> bool:
    return not any(_middle_in(box, other) or _middle_in(other, box) for other in taken)


def _middle_in(one: Rect, other: Rect) -> bool:
    x, y = (one.left + one.right) / 2, (one.top + one.bottom) / 2
    return other.left <= x <= other.right and other.top <= y <= other.bottom

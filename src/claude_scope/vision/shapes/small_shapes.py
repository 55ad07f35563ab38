"""Find icons in small boxes, and steppers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.icon_glyphs import MINUS, PLUS, Glyph, glyph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image
    from claude_scope.vision.shapes.checkbox_shapes import Mark
    from claude_scope.vision.shapes.surface import Surface

BOX_SIDES_PX = (20, 60)
"""Smallest and largest side, in pixels, of the box of an icon: small buttons have 24, large ones 48."""
MAX_BOX_ASPECT = 1.6
"""Largest ratio of the longer side of such a box to the shorter one."""
MAX_CENTRE_OFFSET = 0.12
"""Largest vertical offset of an icon in its box, as a share of the height: an icon on a line of text has 0.1."""
STEPPER_GAPS_PX = (14, 140)
"""Minimum and largest distance, in pixels, between the two buttons around a number."""
EQUAL_SIZE_PX = 6
"""Largest difference between the sides of two equal boxes: one may include its border."""


@dataclass(frozen=True, slots=True)
class BoxedIcon:
    """A small box with an icon in it."""

    box: Rect
    sign: Glyph


def boxed(image: Image, surfaces: Sequence[Surface], marks: Sequence[Mark]) -> list[BoxedIcon]:
    """Return the small boxes and circles of an RGB picture with an icon in the middle."""
    low, high = BOX_SIDES_PX
    places = [mark.box for mark in marks] + [surface.box for surface in surfaces if surface.solid < 0.985]
    found: list[BoxedIcon] = []
    for box in sorted(places, key=lambda place: -place.width * place.height):
        sides = sorted((box.width, box.height))
        if not (low <= sides[0] and sides[1] <= high and sides[1] <= MAX_BOX_ASPECT * sides[0]):
            continue
        if any(box.has(*other.box.centre) or other.box.has(*box.centre) for other in found):
            continue
        inset = max(3, sides[0] // 6)
        inside = Rect(box.left + inset, box.top + inset, box.right - inset, box.bottom - inset)
        sign = glyph(image, inside)
        if sign is not None and _in_the_middle(sign.box, box):
            found.append(BoxedIcon(box, sign))
    return found


def _in_the_middle(inner: Rect, outer: Rect) -> bool:
    (x, y), (across, down) = inner.centre, outer.centre
    fits = inner.width <= 0.75 * outer.width and inner.height <= 0.75 * outer.height
    return (
        fits
        and abs(x - across) <= max(3, 0.06 * outer.width)
        and abs(y - down) <= max(3, MAX_CENTRE_OFFSET * outer.height)
    )


def steppers(found: Sequence[BoxedIcon]) -> list[tuple[BoxedIcon, BoxedIcon]]:
    """Return pairs of a minus and a plus to its right, with room for a number between them.

    One icon may be unknown if the boxes have the same size: the pointer that has just clicked covers it.
    """
    low, high = STEPPER_GAPS_PX
    pairs = []
    for minus in found:
        right = [
            plus
            for plus in found
            if _is_pair(minus, plus)
            and abs(plus.box.centre[1] - minus.box.centre[1]) <= 4
            and low <= plus.box.left - minus.box.right <= high
        ]
        if right:
            pairs.append((minus, min(right, key=lambda element: element.box.left)))
    return pairs


def _is_pair(minus: BoxedIcon, plus: BoxedIcon) -> bool:
    signs = minus.sign.name, plus.sign.name
    if signs == (MINUS, PLUS):
        return True
    alike = max(abs(minus.box.width - plus.box.width), abs(minus.box.height - plus.box.height)) <= EQUAL_SIZE_PX
    return alike and signs in ((MINUS, ""), ("", PLUS))

"""The parts of a picture that hold elements, as a person sees them: landmarks, cards, rows, a field with its error.

A part that cannot be told for sure is none: a wrong landmark is worse than no landmark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import contains, intersection
from claude_scope.values import Region
from claude_scope.vision.scene.cards import cards, fields_with_errors
from claude_scope.vision.scene.landmarks import landmarks
from claude_scope.vision.scene.spatial_index import Held, rect_of
from claude_scope.vision.scene.table_rows import rows, stacked_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Element
    from claude_scope.vision.scene.scene import Scene

MIN_ELEMENTS = 2
"""A part with one element in it says nothing that the element does not."""


def regions(scene: Scene, elements: Sequence[Element]) -> tuple[Region, ...]:
    """The parts of a picture, the largest first."""
    held = Held(scene, elements)
    marks = landmarks(scene, held)
    sides = [rect_of(one.box) for one in marks if one.role == "complementary"]
    taken = [rect_of(one.box) for one in marks if one.role != "complementary"]
    items = stacked_rows(scene, held)
    on_surfaces = cards(scene, held, [*taken, *sides, *items])
    seats = [*sides, *(rect_of(one.box) for one in on_surfaces), *(held.boxes[one] for one in held.all("dialog"))]
    items += rows(scene, held, seats, [*taken, *items])
    found = [*marks, *on_surfaces, *(Region("row", box.box()) for box in items), *fields_with_errors(scene, held)]
    dialogs = [one.box for one in elements if one.type == "dialog"]
    told = [one for one in found if len(held.inside(rect_of(one.box))) >= MIN_ELEMENTS and _is_whole(one.box, dialogs)]
    return tuple(sorted(told, key=lambda one: -one.box.width * one.box.height))


def _is_whole(box: Box, dialogs: Sequence[Box]) -> bool:
    """Whether no dialog lies over a part of it."""
    return not any(intersection(box, one) and not contains(one, box) for one in dialogs)

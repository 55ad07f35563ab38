"""Find the regions of a page: landmarks, cards, rows, fields with their errors.

Uncertain regions are left out: a wrong landmark is worse than none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import contains, intersection
from claude_scope.values import Region
from claude_scope.vision.scene.cards import cards, fields_with_errors
from claude_scope.vision.scene.landmarks import landmarks
from claude_scope.vision.scene.spatial_index import SpatialIndex, to_rect
from claude_scope.vision.scene.table_rows import rows, stacked_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Element
    from claude_scope.vision.scene.scene import Scene

MIN_ELEMENTS = 2
"""A region with one element says no more than the element."""


def regions(scene: Scene, elements: Sequence[Element]) -> tuple[Region, ...]:
    """The regions of a picture, the largest first."""
    spatial = SpatialIndex(scene, elements)
    marks = landmarks(scene, spatial)
    sides = [to_rect(one.box) for one in marks if one.role == "complementary"]
    taken = [to_rect(one.box) for one in marks if one.role != "complementary"]
    items = stacked_rows(scene, spatial)
    on_surfaces = cards(scene, spatial, [*taken, *sides, *items])
    seats = [*sides, *(to_rect(one.box) for one in on_surfaces), *(spatial.boxes[one] for one in spatial.all("dialog"))]
    items += rows(scene, spatial, seats, [*taken, *items])
    found = [*marks, *on_surfaces, *(Region("row", box.box()) for box in items), *fields_with_errors(scene, spatial)]
    dialogs = [one.box for one in elements if one.type == "dialog"]
    reported = [
        one for one in found if len(spatial.inside(to_rect(one.box))) >= MIN_ELEMENTS and _is_whole(one.box, dialogs)
    ]
    return tuple(sorted(reported, key=lambda one: -one.box.width * one.box.height))


def _is_whole(box: Box, dialogs: Sequence[Box]) -> bool:
    """Whether no dialog covers a part of a region."""
    return not any(intersection(box, one) and not contains(one, box) for one in dialogs)

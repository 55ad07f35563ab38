"""Which fields are marked as invalid by a border or a fill that is red beside those of the other fields.

A codec washes the red out of a border of one pixel, so what is left of it is told only by what the others have.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.vision.colours import chroma, is_red
from claude_scope.vision.panel_parts import fill_of, outline_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.scene import Scene
    from claude_scope.vision.typed import Typed

LEAST = 18
"""Chroma (0..255) that a red border or fill has left after a codec; that of grey ones goes up to 8."""
MORE = 2.5
"""It is so many times the chroma of all the others."""


def with_invalid(scene: Scene, found: Sequence[Typed]) -> list[Typed]:
    """The same, with the fields that are red beside others marked as invalid."""
    fields = [one for one in found if one.type in ("input", "select") and set(one.state) <= {"focused"}]
    reds = {id(one): _redness(scene, one) for one in fields}
    strongest = max(reds.values(), default=0.0)
    calm = [red for red in reds.values() if MORE * red <= strongest]
    if strongest < LEAST or not calm:
        return list(found)
    return [replace(one, state=("invalid",)) if reds.get(id(one), 0.0) > MORE * max(calm) else one for one in found]


def _redness(scene: Scene, field: Typed) -> float:
    """Chroma of the border or the fill where that is red; of any colour where it is not the least."""
    fill = fill_of(scene, field.box)
    colours = [fill, outline_of(scene, field.box, fill)]
    return max((chroma(colour) for colour in colours if is_red(colour, LEAST)), default=0.0)

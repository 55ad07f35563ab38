"""Rules for tabs that are only text: a row of which exactly one has another edge below it than the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.colours import apart
from claude_scope.vision.ink import largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.vision.looks import Look
    from claude_scope.vision.scene import Scene

    Colour = npt.NDArray[np.float32]

FARTHEST_TAB = 5.0
"""Tabs follow each other at most this many font sizes apart."""
LONGEST = 24
"""Characters of a tab's label."""


def tabs_of(scene: Scene, free: Sequence[Look]) -> dict[int, bool]:
    """Lines that are tabs: a row of short texts of which exactly one has another edge below it than the rest."""
    found: dict[int, bool] = {}
    for look in free:
        if id(look) in found or len(look.text) > LONGEST:
            continue
        row = _side_by_side(scene, look, free)
        if len(row) < 2 or len(row) > 9:
            continue
        if not all(any(letter.isalpha() for letter in one.text) for one in row):
            continue
        edges = [edge_below(scene, one) for one in row]
        odd = [index for index, edge in enumerate(edges) if differs(edge, edges, index)]
        if len(odd) == 1:
            found.update({id(one): index == odd[0] for index, one in enumerate(row)})
    return found


def _side_by_side(scene: Scene, first: Look, free: Sequence[Look]) -> list[Look]:
    """Short lines that follow `first` in its row at small distances; empty when another one comes right before it."""
    row = [one for one in scene.row(first) if one in free and _neighbours(one, first)]
    start = row.index(first)
    if start and first.box.left - row[start - 1].box.right <= FARTHEST_TAB * first.size:
        return []
    group = [first]
    for one in row[start + 1 :]:
        if one.box.left - group[-1].box.right > FARTHEST_TAB * first.size:
            break
        group.append(one)
    return group


def _neighbours(one: Look, other: Look) -> bool:
    return len(one.text) <= LONGEST and abs(one.size - other.size) <= 0.25 * other.size


def edge_below(scene: Scene, look: Look) -> Colour:
    """The colour that differs most from the background on the rows just below the text, over its whole width."""
    box = look.box
    strip = scene.image[box.bottom + 3 : box.bottom + int(1.6 * look.size), box.left : box.right].astype(np.float32)
    if strip.size == 0:
        return look.behind
    rows = np.median(strip, axis=1)
    flat = largest(np.abs(strip - rows[:, None])).mean(axis=1) < 6
    far = largest(np.abs(rows - look.behind)) * flat
    colour: Colour = rows[int(far.argmax())].astype(np.float32)
    return colour


def differs(edge: Colour, edges: Sequence[Colour], index: int) -> bool:
    """Whether the edge below one text is another than those below the rest, which are alike."""
    others = [other for at, other in enumerate(edges) if at != index]
    same = all(apart(others[0], other) < 14 for other in others)
    return same and apart(edge, others[0]) >= 24

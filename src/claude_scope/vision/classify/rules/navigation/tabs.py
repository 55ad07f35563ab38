"""Recognise tabs: a row of short texts of which exactly one has a different edge below.

The selected tab stands over a coloured line, or in a box that is open below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.classify.rules.headings import names_a_field
from claude_scope.vision.shapes.colours import apart, chroma
from claude_scope.vision.shapes.foreground import largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.vision.classify.classified import Classified
    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle

    Colour = npt.NDArray[np.float32]

MAX_TAB_GAP = 7.0
"""Largest gap of tabs in font sizes; Material's, which fill their bar, may have 6.3."""
MIN_LINE_CHROMA = 60
"""Chroma (0..255) of the line under the selected one of two tabs; the line under both is grey."""
MIN_BORDER_CONTRAST = 14
"""Least difference (0..255) of a tab's border to its background: Bootstrap's has 24, Element's 26."""
MAX_LABEL_CHARS = 24
"""Most characters of a tab's label."""


def find_tabs(scene: Scene, free: Sequence[TextStyle], taken: Sequence[Classified]) -> dict[int, bool]:
    """The lines that are tabs, by id, and whether each is selected."""
    found: dict[int, bool] = {}
    are_free = {id(style) for style in free}
    for style in free:
        if id(style) in found or len(style.text) > MAX_LABEL_CHARS:
            continue
        row = _side_by_side(scene, style, are_free)
        if len(row) < 2 or len(row) > 9:
            continue
        if not all(any(letter.isalpha() for letter in one.text) for one in row):
            continue
        if any(names_a_field(one, taken) for one in row):
            continue
        chosen = selected_tab(scene, row)
        if chosen is not None:
            found.update({id(one): index == chosen for index, one in enumerate(row)})
    return found


def selected_tab(scene: Scene, row: Sequence[TextStyle]) -> int | None:
    """The index of the selected tab of a row; None if there is none."""
    edges = [edge_below(scene, one) for one in row]
    odd = [index for index, edge in enumerate(edges) if is_odd_edge(edge, edges, index)]
    if len(row) > 2 or not odd:
        return odd[0] if len(odd) == 1 else None
    coloured = [index for index, edge in enumerate(edges) if chroma(edge) >= MIN_LINE_CHROMA]
    if len(coloured) == 1 and apart(edges[coloured[0]], row[coloured[0]].behind) >= MIN_BORDER_CONTRAST:
        return coloured[0]
    opened = [index for index, one in enumerate(row) if is_open(scene, one, edges[index])]
    return (
        opened[0]
        if len(opened) == 1 and apart(edges[1 - opened[0]], row[1 - opened[0]].behind) >= MIN_BORDER_CONTRAST
        else None
    )


def is_open(scene: Scene, style: TextStyle, below: Colour) -> bool:
    """Whether a text has a line above it and none below: the box of a selected tab."""
    box = style.box
    strip = scene.image[max(0, box.top - int(1.6 * style.size)) : max(0, box.top - 3), box.left : box.right]
    return (
        apart(below, style.behind)
        < MIN_BORDER_CONTRAST
        <= apart(_edge(strip.astype(np.float32), style.behind), style.behind)
    )


def _side_by_side(scene: Scene, first: TextStyle, free: set[int]) -> list[TextStyle]:
    """Short lines that follow `first` in its row at small distances; empty if another one comes right before it."""
    row = [one for one in scene.row(first) if id(one) in free and _neighbours(one, first)]
    start = row.index(first)
    if start and first.box.left - row[start - 1].box.right <= MAX_TAB_GAP * first.size:
        return []
    group = [first]
    for one in row[start + 1 :]:
        if one.box.left - group[-1].box.right > MAX_TAB_GAP * first.size:
            break
        group.append(one)
    return group


def _neighbours(one: TextStyle, other: TextStyle) -> bool:
    return len(one.text) <= MAX_LABEL_CHARS and abs(one.size - other.size) <= 0.25 * other.size


def edge_below(scene: Scene, style: TextStyle) -> Colour:
    """The colour of the edge right below the text, as wide as the text."""
    box = style.box
    strip = scene.image[box.bottom + 3 : box.bottom + int(1.6 * style.size), box.left : box.right]
    return _edge(strip.astype(np.float32), style.behind)


def _edge(strip: npt.NDArray[np.float32], behind: Colour) -> Colour:
    """The colour of the row that differs most from the background and is uniform."""
    if strip.size == 0:
        return behind
    rows = np.median(strip, axis=1)
    flat = largest(np.abs(strip - rows[:, None])).mean(axis=1) < 6
    far = largest(np.abs(rows - behind)) * flat
    colour: Colour = rows[int(far.argmax())].astype(np.float32)
    return colour


def is_odd_edge(edge: Colour, edges: Sequence[Colour], index: int) -> bool:
    """Whether the edge below one text differs from those below the others, which are equal."""
    others = [other for at, other in enumerate(edges) if at != index]
    same = all(apart(others[0], other) < 14 for other in others)
    return same and apart(edge, others[0]) >= 24

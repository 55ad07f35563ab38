"""Mark the current entry of a navigation: on a surface, over a line, or bolder than the others."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.navigation.navigation import HEADER_HEIGHT
from claude_scope.vision.classify.rules.navigation.tabs import edge_below, is_odd_edge
from claude_scope.vision.shapes.colours import apart, chroma
from claude_scope.vision.shapes.foreground import largest, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.geometry import Rect
    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

    Colour = npt.NDArray[np.float32]

MIN_ODD_DIFF, MAX_SAME_FILL_DIFF = 10, 8
"""A fill stands out when it differs from all others by `MIN_ODD_DIFF` (0..255), and they by `MAX_SAME_FILL_DIFF` at
most."""
MAX_ENTRY_GAP = 6.0
"""Largest gap of entries in a row, in font sizes."""
MAX_CALM_DIFF = 90
"""Largest difference (0..255) of the surface of an entry to the header; a call-to-action button has more."""
MIN_BOLD_RATIO = 1.25
"""Least stroke width of a bold entry, per others."""
MIN_LINE_SHARE = 0.4
"""Least length of a part of an underline, per width of the text; no letter is as wide."""
MAX_SIDE_SHARE = 0.3
"""Largest left edge of a list at the side, and largest width of its entries, as shares of the picture's width."""
MIN_LISTED_LINKS = 4
"""Least number of entries of a list outside of a bar or sidebar."""
MAX_PITCH_VARIATION = 0.2
"""Largest variation of the distances of its entries, as a share."""
MAX_SURFACE_PX = 64
"""Largest height of the surface of an entry, in pixels."""


def find_odd_colour(colours: Sequence[Colour]) -> int | None:
    """The index of the only colour that differs from all others, which are equal; None if there is none."""
    if len(colours) < 2:
        return None
    for index, colour in enumerate(colours):
        others = [other for at, other in enumerate(colours) if at != index]
        alike = all(apart(others[0], other) <= MAX_SAME_FILL_DIFF for other in others)
        if alike and all(apart(colour, other) >= MIN_ODD_DIFF for other in others) and (len(others) > 1):
            return index
    return None


def mark_current_page(scene: Scene, found: Sequence[Classified]) -> list[Classified]:
    """Classify the entries of navigations as links, and mark the current one as selected."""
    return _in_lists(scene, _in_header(scene, list(found)))


# --- the header -------------------------------------------------------------------------------------------------------


def _in_header(scene: Scene, found: list[Classified]) -> list[Classified]:
    top = [
        one
        for one in found
        if one.type in ("link", "button") and len(one.styles) == 1 and one.box.centre[1] < HEADER_HEIGHT * scene.height
    ]
    result = found
    for row in (_remove_action_buttons(scene, row) for row in _rows(top)):
        links = [one for one in row if one.type == "link"]
        if len(row) < 2 or len(links) < len(row) - 1:
            continue
        current = _current(scene, row)
        if current is not None:
            style = current.styles[0]
            chosen = replace(current, type="link", box=style.line.box, state=("selected",), confidence=0.6)
            result = [chosen if one is current else one for one in result]
    return result


def _remove_action_buttons(scene: Scene, row: list[Classified]) -> list[Classified]:
    """Remove call-to-action buttons at the ends of a row; between links a strong fill marks the current one."""
    while row and row[-1].type == "button" and not _is_calm(scene, row[-1]):
        row = row[:-1]
    while row and row[0].type == "button" and not _is_calm(scene, row[0]):
        row = row[1:]
    return row


def _is_calm(scene: Scene, one: Classified) -> bool:
    around = scene.image[max(0, one.box.top - 4), one.box.left : one.box.right]
    return apart(one.styles[0].behind, np.median(around, axis=0)) <= MAX_CALM_DIFF


def _rows(things: Sequence[Classified]) -> list[list[Classified]]:
    rows: list[list[Classified]] = []
    for one in sorted(things, key=lambda thing: thing.styles[0].box.left):
        style = one.styles[0]
        row = next((row for row in rows if _is_next(row[-1].styles[0], style)), None)
        if row is None:
            rows.append([one])
        else:
            row.append(one)
    return rows


def _is_next(left: TextStyle, right: TextStyle) -> bool:
    level = abs(left.box.centre[1] - right.box.centre[1]) <= 0.4 * left.size
    alike = abs(left.size - right.size) <= 0.15 * left.size
    return level and alike and 0 < right.box.left - left.box.right <= MAX_ENTRY_GAP * left.size


def _current(scene: Scene, row: Sequence[Classified]) -> Classified | None:
    """The entry on a surface, otherwise over a line, otherwise, of three or more, the bold or the coloured one."""
    pills = [one for one in row if one.type == "button"]
    if pills:
        return pills[0] if len(row) >= 3 else None
    styles = [one.styles[0] for one in row]
    filled = find_odd_colour([style.behind for style in styles])
    if filled is not None and len(row) >= 3:
        return row[filled]
    edges = [edge_below(scene, style) for style in styles]
    over_line = [index for index, edge in enumerate(edges) if is_odd_edge(edge, edges, index)]
    if len(over_line) == 1:
        return row[over_line[0]]
    underlined = [one for one in row if one.styles[0].underlined]
    if len(underlined) == 1 and not any(_has_line(scene, one.styles[0]) for one in row if one is not underlined[0]):
        return underlined[0]
    entries = (
        row[1:] if styles[0].weight >= MIN_BOLD_RATIO * styles[-1].weight else row
    )  # a bold first entry is the brand
    if len(entries) < 3:
        return None
    weights = [one.styles[0].weight for one in entries]
    bold = [
        one
        for one, weight in zip(entries, weights, strict=True)
        if weight >= MIN_BOLD_RATIO * statistics.median(weights)
    ]
    if len(bold) == 1:
        return bold[0]
    odd = find_odd_colour([one.styles[0].ink for one in entries])
    return entries[odd] if odd is not None and chroma(entries[odd].styles[0].ink) >= 60 else None


def _has_line(scene: Scene, style: TextStyle) -> bool:
    """Whether the text is underlined, also where the line skips descenders, as below a "g"."""
    box = style.box
    rows = scene.image[box.top + int(0.6 * box.height) : box.bottom + 3, box.left : box.right].astype(np.float32)
    if rows.size == 0:
        return False
    is_ink = largest(np.abs(rows - style.behind)) >= apart(style.ink, style.behind) / 2
    longest = max((end - begin for row in is_ink for begin, end in runs(row)), default=0)
    return longest >= MIN_LINE_SHARE * box.width


# --- lists at the side ------------------------------------------------------------------------------------------------


def _in_lists(scene: Scene, found: list[Classified]) -> list[Classified]:
    """Columns of short texts at equal distances, of which one has its own surface."""
    owner = {id(style): one for one in found for style in one.styles}
    for column in _columns(scene):
        own = [_own_panel(scene, style) for style in column]
        fills = [style.behind for style in column]
        odd = find_odd_colour(fills)
        if odd is None or own[odd] is None:
            continue
        kinds = {owner[id(style)].type for style in column if id(style) in owner}
        if kinds - {"text", "link", "button", "input", "alert"}:
            continue
        drop = {id(owner[id(style)]) for style in column if id(style) in owner}
        links = [
            Classified("link", style.line.box, (style,), 0.6, ("selected",) if index == odd else ())
            for index, style in enumerate(column)
        ]
        rest = [
            Classified("text", style.line.box, (style,), style.line.confidence)
            for one in found
            if id(one) in drop
            for style in one.styles
            if not any(style is entry for entry in column)
        ]
        found = [one for one in found if id(one) not in drop] + links + rest
    return found


def _columns(scene: Scene) -> list[list[TextStyle]]:
    """Texts below each other at the side of the picture, with one left edge, size and distance."""
    short = [
        style for style in scene.styles if len(style.text) <= 28 and style.box.left <= MAX_SIDE_SHARE * scene.width
    ]
    columns: list[list[TextStyle]] = []
    for style in sorted(short, key=lambda one: one.box.top):
        column = next((one for one in columns if _continues(one, style)), None)
        if column is None:
            columns.append([style])
        else:
            column.append(style)
    return [column for column in columns if len(column) >= MIN_LISTED_LINKS]


def _continues(column: Sequence[TextStyle], style: TextStyle) -> bool:
    last = column[-1]
    if abs(last.box.left - style.box.left) > 4 or abs(last.size - style.size) > 0.15 * style.size:
        return False
    step = style.box.centre[1] - last.box.centre[1]
    if len(column) == 1:
        return 1.4 * style.size <= step <= 4 * style.size
    steps = [after.box.centre[1] - before.box.centre[1] for before, after in itertools.pairwise(column)]
    return abs(step - statistics.median(steps)) <= MAX_PITCH_VARIATION * step + 1


def _own_panel(scene: Scene, style: TextStyle) -> Panel | None:
    panel = scene.panel(style)
    if panel is None or panel.box.height > MAX_SURFACE_PX or _wide(panel.box, scene):
        return None
    return panel if all(abs(one.box.centre[1] - style.box.centre[1]) < style.size for one in panel.styles) else None


def _wide(box: Rect, scene: Scene) -> bool:
    return box.width > MAX_SIDE_SHARE * scene.width

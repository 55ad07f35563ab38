"""Which entry of a navigation is the current one: the one on a surface, over a line, or bolder than the others."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.classify.classified import Typed
from claude_scope.vision.classify.rules.button_groups import odd_one
from claude_scope.vision.classify.rules.navigation.navigation import HEADER_HEIGHT
from claude_scope.vision.classify.rules.navigation.tabs import differs, edge_below
from claude_scope.vision.shapes.colours import apart, chroma
from claude_scope.vision.shapes.foreground import largest, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.geometry import Rect
    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import Look

MAX_ENTRY_GAP = 6.0
"""Entries of a header follow each other at most so many font sizes apart."""
MAX_CALM_DIFF = 90
"""A surface under an entry differs from the header by at most this (0..255), a button that asks for a click by more."""
MIN_BOLD_RATIO = 1.25
"""The strokes of a bold entry are at least so much wider than the others'."""
MIN_LINE_SHARE = 0.4
"""Of the words' width a piece so long is part of a line under them; no letter is as wide."""
MAX_SIDE_SHARE = 0.3
"""A list of entries at the side begins within this share of the picture's width, and each is no wider than this."""
MIN_LISTED_LINKS = 4
"""Entries of such a list."""
MAX_PITCH_VARIATION = 0.2
"""Their distances differ by at most this share."""
MAX_SURFACE_PX = 64
"""Of the surface under one, in pixels."""


def with_current(scene: Scene, found: Sequence[Typed]) -> list[Typed]:
    """The same elements, with the entries of navigations as links, the current one marked as selected."""
    return _in_lists(scene, _in_header(scene, list(found)))


# --- the header -------------------------------------------------------------------------------------------------------


def _in_header(scene: Scene, found: list[Typed]) -> list[Typed]:
    top = [
        one
        for one in found
        if one.type in ("link", "button") and len(one.looks) == 1 and one.box.centre[1] < HEADER_HEIGHT * scene.height
    ]
    result = found
    for row in (_without_calls(scene, row) for row in _rows(top)):
        links = [one for one in row if one.type == "link"]
        if len(row) < 2 or len(links) < len(row) - 1:
            continue
        current = _current(scene, row)
        if current is not None:
            look = current.looks[0]
            chosen = replace(current, type="link", box=look.line.box, state=("selected",), confidence=0.6)
            result = [chosen if one is current else one for one in result]
    return result


def _without_calls(scene: Scene, row: list[Typed]) -> list[Typed]:
    """A row without the buttons at its ends that ask for a click; between links a strong fill says where one is."""
    while row and row[-1].type == "button" and not _is_calm(scene, row[-1]):
        row = row[:-1]
    while row and row[0].type == "button" and not _is_calm(scene, row[0]):
        row = row[1:]
    return row


def _is_calm(scene: Scene, one: Typed) -> bool:
    around = scene.image[max(0, one.box.top - 4), one.box.left : one.box.right]
    return apart(one.looks[0].behind, np.median(around, axis=0)) <= MAX_CALM_DIFF


def _rows(things: Sequence[Typed]) -> list[list[Typed]]:
    rows: list[list[Typed]] = []
    for one in sorted(things, key=lambda thing: thing.looks[0].box.left):
        look = one.looks[0]
        row = next((row for row in rows if _is_next(row[-1].looks[0], look)), None)
        if row is None:
            rows.append([one])
        else:
            row.append(one)
    return rows


def _is_next(left: Look, right: Look) -> bool:
    level = abs(left.box.centre[1] - right.box.centre[1]) <= 0.4 * left.size
    alike = abs(left.size - right.size) <= 0.15 * left.size
    return level and alike and 0 < right.box.left - left.box.right <= MAX_ENTRY_GAP * left.size


def _current(scene: Scene, row: Sequence[Typed]) -> Typed | None:
    """The one on a surface, else the one over a line, else, of three and more, the bold one or the one in a colour."""
    pills = [one for one in row if one.type == "button"]
    if pills:
        return pills[0] if len(row) >= 3 else None
    looks = [one.looks[0] for one in row]
    filled = odd_one([look.behind for look in looks])
    if filled is not None and len(row) >= 3:
        return row[filled]
    edges = [edge_below(scene, look) for look in looks]
    over_line = [index for index, edge in enumerate(edges) if differs(edge, edges, index)]
    if len(over_line) == 1:
        return row[over_line[0]]
    underlined = [one for one in row if one.looks[0].underlined]
    if len(underlined) == 1 and not any(_has_line(scene, one.looks[0]) for one in row if one is not underlined[0]):
        return underlined[0]
    entries = (
        row[1:] if looks[0].weight >= MIN_BOLD_RATIO * looks[-1].weight else row
    )  # a bold first one is the page's name
    if len(entries) < 3:
        return None
    weights = [one.looks[0].weight for one in entries]
    bold = [
        one
        for one, weight in zip(entries, weights, strict=True)
        if weight >= MIN_BOLD_RATIO * statistics.median(weights)
    ]
    if len(bold) == 1:
        return bold[0]
    odd = odd_one([one.looks[0].ink for one in entries])
    return entries[odd] if odd is not None and chroma(entries[odd].looks[0].ink) >= 60 else None


def _has_line(scene: Scene, look: Look) -> bool:
    """Whether a line runs under the words, also where it leaves out the letters that reach below it, as a "g" does."""
    box = look.box
    rows = scene.image[box.top + int(0.6 * box.height) : box.bottom + 3, box.left : box.right].astype(np.float32)
    if rows.size == 0:
        return False
    is_ink = largest(np.abs(rows - look.behind)) >= apart(look.ink, look.behind) / 2
    longest = max((end - begin for row in is_ink for begin, end in runs(row)), default=0)
    return longest >= MIN_LINE_SHARE * box.width


# --- lists at the side ------------------------------------------------------------------------------------------------


def _in_lists(scene: Scene, found: list[Typed]) -> list[Typed]:
    """Columns of short texts at equal distances, of which one has a surface of its own."""
    owner = {id(look): one for one in found for look in one.looks}
    for column in _columns(scene):
        own = [_own_panel(scene, look) for look in column]
        fills = [look.behind for look in column]
        odd = odd_one(fills)
        if odd is None or own[odd] is None:
            continue
        kinds = {owner[id(look)].type for look in column if id(look) in owner}
        if kinds - {"text", "link", "button", "input", "alert"}:
            continue
        drop = {id(owner[id(look)]) for look in column if id(look) in owner}
        links = [
            Typed("link", look.line.box, (look,), 0.6, ("selected",) if index == odd else ())
            for index, look in enumerate(column)
        ]
        rest = [
            Typed("text", look.line.box, (look,), look.line.confidence)
            for one in found
            if id(one) in drop
            for look in one.looks
            if not any(look is entry for entry in column)
        ]
        found = [one for one in found if id(one) not in drop] + links + rest
    return found


def _columns(scene: Scene) -> list[list[Look]]:
    """Texts below each other with one left edge, one size and one distance, at the side of the picture."""
    short = [look for look in scene.looks if len(look.text) <= 28 and look.box.left <= MAX_SIDE_SHARE * scene.width]
    columns: list[list[Look]] = []
    for look in sorted(short, key=lambda one: one.box.top):
        column = next((one for one in columns if _continues(one, look)), None)
        if column is None:
            columns.append([look])
        else:
            column.append(look)
    return [column for column in columns if len(column) >= MIN_LISTED_LINKS]


def _continues(column: Sequence[Look], look: Look) -> bool:
    last = column[-1]
    if abs(last.box.left - look.box.left) > 4 or abs(last.size - look.size) > 0.15 * look.size:
        return False
    step = look.box.centre[1] - last.box.centre[1]
    if len(column) == 1:
        return 1.4 * look.size <= step <= 4 * look.size
    steps = [after.box.centre[1] - before.box.centre[1] for before, after in itertools.pairwise(column)]
    return abs(step - statistics.median(steps)) <= MAX_PITCH_VARIATION * step + 1


def _own_panel(scene: Scene, look: Look) -> Panel | None:
    panel = scene.panel(look)
    if panel is None or panel.box.height > MAX_SURFACE_PX or _wide(panel.box, scene):
        return None
    return panel if all(abs(one.box.centre[1] - look.box.centre[1]) < look.size for one in panel.looks) else None


def _wide(box: Rect, scene: Scene) -> bool:
    return box.width > MAX_SIDE_SHARE * scene.width

"""What several like things in a row mean: tabs in a track, buttons side by side, the numbers of pages.

Which one of them is selected shows only beside the others: it is the one that is filled differently.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.rect import Rect
from claude_scope.vision.colours import apart
from claude_scope.vision.panel_parts import all_looks
from claude_scope.vision.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from claude_scope.vision.looks import Look
    from claude_scope.vision.scene import Panel, Scene

    Colour = npt.NDArray[np.float32]

TRACK = (24, 60)
"""Least and largest height, in pixels, of a bar that holds tabs."""
ODD, SAME = 10, 8
"""A fill that differs from all others by `ODD` (0..255) is another one; theirs differ by at most `SAME`."""
TOUCHING = 4
"""Buttons at most so many pixels apart are one group."""
NUMBERS_APART = 64
"""Middles of neighbouring page numbers are at most so many pixels apart."""
CHIPS, CHIPS_APART = 4, 16
"""So many equal buttons at most so many pixels apart are a choice; with fewer the filled one is the one to press."""


def grouped(scene: Scene, found: Sequence[Typed]) -> list[Typed]:
    """The same elements, with those that are one of a group typed and marked accordingly."""
    result = list(found)
    for panel in scene.panels:
        result = _in_track(scene, panel, result)
    result = _pages(scene, result)
    return _side_by_side(result)


def odd_one(colours: Sequence[Colour]) -> int | None:
    """The index of the only colour that differs from all the others, which are alike; None if there is none."""
    if len(colours) < 2:
        return None
    for index, colour in enumerate(colours):
        others = [other for at, other in enumerate(colours) if at != index]
        alike = all(apart(others[0], other) <= SAME for other in others)
        if alike and all(apart(colour, other) >= ODD for other in others) and (len(others) > 1):
            return index
    return None


# --- tabs in a track --------------------------------------------------------------------------------------------------


def _in_track(scene: Scene, track: Panel, found: list[Typed]) -> list[Typed]:
    """Short texts in one bar, of which one has a surface of its own."""
    low, high = TRACK
    looks = sorted(all_looks(track), key=lambda look: look.box.left)
    if not low <= track.box.height <= high or len(looks) < 2 or not _is_row(looks):
        return found
    margins = looks[0].box.left - track.box.left, track.box.right - looks[-1].box.right
    if max(margins) > 2.6 * looks[0].size or track.box.width > 0.8 * scene.width:
        return found
    own = [_own_panel(scene, look, track) for look in looks]
    chosen = [index for index, panel in enumerate(own) if panel is not None]
    if len(chosen) != 1:
        return found
    seat = own[chosen[0]]
    assert seat is not None
    boxes = [_seat(track.box, seat.box, looks[chosen[0]].box, look.box) for look in looks]
    tabs = [
        Typed("tab", box, (look,), 0.6, ("selected",) if index == chosen[0] else ())
        for index, (look, box) in enumerate(zip(looks, boxes, strict=True))
    ]
    taken = {id(look) for look in looks}
    kept = [one for one in found if not any(id(look) in taken for look in one.looks) and one.box != track.box]
    return [*kept, *tabs]


def _is_row(looks: Sequence[Look]) -> bool:
    """Whether they are short, have letters, one size, and stand beside each other."""
    first = looks[0]
    return all(
        len(look.text) <= 24
        and any(letter.isalpha() for letter in look.text)
        and abs(look.box.centre[1] - first.box.centre[1]) <= 0.35 * first.size
        and abs(look.size - first.size) <= 0.25 * first.size
        for look in looks
    ) and all(after.box.left > before.box.right for before, after in itertools.pairwise(looks))


def _own_panel(scene: Scene, look: Look, track: Panel) -> Panel | None:
    """The surface under one text alone, on the track, that is filled differently."""
    panel = scene.panel(look)
    if panel is None or panel is track or not track.box.contains(panel.box):
        return None
    high = panel.box.height >= 0.6 * track.box.height
    return panel if high and apart(panel.surface.fill, track.surface.fill) >= ODD - 4 else None


def _seat(track: Rect, seat: Rect, chosen: Rect, other: Rect) -> Rect:
    """The place of one tab: around its text as the selected one's surface is around its own."""
    left, right = chosen.left - seat.left, seat.right - chosen.right
    return Rect(max(track.left, other.left - left), seat.top, min(track.right, other.right + right), seat.bottom)


# --- page numbers -----------------------------------------------------------------------------------------------------


def _pages(scene: Scene, found: list[Typed]) -> list[Typed]:
    """Numbers in a row of which one is filled differently: buttons, as large as the one that has an edge."""
    numbers = [
        one for one in found if len(one.looks) == 1 and one.looks[0].text.isdigit() and len(one.looks[0].text) < 4
    ]
    result = list(found)
    for row in _rows(numbers, NUMBERS_APART):
        if len(row) < 3:
            continue
        odd = odd_one([one.looks[0].behind for one in row])
        if odd is None:
            continue
        panel = scene.panel(row[odd].looks[0])
        size = row[odd].box if panel is None or panel.box.width > 64 else panel.box
        for index, one in enumerate(row):
            result.remove(one)
            state = ("selected",) if index == odd else ()
            box = one.box if one.type == "button" else _around(one.looks[0].box, size)
            result.append(Typed("button", box, one.looks, 0.7, state))  # type: ignore[arg-type]
    return result


def _around(text: Rect, size: Rect) -> Rect:
    x, y = text.centre
    left, top = round(x - size.width / 2), round(y - size.height / 2)
    return Rect(max(0, left), max(0, top), left + size.width, top + size.height)


def _rows(things: Sequence[Typed], farthest: int) -> list[list[Typed]]:
    """Those that follow each other in one row, middles at most `farthest` apart."""
    rows: list[list[Typed]] = []
    for one in sorted(things, key=lambda thing: thing.looks[0].box.centre):
        x, y = one.looks[0].box.centre
        row = next(
            (
                row
                for row in rows
                if abs(row[-1].looks[0].box.centre[1] - y) <= 4 and x - row[-1].looks[0].box.centre[0] <= farthest
            ),
            None,
        )
        if row is None:
            rows.append([one])
        else:
            row.append(one)
    return rows


# --- buttons side by side ---------------------------------------------------------------------------------------------


def _side_by_side(found: list[Typed]) -> list[Typed]:
    """Buttons that touch, or at least `CHIPS` close to each other, of which one is filled differently: a choice."""
    buttons = [one for one in found if one.type == "button" and len(one.looks) == 1 and not one.state]
    chosen: set[int] = set()
    for limit, least in ((TOUCHING, 2), (CHIPS_APART, CHIPS)):
        for row in _chains(buttons, limit):
            if len(row) < max(3, least):
                continue
            odd = odd_one([one.looks[0].behind for one in row])
            if odd is not None and not any(id(one) in chosen for one in row):
                chosen.add(id(row[odd]))
    return [replace(one, state=("selected",)) if id(one) in chosen else one for one in found]


def _chains(buttons: Sequence[Typed], limit: int) -> list[list[Typed]]:
    chains: list[list[Typed]] = []
    for one in sorted(buttons, key=lambda button: button.box.left):
        chain = next((chain for chain in chains if _follows(chain[-1].box, one.box, limit)), None)
        if chain is None:
            chains.append([one])
        else:
            chain.append(one)
    return chains


def _follows(left: Rect, right: Rect, limit: int) -> bool:
    level = abs(left.top - right.top) <= 3 and abs(left.bottom - right.bottom) <= 3
    return level and -TOUCHING <= right.left - left.right <= limit

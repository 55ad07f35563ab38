"""Classify groups of equal elements: tabs in a track, adjacent buttons, page numbers.

The selected one is known only by comparison: it is the one with a different fill.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.navigation.card_tabs import MAX_SAME_FILL_DIFF, TOUCHING_PX, classify_card_tabs
from claude_scope.vision.scene.panel_features import all_styles
from claude_scope.vision.shapes.colours import apart
from claude_scope.vision.shapes.icon_glyphs import LEFT, RIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

    Colour = npt.NDArray[np.float32]

TRACK_HEIGHTS_PX = (24, 60)
"""Least and largest height, in pixels, of a bar that holds tabs."""
MAX_TRACK_INSET_PX = 8
"""Largest distance of the selected tab to the bar's upper and lower edge, in pixels."""
MIN_ODD_DIFF = 10
"""A fill stands out when it differs from all others by this (0..255), and they by `MAX_SAME_FILL_DIFF` at most."""
MAX_NUMBER_PITCH_PX = 64
"""Largest distance of neighbouring page numbers, from centre to centre, in pixels."""
STEP_LETTERS = frozenset("<>‹›«»")
"""What OCR reads for the arrows beside page numbers."""
MIN_CHIPS, MAX_CHIP_GAP_PX = 4, 16
"""This many equal buttons, at most `MAX_CHIP_GAP_PX` apart, are a choice; with fewer the filled one is the primary
button."""


def classify_groups(scene: Scene, found: Sequence[Classified]) -> list[Classified]:
    """Classify the members of groups, and mark the selected ones."""
    result = classify_card_tabs(scene, _in_tracks(scene, list(found)))
    result = _page_numbers(scene, result)
    return _side_by_side(result)


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


# --- tabs in a track --------------------------------------------------------------------------------------------------


def _in_tracks(scene: Scene, found: list[Classified]) -> list[Classified]:
    """Tabs: short texts in one bar, of which one has a surface a little lower than the bar."""
    for selected in scene.panels:
        low, high = TRACK_HEIGHTS_PX
        if len(selected.styles) != 1 or selected.inner or not low - 8 <= selected.box.height <= high:
            continue
        parts = [part for part in scene.panels if part is not selected and _is_track_of(part, selected)]
        styles = {id(style): style for part in parts for style in all_styles(part)}
        styles[id(selected.styles[0])] = selected.styles[0]
        row = sorted(styles.values(), key=lambda style: style.box.left)
        if len(row) >= 2 and _is_row(row):
            found = _replace_by_tabs(found, selected, parts, row)
    return found


def _is_track_of(part: Panel, selected: Panel) -> bool:
    """Whether a surface is the bar under the selected tab, or the part of it at one side."""
    box, inner = part.box, selected.box
    above, below = inner.top - box.top, box.bottom - inner.bottom
    if not (
        2 <= above <= MAX_TRACK_INSET_PX
        and 2 <= below <= MAX_TRACK_INSET_PX
        and apart(part.surface.fill, selected.surface.fill) >= MIN_ODD_DIFF - 4
    ):
        return False
    beside = min(abs(box.right - inner.left), abs(inner.right - box.left)) <= TOUCHING_PX + 2
    return (beside or box.contains(inner)) and box.width <= 12 * box.height * 2


def _replace_by_tabs(
    found: list[Classified], selected: Panel, parts: Sequence[Panel], row: Sequence[TextStyle]
) -> list[Classified]:
    chosen = selected.styles[0]
    left, right = chosen.box.left - selected.box.left, selected.box.right - chosen.box.right
    tabs = [
        Classified(
            "tab",
            Rect(max(0, style.box.left - left), selected.box.top, style.box.right + right, selected.box.bottom),
            (style,),
            0.6,
            ("selected",) if style is chosen else (),
        )
        for style in row
    ]
    taken = {id(style) for style in row}
    places = [part.box for part in parts]
    return [
        *(one for one in found if not any(id(style) in taken for style in one.styles) and one.box not in places),
        *tabs,
    ]


def _is_row(styles: Sequence[TextStyle]) -> bool:
    """Whether the texts are short, have letters and one font size, and are close together."""
    first = styles[0]
    alike = all(
        len(style.text) <= 24
        and any(letter.isalpha() for letter in style.text)
        and abs(style.box.centre[1] - first.box.centre[1]) <= 0.35 * first.size
        and abs(style.size - first.size) <= 0.25 * first.size
        for style in styles
    )
    return alike and all(
        0 < after.box.left - before.box.right <= 5 * first.size for before, after in itertools.pairwise(styles)
    )


# --- page numbers -----------------------------------------------------------------------------------------------------


def _page_numbers(scene: Scene, found: list[Classified]) -> list[Classified]:
    """Page numbers: a row of which one is filled differently; all get the size of the one with an edge."""
    numbers = [
        one for one in found if len(one.styles) == 1 and one.styles[0].text.isdigit() and len(one.styles[0].text) < 4
    ]
    result = list(found)
    for row in _rows(numbers, MAX_NUMBER_PITCH_PX):
        odd = _filled(scene, row)
        if odd is None:
            continue
        panel = scene.panel(row[odd].styles[0])
        size = row[odd].box if panel is None or panel.box.width > 64 else panel.box
        for index, one in enumerate(row):
            result.remove(one)
            state = ("selected",) if index == odd else ()
            box = one.box if one.type == "button" else _around(one.styles[0].box, size)
            result.append(Classified("button", box, one.styles, 0.7, state))  # type: ignore[arg-type]
        result = _add_steps(scene, result, row, size)
    return result


def _filled(scene: Scene, row: Sequence[Classified]) -> int | None:
    """The index of the number with a different fill; of two consecutive ones, the one unlike the page."""
    fills = [one.styles[0].behind for one in row]
    if len(row) != 2:
        return find_odd_colour(fills)
    first, second = (int(one.styles[0].text) for one in row)
    apart_from_page = [apart(fill, scene.page) for fill in fills]
    if second != first + 1 or max(apart_from_page) < 60 or min(apart_from_page) > 30:
        return None
    return apart_from_page.index(max(apart_from_page))


def _add_steps(scene: Scene, found: list[Classified], row: Sequence[Classified], size: Rect) -> list[Classified]:
    """Add the arrows before and after the numbers, which have no border."""
    first, last = row[0].styles[0].box, row[-1].styles[0].box
    y = first.centre[1]
    signs = [blob for blob in scene.blobs if blob.height <= size.height] + [
        style.box for style in scene.styles if style.text in STEP_LETTERS
    ]
    for sign in signs:
        near = 0 < first.left - sign.right <= MAX_NUMBER_PITCH_PX or 0 < sign.left - last.right <= MAX_NUMBER_PITCH_PX
        if (
            not near
            or abs(sign.centre[1] - y) > 6
            or any(one.type == "button" and one.box.has(*sign.centre) for one in found)
        ):
            continue
        styles = tuple(style for style in scene.styles if style.box == sign)
        found = [one for one in found if one.styles != styles or not styles]
        label = LEFT if sign.left < first.left else RIGHT
        found.append(Classified("button", _around(sign, size), styles, 0.5, (), label))
    return found


def _around(text: Rect, size: Rect) -> Rect:
    x, y = text.centre
    left, top = round(x - size.width / 2), round(y - size.height / 2)
    return Rect(max(0, left), max(0, top), left + size.width, top + size.height)


def _rows(things: Sequence[Classified], farthest: int) -> list[list[Classified]]:
    """Elements that follow each other in one row, centres at most `farthest` apart."""
    rows: list[list[Classified]] = []
    for one in sorted(things, key=lambda thing: thing.styles[0].box.centre):
        x, y = one.styles[0].box.centre
        row = next(
            (
                row
                for row in rows
                if abs(row[-1].styles[0].box.centre[1] - y) <= 4 and x - row[-1].styles[0].box.centre[0] <= farthest
            ),
            None,
        )
        if row is None:
            rows.append([one])
        else:
            row.append(one)
    return rows


# --- buttons side by side ---------------------------------------------------------------------------------------------


def _side_by_side(found: list[Classified]) -> list[Classified]:
    """Mark the selected one of buttons that touch, or of at least `MIN_CHIPS` close ones.

    A disabled one may stand among them; it has its own fill and is never selected.
    """
    buttons = [
        one for one in found if one.type == "button" and len(one.styles) == 1 and one.state in ((), ("disabled",))
    ]
    chosen: set[int] = set()
    for limit, least in ((TOUCHING_PX, 2), (MAX_CHIP_GAP_PX, MIN_CHIPS)):
        for chain in _chains(buttons, limit):
            row = [one for one in chain if not one.state]
            if len(row) < max(3, least):
                continue
            odd = find_odd_colour([one.styles[0].behind for one in row])
            if odd is not None and not any(id(one) in chosen for one in row):
                chosen.add(id(row[odd]))
    return [replace(one, state=("selected",)) if id(one) in chosen else one for one in found]


def _chains(buttons: Sequence[Classified], limit: int) -> list[list[Classified]]:
    chains: list[list[Classified]] = []
    for one in sorted(buttons, key=lambda button: button.box.left):
        chain = next((chain for chain in chains if _follows(chain[-1].box, one.box, limit)), None)
        if chain is None:
            chains.append([one])
        else:
            chain.append(one)
    return chains


def _follows(left: Rect, right: Rect, limit: int) -> bool:
    level = abs(left.top - right.top) <= 3 and abs(left.bottom - right.bottom) <= 3
    return level and -TOUCHING_PX <= right.left - left.right <= limit

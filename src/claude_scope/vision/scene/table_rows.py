"""Find rows: rows of a table, items of a list, a thing with its stepper."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.foreground import largest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.spatial_index import SpatialIndex

ROW_HEIGHTS_PX = (20, 160)
"""Least and largest height of a row that is a surface, in pixels."""
MIN_ROW_WIDTH_PX = 160
EQUAL_EDGE_PX = 3
"""Largest difference of the left and right edges of surfaces of one list, and their largest gap."""
MAX_HEIGHT_RATIO = 2
"""Largest ratio of the heights of neighbours."""
COLUMN_PX = 6
"""Cells of one column share their left edge, right edge or centre within this many pixels."""
MIN_ALIGNED_SHARE = 0.6
"""Share of a row's cells that are aligned with cells of the row before."""
MAX_PITCH_RATIO = 1.4
"""Largest ratio of the largest to the smallest distance of rows."""
MIN_ROWS = 3
"""Least number of rows of a table."""
MAX_ROW_PITCH = 5.0
"""Largest distance of its rows in font sizes, from centre to centre."""
MIN_COLUMNS, MIN_LOOSE_PITCH = 4, 1.9
"""With this many columns, and rows this many font sizes apart, no ruling is needed: lines of a text are closer."""
MAX_CELL_OFFSET = 8
"""Elements that end this many font sizes left of most rows are not cells."""
MIN_RULE_CONTRAST = 4
"""Least difference (0..255) of a ruling between two rows to its surroundings: Bootstrap's on white has 33."""
MAX_RULE_VARIATION = 8
"""A ruling varies in colour by at most this, over `MIN_RULE_SHARE` of its length."""
MIN_RULE_SHARE = 0.9
SAMPLES = 60
"""Pixels of its length that are examined."""
ROW_PADDING_PX = 2
"""Padding above and below the cells of a row without a surface."""
NEVER_ROWS = frozenset({"link", "button", "checkbox", "radio", "tab", "image", "icon"})
"""Lines of one of these types alone are a menu, a footer or a set of choices."""
FIELDS = ("input", "select")
NO_CELLS = frozenset({"dialog", "menu", "alert"})
MINUS_SIGNS, PLUS_SIGNS = frozenset("-−–—"), frozenset("+")


def stacked_rows(scene: Scene, spatial: SpatialIndex) -> list[Rect]:
    """Items of a list: surfaces of one width directly below each other, each with several elements."""
    whole = [spatial.boxes[one] for one in spatial.all("dialog", "alert")]
    stacks: list[list[Rect]] = []
    for panel in sorted(scene.panels, key=lambda one: one.box.top):
        if not ROW_HEIGHTS_PX[0] <= panel.box.height <= ROW_HEIGHTS_PX[1] or panel.box.width < MIN_ROW_WIDTH_PX:
            continue
        stack = next((stack for stack in stacks if _lies_below(panel.box, stack[-1])), None)
        if stack is None:
            stacks.append([panel.box])
        else:
            stack.append(panel.box)
    lists = [stack for stack in stacks if len(stack) >= MIN_ROWS and not any(one.contains(stack[0]) for one in whole)]
    return [box for stack in lists if all(_is_alike(spatial, a, b) for a, b in pairwise(stack)) for box in stack]


def _is_alike(spatial: SpatialIndex, one: Rect, other: Rect) -> bool:
    """Whether two surfaces hold several elements each, and most are aligned."""
    cells = spatial.inside(one), spatial.inside(other)
    return _under(spatial, *cells) >= max(2, MIN_ALIGNED_SHARE * min(len(side) for side in cells))


def _lies_below(box: Rect, above: Rect) -> bool:
    level = abs(box.left - above.left) <= EQUAL_EDGE_PX and abs(box.right - above.right) <= EQUAL_EDGE_PX
    low, high = sorted((box.height, above.height))
    return level and abs(box.top - above.bottom) <= EQUAL_EDGE_PX and high <= MAX_HEIGHT_RATIO * low


def rows(scene: Scene, spatial: SpatialIndex, cards: Sequence[Rect], taken: Sequence[Rect]) -> list[Rect]:
    """The rows of a picture; none crosses the edge of one of `cards` or lies in a rectangle in `taken`."""
    found: list[Rect] = []
    for cells in _elements_by_card(spatial, cards, taken):
        lines = spatial.lines(cells)
        runs = [_remove_neighbours(spatial, run) for run in _runs(spatial, lines)]
        tables = [run for run in runs if len(run) >= MIN_ROWS and _is_table(scene, spatial, run)]
        for run in tables:
            found += _boxes(scene, spatial, run)
        known = {one for run in tables for line in run for one in line}
        found += [spatial.around(line) for line in lines if known.isdisjoint(line) and _is_counted(spatial, line)]
    return found


def _elements_by_card(spatial: SpatialIndex, cards: Sequence[Rect], taken: Sequence[Rect]) -> Iterable[list[int]]:
    """Elements grouped by the smallest card around them; the last group is that of the page."""
    left = [
        one
        for one in range(len(spatial.elements))
        if spatial.elements[one].type not in NO_CELLS
        and not any(box.contains(spatial.boxes[one], slack=4) for box in taken)
    ]
    for card in sorted(cards, key=lambda box: box.width * box.height):
        inside = set(spatial.inside(card))
        yield [one for one in left if one in inside]
        left = [one for one in left if one not in inside]
    yield left


def _runs(spatial: SpatialIndex, lines: Sequence[list[int]]) -> list[list[list[int]]]:
    """Consecutive lines at one distance whose cells are aligned."""
    runs: list[list[list[int]]] = [[]]
    for line in lines:
        if runs[-1] and _continues_table(spatial, runs[-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    headed = [run[1:] if spatial.of(run[0], *FIELDS) else run for run in runs if run]
    return [run for run in headed if len(run) >= MIN_ROWS]


def _continues_table(spatial: SpatialIndex, run: Sequence[list[int]], line: list[int]) -> bool:
    above = run[-1]
    wide = max(len(line), len(above))
    if min(len(line), len(above)) < 2 or _under(spatial, line, above) < max(2, MIN_ALIGNED_SHARE * wide):
        return False
    steps = [_middle(spatial, b) - _middle(spatial, a) for a, b in pairwise([*run, line])]
    return 0 < max(steps) <= MAX_PITCH_RATIO * min(steps) and max(steps) <= MAX_ROW_PITCH * spatial.size(line[0])


def _remove_neighbours(spatial: SpatialIndex, run: Sequence[list[int]]) -> list[list[int]]:
    """Remove elements far to the left of most rows: a menu beside the table."""
    start = median(spatial.boxes[line[0]].left for line in run)
    far = start - MAX_CELL_OFFSET * spatial.size(run[0][0])
    remaining = [[one for one in line if spatial.boxes[one].right >= far] for line in run]
    return [line for line in remaining if len(line) >= 2]


def _under(spatial: SpatialIndex, line: Sequence[int], above: Sequence[int]) -> int:
    """Number of elements of one line that share a column with the other, each counted once."""
    pairs = [(a, b) for a in line for b in above if _in_column(spatial.boxes[a], spatial.boxes[b])]
    return min(len({a for a, _ in pairs}), len({b for _, b in pairs}))


def _middle(spatial: SpatialIndex, line: Sequence[int]) -> float:
    return spatial.boxes[line[0]].centre[1]


def _in_column(one: Rect, other: Rect) -> bool:
    left, right = one.left - other.left, one.right - other.right
    return abs(left) <= COLUMN_PX or abs(right) <= COLUMN_PX or abs(left + right) <= 2 * COLUMN_PX


def _is_table(scene: Scene, spatial: SpatialIndex, run: Sequence[list[int]]) -> bool:
    """Whether aligned lines are rows: separated by surfaces or rulings, or with many columns."""
    body = run[1:]
    kinds = [{spatial.elements[one].type for one in line} for line in body]
    if any(len(kind) == 1 and kind <= NEVER_ROWS for kind in kinds):
        return False
    if any(2 * len(spatial.of(line, *FIELDS)) >= len(line) for line in body):
        return False
    whole = spatial.around([one for line in run for one in line])
    gaps = [_is_ruled(scene, spatial, whole, a, b) for a, b in pairwise(run)]
    if sum(gaps) >= MIN_ALIGNED_SHARE * len(gaps):
        return True
    step = _middle(spatial, run[1]) - _middle(spatial, run[0])
    return min(len(line) for line in run) >= MIN_COLUMNS and step >= MIN_LOOSE_PITCH * spatial.size(run[0][0])


def _is_ruled(scene: Scene, spatial: SpatialIndex, whole: Rect, above: Sequence[int], below: Sequence[int]) -> bool:
    """Whether a ruling spans the gap between two rows, or the surface changes there."""
    top, bottom = spatial.around(above).bottom, spatial.around(below).top
    step = max(1, whole.width // SAMPLES)
    strip = scene.image[max(0, min(top, bottom) - 2) : max(top, bottom) + 2, max(0, whole.left) : whole.right : step]
    if strip.size == 0:
        return False
    strip = strip.astype(np.int16)
    colours = np.median(strip, axis=1)
    flat = (largest(np.abs(strip - colours[:, None])) <= MAX_RULE_VARIATION).mean(axis=1) >= MIN_RULE_SHARE
    if not flat.any():
        return False
    level = colours[flat]
    return bool((largest(np.abs(level - np.median(level, axis=0))) >= MIN_RULE_CONTRAST).any())


def _boxes(scene: Scene, spatial: SpatialIndex, run: Sequence[list[int]]) -> list[Rect]:
    """Boxes of the rows, all as wide as the widest; a row that is a surface has its box."""
    whole = spatial.around([one for line in run for one in line])
    surfaces = [one.box for one in scene.panels if ROW_HEIGHTS_PX[0] <= one.box.height <= ROW_HEIGHTS_PX[1]]
    found = []
    for line in run:
        box = spatial.around(line)
        around = [
            one for one in surfaces if one.contains(box, slack=ROW_PADDING_PX) and sorted(line) == spatial.inside(one)
        ]
        found.append(
            around[0]
            if around
            else Rect(whole.left, box.top - ROW_PADDING_PX, whole.right, box.bottom + ROW_PADDING_PX)
        )
    return found


def _is_counted(spatial: SpatialIndex, line: Sequence[int]) -> bool:
    """Whether a line begins with a thing and holds the two buttons of its stepper."""
    buttons = [spatial.elements[one].label.strip() for one in spatial.of(line, "button")]
    if spatial.elements[line[0]].type not in ("text", "link", "heading", "image"):
        return False
    return any(a in MINUS_SIGNS and b in PLUS_SIGNS for a, b in pairwise(buttons))

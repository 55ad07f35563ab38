"""Recognises scrolling and sorting from rows that moved."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.timeline.claims.rows.row_diff import ALIKE_PX
from claude_scope.timeline.claims.rows.text_rows import WORD
from claude_scope.timeline.claims.scores import SCROLLED, SORTED, said_from
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.timeline.claims.rows.row_diff import RowDiff
    from claude_scope.timeline.claims.rows.text_rows import TextRow

MIN_SCROLLED_ROWS, MIN_SCROLL_PX = 4, 40.0
"""When content scrolls, at least the first number of rows move the same way, by at least the second number of pixels,
which is further than an inserted line would move them."""
MIN_CAME_BACK = 8
"""When content scrolls back, at least this many rows of earlier states reappear."""
SCROLLED_SHARE = 0.6
"""Minimum share of the moved rows, and of the new rows, that scrolling explains."""
LONG_TEXTS = 30
"""If texts with at least this many letters in total all move alike, the content scrolled."""
MIN_SORTED_ROWS, SWAPPED_SHARE = 2, 0.5
"""Minimum number of rows that changed places, and the minimum share of them that took the place of another row."""
SAME_COLUMN_PX = 24.0
"""Texts that begin within this distance are in one column."""


def scrolled(pair: Pair) -> Claim | None:
    """The claim that the content scrolled: rows moved one way, some disappeared from view and others appeared.

    A message above the rows also pushes them down, but then no row disappears. If a row is deleted, the rows below it
    move up, but no row appears. If the content moved up, the new rows are below it.
    """
    diff = pair.diff
    _, down, count = diff.shift
    if abs(down) < MIN_SCROLL_PX or not diff.went or not diff.came:
        return None
    if not (_is_most(pair, count) or _came_below(diff) or _came_back(pair)):
        return None
    after = f"{'up' if down > 0 else 'down'} {abs(down):.0f}"
    return Claim(pair.number, "moved", "scroll", after=after, score=SCROLLED, is_said=False)


def came_into_view(row: TextRow, pair: Pair) -> bool:
    """Whether a row was out of view before the content scrolled: it is below the rows that were in view.

    A row above these may be an inserted message that pushes the rest down.
    """
    _, down, _ = pair.diff.shift
    alike = [old.box for old, new in pair.diff.moved if abs(new.box.y - old.box.y - down) <= ALIKE_PX]
    return down < 0 and row.box.y - down > max(box.y + box.height for box in alike)


def _is_most(pair: Pair, count: int) -> bool:
    """Whether at least half of the rows moved alike."""
    return count >= MIN_SCROLLED_ROWS and 2 * count >= len(pair.rows_after)


def _came_below(diff: RowDiff) -> bool:
    """Whether the moved rows all went up, and the new rows are below them.

    Two long texts suffice if nearly all new rows are below them. On another page the footer also moves, but no new rows
    are below it.
    """
    right, down, count = diff.shift
    if down >= 0 or abs(right) > SAME_COLUMN_PX or count < SCROLLED_SHARE * len(diff.moved):
        return False
    end = max(new.box.y for old, new in diff.moved if abs(new.box.y - old.box.y - down) <= ALIKE_PX)
    below = sum(row.box.y > end for row in diff.came)
    letters = sum(len(new.text) for _, new in diff.moved)
    is_sure = count == len(diff.moved) >= 2 and letters >= LONG_TEXTS and below >= 0.9 * len(diff.came)
    return is_sure or (count >= MIN_SCROLLED_ROWS and below >= SCROLLED_SHARE * len(diff.came))


def _came_back(pair: Pair) -> bool:
    """Whether content scrolled back: rows moved down alike, and an earlier state had the new rows.

    A section that opens again also restores rows, but fewer.
    """
    diff = pair.diff
    right, down, count = diff.shift
    new = [*diff.came, *(row for _, row in diff.became)]
    known = sum(pair.known.has(row) for row in new)
    return (
        down > 0
        and abs(right) <= SAME_COLUMN_PX
        and count >= max(MIN_SCROLLED_ROWS, SCROLLED_SHARE * len(diff.moved))
        and known >= max(MIN_CAME_BACK, SCROLLED_SHARE * len(new))
    )


def reordered(pair: Pair) -> Claim | None:
    """The claim that rows changed places; it names the row that moved furthest, in a column where no text repeats."""
    often_before, often_after = pair.stats_before.often, pair.stats_after.often
    columns: defaultdict[int, list[tuple[TextRow, TextRow]]] = defaultdict(list)
    for old, new in pair.diff.moved:
        is_single = often_before[old.text] == often_after[new.text] == 1 and WORD.search(new.text)
        if is_single and abs(old.box.x - new.box.x) <= SAME_COLUMN_PX / 2:
            columns[round(new.box.x / SAME_COLUMN_PX)].append((old, new))
    column = max(columns.values(), key=len, default=[])
    by_old = sorted(column, key=lambda other_pair: other_pair[0].box.y)
    by_new = sorted(column, key=lambda other_pair: other_pair[1].box.y)
    if len(column) < MIN_SORTED_ROWS or by_old == by_new or not _swap_places(column, pair.rows_before):
        return None
    was, row = max(column, key=lambda other_pair: abs(other_pair[1].box.y - other_pair[0].box.y))
    way = "up" if row.box.y < was.box.y else "down"
    sure = SORTED * row.confidence
    said = sure >= said_from("sorted")
    return Claim(pair.number, "sorted", "place", after=way, score=sure, is_said=said, name=row.text, box=row.box)


def _swap_places(column: Sequence[tuple[TextRow, TextRow]], before: Sequence[TextRow]) -> bool:
    """Whether at least half of these rows took the place of another row in their column instead of merely moving."""
    left = column[0][0].box.x
    places = [row.box.y for row in before if abs(row.box.x - left) <= SAME_COLUMN_PX]
    taken = sum(any(abs(new.box.y - y) <= ALIKE_PX for y in places) for _, new in column)
    return taken >= SWAPPED_SHARE * len(column)

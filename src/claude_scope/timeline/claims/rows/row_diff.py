"""What differs between the texts of two pictures: rows that came, went, or became others.

Whatever can be explained otherwise is none: another reading of the same letters, a row that OCR joined or split
differently, one that only moved.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, grown, holds, intersection
from claude_scope.timeline.claims.rows.other_words import other_words
from claude_scope.timeline.claims.rows.row_bands import RowBands
from claude_scope.timeline.claims.rows.text_rows import WORD, joined
from claude_scope.timeline.text_compare import same_text, similarity, skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.claims.rows.text_rows import TextRow
    from claude_scope.values import Box

SAME_PLACE_PX = 8.0
"""A row that stays is read at most so far from where it was read before."""
ALIKE_PX, WAY_PX = 6.0, 4.0
"""OCR sees a box that moved up to so far from where it is; ways are counted in steps of the second."""
BESIDE_PX = 12.0
"""How far beside a row its pieces may lie in the other picture."""
MISREAD_SIMILARITY = 0.75
"""Two readings of one row are at least this alike; a digit more, less or other is another row."""
LONG, LONG_SIMILARITY = 24, 0.88
"""Two texts of so many letters that are so alike are two readings of one: a letter of a sentence is misread more often
than it changes."""
MAX_STAYED = 0.5
"""With a smaller share of common rows it is another page, and what stands at the place of a row is another thing."""
MIN_LETTERS = 3
"""A shorter text is found elsewhere by chance."""
SURE, MIN_REPAINTED = 0.8, 0.5
"""Where letters are so sure, and so much of their place was painted anew, they are others."""
MAX_ALIKE = 2
"""Where more rows differ in their numbers alone, it is a list that scrolled or was sorted."""
GROWN = 1.4
"""A text in letters so much higher is the heading of what its link opened; OCR may see 1.3."""
MAX_COUNT_DIGITS = 3
MAX_TITLES = 3
"""Where more texts are larger, the page was zoomed."""
MAX_COMPARED = 120
"""With more rows that came or went only equal readings are sought elsewhere."""
MAX_COMPARISONS = 30_000
"""With more of them only equal readings are counted."""
_DIGITS = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:[.,]\d+|\s\d{3}\b)*")

Pairs = tuple[tuple["TextRow", "TextRow"], ...]


@dataclass(frozen=True)
class RowDiff:
    """The rows that came and went, pairs of rows of which the second replaced the first, and pairs that moved.

    `kept` is the share of rows that both pictures have. `placed` are all rows that stand where they did not before,
    among them those whose text stood elsewhere, as in a menu.
    """

    placed: tuple[TextRow, ...]
    came: tuple[TextRow, ...]
    went: tuple[TextRow, ...]
    became: Pairs
    moved: Pairs
    kept: float

    @cached_property
    def shift(self) -> tuple[float, float, int]:
        """The way that most of the moved rows went (pixels), and how many did, give or take what OCR sees of a box."""
        return _common_way(self._ways)

    @cached_property
    def moved_two_ways(self) -> int:
        """How many of the moved rows went one of two ways, as the content and a menu beside it do that scroll."""
        right, down, count = self.shift
        others = [way for way in self._ways if max(abs(way[0] - right), abs(way[1] - down)) > ALIKE_PX]
        return count + _common_way(others)[2]

    @property
    def _ways(self) -> list[tuple[float, float]]:
        return [(new.box.x - old.box.x, new.box.y - old.box.y) for old, new in self.moved]


def _common_way(ways: Sequence[tuple[float, float]]) -> tuple[float, float, int]:
    """The commonest of these ways, and how many are it."""
    if not ways:
        return 0.0, 0.0, 0
    buckets = Counter((round(x / WAY_PX), round(y / WAY_PX)) for x, y in ways)
    (across, along), _ = buckets.most_common(1)[0]
    inside = [way for way in ways if (round(way[0] / WAY_PX), round(way[1] / WAY_PX)) == (across, along)]
    right, down = (median(way[axis] for way in inside) for axis in (0, 1))
    return right, down, sum(max(abs(x - right), abs(y - down)) <= ALIKE_PX for x, y in ways)


def row_diff(before: Sequence[TextRow], after: Sequence[TextRow], changed: Sequence[Box] = ()) -> RowDiff:
    """Compare the rows of two pictures; `changed` are the regions in which pixels changed.

    Where none did, other letters are another reading.
    """
    bands_before, bands_after = RowBands(before), RowBands(after)
    went = [row for row in before if not _is_in_band(row, bands_after, is_new=_is_new(row, changed))]
    came = [row for row in after if not _is_in_band(row, bands_before, is_new=_is_new(row, changed))]
    placed = tuple(came)
    stayed = len(after) - len(came)
    counted = _other_numbers(went, came, before)
    reworded = other_words(before, after, lambda box: bool(changed) and repainted(box, changed) >= MIN_REPAINTED)
    old, new = {id(row) for row, _ in counted}, {id(row) for _, row in counted}
    went = [_number_part(row, bands_after) for row in went if id(row) not in old]
    parts = {id(row): _number_part(row, bands_before) for row in came if id(row) not in new}
    came, placed = list(parts.values()), tuple(parts.get(id(row), row) for row in placed)
    split = _other_numbers(went, came, before)
    old, new = {id(row) for row, _ in split}, {id(row) for _, row in split}
    went, came = [row for row in went if id(row) not in old], [row for row in came if id(row) not in new]
    counted += split
    titles = _titles(came, before)
    new = {id(row) for row in titles}
    went, came, moved = _without_moved(went, [row for row in came if id(row) not in new])
    kept = (stayed + len(moved)) / max(1, len(after), len(before))
    went = _only_more(went, before, after)
    came = [*_only_more(came, after, before), *titles]
    became = [*counted, *reworded, *(_replaced(went, came) if kept >= MAX_STAYED else [])]
    gone, new = {id(old) for old, _ in became}, {id(row) for _, row in became}
    return RowDiff(
        placed,
        tuple(new_part(row, bands_before) for row in came if id(row) not in new),
        tuple(row for row in went if id(row) not in gone),
        tuple(became),
        tuple(moved),
        kept,
    )


def is_misread(one: str, other: str) -> bool:
    """Whether two texts may be readings of the same letters."""
    if same_text(one, other):
        return True
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return similarity(one, other, MISREAD_SIMILARITY) > 0


def repainted(box: Box, changed: Sequence[Box]) -> float:
    """The share (0..1) of a box in which pixels changed; 1 if it is not known which did."""
    if not changed:
        return 1.0
    return min(1.0, sum(intersection(box, one) for one in changed) / max(1.0, box.width * box.height))


def new_part(row: TextRow, before: RowBands[TextRow]) -> TextRow:
    """A row without the pieces that stood there before: OCR joins a menu with the text beside which it opened."""
    is_new = [not _is_in_band(joined([line]), before, is_new=False) for line in row.lines]
    if all(is_new):
        return row
    first, last = (is_new.index(True), len(is_new) - is_new[::-1].index(True)) if any(is_new) else (0, 0)
    new = row.lines[first:last]
    return joined(new) if all(is_new[first:last]) and WORD.search(" ".join(line.text for line in new)) else row


def _number_part(row: TextRow, others: RowBands[TextRow]) -> TextRow:
    """The number of a row whose words all stand in the other picture: OCR joins a badge with its label, or does not."""
    new = [line for line in row.lines if not _is_in_band(joined([line]), others, is_new=False)]
    return joined(new) if len(new) == 1 < len(row.lines) and new[0].text.isdigit() else row


def _is_new(row: TextRow, changed: Sequence[Box]) -> bool:
    """Whether a row was surely read and drawn anew, so that other letters are other words."""
    return bool(changed) and row.confidence >= SURE and repainted(row.box, changed) >= MIN_REPAINTED


def _is_in_band(row: TextRow, others: RowBands[TextRow], *, is_new: bool) -> bool:
    """Whether another picture has a row's text at its place, perhaps as a part of a longer row, or in pieces."""
    beside = grown(row.box, BESIDE_PX)
    here = [
        other
        for other in others.beside(row.box)
        if _share_height(row.box, other.box) and intersection(beside, other.box) > 0
    ]
    if not here:
        return False
    is_sure = is_new and all(other.confidence >= SURE for other in here)
    alike = _is_long_misread if is_sure else is_misread
    if any(alike(row.text, other.text) for other in here):
        return True
    together = " ".join(other.text for other in sorted(here, key=lambda other: other.box.x))
    own = skeleton(row.text)
    return bool(own) and (own in skeleton(together) or alike(row.text, together))


def _is_long_misread(one: str, other: str) -> bool:
    """Whether two long texts are nearly the same."""
    if same_text(one, other):
        return True
    return min(len(one), len(other)) >= LONG and similarity(one, other, LONG_SIMILARITY) > 0 and is_misread(one, other)


def _share_height(one: Box, other: Box) -> bool:
    shared = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return shared >= 0.5 * min(one.height, other.height)


def _without_moved(
    went: Sequence[TextRow], came: Sequence[TextRow]
) -> tuple[list[TextRow], list[TextRow], list[tuple[TextRow, TextRow]]]:
    """The rows without those that are elsewhere now, and pairs of these."""
    by_text: dict[str, list[TextRow]] = {}
    for row in came:
        by_text.setdefault(skeleton(row.text), []).append(row)
    gone, moved = [], []
    is_few = max(len(went), len(came)) <= MAX_COMPARED
    taken: set[int] = set()
    for row in went:
        same = [new for new in by_text.get(skeleton(row.text), ()) if id(new) not in taken]
        if not same and is_few:
            same = [new for new in came if id(new) not in taken and is_misread(row.text, new.text)]
        if same:
            taken.add(id(same[0]))
            moved.append((row, same[0]))
        else:
            gone.append(row)
    return gone, [row for row in came if id(row) not in taken], moved


def _titles(came: Sequence[TextRow], before: Sequence[TextRow]) -> list[TextRow]:
    """The rows whose text stood elsewhere in lower letters, as a link to the page that it is the title of.

    Where many are larger, the page was zoomed.
    """
    heights: dict[str, float] = {}
    for row in before:
        own = skeleton(row.text)
        heights[own] = max(heights.get(own, 0.0), row.box.height)
    known = [row for row in came if len(skeleton(row.text)) >= MIN_LETTERS and skeleton(row.text) in heights]
    titles = [row for row in known if row.box.height >= GROWN * heights[skeleton(row.text)]]
    return titles if len(titles) <= MAX_TITLES else []


def _only_more(rows: Sequence[TextRow], own: Sequence[TextRow], others: Sequence[TextRow]) -> list[TextRow]:
    """The rows whose text their own picture has more often than the other one, as a heading that a list names."""
    with_misread = len(rows) * (len(own) + len(others)) <= MAX_COMPARISONS
    here, there = _Texts(own, with_misread=with_misread), _Texts(others, with_misread=with_misread)
    return [
        row
        for row in rows
        if len(skeleton(row.text)) < MIN_LETTERS or not (often := there.count(row)) or often < here.count(row)
    ]


class _Texts:
    """Counts how often a text stands in a picture, as a row or as a part of one; misread rows may count, too."""

    def __init__(self, rows: Sequence[TextRow], *, with_misread: bool) -> None:
        self._rows = rows if with_misread else ()
        self._every = "\n".join(skeleton(row.text) for row in rows)

    def count(self, row: TextRow) -> int:
        own = skeleton(row.text)
        misread = sum(own not in skeleton(one.text) and is_misread(row.text, one.text) for one in self._rows)
        return self._every.count(own) + misread


def _other_numbers(
    went: Sequence[TextRow], came: Sequence[TextRow], before: Sequence[TextRow]
) -> list[tuple[TextRow, TextRow]]:
    """Pairs of rows at one place that differ in a number alone: a count, a price, also where others show the same."""
    known = {row.text for row in before}
    pairs = [
        (old, new)
        for old, new in _replaced(went, came)
        if _DIGITS.search(old.text) and new.text not in known and without_numbers(old.text) == without_numbers(new.text)
    ]
    often = Counter(without_numbers(new.text) for _, new in pairs)
    return [(old, new) for old, new in pairs if often[without_numbers(new.text)] <= MAX_ALIKE]


def without_numbers(text: str) -> str:
    """A text without its numbers."""
    return skeleton(_NUMBER.sub("#", text))


def _replaced(went: Sequence[TextRow], came: Sequence[TextRow]) -> list[tuple[TextRow, TextRow]]:
    """Pairs of rows at one place."""
    found: list[tuple[TextRow, TextRow]] = []
    bands, taken = RowBands(came), set[int]()
    for old in went:
        near = bands.beside(grown(old.box, SAME_PLACE_PX))
        new = next((row for row in near if id(row) not in taken and _is_in_place_of(old, row)), None)
        if new is not None:
            taken.add(id(new))
            found.append((old, new))
    return found


def _is_in_place_of(old: TextRow, new: TextRow) -> bool:
    """Whether a row stands at the place of another one; of a number in a badge the box is read wider or narrower."""
    are_counts = all(text.isdigit() and len(text) <= MAX_COUNT_DIGITS for text in (old.text, new.text))
    is_within = are_counts and (holds(old.box, centre(new.box)) or holds(new.box, centre(old.box)))
    return is_within or _is_same_place(old.box, new.box)


def _is_same_place(one: Box, other: Box) -> bool:
    """Whether two rows begin, end or are centred at one place, and are as high."""
    if abs(one.y + one.height / 2 - other.y - other.height / 2) > SAME_PLACE_PX:
        return False
    if max(one.height, other.height) > 1.6 * min(one.height, other.height):
        return False
    left, right = abs(one.x - other.x), abs(one.x + one.width - other.x - other.width)
    middle = abs(one.x + one.width / 2 - other.x - other.width / 2)
    return min(left, right, middle) <= SAME_PLACE_PX

"""The differences between the texts of two pictures: rows that appeared, disappeared, changed or moved.

Differences that have another explanation are not reported: OCR read the same letters differently, it joined or split a
row differently, or a row only moved. Each explanation is tried on the rows that the previous explanations left over.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from statistics import median
from typing import TYPE_CHECKING

from claude_scope.timeline.claims.rows.in_place import pairs_in_place
from claude_scope.timeline.claims.rows.other_words import other_words
from claude_scope.timeline.claims.rows.readings import (
    MIN_REPAINTED,
    is_in_band,
    is_misread,
    is_new,
    new_part,
    number_part,
    repainted,
)
from claude_scope.timeline.claims.rows.row_bands import RowBands
from claude_scope.timeline.text_compare import skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.claims.rows.text_rows import TextRow
    from claude_scope.values import Box

ALIKE_PX, WAY_PX = 6.0, 4.0
"""A row that moved with others is at most the first distance from where the common shift puts it. Shifts are grouped in
steps of the second distance."""
MAX_STAYED = 0.5
"""If the pictures share fewer rows than this, another page is shown, and rows at the same place are unrelated."""
MIN_LETTERS = 3
"""Minimum number of letters of a text that is searched for elsewhere: shorter texts are found by chance."""
MAX_ALIKE = 2
"""If more rows with the same words differ in their numbers, they belong to a list that scrolled or was sorted."""
GROWN = 1.4
"""A text that is at least this many times as high as before is the heading of what its link opened. The threshold is
not lower, because OCR may measure a ratio of 1.3."""
MAX_TITLES = 3
"""If more texts became larger, the page was zoomed."""
MAX_COMPARED = 120
"""If more rows appeared or disappeared, only rows with equal readings are sought elsewhere, not misread ones."""
MAX_COMPARISONS = 30_000
"""If it would take more comparisons, only equal readings of a text are counted, not misread ones."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+|\s\d{3}\b)*")

Pairs = tuple[tuple["TextRow", "TextRow"], ...]


@dataclass(frozen=True)
class RowDiff:
    """Rows that appeared (`came`) or disappeared (`went`), pairs of a row and its replacement, and pairs that moved.

    `kept` is the share of rows that both pictures have. `placed` are all rows at new places, including rows whose text
    was elsewhere before, for example in a menu.
    """

    placed: tuple[TextRow, ...]
    came: tuple[TextRow, ...]
    went: tuple[TextRow, ...]
    became: Pairs
    moved: Pairs
    kept: float

    @cached_property
    def shift(self) -> tuple[float, float, int]:
        """The commonest shift of the moved rows (pixels right and down), and how many rows moved by about that much."""
        return _common_way(self._ways)

    @cached_property
    def moved_two_ways(self) -> int:
        """The number of rows with one of the two commonest shifts, since content and a menu may scroll differently."""
        right, down, count = self.shift
        others = [way for way in self._ways if max(abs(way[0] - right), abs(way[1] - down)) > ALIKE_PX]
        return count + _common_way(others)[2]

    @property
    def _ways(self) -> list[tuple[float, float]]:
        return [(new.box.x - old.box.x, new.box.y - old.box.y) for old, new in self.moved]


def _common_way(ways: Sequence[tuple[float, float]]) -> tuple[float, float, int]:
    """The commonest shift, and how many rows moved by about that much."""
    if not ways:
        return 0.0, 0.0, 0
    buckets = Counter((round(x / WAY_PX), round(y / WAY_PX)) for x, y in ways)
    (across, along), _ = buckets.most_common(1)[0]
    inside = [way for way in ways if (round(way[0] / WAY_PX), round(way[1] / WAY_PX)) == (across, along)]
    right, down = (median(way[axis] for way in inside) for axis in (0, 1))
    return right, down, sum(max(abs(x - right), abs(y - down)) <= ALIKE_PX for x, y in ways)


@dataclass(frozen=True)
class _Pictures:
    """The rows of two pictures, and the regions in which pixels changed."""

    before: Sequence[TextRow]
    after: Sequence[TextRow]
    changed: Sequence[Box]

    @cached_property
    def bands_before(self) -> RowBands[TextRow]:
        return RowBands(self.before)

    @cached_property
    def bands_after(self) -> RowBands[TextRow]:
        return RowBands(self.after)


@dataclass(frozen=True)
class _Unexplained:
    """The rows that appeared or disappeared and are not explained yet, and the pairs of rows found so far.

    `titles` are rows that appeared, and whose text was elsewhere before in smaller letters.
    """

    came: Sequence[TextRow]
    went: Sequence[TextRow]
    placed: Sequence[TextRow] = ()
    titles: Sequence[TextRow] = ()
    became: Pairs = ()
    moved: Pairs = ()

    def without(self, pairs: Sequence[tuple[TextRow, TextRow]]) -> _Unexplained:
        """What is left to explain without the rows of these pairs."""
        old, new = {row for row, _ in pairs}, {row for _, row in pairs}
        return replace(
            self, came=[row for row in self.came if row not in new], went=[row for row in self.went if row not in old]
        )

    def with_changes(self, pairs: Sequence[tuple[TextRow, TextRow]]) -> _Unexplained:
        """What is left to explain if the first row of each pair changed into the second."""
        return replace(self.without(pairs), became=(*self.became, *pairs))


def row_diff(before: Sequence[TextRow], after: Sequence[TextRow], changed: Sequence[Box] = ()) -> RowDiff:
    """Compare the rows of two pictures; `changed` are the regions in which pixels changed.

    Outside these regions, different letters are another reading of the same text.
    """
    pictures, left = _Pictures(before, after, changed), _Unexplained(after, before)
    for explain in _EXPLANATIONS:
        left = explain(left, pictures)
    parts = tuple(new_part(row, pictures.bands_before) for row in left.came)
    return RowDiff(tuple(left.placed), parts, tuple(left.went), left.became, left.moved, _kept(left, pictures))


def _kept(left: _Unexplained, pictures: _Pictures) -> float:
    """The share of rows that both pictures have."""
    stayed = len(pictures.after) - len(left.placed) + len(left.moved)
    return stayed / max(1, len(pictures.after), len(pictures.before))


def _other_readings(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """Explain rows that the other picture has at the same place, read with other letters or split differently."""
    changed = pictures.changed
    went = [row for row in left.went if not is_in_band(row, pictures.bands_after, is_new=is_new(row, changed))]
    came = [row for row in left.came if not is_in_band(row, pictures.bands_before, is_new=is_new(row, changed))]
    return replace(left, came=came, went=went, placed=came)


def _other_numbers(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """Explain rows at the same place that differ only in a number, such as a count or a price.

    A text may occur several times in its own picture, but the new text must not occur in the earlier picture.
    """
    known = {row.text for row in pictures.before}
    pairs = [
        (old, new)
        for old, new in pairs_in_place(left.went, left.came)
        if _NUMBER.search(old.text) and new.text not in known and without_numbers(old.text) == without_numbers(new.text)
    ]
    often = Counter(without_numbers(new.text) for _, new in pairs)
    return left.with_changes([pair for pair in pairs if often[without_numbers(pair[1].text)] <= MAX_ALIKE])


def _badges(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """If the other picture has all words of a row, reduce the row to its number."""
    parts = {row: number_part(row, pictures.bands_before) for row in left.came}
    return replace(
        left,
        came=list(parts.values()),
        went=[number_part(row, pictures.bands_after) for row in left.went],
        placed=[parts.get(row, row) for row in left.placed],
    )


def _other_words(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """Explain rows in which a single word changed, if the place of the word was repainted."""
    changed = pictures.changed
    pairs = other_words(
        pictures.before, pictures.after, lambda box: bool(changed) and repainted(box, changed) >= MIN_REPAINTED
    )
    return left.with_changes(list(pairs))


def _titles(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """Find rows whose text was elsewhere in smaller letters, such as that of a link: they are the title of its page."""
    heights: dict[str, float] = {}
    for row in pictures.before:
        own = skeleton(row.text)
        heights[own] = max(heights.get(own, 0.0), row.box.height)
    known = [row for row in left.came if len(skeleton(row.text)) >= MIN_LETTERS and skeleton(row.text) in heights]
    titles = [row for row in known if row.box.height >= GROWN * heights[skeleton(row.text)]]
    if len(titles) > MAX_TITLES:
        return left
    return replace(left, came=[*(row for row in left.came if row not in titles), *titles], titles=titles)


def _elsewhere(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """Explain rows whose text is now elsewhere, because the rows moved."""
    free = [row for row in left.came if row not in left.titles]
    is_few = max(len(left.went), len(free)) <= MAX_COMPARED
    by_text: dict[str, list[TextRow]] = {}
    for row in free:
        by_text.setdefault(skeleton(row.text), []).append(row)
    moved: dict[TextRow, TextRow] = {}
    for old in left.went:
        same = (new for new in by_text.get(skeleton(old.text), ()) if new not in moved)
        misread = (new for new in free if is_few and new not in moved and is_misread(old.text, new.text))
        if (new := next(chain(same, misread), None)) is not None:
            moved[new] = old
    pairs = tuple((old, new) for new, old in moved.items())
    return replace(left.without(pairs), moved=pairs)


def _more_frequent_rows(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """Drop rows whose text occurs at least as often in the other picture, such as a repeated heading; keep titles."""

    def more_frequent(rows: Sequence[TextRow], own: Sequence[TextRow], others: Sequence[TextRow]) -> list[TextRow]:
        with_misread = len(rows) * (len(own) + len(others)) <= MAX_COMPARISONS
        here, there = _Texts(own, with_misread=with_misread), _Texts(others, with_misread=with_misread)
        return [
            row
            for row in rows
            if len(skeleton(row.text)) < MIN_LETTERS or not (often := there.count(row)) or often < here.count(row)
        ]

    free = [row for row in left.came if row not in left.titles]
    came = more_frequent(free, pictures.after, pictures.before)
    return replace(left, came=[*came, *left.titles], went=more_frequent(left.went, pictures.before, pictures.after))


def _replaced(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """Treat rows at the same place as old and new text, unless another page is shown."""
    return left.with_changes(pairs_in_place(left.went, left.came)) if _kept(left, pictures) >= MAX_STAYED else left


_EXPLANATIONS = (
    _other_readings,
    _other_numbers,
    _badges,
    _other_numbers,
    _other_words,
    _titles,
    _elsewhere,
    _more_frequent_rows,
    _replaced,
)


class _Texts:
    """Counts how often a picture has a text, as a row or a part of a row; misread rows may count, too."""

    def __init__(self, rows: Sequence[TextRow], *, with_misread: bool) -> None:
        self._rows = rows if with_misread else ()
        self._every = "\n".join(skeleton(row.text) for row in rows)

    def count(self, row: TextRow) -> int:
        own = skeleton(row.text)
        misread = sum(own not in skeleton(item.text) and is_misread(row.text, item.text) for item in self._rows)
        return self._every.count(own) + misread


def without_numbers(text: str) -> str:
    """The skeleton of a text, with its numbers replaced by a placeholder."""
    return skeleton(_NUMBER.sub("#", text))

"""What differs between the texts of two pictures: rows that came, went, or became others.

Differences that have another explanation are not reported: another reading of the same letters, a row that OCR joined
or split differently, one that only moved. The explanations are tried one after another, each on what is left.
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
"""OCR sees a box that moved up to so far from where it is; ways are counted in steps of the second."""
MAX_STAYED = 0.5
"""With a smaller share of common rows it is another page, and what stands at the place of a row is another thing."""
MIN_LETTERS = 3
"""A shorter text is found elsewhere by chance."""
MAX_ALIKE = 2
"""Where more rows differ in their numbers alone, it is a list that scrolled or was sorted."""
GROWN = 1.4
"""A text in letters so much higher is the heading of what its link opened; OCR may see 1.3."""
MAX_TITLES = 3
"""Where more texts are larger, the page was zoomed."""
MAX_COMPARED = 120
"""With more rows that came or went only equal readings are sought elsewhere."""
MAX_COMPARISONS = 30_000
"""With more of them only equal readings are counted."""
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
    """The rows that came and went as far as nothing explains them yet, and the pairs that were found.

    `titles` are those of the rows that came whose text stood elsewhere in lower letters.
    """

    came: Sequence[TextRow]
    went: Sequence[TextRow]
    placed: Sequence[TextRow] = ()
    titles: Sequence[TextRow] = ()
    became: Pairs = ()
    moved: Pairs = ()

    def without(self, pairs: Sequence[tuple[TextRow, TextRow]]) -> _Unexplained:
        """What is left when these pairs explain their rows."""
        old, new = {row for row, _ in pairs}, {row for _, row in pairs}
        return replace(
            self, came=[row for row in self.came if row not in new], went=[row for row in self.went if row not in old]
        )

    def with_changes(self, pairs: Sequence[tuple[TextRow, TextRow]]) -> _Unexplained:
        """What is left when the first row of each pair became the second."""
        return replace(self.without(pairs), became=(*self.became, *pairs))


def row_diff(before: Sequence[TextRow], after: Sequence[TextRow], changed: Sequence[Box] = ()) -> RowDiff:
    """Compare the rows of two pictures; `changed` are the regions in which pixels changed.

    Where none did, other letters are another reading.
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
    """Rows that the other picture has at their place, in other letters or pieces."""
    changed = pictures.changed
    went = [row for row in left.went if not is_in_band(row, pictures.bands_after, is_new=is_new(row, changed))]
    came = [row for row in left.came if not is_in_band(row, pictures.bands_before, is_new=is_new(row, changed))]
    return replace(left, came=came, went=went, placed=came)


def _other_numbers(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """Rows at one place that differ in a number alone: a count, a price, also where others show the same."""
    known = {row.text for row in pictures.before}
    pairs = [
        (old, new)
        for old, new in pairs_in_place(left.went, left.came)
        if _NUMBER.search(old.text) and new.text not in known and without_numbers(old.text) == without_numbers(new.text)
    ]
    often = Counter(without_numbers(new.text) for _, new in pairs)
    return left.with_changes([pair for pair in pairs if often[without_numbers(pair[1].text)] <= MAX_ALIKE])


def _badges(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """Rows whose words all stand in the other picture: their number is left of them."""
    parts = {row: number_part(row, pictures.bands_before) for row in left.came}
    return replace(
        left,
        came=list(parts.values()),
        went=[number_part(row, pictures.bands_after) for row in left.went],
        placed=[parts.get(row, row) for row in left.placed],
    )


def _other_words(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """Rows that stayed but for one word, whose place was painted anew."""
    changed = pictures.changed
    pairs = other_words(
        pictures.before, pictures.after, lambda box: bool(changed) and repainted(box, changed) >= MIN_REPAINTED
    )
    return left.with_changes(list(pairs))


def _titles(left: _Unexplained, pictures: _Pictures) -> _Unexplained:
    """Rows whose text stood elsewhere in lower letters, as a link to the page that it is the title of: they came."""
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
    """Rows that are elsewhere now."""
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
    """Rows whose text the other picture has as often, as a heading that a list names; titles stay."""

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
    """Rows in whose place others stand, unless another page is there."""
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
    """Counts how often a text stands in a picture, as a row or as a part of one; misread rows may count, too."""

    def __init__(self, rows: Sequence[TextRow], *, with_misread: bool) -> None:
        self._rows = rows if with_misread else ()
        self._every = "\n".join(skeleton(row.text) for row in rows)

    def count(self, row: TextRow) -> int:
        own = skeleton(row.text)
        misread = sum(own not in skeleton(item.text) and is_misread(row.text, item.text) for item in self._rows)
        return self._every.count(own) + misread


def without_numbers(text: str) -> str:
    """A text without its numbers."""
    return skeleton(_NUMBER.sub("#", text))

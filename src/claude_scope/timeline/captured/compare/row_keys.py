"""Which row is which: the column, or the pair of columns, whose texts tell the rows apart on both sides."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.texts import is_figure, settled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.captured.page.structure import Row, Section

MAX_KEY_COLUMNS = 8
"""Columns that are tried: what tells rows apart stands at the front."""
_MIN_UNIQUE_SHARE = 0.9
_FIGURE_COST = 0.3


@dataclass(frozen=True, slots=True)
class Keyed:
    """The rows of two sections by key; `columns` are pairs of positions, before and after, of one column."""

    before: dict[str, Row]
    after: dict[str, Row]
    columns: tuple[tuple[int, int], ...]


def keyed_rows(old: Section, new: Section) -> Keyed:
    """The rows with the key that finds most of them again."""
    columns = _common_columns(old, new)
    tried = columns[:MAX_KEY_COLUMNS]
    candidates = [*((one,) for one in tried), *(combinations(tried, 2) if old.is_table else ()), tuple(tried)]
    key = max(candidates, key=lambda one: _worth(one, old.rows, new.rows), default=())
    return Keyed(_by_key(old.rows, [i for i, _ in key]), _by_key(new.rows, [j for _, j in key]), columns)


def _common_columns(old: Section, new: Section) -> tuple[tuple[int, int], ...]:
    """Positions of the columns that both have: by name, else by place."""
    if old.columns == new.columns and old.columns:
        widest = min(max((len(row.cells) for row in section.rows), default=0) for section in (old, new))
        return tuple((place, place) for place in range(max(len(old.columns), widest)))  # also those without a name
    if old.columns and new.columns:
        at = {name: place for place, name in reversed(list(enumerate(new.columns))) if name}
        named = [(place, at[name]) for place, name in enumerate(old.columns) if name in at]
        if named:
            return tuple(named)
    widest = min(max((len(row.cells) for row in section.rows), default=0) for section in (old, new))
    return tuple((place, place) for place in range(widest))


def _worth(key: Sequence[tuple[int, int]], old: Sequence[Row], new: Sequence[Row]) -> float:
    """How well a key tells rows apart and finds them again, from 0 to 1; one of words and of one column is better."""
    before, after = (
        [_cells_text(row, [pair[side] for pair in key]) for row in rows] for side, rows in ((0, old), (1, new))
    )
    if not before or not after:
        return 0.0
    unique = min(len(set(before)) / len(before), len(set(after)) / len(after))
    if unique < _MIN_UNIQUE_SHARE:
        return 0.01 * unique
    found = len(set(before) & set(after)) / min(len(set(before)), len(set(after)))
    figures = sum(map(is_figure, after)) / len(after)
    return 0.1 + found - _FIGURE_COST * figures - 0.05 * min(len(key), 3) - 0.005 * key[0][0]


def key_text(row: Row, places: Sequence[int]) -> str:
    """The text by which a row is known."""
    return _cells_text(row, places) or row.text


def _cells_text(row: Row, places: Sequence[int]) -> str:
    return " ".join(settled(row.cells[place]) for place in places if place < len(row.cells)).strip()


def _by_key(rows: Sequence[Row], places: Sequence[int]) -> dict[str, Row]:
    """The rows by their key; equal ones are numbered from the top."""
    found: dict[str, Row] = {}
    times: Counter[str] = Counter()
    for row in rows:
        text = key_text(row, places)
        times[text] += 1
        found[text if times[text] == 1 else f"{text} ({times[text]})"] = row
    return found

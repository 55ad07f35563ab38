"""Pairs rows by the column, or the pair of columns, whose texts identify the rows on both sides."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from claude_scope.timeline.captured.page.texts import is_figure, settled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.timeline.captured.page.structure import Row, Section

MAX_KEY_COLUMNS = 8
"""Maximum number of columns to try: keys are usually among the first columns."""
_MIN_UNIQUE_SHARE = 0.9
_FIGURE_COST = 0.3
Columns: TypeAlias = "Sequence[tuple[int, int]]"
"""For each column, its positions before and after."""
Cells: TypeAlias = tuple[str, ...]
"""The texts of a row's cells."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """The rows of two sections by key; `columns` has the positions before and after of each common column."""

    before: dict[str, Row]
    after: dict[str, Row]
    columns: tuple[tuple[int, int], ...]


def keyed_rows(old: Section, new: Section) -> Keyed:
    """Pair the rows of two sections by the key that identifies and pairs them best."""
    columns = common_columns(old, new)
    tried = columns[:MAX_KEY_COLUMNS]
    candidates: list[Columns] = [
        *((column,) for column in tried),
        *(combinations(tried, 2) if old.is_table else ()),
        tuple(tried),
    ]
    texts = [tuple(map(settled, row.cells)) for row in old.rows], [tuple(map(settled, row.cells)) for row in new.rows]
    key, best = candidates[0], 0.0
    for candidate in candidates:
        worth = _worth(candidate, columns, old.rows, new.rows, texts, best)
        if worth > best:
            key, best = candidate, worth
    return Keyed(_by_key(old.rows, [i for i, _ in key]), _by_key(new.rows, [j for _, j in key]), columns)


def common_columns(old: Section, new: Section) -> tuple[tuple[int, int], ...]:
    """The old and new positions of the common columns, which are matched by name, otherwise by position."""
    if old.columns == new.columns and old.columns:
        widest = min(max((len(row.cells) for row in section.rows), default=0) for section in (old, new))
        return tuple((place, place) for place in range(max(len(old.columns), widest)))  # including those without a name
    if old.columns and new.columns:
        at = {name: place for place, name in reversed(list(enumerate(new.columns))) if name}
        named = [(place, at[name]) for place, name in enumerate(old.columns) if name in at]
        if named:
            return tuple(named)
    widest = min(max((len(row.cells) for row in section.rows), default=0) for section in (old, new))
    return tuple((place, place) for place in range(widest))


def _worth(
    key: Columns,
    columns: Columns,
    old: Sequence[Row],
    new: Sequence[Row],
    texts: Sequence[Sequence[Cells]],
    best: float,
) -> float:
    """How well a key identifies and pairs rows, from 0 to 2, or 0 if not better than `best`.

    Keys that are words, or a single column, are better. `texts` are the cells of the rows, before and after, without
    the parts that change by themselves.
    """
    if not key or not old or not new or _rated(key, 1.0, 0.0) <= best:
        return 0.0
    before, after = ([_joined(cells, [pair[side] for pair in key]) for cells in texts[side]] for side in (0, 1))
    unique = min(len(set(before)) / len(before), len(set(after)) / len(after))
    if unique < _MIN_UNIQUE_SHARE:
        return 0.01 * unique
    figures = sum(map(is_figure, after)) / len(after)
    if _rated(key, 1.0, figures) <= best:
        return 0.0
    others = [column for column in columns if column not in key]
    found = _found_again(others, dict(zip(before, old, strict=True)), dict(zip(after, new, strict=True)))
    return _rated(key, found, figures)


def _rated(key: Columns, found: float, figures: float) -> float:
    """The worth of a key by the shares of rows that it pairs and of keys that are figures."""
    return 1 + found - _FIGURE_COST * figures - 0.05 * min(len(key), 3) - 0.005 * key[0][0]


def _found_again(others: Columns, before: Mapping[str, Row], after: Mapping[str, Row]) -> float:
    """The share of rows that a key pairs, without pairs that share the key by chance: most of their cells differ."""
    found = [key for key in before.keys() & after.keys() if _is_alike(others, before[key], after[key])]
    return len(found) / min(len(before), len(after))


def _is_alike(columns: Columns, then: Row, now: Row) -> bool:
    """Whether at least half of the filled cells in these columns are equal."""
    cells = [(cell_at(then, i), cell_at(now, j)) for i, j in columns]
    filled = [cell for cell in cells if any(cell)]
    return 2 * sum(a == b for a, b in filled) >= len(filled)


def cell_at(row: Row, place: int) -> str:
    """The text of a cell, or "" if the row has no such cell."""
    return row.cells[place] if place < len(row.cells) else ""


def key_text(row: Row, places: Sequence[int]) -> str:
    """The text that identifies a row."""
    return _cells_text(row, places) or row.text


def _cells_text(row: Row, places: Sequence[int]) -> str:
    return _joined(tuple(map(settled, row.cells)), places)


def _joined(cells: Cells, places: Sequence[int]) -> str:
    return " ".join([cells[place] for place in places if place < len(cells)]).strip()


def _by_key(rows: Sequence[Row], places: Sequence[int]) -> dict[str, Row]:
    """The rows by their key; equal keys are numbered from the top."""
    found: dict[str, Row] = {}
    times: Counter[str] = Counter()
    for row in rows:
        text = key_text(row, places)
        times[text] += 1
        found[text if times[text] == 1 else f"{text} ({times[text]})"] = row
    return found

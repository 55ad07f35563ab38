"""Pairs the tables and lists of two pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.captured.page.structure import Section

MIN_SCORE = 1.0
_SAME_COLUMNS, _SAME_ROWS = 2.0, 2.0


def match_sections(
    before: Sequence[Section], after: Sequence[Section], *, same_document: bool
) -> list[tuple[Section, Section]]:
    """Pair the sections, beginning with the most similar ones; the pairs are returned in the order of `after`."""
    texts = {id(section): frozenset(row.text for row in section.rows) for section in (*before, *after)}
    scored = [
        (score, len(texts[id(old)] & texts[id(new)]) / max(len(old.rows), len(new.rows), 1), -abs(i - j), i, j)
        for i, old in enumerate(before)
        for j, new in enumerate(after)
        if old.role == new.role and bool(old.layer) == bool(new.layer)
        if (score := _score(old, new, _shared(texts[id(old)], texts[id(new)]), same_document=same_document))
        >= MIN_SCORE
    ]
    pairs: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for *_, i, j in sorted(scored, reverse=True):
        if i not in taken[0] and j not in taken[1]:
            pairs.append((i, j))
            taken[0].add(i)
            taken[1].add(j)
    return [(before[i], after[j]) for i, j in sorted(pairs, key=lambda pair: pair[1])]


def _score(old: Section, new: Section, shared_rows: float, *, same_document: bool) -> float:
    """The similarity of two sections, by their nodes, columns, names and rows."""
    columns = frozenset(filter(None, old.columns)), frozenset(filter(None, new.columns))
    if all(columns) and not shared_rows and columns[0].isdisjoint(columns[1]):
        return 0.0  # the same grid shows another table, such as the next week
    score = _SAME_COLUMNS * _shared(*columns) + _SAME_ROWS * shared_rows
    score += 0.5 * bool(old.name and old.name == new.name)
    return score + MIN_SCORE * (same_document and old.ref == new.ref)


def _shared(old: frozenset[str], new: frozenset[str]) -> float:
    """The share of common texts, relative to the side with fewer texts."""
    least = min(len(old), len(new))
    return len(old & new) / least if least else 0.0

"""Figures that stayed in a row or card whose other parts changed: a total beside an amount, a count of entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.captured.compare.compare_rows import row_name, row_noun
from claude_scope.timeline.captured.page.texts import is_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Row, Section
    from claude_scope.values import PageFact

MAX_FIGURES = 2
MIN_PARTS = 2
"""A card that gained or lost fewer parts may count something else."""
NEAR_NAME = 3
"""A count of what a card holds is one of its first texts."""


def figures_beside(facts: Sequence[PageFact], pairs: Sequence[tuple[Section, Section]]) -> Iterator[tuple[str, str]]:
    """What it is a figure of, and the figure: of the rows that `facts` tell, in the paired sections."""
    changed = {node: fact for fact in facts if fact.kind == "row" for node in fact.nodes}
    for old, new in pairs:
        before = {row.ref: row for row in old.rows}
        for row in new.rows:
            fact, then = changed.get(row.ref), before.get(row.ref)
            if fact is None or then is None:
                continue
            if new.is_table:
                yield from _amounts(fact, new, then, row)
            else:
                yield from _count(fact, new, then, row)


def _amounts(fact: PageFact, section: Section, then: Row, now: Row) -> Iterator[tuple[str, str]]:
    """The figures of a row of a table in which another figure changed."""
    changed = {column for column, _ in fact.items}
    if not any(is_figure(text.rpartition(" -> ")[2]) for _, text in fact.items):
        return
    cells = zip(section.columns, then.cells, now.cells, strict=False)
    same = [(column, now) for column, then, now in cells if column and column not in changed and then == now]
    yield from [(column, cell) for column, cell in same[1:] if is_figure(cell)][-MAX_FIGURES:]


def _count(fact: PageFact, section: Section, then: Row, now: Row) -> Iterator[tuple[str, str]]:
    """The number that a card has beside its name, where entries of it came or went."""
    parts = [text for sign, text in fact.items if sign in ("+", "-")]
    if len(parts) + fact.more < MIN_PARTS:
        return
    count = next((cell for cell in now.cells[1:NEAR_NAME] if cell.isdecimal()), "")
    if count and count in then.cells[1:NEAR_NAME]:
        yield f"{count} of {row_noun(section)}", row_name(now, now.cells[0])

"""Finds figures that no longer fit a change next to them: a total, a sum below a column, a count of entries."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from claude_scope.lexicon.bill_words import TOTALS
from claude_scope.timeline.captured.compare.compare_rows import row_name, row_noun
from claude_scope.timeline.captured.compare.row_keys import cell_at, common_columns
from claude_scope.timeline.captured.page.amounts import amount_of, amounts_in
from claude_scope.timeline.captured.page.bills import bills_in
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Leaf, Row, Section

MAX_FIGURES = 2
MAX_COLUMNS = 16
MAX_SUMS = 2
MIN_ADDED = 2
"""No sum is computed for a column with fewer rows."""
MIN_SUM = 10
"""A smaller sum may equal a figure by chance."""
MIN_PARTS = 2
"""If a card gained or lost fewer parts, the number next to its name may count something else."""
NEAR_NAME = 3
"""The count of a card's entries is among this many first texts of the card."""
_ROUNDED = Decimal("0.005")


def figures_beside(
    facts: Sequence[PageFact], pairs: Sequence[tuple[Section, Section]], same: Sequence[Leaf]
) -> Iterator[PageFact]:
    """Facts about unchanged figures next to changed rows, which `facts` has; `same` are the unchanged leaves."""
    for old, new in pairs:
        if new.is_table:
            yield from _stale_sums(old, new, same)
    changed = {node: fact for fact in facts if fact.kind == "row" for node in fact.nodes}
    counts: list[tuple[str, str]] = []
    for old, new in pairs:
        before = {row.ref: row for row in old.rows}
        for row in new.rows:
            fact, then = changed.get(row.ref), before.get(row.ref)
            if fact is None or then is None:
                continue
            if new.is_table:
                yield from _stale_products(new, then, row)
            else:
                counts += _count(fact, new, then, row)
    if counts:
        yield PageFact("unchanged", items=tuple(counts[:MAX_FIGURES]))


def wrong_totals(before: Sequence[Leaf | Section], after: Sequence[Leaf | Section]) -> Iterator[PageFact]:
    """Totals that are no longer the sum of the lines of their bill, or that are wrong in a new bill."""
    wrong_before = {bill.total.label for bill in bills_in(before) if not bill.is_right}
    for bill in bills_in(after):
        if not bill.is_right and bill.total.label not in wrong_before:
            lines = tuple(("-" if line.value < 0 else "+", f"{line.label} {line.unsigned}") for line in bill.lines)
            nodes = (bill.total.ref, *(line.ref for line in bill.lines))
            label, sums = bill.total.label, " or ".join(map(str, sorted(bill.sums)[:MAX_SUMS]))
            yield PageFact("mismatch", name=label, before=sums, after=bill.total.text, items=lines, nodes=nodes)


def _stale_sums(old: Section, new: Section, same: Sequence[Leaf]) -> Iterator[PageFact]:
    """Figures outside a table that were the sum of a column and no longer are.

    They are reported only if rows were edited, or if one row was added or removed, because a total may include other
    pages of a list. If a row was added or removed, the figure must also have a word for "total", because a budget stays
    the same, and so does a subtotal above a discount.
    """
    more = abs(len(old.rows) - len(new.rows))
    if more > 1 or old.is_cut or new.is_cut:
        return
    for before, after in common_columns(old, new)[:MAX_COLUMNS]:
        then, now = _column_sum(old, before), _column_sum(new, after)
        if then is None or now is None or then == now or abs(then) < MIN_SUM:
            continue
        column = new.columns[after] if after < len(new.columns) else ""
        for leaf in same:
            words = f"{leaf.label} {leaf.value}"
            if (
                leaf.kind in ("text", "heading")
                and any(map(str.isalpha, words))
                and amounts_in(leaf.value)[-1:] == [then]
                and (not more or TOTALS.search(words) is not None)
            ):
                told = leaf.value if any(map(str.isalpha, leaf.value)) else f"{leaf.label}: {leaf.value}"
                yield PageFact(
                    "unchanged", part=column or "the column", after=str(now), items=(("", told),), nodes=(leaf.ref,)
                )


def _column_sum(section: Section, place: int) -> Decimal | None:
    amounts = [amount_of(cell_at(row, place)) for row in section.rows]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) >= MIN_ADDED else None


def _stale_products(section: Section, then: Row, now: Row) -> Iterator[PageFact]:
    """The last unchanged figure of a row that depended on a changed figure: it was its product with another, or equal.

    A figure that was only equal to the changed one may mean something else, so its fact has no `part`, and is no sign
    of a fault.
    """
    before, after = ([amount_of(cell) for cell in row.cells] for row in (then, now))
    width = min(len(before), len(after), MAX_COLUMNS)
    named = [at for at, column in enumerate(section.columns[:width]) if column and before[at] is not None]
    same = [at for at in named if before[at] == after[at]]
    changed = [at for at in named if after[at] not in (None, before[at])]
    for total in reversed(same):
        item = (section.columns[total], now.cells[total])
        for place in (at for at in changed if at < total):
            others = [at for at in same if at != total and _is_product(before, place, at, total)]
            if others:
                part = f"{section.columns[place]} \u00d7 {section.columns[others[0]]}"
                product = (after[place] or Decimal(0)) * (after[others[0]] or Decimal(0))
                yield PageFact("unchanged", part=part, after=str(product), items=(item,), nodes=(now.ref,))
                return
            if before[place] == before[total]:
                yield PageFact("unchanged", items=(item,))
                return


def _is_product(amounts: Sequence[Decimal | None], one: int, other: int, total: int) -> bool:
    factors = (amounts[one] or Decimal(0), amounts[other] or Decimal(0))
    return 1 not in factors[1:] and abs(factors[0] * factors[1] - (amounts[total] or Decimal(0))) < _ROUNDED


def _count(fact: PageFact, section: Section, then: Row, now: Row) -> Iterator[tuple[str, str]]:
    """The unchanged number next to a card's name, if entries of the card were added or removed."""
    parts = [text for sign, text in fact.items if sign in ("+", "-")]
    if len(parts) + fact.more < MIN_PARTS:
        return
    count = next((cell for cell in now.cells[1:NEAR_NAME] if cell.isdecimal()), "")
    if count and count in then.cells[1:NEAR_NAME]:
        yield f"{count} of {row_noun(section)}", row_name(now, now.cells[0])

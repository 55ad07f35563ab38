"""Of a page that is too large to rebuild in full, no number of rows is stated as exact, and nothing beyond its end."""

from __future__ import annotations

from dataclasses import replace

from claude_scope.timeline.captured.compare.compare_pages import compare_pages
from claude_scope.timeline.captured.page.cards import card_containers
from claude_scope.timeline.captured.page.read_page import read_page
from claude_scope.values import Node, PageFact
from claude_scope.wording.page_facts import describe_fact
from tests.timeline.captured.trees import ORIGIN, act, header, node, row, state, table, text, told_rows, tree


def orders(*numbers: int, is_cut: bool = True, cells: tuple[str, ...] = ("closed",)) -> Node:
    """A table of orders; of a cut one the last row has only its first cell and `cells`."""
    rows = [row(f"Order {n}", "closed" if n % 2 else "open", f"{n}.00") for n in numbers]
    last = [row(f"Order {numbers[-1] + 1}", *cells)] if is_cut else []
    return table(header("Order", "State", "Price"), *rows, *last, name="Orders")


def words(before: Node, after: Node, *, was_cut: bool = True, is_cut: bool = True) -> list[str]:
    old, new = (
        read_page(root, f"{ORIGIN}/", "", card_containers(root), is_cut=cut)
        for root, cut in ((tree(before), was_cut), (tree(after), is_cut))
    )
    return list(map(describe_fact, compare_pages(old, new, (), same_document=True).facts))


def test_a_table_at_the_end_of_a_cut_page_has_at_least_as_many_rows() -> None:
    found = words(orders(*range(1, 9)), orders(1, 3, 4, 5, 6, 7, 8))
    assert found == ['table "Orders": at least 7 rows: - "Order 2"']


def test_the_last_row_of_a_cut_page_is_not_compared() -> None:
    assert words(orders(1, 2, 3, 4, cells=()), orders(1, 2, 3, 4, 5, 6, cells=())) == []


def test_a_table_before_the_end_of_a_cut_page_is_whole() -> None:
    before, after = (
        node("region", "", orders(*numbers, is_cut=False), text("Much more")) for numbers in (range(1, 9), range(2, 9))
    )
    assert words(before, after) == ['table "Orders": 8 -> 7 rows: - "Order 1"']


def test_a_row_that_a_new_row_pushes_beyond_the_end_did_not_vanish() -> None:
    found = words(orders(1, 2, 3, 4, 5, 6), orders(20, 1, 2, 3, 4, 5))
    assert found == ['table "Orders": at least 6 rows: + "Order 20 (open, 20.00)"']


def test_what_follows_a_table_that_grew_too_long_did_not_vanish() -> None:
    before = node("region", "", orders(1, 2, 3, is_cut=False), text("Imprint and terms", "end"))
    after = node("region", "", orders(*range(1, 9)))
    found = words(before, after, was_cut=False)
    assert not any("Imprint" in said for said in found)
    assert not any("->" in said for said in found)


def test_a_column_that_changed_in_a_cut_table_changed_in_at_least_so_many_rows() -> None:
    was = orders(*range(1, 9))
    now = replace(was, children=tuple(_repriced(line) for line in was.children))
    assert words(was, now)[0].startswith('column "Price" changed in at least 8 rows')


def _repriced(line: Node) -> Node:
    prices = tuple(replace(cell, name=cell.name.replace(".00", ".50")) for cell in line.children)
    return replace(line, children=prices)


def told_after_press(*, is_cut: bool) -> list[PageFact]:
    """The facts of a press after which the table stayed."""
    page = orders(*range(1, 9), is_cut=False)
    states = [replace(state(at, page), is_cut=is_cut) for at in (0, 2_000)]
    return list(told_rows(states, [act("click", 1_500)])[-1].facts)


def test_only_the_known_rows_of_a_cut_table_are_unchanged_and_the_rest_of_the_page_is_unknown() -> None:
    whole, cut = (list(map(describe_fact, told_after_press(is_cut=is_cut))) for is_cut in (False, True))
    assert whole == ["nothing changed", 'unchanged: table of 8 rows "Orders"']
    assert cut == ['unchanged: the first 7 rows of a table "Orders"']

"""A total is checked against the lines of its bill if every line is understood and the total was right before."""

from __future__ import annotations

import pytest

from claude_scope.values import Node, PageFact
from claude_scope.wording.page_facts import describe_fact
from tests.timeline.captured.trees import differences, node, row, table, text

Line = tuple[str, str]
SUBTOTAL, SHIPPING = ("Subtotal", "$48.00"), ("Shipping", "$4.90")
PROMO = ("SPRING10 (10% off)", "-$2.40")


def bill(*lines: Line) -> list[Node]:
    """A description list with a figure for each term."""
    return [
        node("group", "", node("term", text=label, ref=f"t {label}"), node("definition", text=value, ref=f"d {label}"))
        for label, value in lines
    ]


def mismatches(before: list[Node], after: list[Node]) -> list[PageFact]:
    return [fact for fact in differences(before, after) if fact.kind == "mismatch"]


RIGHT = bill(("Subtotal", "$24.00"), ("Shipping", "$4.90"), ("Total", "$28.90"))


def test_a_total_that_ignores_the_discount_above_it_is_reported_with_the_lines() -> None:
    (fact,) = mismatches(RIGHT, bill(SUBTOTAL, PROMO, SHIPPING, ("Total", "$52.90")))
    assert describe_fact(fact) == (
        "Total $52.90, though Subtotal $48.00 - SPRING10 (10% off) $2.40 + Shipping $4.90 come to 50.50"
    )


def test_rows_of_two_cells_are_a_bill_too() -> None:
    rows = (row(*SUBTOTAL), row(*PROMO), row(*SHIPPING), row("Order total", "$52.90"))
    assert mismatches(RIGHT, [table(*rows)])


def test_a_total_that_was_wrong_before_is_reported_once() -> None:
    wrong = bill(SUBTOTAL, SHIPPING, ("Total", "$50.00"))
    assert mismatches(wrong, bill(("Subtotal", "$72.00"), SHIPPING, ("Total", "$74.00"))) == []


@pytest.mark.parametrize(
    "lines",
    [
        [SUBTOTAL, PROMO, SHIPPING, ("Total", "$50.50")],
        [SUBTOTAL, SHIPPING, ("VAT", "$8.00"), ("Total", "$52.90")],
        [SUBTOTAL, SHIPPING, ("Tax", "$8.00"), ("Total", "$60.90")],
        [SUBTOTAL, ("Discount", "$5.00"), ("Total", "$48.00")],
        [("Subtotal", "$33.33"), ("Tax", "$2.67"), ("Tip", "$1.67"), ("Total", "$37.68")],
        [SUBTOTAL, ("Insured value", "$9.00"), ("Total", "$50.00")],
        [SUBTOTAL, ("Shipping", "Free"), ("Total", "$50.00")],
        [SUBTOTAL, ("Shipping", "4.90 €"), ("Total", "$50.00")],
        [SUBTOTAL, SHIPPING, ("Total savings", "$12.00")],
        [SUBTOTAL, SHIPPING],
        [("Budget", "$48.00"), SHIPPING, ("Total", "$50.00")],
    ],
    ids=[
        "right",
        "the tax is in the prices",
        "the tax is not in the prices",
        "the subtotal has the discount",
        "rounded",
        "a line that may be anything",
        "a line without a figure",
        "another currency",
        "a total of something else",
        "no total",
        "no subtotal",
    ],
)
def test_a_total_that_may_be_right_is_not_reported(lines: list[Line]) -> None:
    assert mismatches(RIGHT, bill(*lines)) == []


def test_figures_that_a_text_separates_are_not_a_bill() -> None:
    apart = [*bill(SUBTOTAL, SHIPPING), text("Prices of last week, for comparison"), *bill(("Total", "$50.00"))]
    assert mismatches(RIGHT, apart) == []

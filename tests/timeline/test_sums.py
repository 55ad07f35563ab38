"""A bill that does not add up is remarked on, as an inference; a sound one never is, however it is laid out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claude_scope.timeline.findings.money import format_amount, parse_amount, split_amount
from claude_scope.timeline.findings.sums import wrong_sums
from claude_scope.values import Line, UiElement
from tests.timeline.make import reading, ui

Bill = list[tuple[str, str]]
SHOP: Bill = [("Subtotal", "$48.00"), ("SPRING10 (10% off)", "-$2.40"), ("Shipping", "$4.90"), ("Total", "$52.90")]


def laid_out(bill: Bill, *, spacing: int = 40, left: int = 800, right: int = 1200) -> list[UiElement]:
    """Labels at the left, amounts that end at one edge, as most shops lay a bill out."""
    found = []
    for n, (label, price) in enumerate(bill):
        y = 200 + spacing * n
        found.append(ui("text", label, left, y))
        if price:
            found.append(ui("text", price, right - 9 * len(price), y))
    return found


def remarks(elements: list[UiElement]) -> list[str]:
    return [o.text for o in wrong_sums(elements, reading())]


def test_lines_that_do_not_add_up_are_reported_with_both_sums() -> None:
    told = wrong_sums(laid_out(SHOP), reading())
    assert [o.text for o in told] == [
        'The lines add to $50.50 ($48.00 - $2.40 + $4.90), "Total" shows $52.90 (inferred)'
    ]
    assert told[0].box is not None
    assert told[0].box.y == 320  # of the total


WRONG: list[Bill] = [
    [("Subtotal", "$10.00"), ("Shipping", "$5.00"), ("Total", "$51.00")],
    [("Items (3):", "$60.00"), ("Delivery", "Free"), ("Order total:", "$64.00")],
    [("Zwischensumme", "1.200,00 €"), ("Versand", "4,90 €"), ("Gesamtsumme", "1.240,90 €")],
    [("Subtotal", "$90.00"), ("Discount", "$9.00"), ("Shipping", "$5.00"), ("Total", "$104.00")],
    [
        ("Subtotal", "$50.00"),
        ("Shipping", "$5.00"),
        ("Total", "$55.00"),
        ("Gift card", "-$20.00"),
        ("To pay", "$45.00"),
    ],
]


@pytest.mark.parametrize("bill", WRONG)
def test_a_wrong_sum_is_found_in_other_layouts(bill: Bill) -> None:
    assert len(remarks(laid_out(bill))) == 1


SOUND: dict[str, Bill] = {
    "plain": [("Subtotal", "$48.00"), ("Shipping", "$4.90"), ("Total", "$52.90")],
    "signed discount": [("Subtotal", "$48.00"), ("Code", "-$4.80"), ("Shipping", "$4.90"), ("Total", "$48.10")],
    "unsigned discount": [("Subtotal", "$48.00"), ("Discount", "$4.80"), ("Total", "$43.20")],
    "savings that are only told": [("Subtotal", "$48.00"), ("You save", "$12.00"), ("Total", "$48.00")],
    "tax on top": [("Subtotal", "$100.00"), ("Tax (8.25%)", "$8.25"), ("Total", "$108.25")],
    "tax included": [("Subtotal", "100,00 €"), ("inkl. 19 % MwSt.", "15,97 €"), ("Gesamtsumme", "100,00 €")],
    "rounded lines": [("Subtotal", "$33.33"), ("Tax", "$2.75"), ("Service", "$4.17"), ("Total", "$40.26")],
    "whole amounts": [("Subtotal", "$48"), ("Shipping", "$5"), ("Total", "$54")],
    "free shipping": [("Subtotal", "$48.00"), ("Shipping", "Free"), ("Total", "$48.00")],
    "refunded shipping": [("Items:", "$30.00"), ("Shipping:", "$5.99"), ("Free Shipping:", "-$5.99"),
                          ("Total:", "$30.00")],
    "two totals": [
        ("Items:", "$30.00"), ("Shipping:", "$5.00"), ("Total before tax:", "$35.00"), ("Tax:", "$2.10"),
        ("Order total:", "$37.10"),
    ],
    "gift card after the total": [("Subtotal", "$50.00"), ("Shipping", "$5.00"), ("Total", "$55.00"),
                                  ("Gift card", "-$20.00"), ("Balance due", "$35.00")],
    "savings before the subtotal": [("List price", "$60.00"), ("Sale", "-$10.00"), ("Subtotal", "$50.00"),
                                    ("Delivery", "$4.00"), ("Total", "$54.00")],
    "a row that says nothing to us": [("Subtotal", "$50.00"), ("Monthly plan", "$10.00"), ("Total", "$50.00")],
    "a row without an amount": [("Subtotal", "$50.00"), ("Shipping", ""), ("Total", "$57.00")],
    "shipping that is not known yet": [("Subtotal", "$50.00"), ("Shipping", "Next step"), ("Total", "$57.00")],
    "nothing between": [("Subtotal", "$50.00"), ("Total", "$57.00")],
    "due today": [("Total", "$500.00"), ("Shipping", "$5.00"), ("Due today", "$50.00")],
    "a total per month": [("Subtotal", "$50.00"), ("Fee", "$5.00"), ("Total savings", "$7.00")],
    "numbers that count": [("Subtotal", "12"), ("Shipping", "3"), ("Total", "40")],
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_bill_is_not_remarked_on(name: str) -> None:
    assert remarks(laid_out(SOUND[name])) == []


def test_unit_prices_beside_line_totals_are_no_part_of_the_bill() -> None:
    lines = [("Notebook", "$24.00", "$48.00"), ("Pen", "$2.00", "$6.00")]
    items = [ui("text", name, 800, 60 + 30 * n) for n, (name, *_) in enumerate(lines)]
    for n, (_, each, together) in enumerate(lines):
        items += [ui("text", each, 1000, 60 + 30 * n), ui("text", together, 1146, 60 + 30 * n)]
    bill = [("Subtotal", "$54.00"), ("Shipping", "$4.90"), ("Total", "$58.90")]
    assert remarks([*items, *laid_out(bill)]) == []


def test_prices_in_cards_and_two_bills_side_by_side_are_kept_apart() -> None:
    cards = [ui("text", price, 40 + 300 * n, 240) for n, price in enumerate(("$89.00", "$149.00", "$39.50"))]
    one = laid_out([("Subtotal", "$10.00"), ("Shipping", "$1.00"), ("Total", "$11.00")], left=40, right=340)
    two = laid_out([("Subtotal", "$20.00"), ("Shipping", "$2.00"), ("Total", "$22.00")], left=500, right=800)
    assert remarks([*cards, *one, *two]) == []


def test_an_amount_that_was_read_unsurely_proves_nothing() -> None:
    elements = laid_out(SHOP)
    lines = tuple(Line(e.label, e.box, 0.99) for e in elements)
    assert len(wrong_sums(elements, replace(reading(), lines=lines))) == 1
    unsure = tuple(replace(line, confidence=0.7) if line.text == "$4.90" else line for line in lines)
    assert wrong_sums(elements, replace(reading(), lines=unsure)) == ()


def test_a_bill_that_is_read_as_whole_lines_is_understood() -> None:
    whole = [ui("text", f"{label} {price}", 800, 200 + 40 * n, width=400) for n, (label, price) in enumerate(SHOP)]
    assert len(remarks(whole)) == 1


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("$1,204.50", 120450), ("-$2.40", -240), ("\u2212€2.40", -240), ("1.204,50 €", 120450), ("USD 12.00", 1200),
        ("(2.40)", -240), ("$5", 500), ("3", None), ("2024", None), ("12:30", None), ("10.10.2024", None),
        ("5 %", None),
    ],
)  # fmt: skip
def test_only_what_is_surely_an_amount_is_one(text: str, cents: int | None) -> None:
    assert parse_amount(text) == cents


def test_an_amount_is_written_as_the_page_writes_them() -> None:
    assert [format_amount(-5050, "$52.90"), format_amount(124490, "1,20 €"), format_amount(500, "USD 1.00")] == [
        "-$50.50", "1244,90 €", "USD 5.00",
    ]  # fmt: skip
    assert split_amount("Subtotal (3 items) $48.00") == ("Subtotal (3 items)", 4800)


BASKET: Bill = [("Lamp, brass", "$84.00"), ("Shade", "$26.00"), ("Bulb", "$6.00"), ("Total", "$110.00")]


def test_items_that_do_not_add_up_to_their_total_are_reported_without_a_subtotal() -> None:
    assert remarks(laid_out(BASKET)) == [
        'The lines add to $116.00 ($84.00 + $26.00 + $6.00), "Total" shows $110.00 (inferred)'
    ]


SOUND_ITEMS: list[Bill] = [
    [*BASKET[:3], ("Total", "$116.00")],
    [("Lamp x 2", "$84.00"), ("Shade", "$26.00"), ("Total", "$194.00")],
    [("Lamp", "$84.00"), ("Voucher", "$10.00"), ("Shade", "$26.00"), ("Total", "$100.00")],
    [("Lamp", "$84.00"), ("Total", "$90.00")],
    [*BASKET[:3], ("Spent last month", "$110.00")],
]


@pytest.mark.parametrize("bill", SOUND_ITEMS)
def test_items_that_may_be_right_are_left_alone(bill: Bill) -> None:
    assert remarks(laid_out(bill)) == []


def test_nothing_is_said_where_a_count_stands_in_a_row_or_other_prices_stand_above() -> None:
    counted = [*laid_out(BASKET), ui("text", "2", 1000, 240)]
    apart = [ui("text", "Ladder", 800, 110), ui("text", "$9.00", 1155, 110), *laid_out(BASKET)]
    assert remarks(counted) == remarks(apart) == []

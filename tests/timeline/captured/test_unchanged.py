"""What stayed although a change was due is reported: a figure, a value, the page behind a dialog, a table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from claude_scope.timeline.captured.page.amounts import amounts_in
from claude_scope.timeline.captured.page.texts import is_count_line
from claude_scope.values import Act, Node, PageEvent, PageFact, Target
from tests.timeline.captured.trees import (
    ORIGIN,
    act,
    differences,
    header,
    node,
    row,
    state,
    table,
    text,
    told,
    told_rows,
)

SAVE = node("button", "Save", ref="n7")
NAME = Target("d1", 9, "input", "textbox", "Name")


def stayed(before: list[Node], after: list[Node], *, press: bool = True) -> list[tuple[str, str]]:
    """The items of the `unchanged` fact of a row in which something was pressed or typed."""
    done = act("click", 1_000) if press else act("type", 1_000, target=NAME, value="Ada")
    facts = told(told_rows([state(0, SAVE, *before), state(1_000, SAVE, *after)], [done]))[1]
    return [item for fact in facts if fact.kind == "unchanged" for item in fact.items or [(fact.noun, "")]]


def order(amount: str, total: str, name: str = "Tea") -> list[Node]:
    return [table(header("Goods", "Amount", "Price", "Total"), row(name, amount, "3.00", total, ref="row tea"))]


def test_the_total_next_to_an_amount_that_changed() -> None:
    assert stayed(order("1", "3.00"), order("4", "3.00")) == [("Total", "3.00")]
    assert stayed(order("1", "3.00"), order("4", "12.00")) == []
    assert stayed(order("1", "3.00"), order("1", "3.00", name="Green tea")) == []


def basket(*sums: str, total: str) -> list[Node]:
    rows = (row(f"Item {at}", other_sum, ref=f"row {at}") for at, other_sum in enumerate(sums))
    return [table(header("Goods", "Sum"), *rows), node("heading", f"Total: {total}", ref="n50")]


def test_the_total_below_a_column_that_adds_up_to_something_else() -> None:
    """Also after a row was removed; a figure that was not the sum before is not a total now."""
    stale = PageFact("unchanged", part="Sum", after="77.00", items=(("", "Total: $63.00"),))
    for after in (basket("$42.00", "$35.00", total="$63.00"), basket("$70.00", "$5.00", "$2.00", total="$63.00")):
        states = [state(0, SAVE, *basket("$28.00", "$35.00", total="$63.00")), state(1_000, SAVE, *after)]
        assert stale in told(told_rows(states, [act("click", 1_000)]))[1]
    assert stayed(basket("$28.00", "$35.00", total="$63.00"), basket("$42.00", "$35.00", total="$77.00")) == []


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Total: $1,200.50", ["1200.50"]),
        ("1.200,50 €", ["1200.50"]),
        ("4,5 kg", ["4.5"]),
        ("12 500 kr", ["12500"]),
        ("\u22123", ["-3"]),
        ("3 of 42", ["3", "42"]),
        ("1.2.3", []),
        ("5 10 20", ["5", "10", "20"]),
        ("1.500", []),
        ("none", []),
        ("SKU-0004", ["4"]),
        ("1-10 of 42", ["1", "10", "42"]),
        ("$-5, -7", ["-5", "-7"]),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, amounts: list[str]) -> None:
    assert amounts_in(text) == [Decimal(amount) for amount in amounts]


def test_a_total_that_may_include_other_pages_of_a_list_is_said_without_a_judgement() -> None:
    for before, after in (
        (basket("$20.00", "$20.00", "$23.00", "$7.00", total="$70.00"), basket("$20.00", "$7.00", total="$70.00")),
        (basket("$28.00", "$35.00", total="$70.00"), basket("$42.00", "$35.00", total="$70.00")),
    ):
        facts = told(told_rows([state(0, SAVE, *before), state(1_000, SAVE, *after)], [act("click", 1_000)]))[1]
        assert PageFact("unchanged", items=(("", "Total: $70.00"),)) in facts


def members(count: int, pages: str, *names: str) -> list[Node]:
    rows = (row(name, "Editor") for name in names)
    return [node("heading", f"Members ({count})"), table(header("Name", "Role"), *rows), text(pages)]


def test_a_count_that_stays_although_another_count_of_the_same_changed() -> None:
    before = members(6, "1-2 of 6", "Ada", "Bo")
    stale = PageFact("unchanged", part="1-2 of 5", items=(("", "Members (6)"),))
    for after, is_stale in (
        (members(6, "1-2 of 5", "Ada", "Cleo"), True),
        (members(5, "1-2 of 5", "Ada", "Cleo"), False),
    ):
        states = [state(0, SAVE, *before), state(1_000, SAVE, *after)]
        assert (stale in told(told_rows(states, [act("click", 1_000, name="Remove")]))[1]) == is_stale


def test_an_equal_count_of_something_else_proves_nothing() -> None:
    tables = [
        table(header("Name", "Role"), *(row(name, "Editor") for name in names))
        for names in (("Ada", "Bo"), ("Ada", "Bo", "Cleo"))
    ]
    for then, now, other, is_stale in (
        ("5 active", "6 active", "5 completed", False),
        ("3 items", "4 items", "3 reviews", False),
        ("Cart (3)", "Cart (4)", "Delivery in 3 days", False),
        ("5 active members", "6 active members", "Members: 5", True),
    ):
        before, after = ([SAVE, tables[at], text(count), text(other)] for at, count in enumerate((then, now)))
        states = [state(0, *before), state(1_000, *after)]
        facts = told(told_rows(states, [act("click", 1_000)]))[1]
        assert [fact.part for fact in facts if fact.kind == "unchanged" and fact.part] == [now] * is_stale


def test_another_page_of_the_same_rows_leaves_counts_unsaid() -> None:
    assert stayed(members(6, "1-2 of 6", "Ada", "Bo"), members(6, "3-4 of 6", "Cleo", "Dov")) == []


def test_a_total_that_stays_after_a_choice_is_said_and_a_date_is_not() -> None:
    extra = Target("d1", 9, "input", "checkbox", "Canoe")
    order = [node("checkbox", "Canoe", ref="n9"), text("Total to pay"), text("120.00"), text("March 2026")]
    states = [state(0, *order), state(1_000, replace(order[0], states=("checked",)), *order[1:])]
    facts = told(told_rows(states, [act("check", 1_000, target=extra)]))[1]
    assert [fact.items for fact in facts if fact.kind == "unchanged"] == [(("", "Total to pay: 120.00"),)]


def test_a_refused_form_says_which_dialog_is_still_open_or_at_which_step_it_is() -> None:
    refused = node("alert", text="Name is required", ref="n30")
    dialog = [node("dialog", "New order", node("textbox", "Name"), ref="n20")]
    wizard = [text("Step 1 of 3"), node("textbox", "Name")]
    assert stayed(dialog, [*dialog, refused]) == [("dialog", "New order")]
    assert stayed(wizard, [*wizard, refused]) == [("", "Step 1 of 3")]


def column(count: str, *cards: str) -> Node:
    heading = node("heading", "To do"), node("text", text=count)
    return node("listitem", "", *heading, *(node("text", text=card) for card in cards), ref="n30")


def board(count: str, *cards: str) -> list[Node]:
    others = (node("listitem", "", node("heading", name), node("text", text="1")) for name in ("Doing", "Done"))
    return [node("list", "Board", column(count, *cards), *others)]


def test_the_count_of_a_card_whose_entries_went() -> None:
    full, empty = board("3", "Sails", "Ropes", "Anchor"), board("3", "Sails")
    assert stayed(full, empty, press=False) == [("3 of entry", "To do")]
    assert stayed(full, board("1", "Sails"), press=False) == []


def test_the_page_behind_a_dialog_that_closed() -> None:
    dialog, list_ = node("dialog", "New report", SAVE), table(header("Name"), row("May"), row("June"))
    assert stayed([list_, dialog], [list_]) == [("the rest of the page", "")]
    added = table(header("Name"), row("May"), row("June"), row("July"))
    assert stayed([list_, dialog], [added]) == []


def field(value: str) -> Node:
    return node("textbox", "Name", text=value, ref="n9")


def test_a_table_behind_a_menu_that_opened_is_not_due_to_change() -> None:
    list_ = table(header("Name"), row("May"), row("June"))
    closed, opened = (node("button", "Tools", states=(item,), ref="n40") for item in ("expanded=false", "expanded"))
    assert stayed([closed, list_], [opened, list_]) == []


def test_the_page_behind_a_dialog_that_stayed_open_is_not_due_to_change() -> None:
    """Unless what was clicked is not in the dialog."""
    files = table(header("Name", "Pages"), row("May", "31"), row("June", "30"))
    save, note = node("button", "Apply", ref="n7"), node("status", text="Sent", ref="n30")
    dialog, box = node("dialog", "New report", save, ref="n20"), node("dialog", "Cookies", ref="n20")
    for shown, is_due in (([files, dialog], False), ([save, files, box], True)):
        states = [state(0, *shown), state(1_000, *shown, note)]
        facts = told(told_rows(states, [act("click", 1_000, "Apply")]))[1]
        items = [item for fact in facts if fact.kind == "unchanged" for item in fact.items]
        assert (("table of 2 rows", "Name, Pages") in items) is is_due


def test_code_and_dates_with_numbers_count_nothing() -> None:
    assert is_count_line("1-10 of 42")
    assert is_count_line("page 2 / 3")
    assert not is_count_line("curl '/rentals/report?month=2026-04'")
    assert not is_count_line("2026-04-12")


@pytest.mark.parametrize(("value", "is_known"), [("rent", True), ("••••••", False)])
def test_a_filter_that_is_still_set_on_another_page(value: str, is_known: bool) -> None:
    """Whether a masked value is the same cannot be known."""
    states = [
        state(0, node("heading", "Journal"), field("")),
        state(1_000, node("heading", "Journal"), field(value), text("2 entries of the year")),
        state(3_000, node("heading", "Income"), field(value), text("Wages and interest")),
    ]
    acts = [act("type", 1_000, target=NAME, value=value), act("click", 3_000, "Income")]
    moved = PageEvent(3_020, "navigation", "p1", f"went to {ORIGIN}/income", f"{ORIGIN}/income")
    *_, last = told(told_rows(states, acts, [moved]))
    assert last[0] == PageFact("page", "page", "Income")
    assert (PageFact("unchanged", items=(("field", f"Name: {value}"),)) in last) is is_known


def test_a_choice_that_filters_nothing_next_to_one_that_did() -> None:
    """Without an earlier choice that filtered it, the table is unrelated to the choice."""

    def homes(count: int, *ticked: str) -> list[Node]:
        boxes = (
            node("checkbox", name, ref=name, states=("checked",) if name in ticked else ())
            for name in ("House", "Pets")
        )
        rows = (row(f"Mill Lane {n}", f"{n} rooms", ref=f"row {n}") for n in range(count))
        return [*boxes, table(header("Home", "Size"), *rows, name="Homes")]

    def choice(name: str, ms: int) -> Act:
        return act("check", ms, target=Target("d1", 9, "input", "checkbox", name))

    states = [
        state(0, *homes(5)),
        state(1_000, *homes(4, "House")),
        state(3_000, *homes(4, "House", "Pets")),
    ]
    _, second, third = told(told_rows(states, [choice("House", 1_000), choice("Pets", 3_000)]))
    unchanged = PageFact("unchanged", items=(("table of 4 rows", "Homes"),))
    assert unchanged in third
    assert unchanged not in second
    alone = told(told_rows([states[1], state(3_000, *homes(4, "House", "Pets"))], [choice("Pets", 3_000)]))
    assert unchanged not in alone[-1]
    elsewhere = act("check", 3_000, target=Target("d1", 9, "input", "checkbox", "Remember me", within="Sign in"))
    assert unchanged not in told(told_rows(states, [choice("House", 1_000), elsewhere]))[-1]


BOOKS = ("Nautilus", "1"), ("Kelp", "2"), ("Herring", "3"), ("Anchor", "4")


def books(*rows: tuple[str, str], columns: tuple[str, str] = ("Title", "Pages")) -> Node:
    return table(header(*columns), *(row(*cells, ref=f"row {cells[0]}") for cells in rows))


def test_an_order_that_stays_while_other_rows_or_columns_are_shown_is_said() -> None:
    by_pages = BOOKS[::-1]
    more, other = (*by_pages, ("Zander", "0")), (("Zander", "9"), *by_pages)
    states = [state(at * 1_000, SAVE, books(*rows)) for at, rows in enumerate((BOOKS, by_pages, more))]
    clicks = [act("click", 1_000, "Pages"), act("click", 2_000, "More")]
    order = ("sorted by", "Pages descending")
    assert order in [item for fact in told_rows(states, clicks)[2].facts for item in fact.items]
    states[2] = state(2_000, SAVE, books(*other[1:3], other[0], *other[3:]))
    assert order not in [item for fact in told_rows(states, clicks)[2].facts for item in fact.items]


def test_a_column_with_a_comma_in_its_name_may_be_what_a_table_is_sorted_by() -> None:
    columns, by_pages = ("Title", "Pages, all"), BOOKS[::-1]
    shown = (BOOKS, by_pages, (*by_pages, ("Zander", "0")))
    states = [state(at * 1_000, SAVE, books(*rows, columns=columns)) for at, rows in enumerate(shown)]
    clicks = [act("click", 1_000, "Pages, all"), act("click", 2_000, "More")]
    order = ("sorted by", "Pages, all descending")
    assert order in [item for fact in told_rows(states, clicks)[2].facts for item in fact.items]


def test_columns_that_moved_say_that_the_rows_are_the_same() -> None:
    moved = books(*((pages, title) for title, pages in BOOKS), columns=("Pages", "Title"))
    facts = differences([books(*BOOKS)], [moved])
    assert [(fact.kind, fact.count) for fact in facts] == [("columns", (4, 4))]


def test_the_line_that_counts_rows_is_said_when_the_same_is_shown_in_another_way() -> None:
    cards = [text("id: kelp"), text("id: anchor"), text("Showing 1 - 2 of 2")]
    assert stayed(cards, [books(*BOOKS[:2]), cards[-1]]) == [("", "Showing 1 - 2 of 2")]


def test_a_refused_form_says_which_typed_values_it_kept() -> None:
    form = [node("textbox", "Name", text="Ada", ref="n9"), node("textbox", "Town", text="Hoorn", ref="n10")]
    refused = node("alert", text="The form could not be saved", ref="n30")
    acts = [act("type", 500, target=NAME, value="Ada"), act("click", 1_000)]
    facts = told(told_rows([state(0, SAVE, *form), state(1_000, SAVE, *form, refused)], acts))[-1]
    assert [fact.items for fact in facts if fact.kind == "unchanged"] == [(("field", "Name: Ada"),)]

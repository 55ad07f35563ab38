"""What stayed although a change was due is reported: a figure, a value, the page behind a dialog, a table."""

from __future__ import annotations

from decimal import Decimal

import pytest

from claude_scope.timeline.captured.page.amounts import amounts_in
from claude_scope.values import Act, Node, PageEvent, PageFact, Target
from tests.timeline.captured.trees import ORIGIN, act, header, node, row, state, table, text, told, told_rows

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
    for before, after in (
        (basket("$20.00", "$20.00", "$23.00", "$7.00", total="$70.00"), basket("$20.00", "$7.00", total="$70.00")),
        (basket("$28.00", "$35.00", total="$63.00"), basket("$42.00", "$35.00", total="$77.00")),
        (basket("$28.00", "$35.00", total="$80.00"), basket("$42.00", "$35.00", total="$80.00")),
    ):
        assert stayed(before, after) == []


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
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, amounts: list[str]) -> None:
    assert amounts_in(text) == [Decimal(amount) for amount in amounts]


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

"""A capture is described act by act: what followed, what came by itself, and what stayed although a change was due."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claude_scope.values import Act, Box, NetworkRequest, Node, PageEvent, PageFact, Target
from claude_scope.wording.acts import describe_act
from tests.timeline.captured.trees import (
    ORIGIN,
    act,
    header,
    kinds,
    node,
    row,
    state,
    table,
    text,
    told,
    told_rows,
    without_nodes,
)

SAVE = node("button", "Save", ref="n7")
FIELD = Target("d1", 9, "input", "textbox", "Name")


def field(value: str) -> Node:
    return node("textbox", "Name", text=value, ref="n9")


def total(amount: str) -> tuple[Node, Node]:
    return text("Total", ref="n20"), text(amount, ref="n21")


def balances(*rows: tuple[str, str]) -> Node:
    return table(header("Who", "Balance"), *(row(*cells) for cells in rows))


SAME = balances(("Ana", "+49.00"), ("Ben", "+138.00"))


def test_all_that_follows_an_act_is_one_row() -> None:
    states = [
        state(0, SAVE),
        state(1_000, SAVE, node("status", text="Saving…", ref="n5")),
        state(1_600, SAVE, node("status", text="Saved", ref="n5"), *total("$3")),
    ]
    rows = told_rows(states, [act("click", 1_000)])
    assert [(len(row.span.acts), row.since_ms) for row in rows] == [(0, 0), (1, 1_000)]
    assert kinds(rows)[1] == ["message", "added"]
    assert told(rows)[1][0] == PageFact("message", after="Saved")


def test_the_first_row_says_what_the_page_is() -> None:
    (only,) = told(told_rows([state(0, node("heading", "Bills"), SAME)]))
    assert only[0] == PageFact("page", "page", "Bills")


def test_what_stayed_next_to_a_value_that_changed_is_reported() -> None:
    """A bill was edited while the balances stayed: that is the bug."""
    states = [state(0, SAVE, *total("$45"), SAME), state(1_000, SAVE, *total("$345"), SAME)]
    facts = told(told_rows(states, [act("click", 1_000)]))[1]
    assert facts == [
        PageFact("value", "", "Total", before="$45", after="$345"),
        PageFact("unchanged", items=(("table of 2 rows", "Who, Balance"),)),
    ]


def test_a_press_after_which_a_table_stayed_and_nothing_else_changed_says_both() -> None:
    states = [state(0, SAVE, SAME), state(1_000, SAVE, SAME)]
    rows = told_rows(states, [act("click", 1_000)])
    assert kinds(rows)[1] == ["nothing", "unchanged"]


@pytest.mark.parametrize(("role", "expected"), [("searchbox", ["unchanged"]), ("textbox", [])])
def test_what_stayed_is_reported_only_after_typing_into_a_search_field(role: str, expected: list[str]) -> None:
    states = [state(0, field(""), SAME), state(1_000, field("Ada"), SAME)]
    _, typed = told_rows(states, [act("type", 1_000, target=replace(FIELD, role=role), value="Ada")])
    assert (kinds([typed]), typed.has_own) == ([expected], True)


def test_a_menu_of_links_that_stayed_is_not_reported() -> None:
    links = node("list", "", *(node("listitem", "", node("link", name)) for name in ("Home 1", "Orders 2", "Help 3")))
    states = [state(0, SAVE, links, *total("$45")), state(1_000, SAVE, links, *total("$345"))]
    assert kinds(told_rows(states, [act("click", 1_000)]))[1] == ["value"]


def test_an_act_after_which_nothing_changed_is_a_row_without_a_change() -> None:
    rows = told_rows([state(0, SAVE), state(1_000, SAVE)], [act("click", 1_000)])
    assert (len(rows), kinds(rows)[1]) == (2, [])


def navigation(text: str, time_ms: float, path: str) -> PageEvent:
    return PageEvent(time_ms, "navigation", "p1", f"{text}{ORIGIN}/{path}", f"{ORIGIN}/{path}")


LIST = node("heading", "Bills"), text("Your bills of this year"), SAVE
EDIT = node("heading", "Edit the bill"), node("textbox", "Amount", text="45", ref="n9"), node("button", "Store it")


def test_another_page_is_described_by_its_heading_and_what_is_new_on_it() -> None:
    rows = told_rows([state(0, *LIST), state(1_000, *EDIT, document="d2")], [act("click", 1_000)])
    first, *others = told(rows)[1]
    assert (first, rows[1].is_other_page) == (PageFact("page", "page", "Edit the bill"), True)
    assert ("field", "Amount: 45") in [item for fact in others for item in fact.items]


def test_a_page_that_was_visited_before_is_compared_with_that_visit() -> None:
    """Another document with other nodes on the same path: only Ben's balance differs."""
    after = balances(("Ana", "+49.00"), ("Ben", "+233.00"))
    states = [
        state(0, *LIST, SAME),
        state(1_000, *EDIT, document="d2"),
        state(2_000, *LIST, after, document="d3"),
    ]
    rows = told_rows(states, [act("click", 1_000), act("click", 2_000)], urls=[("d1", "bills"), ("d3", "bills")])
    assert told(rows)[2] == [
        PageFact("page", "page", "Bills", count=(1, 1)),
        PageFact("row", "row", "Ben", items=(("Balance", "+138.00 -> +233.00"),)),
    ]


def test_a_view_with_another_heading_at_the_same_address_is_compared_with_its_last_visit() -> None:
    menu = [node("link", name) for name in ("Bills", "Crew")]
    after = balances(("Ana", "+49.00"), ("Ben", "+233.00"))
    states = [state(0, *LIST, SAME, *menu), state(1_000, *EDIT, *menu), state(2_000, *LIST, after, *menu)]
    rows = told_rows(states, [act("click", 1_000), act("click", 2_000)])
    assert told(rows)[2] == [
        PageFact("page", "page", "Bills", count=(1, 1)),
        PageFact("row", "row", "Ben", items=(("Balance", "+138.00 -> +233.00"),)),
    ]


def test_a_revisited_page_says_that_its_table_is_the_same() -> None:
    states = [state(0, *LIST, SAME), state(1_000, *EDIT, document="d2"), state(2_000, *LIST, SAME, document="d3")]
    acts = [act("click", 1_000), act("type", 1_500), act("click", 2_000)]
    rows = told_rows(states, acts, urls=[("d1", "bills"), ("d3", "bills")])
    assert kinds(rows)[2] == ["page", "unchanged"]


def test_a_search_on_another_address_is_the_same_page() -> None:
    """The query is not part of the path, and a reloaded page has other nodes."""
    states = [
        state(0, *LIST, SAME),
        state(
            1_000,
            *LIST,
            balances(
                ("Ana", "+49.00"),
            ),
            document="d2",
        ),
    ]
    rows = told_rows(states, [act("click", 1_000)], urls=[("d1", "bills"), ("d2", "bills?q=ana")])
    assert (kinds(rows)[1], rows[1].is_other_page) == (["rows"], False)


def test_another_address_of_the_same_page_is_reported_only_if_the_page_has_another_name() -> None:
    states = [state(0, *LIST, SAME), state(1_000, *LIST, SAME, *total("$3"), document="d2")]
    assert kinds(told_rows(states, [act("click", 1_000)]))[1] == ["added"]
    named = [states[0], state(1_000, *LIST, SAME, *total("$3"), document="d2", title="Bills by date")]
    assert told(told_rows(named, [act("click", 1_000)]))[1][0] == PageFact("page", "page", "Bills by date")
    only_named = [states[0], state(1_000, *LIST, SAME, document="d2", title="Bills by date")]
    assert told(told_rows(only_named, [act("click", 1_000)]))[1][0] == PageFact("page", "page", "Bills by date")


def test_going_back_is_a_row_of_its_own() -> None:
    states = [state(0, *LIST), state(1_000, *EDIT, document="d2"), state(5_000, *LIST, document="d3")]
    back = navigation("went back or forward to ", 4_990, "bills")
    rows = told_rows(states, [act("click", 1_000)], [back], urls=[("d1", "bills"), ("d3", "bills")])
    assert [len(row.span.acts) for row in rows] == [0, 1, 0]
    assert told(rows)[2][0] == PageFact("page", "page", "Bills", count=(1, 1))


def test_a_late_error_has_a_row_of_its_own() -> None:
    failed = node("alert", text="Could not save the bill", ref="n5")
    states = [state(0, SAVE), state(1_000, SAVE, *total("$3")), state(4_000, SAVE, *total("$3"), failed)]
    rows = told_rows(states, [act("click", 1_000)])
    assert kinds(rows)[1:] == [["added"], ["error"]]
    assert [(len(row.span.acts), row.since_ms) for row in rows[1:]] == [(1, 1_000), (0, 4_000)]
    soon = [*states[:2], state(1_400, SAVE, *total("$3"), failed)]
    assert kinds(told_rows(soon, [act("click", 1_000)]))[1:] == [["error", "added"]]


def test_texts_that_come_late_have_a_row_of_their_own() -> None:
    states = [
        state(0, SAVE),
        state(1_000, SAVE, *total("$3")),
        state(4_500, SAVE, *total("$3"), text("Tip of the day")),
    ]
    assert kinds(told_rows(states, [act("click", 1_000)]))[1:] == [["added"], ["added"]]


def test_rows_that_fade_out_while_others_come_are_one_change() -> None:
    """A list that is filtered some time after the last letter was typed."""
    both = balances(("Ana", "+49.00"), ("Ben", "+138.00"), ("Ada", "+7.00"), ("Eve", "+8.00"))
    left = balances(("Ada", "+7.00"), ("Eve", "+8.00"))
    states = [state(0, SAVE, SAME), state(5_000, SAVE, SAME), state(5_900, SAVE, both), state(6_100, SAVE, left)]
    rows = told_rows(states, [act("click", 5_000)])
    assert [[fact.count for fact in row.facts] for row in rows[1:]] == [[(2, 2)]]


@pytest.mark.parametrize(("rests_ms", "rows"), [(900, 2), (4_000, 3)])
def test_what_the_pointer_leads_to_on_its_way_has_no_row_of_its_own(rests_ms: int, rows: int) -> None:
    bubble = text("Monday: 320 views", ref="n31")
    states = [state(0, SAVE), state(5_000, SAVE, *total("$3")), state(8_000, SAVE, *total("$3"), bubble)]
    pointer = [(7_800, 40.0, 40.0), (8_000 + rests_ms, 90.0, 40.0)]
    assert len(told_rows(states, [act("click", 5_000)], pointer=pointer)) == rows


def test_a_text_that_goes_on_growing_is_one_row() -> None:
    """An answer that appears letter by letter, with pauses."""
    words = "Tides", "Tides turn", "Tides turn twice", "Tides turn twice a day"
    shown = [state(8_000 + 1_500 * at, SAVE, text(said, ref="n5")) for at, said in enumerate(words)]
    rows = told_rows([state(0, SAVE), state(5_000, SAVE, text("Ask", ref="n5")), *shown], [act("click", 5_000)])
    assert [[fact.after for fact in row.facts] for row in rows[2:]] in ([], [[words[-1]]])


def test_a_count_that_follows_each_act_a_while_later_does_not_run_by_itself() -> None:
    shown = (5, 5, 1, 1, 3, 3, 2)
    states = [state(2_500 * at, SAVE, *total(f"of {count}")) for at, count in enumerate(shown)]
    rows = told_rows(states, [act("click", 2_500 * at) for at in (1, 3, 5)])
    assert "running" not in {kind for some in kinds(rows) for kind in some}


def test_the_late_answer_to_a_request_of_an_act_belongs_to_the_act() -> None:
    states = [
        state(0, SAVE),
        state(5_000, SAVE, *total("$3")),
        state(9_000, SAVE, *total("$3"), text("Tip of the day")),
    ]
    clicks = [act("click", 5_000)]
    answer = NetworkRequest(5_100, 8_900, "GET", f"{ORIGIN}/tips", "fetch", 200)
    assert len(told_rows(states, clicks, requests=[answer])) == 2
    for other in (replace(answer, start_ms=7_000.0), replace(answer, end_ms=6_000.0), replace(answer, end_ms=None)):
        assert len(told_rows(states, clicks, requests=[other])) == 3


def test_what_only_disappears_or_becomes_ready_by_itself_has_no_row() -> None:
    busy, done = (node("button", "Save", states=states, ref="n7") for states in (("disabled",), ()))
    states = [state(0, done), state(5_000, busy, text("Tip of the day")), state(9_000, done)]
    assert len(told_rows(states, [act("click", 5_000)])) == 2


def test_an_error_that_flashes_is_reported_though_it_disappears() -> None:
    failed = node("alert", text="Could not save the bill", ref="n5")
    states = [state(0, SAVE), state(5_000, SAVE, failed), state(5_300, SAVE)]
    rows = told_rows(states, [act("click", 5_000)])
    assert [fact.after for facts in told(rows) for fact in facts if fact.kind == "error"] == ["Could not save the bill"]


def test_a_message_that_fades_out_in_several_states_is_told() -> None:
    said = node("status", text="Bill deleted", ref="n5")
    fading = replace(said, children=(node("generic", text="", ref="n6"),))
    states = [state(0, SAVE), state(5_000, SAVE, said), state(7_400, SAVE, fading), state(7_500, SAVE)]
    rows = told_rows(states, [act("click", 5_000)])
    assert [fact.after for facts in told(rows) for fact in facts if fact.kind == "message"] == ["Bill deleted"]


def test_a_row_that_falls_back_after_a_drag_says_so_and_a_row_that_changes_by_itself_does_not() -> None:
    def week(monday: str, friday: str) -> Node:
        return table(header("Week", "Mon", "Fri"), row("11", monday, friday), row("12", "Yoga", "Choir"))

    there, moved = week("Council", "Choir"), week("Market", "Choir")
    for done, is_back in ((act("drag", 5_000, "Council"), True), (act("click", 5_000, "Council"), False)):
        rows = told_rows([state(0, there), state(5_000, moved), state(6_600, there)], [done])
        assert [fact.is_back for fact in rows[-1].facts] == [is_back]


def test_an_error_that_goes_when_its_field_is_filled_in_is_told() -> None:
    refused = node("alert", text="Customer is required", ref="n30")
    customer = node("textbox", "Customer", ref="n9")
    filled = replace(customer, text="Ada")
    typed = act("type", 5_000, target=Target("d1", 9, "input", "textbox", "Customer"), value="Ada")
    facts = told(told_rows([state(0, customer, refused), state(5_000, filled)], [typed]))[1]
    assert [fact.items for fact in facts if fact.kind == "removed"] == [(("error", "Customer is required"),)]


def test_what_comes_and_goes_while_a_page_loads_has_no_row_of_its_own() -> None:
    states = [
        state(0, SAVE),
        state(1_500, SAVE, node("status", text="Loading bills", ref="n5")),
        state(2_500, SAVE, SAME),
    ]
    assert len(told_rows(states)) == 1


def test_progress_that_is_over_is_not_reported() -> None:
    states = [state(0, SAVE), state(5_000, SAVE, node("status", text="Saving…", ref="n5")), state(5_900, SAVE)]
    rows = told_rows(states, [act("click", 5_000)])
    assert (len(rows), kinds(rows)[1]) == (2, [])


def test_a_value_that_falls_back_by_itself_has_a_row_that_says_so() -> None:
    """A star that is pressed, and released again when the server answers."""
    on, off = node("button", "Star", states=("pressed",), ref="n7"), node("button", "Star", ref="n7")
    rows = told_rows([state(0, off), state(5_000, on), state(5_800, off)], [act("click", 5_000, "Star")])
    assert [(row.span.acts != (), len(row.facts)) for row in rows[1:]] == [(True, 1), (False, 1)]
    assert [(fact.part, fact.is_back) for fact in (*rows[1].facts, *rows[2].facts)] == [
        ("pressed", False),
        ("not pressed", True),
    ]


@pytest.mark.parametrize("words", ["Save", "Saving…"])
def test_a_button_that_is_disabled_until_the_answer_comes_did_not_revert(words: str) -> None:
    busy = node("button", words, states=("disabled",), ref="n7")
    rows = told_rows([state(0, SAVE), state(5_000, busy), state(5_900, SAVE)], [act("click", 5_000)])
    assert (len(rows), kinds(rows)[1]) == (2, [])


def test_a_button_that_shows_done_for_a_while_is_reported_and_did_not_revert() -> None:
    copy, copied = ((node("heading", "Keys"), node("button", words, ref="n7")) for words in ("Copy", "Copied!"))
    rows = told_rows([state(0, *copy), state(5_000, *copied), state(7_000, *copy)], [act("click", 5_000, "Copy")])
    assert told(rows)[1] == [PageFact("value", "button", before="Copy", after="Copied!")]
    assert not any(fact.is_back for row in rows for fact in row.facts)


def test_a_value_that_goes_on_is_not_back() -> None:
    states = [state(0, SAVE, *total("$1")), state(5_000, SAVE, *total("$2")), state(5_800, SAVE, *total("$3"))]
    rows = told_rows(states, [act("click", 5_000)])
    assert told(rows)[1] == [PageFact("value", "", "Total", before="$1", after="$3")]
    assert not any(fact.is_back for row in rows for fact in row.facts)


def progress(share: int) -> tuple[Node, Node]:
    return text("Progress", ref="n20"), text(f"{share} %", ref="n21")


def test_a_figure_that_runs_by_itself_is_reported_once() -> None:
    shown = [(0, 0), (5_000, 5), (9_000, 20), (11_000, 40), (20_000, 60), (24_000, 80), (26_000, 95)]
    states = [state(since_ms, SAVE, *progress(share)) for since_ms, share in shown]
    rows = told_rows(states, [act("click", 5_000), act("click", 20_000)])
    assert kinds(rows)[1:] == [["running"], []]
    assert told(rows)[1][0] == PageFact("running", "", "Progress", before="0 %", after="40 %")


def test_announcements_that_take_turns_are_not_reported() -> None:
    turns = ("Free returns", "Made by hand", "New in October", "Gift cards")
    states = [state(1_000 * at, SAVE, text(turn, ref="n5")) for at, turn in enumerate(turns * 2)]
    states.append(state(9_000, SAVE, text(turns[0], ref="n5"), *total("$3")))
    assert kinds(told_rows(states, [act("click", 9_000)]))[1] == ["added"]


def test_scrolling_and_a_click_into_a_field_lead_to_what_is_done_next() -> None:
    states = [
        state(0, SAVE, field("")),
        state(1_000, SAVE, field("")),
        state(2_000, SAVE, field("")),
        state(3_000, SAVE, field("Ada")),
    ]
    acts = [act("scroll", 1_000), act("click", 2_000, target=FIELD), act("type", 3_000, target=FIELD, value="Ada")]
    rows = told_rows(states, acts)
    assert [[act.kind for act in row.span.acts] for row in rows] == [[], ["scroll", "click", "type"]]


def test_what_was_typed_and_chosen_is_not_repeated_but_what_it_replaced_is_reported() -> None:
    typed = act("type", 1_000, target=FIELD, value="Ada")
    _, own = told_rows([state(0, field("")), state(1_000, field("Ada"))], [typed])
    assert (own.facts, own.has_own) == ((), True)
    facts = told(told_rows([state(0, field("Ben")), state(1_000, field("Ada"))], [typed]))[1]
    assert facts == [PageFact("value", "field", "Name", before="Ben", after="Ada")]
    other = told(told_rows([state(0, field("")), state(1_000, field("ADA"))], [typed]))[1]
    assert other == [PageFact("value", "field", "Name", before="", after="ADA")], "the field made something else of it"


def test_a_choice_in_a_native_list_is_one_row_with_the_click_that_opened_it() -> None:
    """The browser draws the list: nothing in the page changes until something is chosen."""
    size = Target("d1", 9, "select", "combobox", "Size")
    shown = [node("combobox", "Size", text=value, ref="n9") for value in ("Small", "Small", "Large")]
    states = [state(2_000 * at, item) for at, item in enumerate(shown)]
    chosen = act("select", 4_000, target=size, value="Large")
    _, only = told_rows(states, [act("click", 2_000, target=size), chosen])
    assert [act.kind for act in only.span.acts] == ["click", "select"]
    assert without_nodes(only.facts) == [PageFact("value", "combobox", "Size", before="Small", after="Large")]


def test_what_scrolls_past_is_not_reported_but_a_message_is() -> None:
    states = [state(0, SAVE), state(1_000, SAVE, text("Further down"))]
    (looked,) = told_rows(states, [act("scroll", 1_000)])
    assert (kinds([looked]), [act.kind for act in looked.span.acts]) == (kinds(told_rows(states[:1])), ["scroll"])
    states[1] = state(1_000, SAVE, text("Further down"), node("status", text="All is loaded"))
    assert kinds(told_rows(states, [act("scroll", 1_000)]))[1] == ["message"]


def key(letter: str, time_ms: float) -> Act:
    return act("key", time_ms, target=Target("d1", 0, "body"), key=letter)


def test_keys_with_nothing_focused_are_one_row() -> None:
    states = [state(1_000 * at, SAVE) for at in range(5)]
    rows = told_rows(states, [key(letter, 1_000 + 1_000 * at) for at, letter in enumerate("abcd")])
    assert [[act.key for act in row.span.acts] for row in rows] == [[], ["a", "b", "c", "d"]]


def test_an_act_says_in_which_row_of_a_table_it_was_done() -> None:
    people = table(
        header("Name", ""),
        row("Ana", node("button", "Delete", ref="n31")),
        row("Ben", node("button", "Delete", ref="n32")),
    )
    gone = table(header("Name", ""), row("Ana", node("button", "Delete", ref="n31")))
    target = Target("d1", 32, "button", "button", "Delete")
    rows = told_rows([state(0, people), state(1_000, gone)], [act("click", 1_000, target=target)])
    assert rows[1].span.acts[0].target.within == "Ben"
    assert told(rows)[1][0].items == (("-", "Ben"),)


def test_what_a_tab_showed_before_it_was_closed_has_its_own_row() -> None:
    """A tab that the act closes at once, or that did not change before, has none."""
    closed = PageEvent(3_000, "page", "p2", "tab 2 closed")
    popup = [state(0, *LIST), state(1_000, *EDIT, document="d2")]
    for shown, expected in (((*EDIT, *total("$3")), [["added"], ["page"]]), (EDIT, [["page"]])):
        states = [*popup, state(2_000, *shown, document="d2"), state(3_000, *LIST)]
        rows = told_rows(states, [act("click", 1_000), act("click", 2_000)], [closed], tabs=[("d2", "p2")])
        assert kinds(rows)[2:] == expected


def test_two_tabs_are_compared_each_with_itself() -> None:
    states = [state(0, *LIST), state(1_000, *EDIT, document="d2"), state(2_000, *LIST, *total("$3"))]
    acts = [act("click", 1_000), act("click", 2_000)]
    rows = told_rows(states, acts, tabs=[("d2", "p2")])
    assert kinds(rows)[2] == ["added"]


def test_the_page_behind_a_closed_popup_is_compared_with_the_time_before_the_popup() -> None:
    """Also if nothing changed there; a page that only changes behind the popup is not said to be back."""
    acts = [act("click", 1_000), act("click", 2_000)]
    closed = PageEvent(2_010, "page", "p2", "tab 2 closed")
    before = [state(0, *LIST), state(1_000, *EDIT, document="d2")]
    for after, expected in ((LIST, ["page"]), ((*LIST, *total("$3")), ["page", "added"])):
        states = [*before, state(2_000, *EDIT, document="d2"), state(2_010, *after)]
        rows = told_rows(states, acts, [closed], tabs=[("d2", "p2")])
        assert kinds(rows)[2] == expected
        assert told(rows)[2][0] == PageFact("page", "page", "Bills", count=(1, 1))
    assert kinds(told_rows(states, acts, tabs=[("d2", "p2")]))[2] == ["added"]


@pytest.mark.parametrize("kind", ["check", "uncheck"])
def test_a_box_that_was_ticked_is_not_reported_again(kind: str) -> None:
    off, on = (node("checkbox", "Terms", states=states, ref="n9") for states in ((), ("checked",)))
    before, after = (off, on) if kind == "check" else (on, off)
    target = Target("d1", 9, "input", "checkbox", "Terms")
    assert kinds(told_rows([state(0, before), state(1_000, after)], [act(kind, 1_000, target=target)]))[1] == []  # type: ignore[arg-type]


def test_a_page_of_an_application_is_compared_with_its_last_visit_not_with_the_page_before() -> None:
    """The pages share a menu; and a switch that was turned off and saved is on again."""
    menu = [node("link", name) for name in ("Boats", "Bookings", "Crew")]
    off, on = ([node("switch", "Insured", states=states, ref="n9")] for states in ((), ("checked",)))
    form = node("heading", "Boat"), node("button", "Save", ref="n7"), *menu
    boats = [node("heading", "Boats"), SAME, text("All boats of the fleet"), *menu]
    switch = Target("d1", 9, "input", "switch", "Insured")
    states = [state(0, *form, *on), state(1_000, *form, *off), state(2_000, *boats), state(4_000, *form, *on)]
    acts = [act("uncheck", 1_000, target=switch), act("click", 2_000), act("click", 4_000, "Avocet")]
    went = [
        PageEvent(at, "navigation", "p1", f"went to {ORIGIN}/#/{path}", f"{ORIGIN}/#/{path}")
        for at, path in ((0, "boats/18"), (2_010, "boats"), (4_010, "boats/18"))
    ]
    saved = NetworkRequest(2_010, 2_090, "PUT", f"{ORIGIN}/api/boats/18", "fetch", 200)
    counted = replace(saved, url="https://stats.example/collect")
    for requests in ([saved], [counted], []):  # without one, the user may have pressed Cancel
        *_, last = told(told_rows(states, acts, went, requests=requests))
        assert [(fact.kind, fact.name, fact.part, fact.is_back) for fact in last] == [
            ("page", "Boat", "", False),
            ("state", "Insured", "checked", requests == [saved]),
        ]


def test_a_page_that_scrolls_after_a_press_says_to_what() -> None:
    brand = node("heading", "Tidewatch", ref="n59", box=Box(40, 10, 300, 30))  # in a header that stays
    then, now = (node("heading", "Level 3", ref="n60", box=Box(40, y, 300, 30)) for y in (461, 150))
    states = [state(0, SAVE, brand, then), replace(state(1_000, SAVE, brand, now), scroll=(0, 311))]
    scrolled, rest = PageFact("scrolled", name="Level 3", part="down"), PageFact("unchanged", "the rest of the page")
    assert told(told_rows(states, [act("click", 1_000, "Level 3")]))[1] == [scrolled]
    assert told(told_rows(states, [act("click", 1_000, "Open dialog")]))[1] == [scrolled, rest]
    assert kinds(told_rows(states, [act("scroll", 1_000)])) == kinds(told_rows(states[:1])), "somebody scrolled"
    near = [states[0], replace(states[1], scroll=(0, 20))]
    assert kinds(told_rows(near, [act("click", 1_000)]))[1] == []


def test_lines_that_were_typed_stay_lines_and_are_reported_once() -> None:
    """The page's tree has them on one line."""
    target = Target("d1", 9, "textarea", "textbox", "Code")
    before, after = (node("textbox", "Code", text=value, ref="n9") for value in ("", "a = 1 b = 2"))
    typed = act("type", 1_000, target=target, value="a = 1\n  b = 2\n")
    rows = told_rows([state(0, before), state(1_000, after)], [typed])
    assert told(rows)[1] == []
    assert describe_act(typed) == 'type "a = 1⏎ b = 2" into textbox "Code"'


def test_typed_spaces_are_named() -> None:
    typed = act("type", 1_000, target=Target("d1", 7, "input", "textbox", "Name"), value="  ")
    assert describe_act(typed) == 'type only spaces into textbox "Name"'


def test_what_changes_a_while_after_the_act_is_not_called_unchanged_before() -> None:
    def found(*names: str) -> Node:
        return table(header("Title", "Pages"), *(row(name, "320") for name in names))

    search = Target("d1", 7, "input", "searchbox", "Find")
    field = [node("searchbox", "Find", text=words, ref="e7") for words in ("", "wal")]
    states = [
        state(0, field[0], found("Emma", "Walden", "Ivanhoe")),
        state(1_000, field[1], found("Emma", "Walden", "Ivanhoe")),
        state(4_000, field[1], found("Walden")),
    ]
    first, late = told(told_rows(states, [act("type", 1_000, target=search, value="wal")]))[1:]
    assert [fact.kind for fact in late] == ["rows"]
    assert "unchanged" not in [fact.kind for fact in first]
    (alone,) = told(told_rows(states[:2], [act("type", 1_000, target=search, value="wal")]))[1:]
    assert "unchanged" in [fact.kind for fact in alone]

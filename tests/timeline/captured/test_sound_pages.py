"""Pages without a fault are not suspected, however much they speak of errors or undo; real faults next to them are
found.
"""

from __future__ import annotations

import pytest

from claude_scope.timeline.captured.went_wrong import find_suspects
from claude_scope.values import Act, CapturedState, EventKind, Moment, Node, Target
from tests.timeline.captured.trees import act, entries, header, node, row, state, table, text, told_rows
from tests.timeline.make import keyframe, reading

SAVE = node("button", "Save", ref="n7")
PRESS = act("click", 1_000)


def reasons(states: list[CapturedState], *acts: Act) -> list[str]:
    """Why rows of a capture are suspected."""
    moments = [
        Moment(keyframe(int(row.since_ms)), reading(), (), Node("document"), (), EventKind.INTERACTION, "",
               facts=row.facts, acts=row.span.acts)
        for row in told_rows(states, acts)
    ]  # fmt: skip
    return [suspect.because for suspect in find_suspects(moments, "")]


def pressed(before: list[Node], after: list[Node], name: str = "Save") -> list[str]:
    """Why the state after pressing a button or a menu entry is suspected."""
    return reasons([state(0, SAVE, *before), state(1_000, SAVE, *after)], act("click", 1_000, name))


def listed(*names: str) -> Node:
    return node("list", "", *entries(*names))


GUIDE = ("If the connection failed, check that the server is running.", "This happens when the file was not found.")
PROSE = (
    "The service keeps every file that you upload for thirty days.",
    "After that it asks the owner by mail whether to keep it.",
    "Owners of a team may change this in the settings of it.",
    "An upload that failed half way is resumed with the next one.",
)
TITLE = "Login fails with an error"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [text(line) for line in GUIDE]),
        ([], [text("An exception is raised when the key is invalid.")]),
        ([], [text(line) for line in PROSE]),
        ([], [node("log", text="INFO started ERROR connection refused")]),
        ([listed("a", "b")], [listed("ERROR connection refused", "ERROR failed to load it", "ERROR timed out now")]),
        ([], [text("Failed jobs: 3")]),
        ([], [text("* fields are required"), node("textbox", "Street *"), node("textbox", "City *")]),
        ([], [node("textbox", "Password"), text("Must contain at least 8 characters, one number.")]),
        ([], [node("status", text="No errors found")]),
        (
            [node("textbox", "Mail", text="a@b.example", ref="n9")],
            [node("textbox", "Mail", ref="n9"), text("Thank you, please look into your mail.")],
        ),
        (
            [node("radio", "create", ref="n9")],
            [node("radio", "create", ref="n9"), text("The next status will be new.")],
        ),
        (
            [node("textbox", "Search", ref="n9")],
            [
                node("textbox", "Search", ref="n9"),
                text("Keywords of all issues"),
                node("link", "Logout"),
                node("link", "Your issues"),
                node("heading", "Welcome back"),
                node("link", "Your details"),
            ],
        ),
    ],
    ids=[
        "guide",
        "reference",
        "prose",
        "log",
        "lines",
        "figure",
        "legend",
        "hint",
        "none found",
        "thanks",
        "radio",
        "signed in",
    ],
)
def test_texts_about_errors_are_not_errors(before: list[Node], after: list[Node]) -> None:
    assert pressed(before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ([], [text("Your order could not be placed.")], "Your order could not be placed."),
        ([], [text("Could not save. If this happens again, write to us.")], "Could not save."),
        ([listed("a", "b")], [listed("a", "b: upload failed again")], "b: upload failed again"),
        (
            [node("textbox", "Mail", ref="n9")],
            [node("textbox", "Mail", ref="n9"), text("Sag uns, wohin wir schreiben.")],
            "Sag uns, wohin wir schreiben.",
        ),
        ([], [text("Your message was not delivered: the mailbox is full.")], "not delivered"),
        ([], [text("WRONGTYPE Operation against a key holding the wrong kind of value")], "WRONGTYPE"),
    ],
    ids=["sentence", "with advice", "entry", "at an empty field", "alone", "console"],
)
def test_a_message_of_an_error_is_one(before: list[Node], after: list[Node], says: str) -> None:
    assert says in "".join(pressed(before, after))


@pytest.mark.parametrize("opened", [node("heading", TITLE), node("dialog", TITLE)], ids=["page", "dialog"])
def test_what_an_opened_entry_says_is_its_content(opened: Node) -> None:
    body = text("When I sign in, a message says that the password is invalid.")
    titles = listed(TITLE, "Sort by date", "Rename it")
    assert pressed([titles], [titles, opened, body], TITLE) == []
    assert pressed([titles], [titles, opened, node("alert", text="The ticket could not be loaded")], TITLE) != []
    assert pressed([titles], [titles, text("The ticket could not be loaded")], TITLE) != []


def test_a_part_of_the_application_that_fails_to_load_is_not_an_opened_entry() -> None:
    menu = listed("Orders", "Customers")
    assert pressed([menu], [menu, node("heading", "Orders"), text("Orders could not be loaded")], "Orders") != []


def test_what_the_user_typed_is_not_an_error_where_it_is_shown() -> None:
    words = "The upload failed with an error today"
    comment = Target("d1", 9, "textarea", "textbox", "Comment")
    states = [state(0, SAVE), state(1_000, SAVE, text(words))]
    assert reasons(states, act("type", 500, target=comment, value=words), PRESS) == []
    assert reasons(states, PRESS) != []


def test_a_refused_form_in_a_long_page_is_found_by_the_text_above_its_fields() -> None:
    """A page with thirty parts may explain errors, but not between the title of a form and its fields."""
    form = [text("Name or password incorrect"), text("Name"), node("textbox", "Name"), node("textbox", "Password")]
    long = [node("link", f"Service {at}") for at in range(30)]
    opened = [state(0, SAVE, document="d1"), state(1_000, node("heading", "Sign in"), *long, *form, document="d2")]
    assert reasons(opened, PRESS) == ['an error came on the screen: "Name or password incorrect"']
    elsewhere = [state(0, SAVE, document="d1"), state(1_000, *form[:2], *long, *form[2:], document="d2")]
    assert reasons(elsewhere, PRESS) == []


def in_turn(pages: list[Node]) -> list[CapturedState]:
    """The first page precedes an act, the second coincides with it, and the others follow at
    intervals of two seconds.
    """
    return [state(at * 2_000 - 1_000 * bool(at), page) for at, page in enumerate(pages)]


SWITCH = Target("d1", 7, "input", "switch", "Mail")
LIST = Target("d1", 9, "select", "combobox", "Actions")
FIELD = Target("d1", 9, "input", "textbox", "Message")


def switch(*states: str) -> Node:
    return node("switch", "Mail", ref="n7", states=states)


def box(value: str, role: str = "textbox", name: str = "Message") -> Node:
    return node(role, name, text=value, ref="n9")


DONE = node("status", text="2 items deleted", ref="n5")


@pytest.mark.parametrize(
    ("states", "done"),
    [
        (
            [switch(), switch("checked"), switch("checked", "disabled"), switch("checked")],
            act("click", 1_000, target=SWITCH),
        ),
        (
            [
                box("Actions", "combobox", "Actions"),
                box("Delete", "combobox", "Actions"),
                box("Actions", "combobox", "Actions"),
            ],
            act("select", 1_000, target=LIST, value="Delete"),
        ),
        (
            [box("- choose -", "combobox"), box("Delete", "combobox"), box("- choose -", "combobox")],
            act("select", 1_000, target=LIST, value="Delete"),
        ),
        (
            [box(""), box("hello"), node("group", "", box(""), text("hello"))],
            act("type", 1_000, target=FIELD, value="hello"),
        ),
        ([box(""), box("hello"), node("group", "", box(""), DONE)], act("type", 1_000, target=FIELD, value="hello")),
        (
            [
                node("button", "Play", ref="n7"),
                node("button", "Play", ref="n7", states=("pressed",)),
                node("button", "Play", ref="n7"),
            ],
            act("click", 1_000, "Play"),
        ),
        ([box("0", "progressbar"), box("60", "progressbar"), box("0", "progressbar")], PRESS),
    ],
    ids=["confirmed", "menu", "prompt", "sent", "emptied", "played", "progress"],
)
def test_what_is_ready_again_did_not_fall_back(states: list[Node], done: Act) -> None:
    assert reasons(in_turn(states), done) == []


@pytest.mark.parametrize(
    ("states", "done"),
    [
        ([switch(), switch("checked"), switch()], act("click", 1_000, target=SWITCH)),
        (
            [
                box("High", "combobox", "Priority"),
                box("Low", "combobox", "Priority"),
                box("High", "combobox", "Priority"),
            ],
            act("select", 1_000, target=LIST, value="Low"),
        ),
        (
            [box("1", "spinbutton"), box("2", "spinbutton"), box("1", "spinbutton")],
            act("type", 1_000, target=FIELD, value="2"),
        ),
        (
            [
                node("button", "Star", ref="n7"),
                node("button", "Star", ref="n7", states=("pressed",)),
                node("button", "Star", ref="n7"),
            ],
            act("click", 1_000, "Star"),
        ),
    ],
    ids=["switch", "list", "number", "star"],
)
def test_what_was_set_and_is_undone_fell_back(states: list[Node], done: Act) -> None:
    (because,) = reasons(in_turn(states), done)
    assert "fell back by itself" in because


def cart(*prices: str) -> Node:
    return table(header("Item", "Price"), *(row(f"Item {at}", price) for at, price in enumerate(prices)))


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (cart("10.00", "20.00"), cart("10.00", "20.00", "-3.00"), "Subtotal of items: 30.00"),
        (cart("10.00", "20.00", "5.00"), cart("10.00", "20.00"), "Budget: 35.00"),
    ],
    ids=["discount", "budget"],
)
def test_a_figure_that_does_not_add_up_rows_is_not_a_stale_total(before: Node, after: Node, line: str) -> None:
    figure = node("heading", line, ref="n50")
    assert pressed([before, figure], [after, figure]) == []
    total = node("heading", line.replace("Subtotal of items", "Total").replace("Budget", "Total"), ref="n50")
    assert pressed([before, total], [after, total]) != []


def test_a_filter_hides_rows_and_leaves_the_total_of_all() -> None:
    total = node("heading", "Total: 35.00", ref="n50")
    states = [state(0, cart("10.00", "20.00", "5.00"), total), state(1_000, cart("10.00", "20.00"), total)]
    hide = Target("d1", 9, "input", "checkbox", "Only open ones")
    assert reasons(states, act("check", 1_000, target=hide)) == []


def test_the_total_of_a_line_that_is_not_its_amount_times_its_price() -> None:
    def order(amount: str, price: str = "5.00") -> Node:
        rows = (row("Tea", amount, price, "10.00", ref="r1"), row("Rice", "1", "4.00", "4.00", ref="r2"))
        return table(header("Item", "Amount", "Price", "Total"), *rows)

    (because,) = pressed([order("2")], [order("3")])
    assert because == 'unchanged: Total "10.00", though "Amount \u00d7 Price" comes to 15.00 now'


def test_a_figure_that_happens_to_be_equal_to_another_is_not_a_total() -> None:
    def films(votes: str) -> Node:
        return table(
            header("Film", "Votes", "Rating"), row("Alien", votes, "5", ref="r1"), row("Heat", "1", "4", ref="r2")
        )

    assert pressed([films("5")], [films("6")]) == []

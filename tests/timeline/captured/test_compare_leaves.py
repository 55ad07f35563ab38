"""Fields, controls and texts are compared one by one; those that appeared or disappeared together form one fact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.captured.compare.compare_lines import compare_lines
from claude_scope.timeline.captured.compare.compare_pages import compare_pages
from claude_scope.values import Node, PageFact
from claude_scope.wording.page_facts import describe_fact
from tests.timeline.captured.trees import differences, entries, header, node, read, row, table, text

if TYPE_CHECKING:
    from collections.abc import Sequence

SAVE = node("button", "Save")


def of(before: list[Node], after: list[Node]) -> list[PageFact]:
    return differences([SAVE, *before], [SAVE, *after])


@pytest.mark.parametrize(
    ("role", "noun"),
    [("textbox", "field"), ("spinbutton", "field"), ("combobox", "combobox"), ("slider", "slider")],
)
def test_a_field_says_its_value_before_and_after(role: str, noun: str) -> None:
    (fact,) = of([node(role, "Size", text="4", ref="n5")], [node(role, "Size", text="7", ref="n5")])
    assert fact == PageFact("value", noun, "Size", before="4", after="7")


def test_a_labelled_figure_says_what_it_is() -> None:
    (fact,) = of([text("Total"), text("$133.23", ref="n5")], [text("Total"), text("$149.16", ref="n5")])
    assert fact == PageFact("value", "", "Total", before="$133.23", after="$149.16")


def test_a_text_says_what_it_was_and_is() -> None:
    (fact,) = of([text("4 items", ref="n5")], [text("5 items", ref="n5")])
    assert fact == PageFact("value", before="4 items", after="5 items")


def test_a_button_whose_words_changed_is_the_same_button() -> None:
    (fact,) = of([node("button", "Follow", ref="n5")], [node("button", "Unfollow", ref="n5")])
    assert fact == PageFact("value", "button", before="Follow", after="Unfollow")


@pytest.mark.parametrize(
    ("role", "before", "after", "says"),
    [
        ("checkbox", (), ("checked",), "checked"),
        ("checkbox", ("checked",), (), "unchecked"),
        ("button", (), ("disabled",), "disabled"),
        ("button", ("disabled",), (), "enabled"),
        ("button", ("expanded=false",), ("expanded",), "expanded"),
        ("button", ("expanded",), ("expanded=false",), "collapsed"),
        ("button", (), ("pressed",), "pressed"),
        ("textbox", (), ("invalid",), "invalid"),
    ],
)
def test_a_state_is_reported_in_a_word(role: str, before: tuple[str, ...], after: tuple[str, ...], says: str) -> None:
    found = of([node(role, "Terms", states=before)], [node(role, "Terms", states=after)])
    assert [(fact.kind, fact.name, fact.part) for fact in found] == [("state", "Terms", says)]


@pytest.mark.parametrize("state", ["active", "required", "readonly", "level=2"])
def test_the_focus_and_what_no_person_sees_are_not_a_change(state: str) -> None:
    assert of([node("textbox", "Name")], [node("textbox", "Name", states=(state,))]) == []


def test_the_tooltip_that_the_pointer_opens_is_not_a_change() -> None:
    assert of([], [node("tooltip", "Delete it")]) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Saved 2 minutes ago", "Saved 3 minutes ago"),
        ("It is 12:01:05", "It is 12:01:06"),
        ("Query took 15 ms", "Query took 23 ms"),
        ("Request 3fa85f64-5717-4562-b3fc-2c963f66afa6", "Request 9b2d7c10-1fa2-4c02-a1b7-0d6ef4ff8e11"),
    ],
)
def test_durations_clocks_and_ids_are_not_changes(before: str, after: str) -> None:
    assert of([text(before, ref="n5")], [text(after, ref="n5")]) == []


def test_what_is_rendered_again_with_the_same_words_did_not_change() -> None:
    old = [node("heading", "Orders", ref="n1"), text("3 left", ref="n2"), node("textbox", "Name", text="Ada", ref="n3")]
    new = [node("heading", "Orders", ref="n7"), text("3 left", ref="n8"), node("textbox", "Name", text="Ada", ref="n9")]
    assert of(old, new) == []


def test_a_figure_that_is_rendered_again_is_the_figure_with_its_words() -> None:
    (fact,) = of([text("3 left", ref="n2")], [text("2 left", ref="n8")])
    assert fact == PageFact("value", before="3 left", after="2 left")


def test_a_field_that_is_rendered_again_is_the_field_with_its_label() -> None:
    old, new = node("textbox", "Name", text="Ada", ref="n1"), node("textbox", "Name", text="Ben", ref="n9")
    assert of([old], [new]) == [PageFact("value", "field", "Name", before="Ada", after="Ben")]


def test_what_came_together_is_one_fact_with_its_parts() -> None:
    part = [node("heading", "Results"), text("Two were found"), node("textbox", "Filter")]
    (fact,) = of([], part)
    assert fact.kind == "added"
    assert fact.items == (("heading", "Results"), ("", "Two were found"), ("field", "Filter"))
    (fact,) = of(part, [])
    assert (fact.kind, fact.items[0]) == ("removed", ("heading", "Results"))


def test_a_table_that_came_says_its_columns_and_first_rows() -> None:
    (fact,) = of(
        [], [table(header("Name", "Pages"), *(row(name, "320") for name in ("Emma", "Ulysses", "Ivanhoe", "Walden")))]
    )
    noun, first = fact.items[0]
    assert (fact.kind, len(fact.items)) == ("added", 3)
    assert "Name, Pages" in noun
    assert "4 rows" in noun
    assert first.startswith("Emma")


def test_a_long_part_tells_its_first_lines_and_counts_the_rest() -> None:
    (fact,) = of([], [text(f"Paragraph {letter} of it") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"])
    assert len(fact.items) + fact.more == 26
    assert fact.more > 0


def test_words_that_only_repeat_the_label_of_a_field_are_not_reported() -> None:
    (fact,) = of([], [text("Name:"), node("textbox", "Name", text="Ada")])
    assert fact.items == (("field", "Name: Ada"),)


def test_a_message_is_reported_and_its_end_is_not() -> None:
    note = node("status", text="Your changes are saved")
    assert of([], [note, text("Next step")])[0] == PageFact("message", after="Your changes are saved")
    assert of([note], []) == []


@pytest.mark.parametrize(
    "shown",
    [
        node("alert", text="Only 8 left, not 9: it failed"),
        text("Could not save the note"),
        node("alert", text="Invalid card number"),
        node("code", text='HTTP 500 - Query compilation error: column "amount" not found'),
        node("code", text="KeyError: 'amount'"),
    ],
)
def test_words_of_an_error_that_come_are_an_error(shown: Node) -> None:
    (fact,) = of([], [shown])
    assert (fact.kind, fact.after) == ("error", shown.text)


def test_a_text_that_becomes_an_error_is_an_error() -> None:
    (fact,) = of([text("Up to 9 pieces", ref="n5")], [text("The order could not be placed", ref="n5")])
    assert (fact.kind, fact.after) == ("error", "The order could not be placed")


@pytest.mark.parametrize(
    "shown",
    [
        node("code", text="raise ValueError('could not open it')"),
        node("code", text="except KeyError: the price is missing"),
        node("code", text='{"error": "not found"}'),
        node("button", "Report an error that failed"),
        text("If the upload failed, the server could not read it. " * 8),
    ],
    ids=["code", "code that catches", "an object", "a button", "documentation"],
)
def test_code_controls_and_explanations_are_not_errors(shown: Node) -> None:
    assert "error" not in [fact.kind for fact in of([], [shown])]


def test_a_state_by_which_a_table_is_filtered_is_not_an_error() -> None:
    tasks = table(header("Task", "State"), row("Levels", "FAILED"), row("Mail", "DONE"))
    found = of([tasks], [tasks, text("Displaying FAILED tasks of today")])
    assert [fact.kind for fact in found] == ["added"]


EMAIL, AGE = node("textbox", "Email", text="ada.example", ref="n5"), node("textbox", "Age", text="300", ref="n6")
AT_EMAIL = text("Please include an '@' in the address")
AT_AGE = text("Value must be less than 120")


def pressed(*after: Node) -> list[tuple[str, str, str]]:
    """The kind, name and text of the facts after a form was sent."""
    found = compare_pages(read(EMAIL, AGE, SAVE), read(*after, SAVE), (), same_document=True, pressed=True).facts
    return [(fact.kind, fact.name, fact.after) for fact in found]


def test_texts_that_come_at_fields_when_a_form_is_sent_refuse_them() -> None:
    assert pressed(EMAIL, AT_EMAIL, AGE, AT_AGE) == [
        ("error", "Email", AT_EMAIL.text),
        ("error", "Age", AT_AGE.text),
    ]


def test_a_single_text_at_a_field_that_is_filled_in_may_be_what_was_found() -> None:
    assert [kind for kind, *_ in pressed(EMAIL, text("About 3 results of 41"), AGE)] == ["added"]
    assert [kind for kind, *_ in pressed(EMAIL, AGE, text("Your profile was saved"))] == ["added"]
    assert "error" not in {
        kind for kind, *_ in pressed(EMAIL, text("That is correct so far"), AGE, text("That is right, too"))
    }
    invalid = replace(EMAIL, states=("invalid",))
    assert ("error", "Email", AT_EMAIL.text) in pressed(invalid, AT_EMAIL, AGE)


def test_the_browsers_own_bubble_at_a_field_is_an_error_there() -> None:
    bubble = replace(EMAIL, states=("refused",), props=(("/description", AT_EMAIL.text),))
    assert of([EMAIL], [bubble]) == [PageFact("error", "field", "Email", after=AT_EMAIL.text)]
    assert of([bubble], [EMAIL]) == []
    masked = replace(EMAIL, states=("refused",))
    assert of([EMAIL], [masked]) == [PageFact("state", "field", "Email", "invalid")]


def test_the_help_of_fields_that_come_themselves_refuses_nothing() -> None:
    name = node("textbox", "Name", ref="n15"), text("Shown to everybody who reads it")
    city = node("textbox", "City", ref="n16"), text("Where you live at present")
    assert [kind for kind, *_ in pressed(EMAIL, AGE, *name, *city)] == ["added"]


def test_an_error_that_was_there_is_not_reported_again() -> None:
    failed = text("Could not save the note", ref="n5")
    assert of([failed], [text("Could not save the note", ref="n9")]) == []


def test_a_list_that_came_says_how_long_it_is() -> None:
    (fact,) = of([], [node("list", "Tags", *entries("red", "green", "blue", "cyan"))])
    assert (fact.kind, fact.items[0][0]) == ("added", "list of 4:")


def test_states_that_other_facts_imply_are_not_reported() -> None:
    closed, opened = (node("button", "Tools", states=(state,), ref="n8") for state in ("expanded=false", "expanded"))
    assert [fact.kind for fact in of([closed], [opened, text("Print the labels")])] == ["added"]
    assert [fact.part for fact in of([closed], [opened])] == ["expanded"]
    invalid = replace(EMAIL, states=("invalid", "refused"), props=(("/description", AT_EMAIL.text),))
    assert [fact.kind for fact in of([EMAIL], [invalid])] == ["error"]


def test_a_block_of_code_is_reported_line_by_line() -> None:
    """And next to another text, that text is not part of the block."""
    before, after = (
        node("code", text=lines, ref="n40") for lines in ("a = 1\nb = 2\nrun()", "a = 1\nb = 3\nrun()\nstop()")
    )
    assert of([text("Shown below"), before], [text("Shown below"), after]) == [
        PageFact("value", "line 2", before="b = 2", after="b = 3"),
        PageFact("added", items=(("line", "stop()"),)),
    ]
    assert of([after], [before])[1] == PageFact("removed", items=(("line", "stop()"),))


def test_the_first_of_many_new_lines_of_a_block_are_reported() -> None:
    before, after = (
        node("generic", text="\n".join(f"step {number} done" for number in range(count)), ref="n41")
        for count in (3, 40)
    )
    (fact,) = of([before], [after])
    assert (fact.items[0], len(fact.items), fact.more) == (("line", "step 3 done"), 6, 31)


def test_all_replaced_lines_of_a_block_are_reported_or_counted() -> None:
    before = [f"a{number}" for number in range(8)]
    after = [f"b{number}" for number in range(8)]
    facts = list(compare_lines(before, after, ()))
    assert [fact.noun for fact in facts if fact.kind == "value"] == [f"line {number}" for number in range(1, 7)]
    assert [fact.items for fact in facts[6:]] == [(("line", "b6"), ("line", "b7")), (("line", "a6"), ("line", "a7"))]


def test_a_long_block_is_compared_by_the_lines_that_came_and_went() -> None:
    before = ["first", *(f"line {number}" for number in range(5_000)), "last"]
    after = ["new", *before[1:-1], "end"]
    came, went = compare_lines(before, after, ())
    assert (came.kind, came.items) == ("added", (("line", "new"), ("line", "end")))
    assert (went.kind, went.items) == ("removed", (("line", "first"), ("line", "last")))


def board(*columns: Sequence[str]) -> list[Node]:
    """Columns of cards as a library for sortable lists renders them: elements without roles, one node for each card."""
    return [
        node(
            "generic",
            "",
            node("heading", f"Column {at}", ref=f"head {at}"),
            *(node("generic", text=name, ref=f"card {name}") for name in cards),
            ref=f"column {at}",
        )
        for at, cards in enumerate(columns)
    ]


def test_a_card_that_moved_in_a_list_without_a_name_is_reported() -> None:
    was, now = board(["Card A", "Card B", "Card C", "Card D"]), board(["Card B", "Card C", "Card A", "Card D"])
    (fact,) = differences(was, now)
    assert describe_fact(fact) == '"Card A" moved after Card C'


def test_when_two_cards_change_places_the_dragged_one_moved() -> None:
    was, now = board(["Card A", "Card B", "Card C"]), board(["Card A", "Card C", "Card B"])
    (fact,) = differences(was, now, "Card B")
    assert describe_fact(fact) == '"Card B" moved after Card C'


def test_a_card_that_moved_to_another_column_is_reported() -> None:
    (fact,) = differences(board(["Card A", "Card B"], ["Card C"]), board(["Card A"], ["Card C", "Card B"]))
    assert describe_fact(fact) == '"Card B" moved after Card C'


def test_a_list_that_was_rebuilt_in_another_order_did_not_move() -> None:
    """Either many cards are at other places, or their nodes are new."""
    names = [f"Card {letter}" for letter in "ABCDEFG"]
    assert not [fact for fact in differences(board(names), board(names[::-1])) if fact.kind == "moved"]
    other = [replace(child, ref=f"other {child.ref}") for child in board(["Card A", "Card C", "Card B"])[0].children]
    assert not [fact for fact in differences(board(names[:3]), other) if fact.kind == "moved"]


def test_of_a_long_part_that_appears_the_first_few_of_each_kind_are_told() -> None:
    """The text of a mail comes before the ninth button above it; numbers of lines and hints are left out."""
    buttons = (node("button", f"Button {number}") for number in "ABCDEFGHIJKLMNOP")
    lines = (text(number) for number in "123")
    mail = [text("from ada@example.test"), *buttons, *lines, text("Select..."), text("See you at nine, pier 3.")]
    (fact,) = differences([], mail)
    said = [words for _, words in fact.items]
    assert said[:2] == ["from ada@example.test", "See you at nine, pier 3."]
    assert len(said) == 16
    assert not {"1", "Select..."} & {*said}


def test_the_label_of_a_value_is_not_told_apart() -> None:
    (fact,) = of([], [text("Owner:"), text("Ada"), text("Draft")])
    assert [words for _, words in fact.items] == ["Owner: Ada", "Draft"]


def test_the_explanation_of_an_option_is_no_error() -> None:
    words = text("The file could not be read.")
    assert [fact.kind for fact in of([], [node("radio", "Strict", ref="n1"), words])] == ["added"]
    assert [fact.kind for fact in of([], [words])] == ["error"]


def test_a_text_that_became_a_part_of_another_is_not_gone() -> None:
    assert [fact.kind for fact in of([text("Harbour light")], [text("Status: Harbour light is on")])] == ["added"]
    assert "removed" in [fact.kind for fact in of([text("Harbour light")], [text("Status: it is on")])]


def test_how_many_marks_of_required_fields_there_are_is_no_change_but_stars_are() -> None:
    assert not of([text("! !", ref="n5")], [text("! ! !", ref="n5")])
    assert of([text("★★☆", ref="n5")], [text("★★★", ref="n5")])

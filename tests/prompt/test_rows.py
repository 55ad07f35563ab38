"""A row lists each change once, and adds only what the changes do not say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.prompt.budget import Detail
from claude_scope.prompt.rows.rows import timeline_row
from claude_scope.prompt.rows.wording import describe_change
from claude_scope.prompt.sections import Omissions, console_lines, environment, observations
from claude_scope.values import Box, Change, EventKind, Moment, Observation, Source, Timeline, UiElement
from tests.analyses import minimal_analysis

if TYPE_CHECKING:
    from pathlib import Path

PRICE = UiElement("p", "text", "text", "$2", Box(0, 0, 40, 20), 0.9, near="Total")
CHANGED = Change("changed", PRICE, "text", "$1", "$2")


@pytest.fixture
def first(tmp_path: Path) -> Moment:
    return minimal_analysis(tmp_path).timeline.moments[0]


def told(first: Moment, kind: EventKind, summary: str, *changes: Change) -> str:
    """The cell of a row that says what happened."""
    moment = replace(first, kind=kind, summary=summary, changes=changes, evidence=())
    line, _ = timeline_row(Timeline((first, moment)), 1, Detail())
    return line.split(" | ")[3]


def test_a_summary_that_repeats_the_differences_is_left_out(first: Moment) -> None:
    summary = '"$1" became "$2" (at "Total").'
    assert told(first, EventKind.STATE_CHANGE, summary, CHANGED) == 'text~ near "Total" "$1" -> "$2"'


def test_that_another_view_appeared_or_scrolled_is_said_with_the_differences(first: Moment) -> None:
    view = told(first, EventKind.NAVIGATION, 'Another view appeared: "Checkout".', CHANGED)
    assert view == 'another view: text~ near "Total" "$1" -> "$2"'
    scrolled = told(first, EventKind.INTERACTION, 'The content scrolled down by 300 px. "$1" became "$2".', CHANGED)
    assert scrolled == 'The content scrolled down by 300 px: text~ near "Total" "$1" -> "$2"'


def test_without_differences_the_summary_stands_alone(first: Moment) -> None:
    assert told(first, EventKind.STATE_CHANGE, "Pixels changed.") == "Pixels changed."


def test_measurements_are_not_repeated(first: Moment) -> None:
    share = "under 1 % of the screen changed"
    later = replace(first, kind=EventKind.STATE_CHANGE)
    moment = replace(later, summary=f"Pixels changed ({share}), but no text.", evidence=(share,))
    assert timeline_row(Timeline((moment,)), 0, Detail())[0].endswith(f"| {moment.summary}")
    other = replace(moment, summary="The colours changed.")
    assert timeline_row(Timeline((other,)), 0, Detail())[0].endswith(f"| The colours changed. | seen: {share}")


def test_the_words_beside_a_value_are_told_for_each_kind_of_difference() -> None:
    field = replace(PRICE, type="input", role="textbox", label="", value="2", near="Quantity")
    assert describe_change(CHANGED, 80) == 'text~ near "Total" "$1" -> "$2"'
    assert describe_change(Change("added", PRICE), 80) == '+ text~ "$2" near "Total"'
    assert describe_change(Change("removed", PRICE), 80) == '- text~ "$2" near "Total"'
    assert (
        describe_change(Change("changed", field, "value", "1", "2"), 80) == 'textbox~ near "Quantity" value "1" -> "2"'
    )


def test_an_uncaught_error_is_told_before_what_was_only_logged(tmp_path: Path) -> None:
    page = replace(minimal_analysis(tmp_path).snapshots[0], console=("logged", "uncaught: TypeError: x", "logged"))
    lines = console_lines([page], Detail(), Omissions())
    assert lines == ("console uncaught: TypeError: x", "console logged (2 times)")


def test_a_row_tells_when_the_change_began_and_how_long_a_toast_stayed(first: Moment) -> None:
    """The picture of a state is taken when it has settled, up to a second after the change."""
    keyframe = replace(first.keyframe, timestamp_ms=3_272, began_ms=2_286)
    assert timeline_row(Timeline((replace(first, keyframe=keyframe),)), 0, Detail())[0].startswith("1 | 0:02.2 |")
    toast = replace(keyframe, transient=True, until_ms=4_286)
    line = timeline_row(Timeline((replace(first, keyframe=toast, kind=EventKind.TRANSIENT),)), 0, Detail())[0]
    assert "| transient, gone after 2.0 s |" in line


def test_unnamed_frames_are_left_out_beside_named_elements(first: Moment) -> None:
    """The grey blocks of a skeleton look like fields: that they go says nothing beside what took their place."""
    block = UiElement("b", "input", "textbox", "", Box(0, 0, 300, 20), 0.5)
    shown = Change("added", replace(PRICE, label="Revenue", near=""))
    assert told(first, EventKind.STATE_CHANGE, "", Change("removed", block), shown) == '+ text~ "Revenue"'
    named = replace(block, near="Search")
    assert '- textbox~ near "Search"' in told(first, EventKind.STATE_CHANGE, "", Change("removed", named), shown)


def test_words_beside_a_shape_of_unknown_type_do_not_name_it(first: Moment) -> None:
    shape = UiElement("s", "other", "generic", "", Box(0, 0, 300, 20), 0.5, near="Delivery details")
    shown = Change("added", replace(PRICE, label="Revenue", near=""))
    assert told(first, EventKind.STATE_CHANGE, "", Change("added", shape), shown) == '+ text~ "Revenue"'
    changed = Change("changed", shape, "state", "", "selected")
    assert "Delivery details" in told(first, EventKind.STATE_CHANGE, "", changed, shown)


def test_dragged_elements_are_listed_and_those_that_made_room_are_counted(first: Moment) -> None:
    card = UiElement("c", "text", "text", "Export as CSV", Box(500, 100, 100, 20), 0.9)
    dragged = Change("changed", card, "place", "(80, 180)", "(550, 110)")
    pushed = Change("changed", replace(card, id="d", label="Slow paint"), "place", "(550, 110)", "(550, 184)")
    line = told(first, EventKind.STATE_CHANGE, "", CHANGED, pushed, dragged)
    assert line.endswith('text~ "Export as CSV" place "(80, 180)" -> "(550, 110)"; and 1 moved')


def test_a_text_whose_end_the_pointer_covered_is_marked_on_the_side_where_it_did(first: Moment) -> None:
    cut_off = replace(PRICE, label="Placing", cut_off=True)
    before = replace(first, elements=(cut_off,))
    whole = Change("changed", replace(PRICE, label="Place order"), "text", "Placing", "Place order")
    line = told(before, EventKind.STATE_CHANGE, "", whole)
    assert line.endswith('"Placing" (the pointer covers its end) -> "Place order"')
    back = Change("changed", cut_off, "text", "Place order", "Placing")
    line = told(first, EventKind.STATE_CHANGE, "", back)
    assert line.endswith('"Place order" -> "Placing" (the pointer covers its end)')


def test_observations_of_the_wrong_state_come_first(first: Moment) -> None:
    """With little room only the first ones stay."""
    early = replace(first, reading=replace(first.reading, observations=(Observation("disabled", "Pay is grey"),)))
    late = replace(first, reading=replace(first.reading, observations=(Observation("error", "Card declined"),)))
    assert observations((early, late), Detail(), (1,)) == [
        "error: Card declined (state 2)", "disabled: Pay is grey (state 1)",
    ]  # fmt: skip
    assert observations((early, late), Detail())[0] == "disabled: Pay is grey (state 1)"


def test_the_words_beside_a_box_that_was_ticked_are_not_told_again(first: Moment) -> None:
    box = UiElement("b", "checkbox", "checkbox", "Buy milk", Box(0, 0, 14, 14), 0.9)
    words = UiElement("w", "link", "link", "Buy milk", Box(20, 0, 80, 20), 0.9)
    ticked = Change("changed", box, "state", "unchecked", "checked")
    line = told(first, EventKind.STATE_CHANGE, "", ticked, Change("added", words))
    assert line == 'checkbox~ "Buy milk" state "unchecked" -> "checked"'


def test_a_text_that_was_read_is_marked_though_the_page_knows_the_button() -> None:
    """OCR reads "Überwiesen" as "Uberwiesen": whoever searches for it has to know that no tree says so."""
    button = UiElement(
        "b", "button", "button", "Uberwiesen", Box(0, 0, 90, 20), 0.9, name="Überweisen", source=Source.BOTH
    )
    sent = replace(button, locator="page.getByRole('button', { name: 'Überweisen', exact: true })")
    text = Change("changed", sent, "text", "Überweisen", "Uberwiesen")
    assert describe_change(text, 80) == 'button "Überweisen" text~ "Überweisen" -> "Uberwiesen" \u2713'
    assert describe_change(replace(text, element=button), 80) == 'button~ "Überweisen" -> "Uberwiesen"'
    assert describe_change(Change("removed", button), 80) == '- button "Überweisen" (on screen~ "Uberwiesen")'
    status = replace(button, role="status", type="alert", name="", label="3 of 5 people")
    assert describe_change(Change("added", status), 80) == '+ status~ "3 of 5 people"'


def test_a_value_that_was_read_is_marked_though_the_page_knows_the_field() -> None:
    field = UiElement("c", "input", "textbox", "Code", Box(0, 50, 90, 20), 0.9, name="Code", source=Source.BOTH)
    assert describe_change(Change("changed", field, "value", "", "A1"), 80) == 'textbox "Code" value~ "" -> "A1"'
    assert describe_change(Change("added", replace(field, value="A1")), 80) == '+ textbox "Code" =~ "A1"'


def test_another_spelling_of_an_address_is_not_a_redirect(tmp_path: Path) -> None:
    analysis = minimal_analysis(tmp_path)

    def told(url: str, final_url: str) -> bool:
        page = replace(analysis.snapshots[0], success=True, url=url, final_url=final_url)
        return any(" led to: " in line for line in environment(replace(analysis, snapshots=(page,)), Detail()))

    assert not told("http://LOCALHOST:8897", "http://localhost:8897/")
    assert told("http://localhost:8897", "http://localhost:8897/login")
    assert told("http://localhost:8897/A", "http://localhost:8897/a")

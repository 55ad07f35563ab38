"""The steps name known acts, mark guesses as guesses, and name gaps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.prompt.acts.steps import steps
from claude_scope.timeline.aria.pointer_target import KeyframeView, pointed_at
from claude_scope.values import Box, Change, EventKind, Moment, Timeline, UiElement
from tests.analyses import minimal_analysis

if TYPE_CHECKING:
    from pathlib import Path

PLUS = UiElement("plus", "button", "button", "+", Box(100, 0, 20, 20), 0.9)
NUMBER = UiElement("n", "input", "spinbutton", "Quantity", Box(0, 0, 90, 20), 0.9)
CODE = UiElement("c", "input", "textbox", "Code", Box(0, 50, 90, 20), 0.9)
NEWS = UiElement("x", "checkbox", "checkbox", "News", Box(0, 100, 90, 20), 0.9)
ADD = UiElement("a", "button", "button", "In basket", Box(0, 150, 90, 20), 0.9)
TOTAL = UiElement("t", "text", "text", "$2", Box(0, 200, 90, 20), 0.9)
VALUE = Change("changed", NUMBER, "value", "1", "2")
TYPED = Change("changed", CODE, "value", "", "SPRING")


@pytest.fixture
def first(tmp_path: Path) -> Moment:
    moment = minimal_analysis(tmp_path).timeline.moments[0]
    return replace(moment, elements=(PLUS, NUMBER, CODE, NEWS, ADD, TOTAL))


def told(first: Moment, *changes: Change, pointer: tuple[int, int] | None = None) -> list[str]:
    """The steps after the first, for two states between which these changes happened."""
    keyframe = replace(first.keyframe, timestamp_ms=1_500, pointer=pointer)
    pointed = pointed_at(keyframe, KeyframeView((), first.elements))
    second = replace(first, keyframe=keyframe, changes=changes, kind=EventKind.STATE_CHANGE, pointed=pointed)
    return [line.partition(". ")[2] for line in steps(Timeline((first, second)), "http://x.test", 20, 80)][1:]


def test_a_value_was_set_even_if_the_pointer_rests_on_a_button(first: Moment) -> None:
    """Typing leaves the pointer where the last click was."""
    expected = ['set textbox~ "Code" (no locator known) to "SPRING" (state 2, 0:01.5), guessed from the screen']
    assert told(first, TYPED, pointer=(110, 10)) == expected


def test_no_unseen_key_press_is_claimed(first: Moment) -> None:
    """What comes after typing may come by itself, as suggestions do, or with a key: no picture shows which."""
    typed = replace(first, changes=(TYPED,))
    result = replace(first, changes=(Change("changed", TOTAL, "text", "$1", "$2"),))
    lines = steps(Timeline((first, typed, result)), "http://x.test", 20, 80)
    after = 'came after typing into textbox~ "Code" (no locator known), by itself or with a key such as Enter'
    assert lines[-1] == f"3. (state 3, 0:00.0: {after}, or by an unseen click)"
    rested = [replace(m, keyframe=replace(m.keyframe, pointer=(60, 60))) for m in (first, typed, result)]
    assert steps(Timeline(tuple(rested)), "http://x.test", 20, 80)[-1] == f"3. (state 3, 0:00.0: {after})"


def test_no_act_is_inferred_across_dropped_states(first: Moment) -> None:
    """What a field holds by then is known; what was clicked is not, wherever the pointer was."""
    keyframe = replace(first.keyframe, timestamp_ms=1_500, pointer=(45, 160), skipped=2)
    later = replace(first, keyframe=keyframe, changes=(TYPED, Change("added", ADD)), pointed=ADD)
    assert steps(Timeline((first, later)), "http://x.test", 20, 80, skipped_after=1)[1:] == (
        "2. (2 states before state 2, 0:01.5 were left out, with all that was done there)",
        '3. by then textbox~ "Code" (no locator known) holds "SPRING" (state 2, 0:01.5)',
        "4. (1 state after state 2 was left out, with all that was done there)",
    )


def test_a_number_that_changed_under_a_click_was_not_typed(first: Moment) -> None:
    assert told(first, VALUE, pointer=(110, 10)) == [
        'click button~ "+" (no locator known) (state 2, 0:01.5), guessed from the pointer'
    ]
    assert told(first, VALUE)[0].startswith('set spinbutton~ "Quantity"')


def test_a_checkbox_was_toggled(first: Moment) -> None:
    change = Change("changed", NEWS, "state", "unchecked", "checked")
    assert told(first, change)[0].startswith('toggle checkbox~ "News" (no locator known) ("unchecked" -> "checked")')


def test_the_toggle_under_the_pointer_is_the_act_and_other_toggles_follow(first: Moment) -> None:
    """A switch that another one turned off is what is wrong with a page, and no act."""
    north = Change("changed", replace(NEWS, id="y", label="North", box=Box(0, 300, 90, 20)), "state", "checked", "off")
    south = Change("changed", NEWS, "state", "unchecked", "checked")
    assert told(first, north, south, pointer=(45, 110)) == [
        'toggle checkbox~ "News" (no locator known) ("unchecked" -> "checked") (state 2, 0:01.5), '
        "guessed from the pointer",
        'then checkbox~ "North" (no locator known) is "off" (state 2, 0:01.5)',
    ]
    for unseen in (None, (500, 500)):
        assert told(first, north, south, pointer=unseen) == [
            'one of: toggle checkbox~ "North" (no locator known) ("checked" -> "off"), '
            'toggle checkbox~ "News" (no locator known) ("unchecked" -> "checked") (state 2, 0:01.5), '
            "guessed; which one was not seen, the others followed"
        ]
    assert told(first, south)[0].endswith("(state 2, 0:01.5), guessed from the screen")


def test_a_radio_that_lost_its_mark_to_another_was_not_toggled(first: Moment) -> None:
    radio = replace(NEWS, type="radio", role="radio")
    old = Change("changed", radio, "state", "checked", "unchecked")
    new = Change("changed", replace(radio, id="y", label="Mail"), "state", "unchecked", "checked")
    line = (
        'toggle radio~ "Mail" (no locator known) ("unchecked" -> "checked") (state 2, 0:01.5), guessed from the screen'
    )
    assert told(first, old, new) == [line]


def test_a_button_that_renamed_itself_was_probably_clicked(first: Moment) -> None:
    change = Change("changed", ADD, "text", "Add to basket", "In basket")
    assert told(first, change) == [
        'click button~ "Add to basket" (no locator known) (state 2, 0:01.5), guessed: its text changed'
    ]


def test_a_change_without_a_cause_is_a_gap_and_what_went_away_is_none(first: Moment) -> None:
    assert told(first, Change("changed", TOTAL, "text", "$1", "$2")) == [
        "(state 2, 0:01.5: what led to it was not seen)"
    ]
    assert told(first, Change("removed", TOTAL)) == []
    assert told(first) == []


def test_the_locator_is_given_whole(first: Moment) -> None:
    change = replace(TYPED, element=replace(CODE, locator="page.getByLabel('Code')"))
    assert told(first, change) == [
        "set page.getByLabel('Code') to \"SPRING\" (state 2, 0:01.5), guessed from the screen"
    ]


def test_the_state_that_went_wrong_is_marked_and_the_first_step_is_never_cut(first: Moment) -> None:
    moments = tuple(
        replace(first, changes=(replace(TYPED, element=replace(CODE, label=f"Code {n}")),)) for n in range(30)
    )
    lines = steps(Timeline(moments, wrong=29), "http://x.test", 10, 80)
    assert len(lines) == 11
    assert lines[0] == '1. open "http://x.test"'
    assert lines[1] == "2. (20 steps not shown)"
    assert lines[-1].endswith("(state 30, 0:00.0), guessed from the screen; went wrong here (inferred)")


def test_the_steps_that_lead_to_where_it_went_wrong_stay_and_the_first_and_last_ones_go(first: Moment) -> None:
    moments = tuple(
        replace(first, changes=(replace(TYPED, element=replace(CODE, label=f"Code {n}")),)) for n in range(30)
    )
    lines = steps(Timeline(moments, wrong=15), "http://x.test", 6, 80)
    assert lines[0] == '1. open "http://x.test"'
    assert lines[1] == "2. (11 steps not shown)"
    assert [line.endswith("(inferred)") for line in lines] == [False] * 5 + [True, False, False]
    assert lines[-1] == "8. (13 steps not shown)"


def test_what_a_click_elsewhere_did_to_a_field_was_not_typed(first: Moment) -> None:
    """A day of a calendar was clicked, and the page wrote another one into the field."""
    began = replace(first, keyframe=replace(first.keyframe, pointer=(300, 400)))
    assert told(began, TYPED, pointer=(45, 160)) == [
        'click button~ "In basket" (no locator known) (state 2, 0:01.5), guessed from the pointer',
        'then textbox~ "Code" (no locator known) holds "SPRING" (state 2, 0:01.5)',
    ]
    assert told(began, TYPED, pointer=(60, 60))[0].startswith('set textbox~ "Code"')


def test_what_is_typed_with_the_mouse_aside_was_set_and_no_click(first: Moment) -> None:
    """Who clicks a field moves the arrow out of the way and types; what closes then closes somewhere else."""
    began = replace(first, keyframe=replace(first.keyframe, pointer=(45, 60)))
    line = 'set textbox~ "Code" (no locator known) to "SPRING" (state 2, 0:01.5), guessed from the screen'
    assert told(began, TYPED, pointer=(520, 300)) == [line]
    hint = replace(TOTAL, label="Ask us for a code", box=Box(500, 290, 90, 20))
    assert told(began, TYPED, Change("removed", hint), pointer=(520, 300)) == [line]


def test_the_day_of_a_calendar_that_a_field_now_holds_was_clicked(first: Moment) -> None:
    began = replace(first, keyframe=replace(first.keyframe, pointer=(45, 60)))
    day = replace(TOTAL, label="13", box=Box(510, 290, 20, 20))
    lines = told(began, replace(TYPED, after="13 June"), Change("removed", day), pointer=(520, 300))
    assert lines[0].startswith("click at (520, 300) px")
    assert lines[1].startswith('then textbox~ "Code" (no locator known) holds "13 June"')


def test_what_closed_under_the_pointer_was_clicked_whatever_the_field_holds_then(first: Moment) -> None:
    """A calendar whose 14 gives the 13th; a list of results of which a row went is not closed."""
    days = [replace(TOTAL, id=f"d{n}", label=str(n), box=Box(500 + 40 * (n - 13), 290, 20, 20)) for n in (13, 14, 15)]
    began = replace(first, keyframe=replace(first.keyframe, pointer=(45, 60)))
    opened = replace(began, changes=tuple(Change("added", day) for day in days), elements=(*first.elements, *days))
    keyframe = replace(first.keyframe, timestamp_ms=1_500, pointer=(550, 300))
    typed = replace(TYPED, after="of June")
    closed = replace(first, keyframe=keyframe, changes=(typed, *(Change("removed", day) for day in days)))
    line = steps(Timeline((began, opened, closed)), "http://x.test", 20, 80)[-2]
    assert "click at (550, 300) px of the frame" in line
    filtered = replace(closed, changes=(typed, Change("removed", days[1])), elements=(*first.elements, days[0]))
    assert "set textbox~" in steps(Timeline((began, opened, filtered)), "http://x.test", 20, 80)[-1]


def test_one_line_of_the_wrong_state_is_marked_and_never_the_gap_before_it(first: Moment) -> None:
    keyframe = replace(first.keyframe, timestamp_ms=1_500, skipped=2)
    news = replace(TYPED, element=replace(CODE, id="d", label="News"))
    later = replace(first, keyframe=keyframe, changes=(TYPED, news))
    lines = steps(Timeline((first, later), wrong=1), "http://x.test", 20, 80)
    assert [line.endswith("went wrong here (inferred)") for line in lines] == [False, False, True, False]


def test_states_that_were_left_out_before_the_first_are_named(first: Moment) -> None:
    start = replace(first, keyframe=replace(first.keyframe, skipped=4))
    assert steps(Timeline((start,)), "http://x.test", 20, 80)[1:] == (
        "2. (4 states before state 1, 0:00.0 were left out, with all that was done there)",
    )


def test_what_a_busy_button_reset_was_not_set_by_hand(first: Moment) -> None:
    saving = replace(ADD, state=("disabled",))
    busy = replace(
        first,
        elements=(NEWS, saving),
        keyframe=replace(first.keyframe, pointer=(45, 160)),
        changes=(Change("changed", saving, "text", "Save", "Saving…"),),
        pointed=ADD,
    )
    done = replace(busy, elements=(NEWS, ADD), changes=(Change("changed", NEWS, "state", "unchecked", "checked"),))
    lines = steps(Timeline((first, busy, done)), "http://x.test", 20, 80)
    assert lines[2:] == (
        "3. (state 3, 0:00.0: followed from the click that led to state 2)",
        '4. then checkbox~ "News" (no locator known) is "checked" (state 3, 0:00.0)',
    )


def test_a_field_that_opened_something_was_clicked(first: Moment) -> None:
    began = replace(first, keyframe=replace(first.keyframe, pointer=(300, 400)))
    assert told(began, Change("added", TOTAL), pointer=(45, 60)) == [
        'click textbox~ "Code" (no locator known) (state 2, 0:01.5), guessed from the pointer'
    ]

"""A click is guessed only with evidence: a wait is a wait, and typing may end with Enter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.prompt.acts.steps import has_known_step, steps
from claude_scope.values import Box, Change, EventKind, Moment, Source, Timeline, UiElement
from tests.analyses import minimal_analysis

if TYPE_CHECKING:
    from pathlib import Path

SEND = UiElement("s", "button", "button", "Send", Box(900, 600, 80, 36), 0.9)
FIELD = UiElement("f", "input", "textbox", "Message", Box(100, 600, 700, 36), 0.9)
SWITCH = UiElement(
    "n1", "checkbox", "switch", "", Box(900, 100, 52, 28), 1.0, name="Weekly summary", source=Source.ARIA,
    locator="page.getByRole('switch', { name: 'Weekly summary', exact: true })",
)  # fmt: skip
REPLY = Change("added", UiElement("r", "text", "text", "Mia: hi", Box(100, 300, 70, 20), 0.9))
BUSY = Change("changed", replace(SEND, label="Sending…"), "text", "Send", "Sending…")
TYPED = Change("changed", FIELD, "value", "", "Hello")
EMPTIED = Change("changed", FIELD, "value", "Hello", "")


@pytest.fixture
def first(tmp_path: Path) -> Moment:
    moment = minimal_analysis(tmp_path).timeline.moments[0]
    return replace(moment, elements=(SEND, FIELD), kind=EventKind.STATE_CHANGE)


def state(first: Moment, n: int, *changes: Change, at: tuple[int, int] | None = None, **more: object) -> Moment:
    keyframe = replace(first.keyframe, timestamp_ms=1000 * n, pointer=at)
    return replace(first, keyframe=keyframe, changes=changes, **more)  # type: ignore[arg-type]


def told(*moments: Moment) -> list[str]:
    return [line.partition(". ")[2] for line in steps(Timeline(moments), "http://x.test", 20, 80)][1:]


def test_states_that_came_by_themselves_are_one_wait_and_no_click(first: Moment) -> None:
    sent = state(first, 1, EMPTIED, REPLY, at=(940, 618), pointed=SEND)
    waits = [state(first, n, REPLY, at=(940, 618), by_itself="the pointer rested") for n in (2, 3)]
    lines = told(first, sent, *waits)
    assert lines[0].startswith('click button~ "Send"')
    assert lines[1:] == ["(states 3-4, 0:02.0 to 0:03.0: no click was seen, the pointer rested)"]


def test_a_clock_tick_is_not_a_step(first: Moment) -> None:
    assert told(first, state(first, 1, REPLY, by_itself="only a clock went on")) == []


def test_a_control_that_only_the_tree_knows_is_clicked_by_its_locator(first: Moment) -> None:
    line = told(first, state(first, 1, REPLY, at=(926, 114), pointed=SWITCH))[0]
    assert line == f"click {SWITCH.locator} (state 2, 0:01.0), guessed from the pointer"


def test_a_position_is_described_by_the_words_there(first: Moment) -> None:
    label = UiElement("l", "text", "text", "Push alerts", Box(100, 318, 107, 25), 0.9)
    screen = replace(first, elements=(label,))
    assert 'px of the frame, on text~ "Push alerts"' in told(screen, state(first, 1, REPLY, at=(120, 330)))[0]
    assert 'px of the frame, near text~ "Push alerts"' in told(screen, state(first, 1, REPLY, at=(240, 330)))[0]
    assert 'px of the frame, in the row of text~ "Push' in told(screen, state(first, 1, REPLY, at=(900, 330)))[0]


def test_words_that_each_row_repeats_are_described_with_their_row(first: Moment) -> None:
    rows = [
        UiElement(f"{x}{n}", "text", "text", text, Box(x, 300 + 50 * n, 80, 24), 0.9)
        for n, book in enumerate(("Momo", "Stiller"))
        for x, text in ((40, book), (700, "Renew"))
    ]
    screen = replace(first, elements=tuple(rows))
    assert 'on text~ "Renew" near "Stiller" (state' in told(screen, state(first, 1, REPLY, at=(730, 360)))[0]
    button = replace(rows[1], type="button", role="button")
    line = told(screen, state(first, 1, REPLY, at=(730, 312), pointed=button))[0]
    assert line.startswith('click button~ "Renew" near "Momo" (no locator known)')
    single = replace(first, elements=tuple(rows[:2]))
    assert 'on text~ "Renew" (state' in told(single, state(first, 1, REPLY, at=(730, 312)))[0]


def test_what_only_looks_different_under_a_pointer_that_moved_was_clicked(first: Moment) -> None:
    before = state(first, 1, at=(100, 100))
    pressed = state(first, 2, at=(930, 112))
    region = (Box(896, 96, 64, 32),)
    pressed = replace(pressed, keyframe=replace(pressed.keyframe, changed=region, changed_share=0.001))
    assert told(before, pressed)[0].startswith("click at (930, 112) px of the frame")
    rested = replace(pressed, keyframe=replace(pressed.keyframe, pointer=(100, 100)))
    assert told(before, rested) == []


def test_what_follows_from_a_click_that_is_still_busy_is_not_another_click(first: Moment) -> None:
    busy = state(first, 1, BUSY, at=(940, 618), pointed=SEND)
    done = state(first, 2, REPLY, at=(400, 200))
    follows = "(state 3, 0:02.0: followed from the click that led to state 2)"
    assert told(first, busy, done)[1] == follows
    alone = replace(state(first, 2, REPLY, at=(940, 618)), by_itself="the pointer rested")
    assert told(first, busy, alone)[1] == follows


def test_a_text_that_moved_from_its_field_was_sent_in_an_unknown_way(first: Moment) -> None:
    typed = state(first, 1, TYPED, at=(300, 618))
    echo = replace(REPLY, element=replace(REPLY.element, label=TYPED.after))
    sent = told(first, typed, state(first, 2, EMPTIED, echo, at=(300, 618)))[1]
    assert sent.startswith('send what was typed into textbox~ "Message" (no locator known) (state 3, 0:02.0), guessed')
    emptied = told(first, typed, state(first, 2, EMPTIED, REPLY, at=(300, 618)))[1]
    assert emptied.endswith("was emptied after typing; how is not known)")
    assert "press" not in sent + emptied
    clicked = state(first, 2, EMPTIED, REPLY, at=(940, 618), pointed=SEND)
    assert told(first, typed, clicked)[1].startswith('click button~ "Send"')


@pytest.mark.parametrize(("typed", "shown", "sent"), [("a", "Chair", False), ("Hello", "Mia: Hello", True)])
def test_letters_within_a_text_are_not_what_was_sent(first: Moment, typed: str, shown: str, sent: bool) -> None:
    """A search that was cleared brings back rows in which the letters stand as well."""
    filled = state(first, 1, replace(TYPED, after=typed), at=(300, 618))
    row = replace(REPLY, element=replace(REPLY.element, label=shown))
    line = told(first, filled, state(first, 2, replace(EMPTIED, before=typed), row, at=(300, 618)))[1]
    assert line.startswith("send what was typed") == sent


def test_scrolling_is_no_click(first: Moment) -> None:
    scrolled = state(first, 1, REPLY, at=(400, 300), summary="The content scrolled down by 540 px.")
    assert told(first, scrolled) == ["scroll down by 540 px (state 2, 0:01.0), guessed: the content moved"]
    unsure = replace(scrolled, summary="The content scrolled. More came.")
    assert told(first, unsure) == ["scroll (state 2, 0:01.0), guessed: the content moved"]


def test_gaps_without_a_pointer_are_one_line_and_no_known_step(first: Moment) -> None:
    timeline = Timeline((first, state(first, 1, REPLY), state(first, 2, REPLY)))
    lines = steps(timeline, "http://x.test", 20, 80)
    assert lines[1:] == ("2. (states 2-3, 0:01.0 to 0:02.0: what led to it was not seen)",)
    assert not has_known_step(timeline)


def test_a_gap_names_the_field_under_the_pointer(first: Moment) -> None:
    """One that rested there since the state before clicked nothing that is known."""
    resting = state(first, 1, at=(300, 618))
    line = told(resting, state(first, 2, REPLY, at=(300, 618), pointed=FIELD))[0]
    assert line == (
        '(state 2, 0:02.0: what led to it was not seen; the pointer was over textbox~ "Message" (no locator known))'
    )


def test_a_card_that_moved_from_under_the_pointer_was_dragged(first: Moment) -> None:
    card = Change("changed", REPLY.element, "place", "(135, 216)", "(455, 216)")
    toast = replace(REPLY, element=replace(REPLY.element, type="alert", label="Card moved"))
    line = told(first, state(first, 1, card, toast, at=(176, 236)))[0]
    assert "drag text~" in line
    assert "from (135, 216) to (455, 216) px of the frame" in line


def test_what_makes_room_for_a_sidebar_was_not_dragged(first: Moment) -> None:
    title = replace(REPLY.element, id="h", type="heading", label="Dashboard", box=Box(260, 20, 120, 24))
    moved = Change("changed", title, "place", "(120, 32)", "(320, 32)")
    entry = replace(REPLY, element=replace(REPLY.element, label="Reports"))
    link = replace(REPLY, element=replace(REPLY.element, label="Reports", type="link"))
    for came, x in ((entry, 30), (link, 30), (link, 240)):
        opened = state(first, 1, moved, came, at=(x, 32))
        assert told(first, opened, state(first, 2, at=(200, 60)))[0].startswith(f"click at ({x}, 32) px of the frame")


def test_where_a_pointer_rests_nothing_is_said_to_be_clicked_again(first: Moment) -> None:
    before = state(first, 1, at=(444, 288))
    assert told(before, state(first, 2, REPLY, at=(444, 288))) == ["(state 2, 0:02.0: what led to it was not seen)"]


def test_a_tab_that_only_takes_rows_away_was_clicked_and_a_toast_goes_by_itself(first: Moment) -> None:
    before = state(first, 1, at=(100, 100))
    row = replace(REPLY, kind="removed")
    shown = state(first, 2, row, at=(930, 112))
    shown = replace(shown, keyframe=replace(shown.keyframe, changed=(Box(896, 96, 64, 32),), changed_share=0.001))
    assert told(before, shown)[0].startswith("click at (930, 112) px of the frame")
    toast = Change("removed", replace(REPLY.element, type="alert", role="alert"))
    assert told(before, replace(shown, changes=(toast,))) == []


def test_a_selected_control_was_clicked_wherever_the_pointer_is_now(first: Moment) -> None:
    month = replace(SEND, id="m", label="30 days", state=("selected",))
    week = replace(SEND, id="w", label="7 days")
    chosen = [Change("changed", week, "state", "selected", "not selected"),
              Change("changed", month, "state", "not selected", "selected")]  # fmt: skip
    line = told(first, state(first, 1, *chosen, at=(400, 500)))[0]
    assert line == 'click button~ "30 days" (no locator known) (state 2, 0:01.0), guessed: it became selected'


def test_what_stood_beside_the_pointer_and_went_away_may_have_been_hovered(first: Moment) -> None:
    tip = replace(REPLY, element=replace(REPLY.element, box=Box(126, 55, 166, 36)))
    hovered = state(first, 1, tip, at=(168, 40))
    hovered = replace(hovered, keyframe=replace(hovered.keyframe, transient=True))
    assert told(first, hovered)[0].startswith("hover or click at (168, 40) px of the frame")
    toast = replace(hovered, changes=(REPLY,))
    assert told(first, toast)[0].startswith("click at (168, 40) px of the frame")


def test_changed_pixels_in_a_password_field_are_named_as_such(first: Moment) -> None:
    """Dots may not be read; they, or the focus, changed nothing else."""
    password = replace(FIELD, id="p", label="Password")
    before = replace(state(first, 1, at=(100, 100)), elements=(password,))
    region = (Box(password.box.x + 4, password.box.y + 4, 64, 16),)
    typed = state(first, 2, at=(100, 100))
    typed = replace(typed, keyframe=replace(typed.keyframe, changed=region, changed_share=0.001))
    assert told(before, typed)[0] == (
        '(state 2, 0:02.0: pixels changed in textbox~ "Password" (no locator known), which hides what is typed)'
    )
    elsewhere = replace(typed, keyframe=replace(typed.keyframe, changed=(*region, Box(900, 40, 64, 16))))
    assert told(before, elsewhere) == []

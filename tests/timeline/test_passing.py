"""What a page only comes through is told with the state it led to; what is undone again is a moment, however short."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.values import Box, Keyframe
from tests.capture.states import act, node, page, state, timeline
from tests.timeline.test_captured import dead_clicks, page_change, told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.values import Moment, Node

SAVE = node("button", "Save")
CLICK = act("click", 1_000, "button", "Save")
TIP = node("tooltip", "5 visits", ref="n7")


def text(content: str, ref: str = "n5") -> Node:
    return node("paragraph", text=content, ref=ref)


def moments(folder: Path, states: Sequence[tuple[float, Sequence[Node]]], *acts: Any, **more: Any) -> Sequence[Moment]:
    """The moments after the first state, in which the page has only a button."""
    shown = [state(since_ms, page(SAVE, *others)) for since_ms, others in states]
    return timeline(folder, [state(0, page(SAVE)), *shown], acts, **more).moments[1:]


def moving(since_ms: int, until_ms: int) -> list[tuple[float, float, float]]:
    """Positions of a pointer that moves."""
    return [(float(time_ms), time_ms / 10, 300.0) for time_ms in range(since_ms, until_ms, 50)]


def test_progress_that_is_over_soon_is_told_with_its_end(tmp_path: Path) -> None:
    (only,) = moments(tmp_path, [(1_000, [text("Saving…")]), (1_900, [text("Saved")])], CLICK)
    assert told(only.changes) == ["added paragraph Saved"]
    assert only.evidence == ('meanwhile "Saving…"',)
    assert ([one.kind for one in only.acts], only.keyframe.since_ms) == (["click"], 1_000)


def test_progress_that_stays_is_a_moment(tmp_path: Path) -> None:
    assert len(moments(tmp_path, [(1_000, [text("Saving…")]), (2_900, [text("Saved")])], CLICK)) == 2


def test_a_control_that_is_disabled_until_the_answer_comes_is_no_state(tmp_path: Path) -> None:
    busy = node("button", "Save", states=("disabled",))
    states = [state(0, page(SAVE)), state(1_000, page(busy)), state(4_000, page(SAVE, text("Saved")))]
    found = timeline(tmp_path, states, [CLICK]).moments[1:]
    assert [told(one.changes) for one in found] == [["added paragraph Saved"]]
    later = [*states[:2], state(6_000, page(SAVE, text("Saved")))]
    assert len(timeline(tmp_path, later, [CLICK]).moments[1:]) == 2, "people look at what stays"


def test_a_page_without_anything_to_use_is_on_its_way(tmp_path: Path) -> None:
    states = [state(0, page(SAVE)), state(1_000, page(text("Booking"))), state(3_000, page(SAVE, text("Booked", "n6")))]
    found = timeline(tmp_path, states, [CLICK]).moments[1:]
    assert [told(one.changes) for one in found] == [["added paragraph Booked"]]


def test_the_rows_of_a_page_that_loads_are_no_state_of_their_own(tmp_path: Path) -> None:
    rows = [text(f"Row {at}", f"n{50 + at}") for at in range(9)]
    assert len(timeline(tmp_path, [state(0, page(SAVE)), state(2_000, page(SAVE, *rows))]).moments) == 1
    assert len(timeline(tmp_path, [state(0, page(SAVE)), state(2_000, page(SAVE, *rows[:3]))]).moments) == 2
    assert len(timeline(tmp_path, [state(0, page(SAVE)), state(9_000, page(SAVE, *rows))]).moments) == 2


def test_the_letter_that_opens_a_field_is_told_with_what_was_typed(tmp_path: Path) -> None:
    field = node("textbox", "", ref="n9")
    steps: list[tuple[float, list[Node]]] = [(1_000, [field]), (1_700, [node("textbox", "", text="185", ref="n9")])]
    acts = [act("key", 1_000, "cell", "0", key="1"), act("type", 1_700, "textbox", "", value="185")]
    assert [[one.kind for one in moment.acts] for moment in moments(tmp_path, steps, *acts)] == [["key", "type"]]


def test_what_comes_in_steps_is_one_moment(tmp_path: Path) -> None:
    steps = [(1_000, [text("Cart")]), (1_300, [text("Cart"), text("2 items", "n6")])]
    assert [len(one.changes) for one in moments(tmp_path, steps, CLICK)] == [2]


def test_what_is_undone_is_a_moment_however_short(tmp_path: Path) -> None:
    """A message that flashes may be the bug."""
    steps = [(1_000, [text("Failed")]), (1_200, [])]
    assert [told(one.changes) for one in moments(tmp_path, steps, CLICK)] == [
        ["added paragraph Failed"],
        ["removed paragraph Failed"],
    ]


def test_what_the_pointer_opens_on_its_way_is_no_moment(tmp_path: Path) -> None:
    """Nor is that it closed again, though the picture changed twice."""
    steps: list[tuple[float, list[Node]]] = [(1_000, [TIP]), (1_400, []), (3_000, [text("New")])]
    changed = page_change(Box(300, 30, 100, 40), 0.01, 1_450)
    hover = act("hover", 1_000, "img", "Chart")
    found = moments(tmp_path, steps, hover, pointer=moving(800, 1_500), pixels=[changed])
    assert [told(one.changes) for one in found if one.changes] == [["added paragraph New"]]
    assert len(moments(tmp_path, steps, hover, pointer=moving(800, 900))) == 3, "a pointer that rested"


def test_what_the_pointer_opens_before_it_rests_is_told_with_the_rest(tmp_path: Path) -> None:
    """A chart answers each move; the hover has the time at which the pointer arrived."""
    hover = act("hover", 1_250, "img", "Chart")
    (only,) = moments(tmp_path, [(1_000, [TIP]), (1_250, [TIP])], hover, pointer=moving(800, 1_250))
    assert ([one.kind for one in only.acts], told(only.changes)) == (["hover"], ["added tooltip 5 visits"])


def test_what_closes_on_the_way_to_a_press_is_told_with_the_press(tmp_path: Path) -> None:
    steps: list[tuple[float, list[Node]]] = [(1_000, [TIP]), (3_000, []), (3_500, [text("Saved")])]
    acts = [act("hover", 1_000, "img", "Chart"), act("click", 3_500, "button", "Save")]
    found = moments(tmp_path, steps, *acts, pointer=moving(2_900, 3_300))
    assert [[one.kind for one in moment.acts] for moment in found] == [["hover"], ["click"]]
    assert told(found[1].changes) == ["added paragraph Saved", "removed tooltip 5 visits"]


def test_a_clock_runs_on_over_acts(tmp_path: Path) -> None:
    """A page that changes all the time is looked at every four seconds, and when something is done."""
    shown = [(1_000, "0:01"), (5_000, "0:05"), (6_000, "0:06"), (10_000, "0:10"), (11_000, "0:11")]
    acts = [act("click", 6_000, "button", "Save")]
    found = moments(tmp_path, [(since_ms, [text(of)]) for since_ms, of in shown], *acts)
    assert [[one.kind for one in moment.acts] for moment in found] == [["click"]]


def test_texts_that_take_turns_are_no_moments(tmp_path: Path) -> None:
    turns = ["Free returns", "Made by hand", "New in October"] * 3
    found = moments(tmp_path, [(1_000 + 3_000 * at, [text(turn)]) for at, turn in enumerate(turns)])
    assert len(found) <= 1
    late = [1_000, 3_500, 6_000, 7_800, 11_000, 13_500, 16_000]  # the fourth has the time of another state
    assert len(moments(tmp_path, [(at, [text(turns[n])]) for n, at in enumerate(late)])) <= 1
    flash = [(1_000, "Saved"), (3_000, "Save"), (10_240, "Saved"), (12_240, "Save")]
    assert len(moments(tmp_path, [(at, [text(one)]) for at, one in [(500, "Save"), *flash]])) >= len(flash)
    others = ["Searching", "Found 3 of them", "Sorting", "Done", "Idle"]
    assert len(moments(tmp_path, [(1_000 + 3_000 * at, [text(one)]) for at, one in enumerate(others)])) == len(others)


def test_figures_that_count_up_are_one_moment_with_what_set_them_off(tmp_path: Path) -> None:
    shown = [(1_000, "0 open"), (1_200, "14 open"), (2_300, "37 open")]
    (only,) = moments(tmp_path, [(since_ms, [text(of)]) for since_ms, of in shown], CLICK)
    assert told(only.changes) == ["added paragraph 37 open"]


def test_a_page_that_changes_all_the_time_without_showing_it_has_one_moment(tmp_path: Path) -> None:
    """Half seconds of a clock that shows seconds, or a style that a script sets again and again."""
    shown = [(1_000 + 400 * at, [text(f"0:{at // 3:02}")]) for at in range(16)]
    assert len(moments(tmp_path, shown, CLICK)) == 1


def test_a_tooltip_of_style_sheets_alone_is_a_moment_and_so_is_its_end(tmp_path: Path) -> None:
    """The state before it has a picture without it."""
    opened = page_change(Box(300, 100, 120, 30), 0.02, 3_000)
    closed = page_change(Box(300, 100, 120, 30), 0.02, 6_000)
    shown = Keyframe(900, 0.5, "", tmp_path / "000.png", changed_share=1.0, began_ms=200)
    pointer = [(2_900.0, 310.0, 90.0), (5_900.0, 20.0, 300.0)]
    states = [state(0, page(SAVE)), state(8_000, page(SAVE, text("Later")))]
    first, tip, gone, _ = timeline(tmp_path, states, pointer=pointer, pixels=[shown, opened, closed]).moments
    assert (first.keyframe.timestamp_ms, tip.keyframe.since_ms, gone.keyframe.since_ms) == (400, 3_000, 6_000)
    assert (tip.evidence, gone.evidence) == (("where the pointer came to rest",), ("after the pointer left",))


@pytest.mark.parametrize(
    ("pointer", "box"),
    [
        ([], Box(300, 100, 120, 30)),
        ([(2_900.0, 310.0, 90.0), (3_250.0, 400.0, 200.0)], Box(300, 100, 120, 30)),
        ([(2_900.0, 20.0, 300.0)], Box(300, 100, 120, 30)),
        ([(2_900.0, 50.0, 40.0)], Box(10, 30, 200, 20)),
    ],
    ids=["no pointer", "it moves on", "it is elsewhere", "the button below it looks otherwise"],
)
def test_other_changes_of_the_picture_are_no_tooltips(
    pointer: list[tuple[float, float, float]], box: Box, tmp_path: Path
) -> None:
    states = [state(0, page(SAVE)), state(8_000, page(SAVE, text("Later")))]
    pixels = [page_change(box, 0.02, 3_000)]
    assert len(timeline(tmp_path, states, pointer=pointer, pixels=pixels).moments) == 2


def test_a_choice_in_a_native_list_is_one_moment_with_the_click_that_opened_it(tmp_path: Path) -> None:
    """The list is the browser's own: nothing in the page changes until something is chosen."""
    before, after = (node("combobox", "Size", text=value) for value in ("Small", "Large"))
    opened = act("click", 1_000, "combobox", "Size")
    opened = replace(opened, target=replace(opened.target, tag="select"))
    states = [state(0, page(before)), state(1_000, page(before)), state(3_000, page(after))]
    chosen = replace(act("select", 3_000, "combobox", "Size", value="Large"), target=opened.target)
    _, only = timeline(tmp_path, states, [opened, chosen]).moments
    assert [one.kind for one in only.acts] == ["click", "select"]
    _, dead = timeline(tmp_path, states[:2], [opened]).moments
    assert dead_clicks(dead) == []

"""A state that differs only in hover effects is left out; one in which something happened is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.hover_states import without_hover_states
from claude_scope.timeline.uncovered_texts import uncovered
from claude_scope.values import Box, Keyframes, Rest
from tests.timeline.make import element, keyframe, line, texts
from tests.timeline.screens import PAGE

if TYPE_CHECKING:
    from claude_scope.values import Keyframe, Line, Reading

LINK = Box(700, 300, 90, 24)
POINTER = Box(730, 305, 15, 23)


def left(*frames: Keyframe, readings: tuple[Reading, ...] = ()) -> list[int]:
    """The times of the remaining states."""
    found = Keyframes(frames, 1280, 720, 5000, 100, 0)
    kept, read = without_hover_states(found, readings or [texts(*PAGE)] * len(frames))
    assert len(read) == len(kept.frames)
    return [frame.timestamp_ms for frame in kept.frames]


def rested(since_ms: int, until_ms: int, box: Box = POINTER) -> tuple[Rest, ...]:
    return (Rest(box, since_ms, until_ms),)


FIRST = keyframe(0, until_ms=2000)


@pytest.mark.parametrize("aimed_ms", [-90, 0, 120])
def test_a_link_that_lights_up_as_the_pointer_comes_is_not_a_state(aimed_ms: int) -> None:
    lit = keyframe(2400, LINK, began_ms=2000, until_ms=4000, rests=rested(2000 - aimed_ms, 3900))
    last = keyframe(4500, Box(0, 0, 1280, 720), began_ms=4000, share=0.5)
    assert left(FIRST, lit, last) == [0, 4500]


def test_the_state_before_goes_on_and_has_the_rests_of_the_one_that_is_left_out() -> None:
    lit = keyframe(2400, LINK, began_ms=2000, until_ms=4000, rests=rested(2000, 3900))
    kept, _ = without_hover_states(Keyframes((FIRST, lit), 1280, 720, 5000, 100, 0), [texts(*PAGE)] * 2)
    assert (kept.frames[0].until_ms, kept.frames[0].rests) == (4000, lit.rests)


def test_what_changes_a_while_after_the_pointer_came_is_a_state() -> None:
    """A star or a checkbox was clicked: users aim before they press, and may leave at once."""
    clicked = keyframe(2400, LINK, began_ms=2000, rests=rested(1730, 2090))
    assert left(FIRST, clicked) == [0, 2400]


def test_what_changes_as_the_pointer_that_is_there_moves_a_little_is_a_state() -> None:
    """A switch is pressed: the pointer visibly comes to rest again."""
    near = Box(POINTER.x + 6, POINTER.y - 10, 16, 23)
    pressed = keyframe(2400, LINK, began_ms=2000, rests=(*rested(1500, 2060), *rested(2060, 3900, near)))
    assert left(FIRST, pressed) == [0, 2400]


def test_a_link_that_reverts_when_the_pointer_leaves_is_not_a_state() -> None:
    lit = keyframe(2400, LINK, began_ms=2000, until_ms=3000, rests=rested(2000, 3060))
    dark = keyframe(3400, LINK, began_ms=3000)
    assert left(FIRST, lit, dark) == [0]


@pytest.mark.parametrize("new", [line("Opens in another window", 700, 330), line("Closed", 900, 300)])
def test_a_text_that_comes_under_the_pointer_makes_a_state(new: Line) -> None:
    lit = keyframe(2400, LINK, began_ms=2000, rests=rested(2000, 3900))
    assert left(FIRST, lit, readings=(texts(*PAGE), texts(*PAGE, new))) == [0, 2400]


def test_a_box_that_is_checked_makes_a_state() -> None:
    box = element("checkbox", "Push alerts", 700, 300, 20, 20)
    checked = replace(box, state=("checked",))
    lit = keyframe(2400, LINK, began_ms=2000, rests=rested(2000, 3900))
    assert left(FIRST, lit, readings=(texts(*PAGE, elements=(box,)), texts(*PAGE, elements=(checked,)))) == [0, 2400]


def test_a_text_that_the_pointer_covers_while_it_is_read_is_not_a_change() -> None:
    """OCR reads "Options" under a hand cursor as "Cntions"."""
    before, after = (texts(*PAGE, line(text, 700, 300, 90)) for text in ("Options", "Cntions"))
    lit = keyframe(2400, LINK, began_ms=2000, rests=rested(2000, 3900), pointer=(735, 310))
    assert left(FIRST, lit, readings=(before, after)) == [0]


# --- texts under the pointer ------------------------------------------------------------------------------------------


def test_a_text_under_the_pointer_is_read_in_the_next_picture() -> None:
    whole, cut = line("Close the ticket", 700, 300, 150), line("Clo e the ticket", 700, 300, 150, sure=0.4)
    pointed = keyframe(1000, Box(690, 290, 170, 40), rests=rested(900, 1500))
    after = keyframe(2000, Box(0, 0, 100, 40))
    found = uncovered([FIRST, pointed, after], [texts(*PAGE), texts(*PAGE, cut), texts(*PAGE, whole)])
    assert whole in found[1].lines
    assert cut not in found[1].lines
    assert found[0].lines == PAGE


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (keyframe(2000, Box(690, 290, 170, 40)), "it changed meanwhile"),
        (keyframe(2000, Box(0, 0, 9, 9), rests=rested(1900, 2500)), "the pointer is there as well"),
    ],
)
def test_a_text_under_the_pointer_stays_as_it_is_read_where_no_picture_has_it(after: Keyframe, why: str) -> None:
    whole, cut = line("Close the ticket", 700, 300, 150), line("Clo e the ticket", 700, 300, 150, sure=0.4)
    pointed = keyframe(1000, Box(690, 290, 170, 40), rests=rested(900, 1500))
    found = uncovered([FIRST, pointed, after], [texts(*PAGE), texts(*PAGE, cut), texts(*PAGE, whole)])
    assert cut in found[1].lines, why

"""Of disabled buttons only that of a filled form is remarked on, if it stays disabled."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, Observation, Reading
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe

GREY = element("button", "Place order", 40, 300, 130, 36, state=("disabled",))
SEEN = Observation("disabled", 'The button "Place order" looks disabled', GREY.box)


def told(*states: tuple[Element, ...]) -> list[list[str]]:
    """The kinds of remarks on each state, in all of which the reader remarked on the button where it is grey."""
    readings = [Reading(WIDTH, HEIGHT, (), shown, "", (SEEN,) if GREY in shown else ()) for shown in states]
    frames = [keyframe(1_000 * k, *([Box(0, 0, WIDTH, HEIGHT)] if k else [])) for k in range(len(states))]
    return [[o.kind for o in moment.observed] for moment in build_timeline(frames, readings).moments]


def field(value: str) -> Element:
    return element("input", "Street", 40, 200, 300, 36, value=value)


def test_a_filled_form_with_a_disabled_button_is_remarked_on_once_it_is_filled() -> None:
    assert told((field(""), GREY), (field("4 Mill Lane"), GREY)) == [[], ["disabled"]]


def test_a_button_that_waited_for_the_last_word_is_not() -> None:
    enabled = element("button", "Place order", 40, 300, 130, 36)
    assert told((field("4 Mill"), GREY), (field("4 Mill Lane"), enabled)) == [[], []]


def test_neither_is_one_without_a_form_nor_one_of_several() -> None:
    undo = element("button", "Undo", 400, 300, 90, 36, state=("disabled",))
    assert told((element("text", "Nothing to do", 40, 100), GREY)) == [[]]
    assert told((field("4 Mill Lane"), GREY, undo)) == [[]]

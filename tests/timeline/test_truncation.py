"""A label whose end the pointer covers is made whole where another state shows it, and marked where none does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claude_scope.prompt.rows.wording import describe_change
from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, Line, Moment, Reading
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading

WHOLE = Box(0, 0, WIDTH, HEIGHT)
BUTTON = Box(600, 300, 200, 40)
TIP = (705, 322)


def state(label: str, left: float, width: float, *more: Element) -> Reading:
    """A page with a button whose words begin at `left` and are `width` wide."""
    page = (element("heading", "Your order", 40, 40), element("text", "Two notebooks", 40, 120), *more)
    button = element("button", label, *BUTTON)
    lines = (Line(label, Box(left, 308, width, 22), 0.95),)
    return Reading(WIDTH, HEIGHT, lines, (*reading(*page).elements, button), "")


def second(*states: Reading, last: Box = WHOLE) -> Moment:
    """The second state, in which the pointer came to the button; `last` changed as the third one began."""
    places = [(TIP, WHOLE), (TIP, WHOLE), ((100, 700), last)]
    frames = [keyframe(1000 * n, box, pointer=tip) for n, (tip, box) in enumerate(places[: len(states)])]
    return build_timeline(frames, states).moments[1]


def test_a_label_that_ends_at_the_pointer_is_marked() -> None:
    """The words of a button stand in its middle; these end where the pointer is."""
    moment = second(state("Place order", 640, 120), state("Placing", 622, 80))
    (changed,) = moment.changes
    assert describe_change(changed, 80).endswith('"Place order" -> "Placing" (the pointer covers its end)')
    assert moment.summary.endswith("whose end the pointer covers.")


def test_a_label_in_the_middle_of_its_button_is_whole() -> None:
    (changed,) = second(state("Place order", 640, 120), state("OK", 692, 16)).changes
    assert not changed.element.cut_off


def test_a_label_that_another_state_shows_longer_is_made_whole() -> None:
    """The pointer went, and nothing else changed at the button."""
    states = state("Place order", 640, 120), state("Placing", 622, 80), state("Placing order…", 622, 156)
    moment = second(*states, last=Box(704, 320, 32, 32))
    assert [(c.before, c.after) for c in moment.changes] == [("Place order", "Placing order…")]


@pytest.mark.parametrize("few", ["3 items", "13 items"])
def test_a_longer_text_that_came_later_is_not_reported_early(few: str) -> None:
    """The pointer was just behind "3 items", which is small enough to be hidden by it, and more was selected then."""
    ends_at = 600 + 9 * len(few)

    def count(text: str) -> Reading:
        return state("Pay now", 672, 56, element("text", text, 600, 400))

    regions = (WHOLE, WHOLE, Box(ends_at - 7, 392, 96, 32))
    pointers = ((600, 700), (ends_at + 5, 405), (ends_at + 5, 405))
    frames = [keyframe(1000 * n, region, pointer=pointers[n]) for n, region in enumerate(regions)]
    moments = build_timeline(frames, [count(text) for text in ("Nothing", few, f"{few} selected")]).moments
    told = [(c.before, c.after) for m in moments for c in m.changes]
    assert told == [("Nothing", few), (few, f"{few} selected")]


def test_a_word_that_the_pointer_lies_on_may_be_lost_as_a_whole() -> None:
    """The text of a button stands in its middle: what is left of it shows where the rest must be."""
    (changed,) = second(state("Place order", 640, 120), state("Placing", 622, 56)).changes
    assert changed.element.cut_off
    (short,) = second(state("Place order", 640, 120), state("Placing", 672, 56)).changes
    assert not short.element.cut_off


@pytest.mark.parametrize(("tip", "is_covered"), [((712, 318), True), ((640, 318), False)])
def test_a_letter_under_the_pointer_may_be_lost_where_the_rest_was_looked_for_on_the_whole_button(
    tip: tuple[int, int], is_covered: bool
) -> None:
    """Of a chosen seat "11F" only "11" was read, at no place of its own; "11" at the middle is another text."""
    states = state("11F", 680, 40), state("11", BUTTON.x, BUTTON.width)
    states = states[0], replace(states[1], lines=(Line("11", BUTTON, 0.95),))
    frames = [keyframe(1000 * n, WHOLE, pointer=at) for n, at in enumerate(((100, 700), tip))]
    (changed,) = build_timeline(frames, states).moments[1].changes
    assert changed.element.cut_off == is_covered
    read_in_its_middle = [states[0], state("11", 690, 20)]
    (other,) = build_timeline(frames, read_in_its_middle).moments[1].changes
    assert not other.element.cut_off

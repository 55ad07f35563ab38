"""A text that went back by itself is told; what a person, a button or a passing word puts back is not."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, Observation
from tests.timeline.make import element, keyframe, reading

PAGE = (element("heading", "Ticket 318", 40, 20), element("button", "Close ticket", 40, 300, 130, 36))
POINTER = (60, 310)


def changed(first: Element, second: Element, *, then: tuple[int, int] = POINTER) -> list[Observation]:
    """What is told where one element became another at 1 s and was the first again at 2.5 s."""
    place = Box(first.box.x - 10, first.box.y - 4, 200, 40)
    frames = [
        keyframe(0, until_ms=1_000),
        keyframe(1_000, place, until_ms=2_500, pointer=POINTER),
        keyframe(2_500, place, pointer=then),
    ]
    shown = [reading(*PAGE, first), reading(*PAGE, second), reading(*PAGE, first)]
    return [seen for moment in build_timeline(frames, shown).moments for seen in moment.inferred]


def text(words: str) -> Element:
    return element("text", words, 600, 160, 110)


def test_a_status_that_went_back_is_reported() -> None:
    (told,) = changed(text("Open"), text("Closed"))
    assert told.kind == "reverted"
    assert told.text.startswith('"Closed" went back to "Open"')
    assert told.text.endswith("after 1.5 s while the pointer rested (inferred: nobody undid it)")


def test_who_moved_the_pointer_may_have_put_it_back() -> None:
    assert changed(text("Open"), text("Closed"), then=(400, 500)) == []


def test_what_says_that_something_was_done_or_goes_on_says_so_for_a_moment() -> None:
    assert changed(text("Copy link"), text("Copied")) == []
    assert changed(text("Ready"), text("Saving changes...")) == []


def test_a_button_has_its_own_label_again() -> None:
    before, after = (element("button", words, 600, 160, 110, 36) for words in ("Subscribe", "Thank you"))
    assert changed(before, after) == []


def entry(y: float) -> list[Observation]:
    """What is told of a text that came at a height and went again, below a list of two."""
    there = [element("text", "Paper lanterns", 600, 100), element("text", "Ice cubes", 600, 148)]
    place = Box(590, y - 4, 200, 40)
    frames = [
        keyframe(0, until_ms=1_000),
        keyframe(1_000, place, until_ms=2_500, pointer=POINTER),
        keyframe(2_500, place, pointer=POINTER),
    ]
    came = element("text", "Balloons, thirty", 600, y)
    shown = [reading(*PAGE, *there), reading(*PAGE, *there, came), reading(*PAGE, *there)]
    return [seen for moment in build_timeline(frames, shown).moments for seen in moment.inferred]


def test_an_entry_that_came_into_a_list_and_went_is_reported_and_a_text_elsewhere_is_not() -> None:
    assert [o.kind for o in entry(196)] == ["reverted"]
    assert entry(400) == []


def ticked(then: tuple[int, int]) -> list[Observation]:
    """What is told of a box that was ticked at 1 s and was not at 2.5 s, with the pointer there."""
    off = element("checkbox", "Email me", 600, 160, 20, 20)
    on = element("checkbox", "Email me", 600, 160, 20, 20, state=("checked",))
    place = Box(596, 156, 28, 28)
    frames = [
        keyframe(0, until_ms=1_000),
        keyframe(1_000, place, until_ms=2_500, pointer=(608, 168)),
        keyframe(2_500, place, pointer=then),
    ]
    shown = [reading(*PAGE, off), reading(*PAGE, on), reading(*PAGE, off)]
    return [seen for moment in build_timeline(frames, shown).moments for seen in moment.inferred]


def test_a_box_that_unticked_itself_is_reported_where_the_pointer_was_elsewhere() -> None:
    (told,) = ticked(then=(900, 600))
    assert told.text.startswith('checkbox "Email me" became checked and went back after 1.5 s')
    assert ticked(then=(608, 168)) == []

"""A text in a box is no field: nothing names it, no page has it, and nobody types into it."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, Moment
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading

WHOLE = Box(0, 0, WIDTH, HEIGHT)
PAGE = tuple(element("text", f"Line {n}", 40, 40 + 60 * n) for n in range(4))


def last(*states: tuple[Element, ...]) -> Moment:
    frames = [keyframe(1000 * n, WHOLE) for n in range(len(states))]
    return build_timeline(frames, [reading(*PAGE, *state) for state in states]).moments[-1]


def box(value: str, label: str = "", y: float = 400) -> Element:
    return element("input", label, 500, y, 300, 40, value=value)


def test_a_message_in_a_bubble_is_a_text() -> None:
    (change,) = last((), (box("Your parcel arrives on Friday."),)).changes
    assert (change.kind, change.element.role, change.element.label) == (
        "added", "text", "Your parcel arrives on Friday."
    )  # fmt: skip


def test_what_is_named_or_typed_into_is_a_field() -> None:
    (named,) = last((), (box("Baker Street 221b", "Address"),)).changes
    assert named.element.role == "textbox"
    (typed,) = last((box("Baker Street 2"),), (box("Baker Street 221b"),)).changes
    assert (typed.what, typed.after) == ("value", "Baker Street 221b")

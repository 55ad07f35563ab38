"""A button on which somebody waited in vain is told as a guess; who passes by or gets an answer is left alone."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, Observation, Rest
from tests.timeline.make import element, keyframe, reading

SAVE = element("button", "Save changes", 272, 268, 150, 40)
PAGE = (element("heading", "Settings", 40, 20), element("text", "North gate", 40, 100))


def waited(rest: Rest, button: Element = SAVE, *, answer_ms: int | None = None) -> list[Observation]:
    """What is told of a recording of 6 s in which the pointer rested; at `answer_ms` a text came."""
    frames = [keyframe(0, until_ms=answer_ms, rests=(rest,))]
    shown = [reading(*PAGE, button)]
    if answer_ms is not None:
        frames.append(keyframe(answer_ms, Box(0, 400, 1280, 60), pointer=(rest.x, rest.y)))
        shown.append(reading(*PAGE, button, element("text", "All changes were kept", 40, 420)))
    moments = build_timeline(frames, shown, ended_ms=6_000).moments
    return [seen for moment in moments for seen in moment.inferred]


def test_an_enabled_button_that_nothing_came_of_is_reported_with_its_place() -> None:
    assert waited(Rest(300, 280, 2_400, 5_500)) == [
        Observation(
            "nothing",
            'The pointer rested on the enabled button "Save changes" for 3.1 s from 0:02.4 on and nothing changed '
            "(a guess: it was clicked and did nothing)",
            SAVE.box,
        )
    ]


def test_a_short_rest_is_no_click() -> None:
    assert waited(Rest(300, 280, 2_400, 3_400)) == []


def test_an_answer_is_an_answer_also_after_the_pointer_left() -> None:
    assert waited(Rest(300, 280, 1_000, 3_000), answer_ms=2_000) == []
    assert waited(Rest(300, 280, 1_000, 3_000), answer_ms=4_000) == []


def test_elsewhere_and_on_a_disabled_button_nothing_is_expected() -> None:
    assert waited(Rest(60, 110, 2_400, 5_500)) == []
    assert waited(Rest(300, 280, 2_400, 5_500), element("button", "Save", 272, 268, 150, 40, state=("disabled",))) == []

"""A layout that jumped by itself is told; one that grew because somebody opened something is not."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Observation, Rest
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading

LINES = ("The ferry runs again", "Six crossings a day", "New opening hours", "Closed on Fridays")
HEAD = element("link", "Harbor", 40, 10)


def jump(rest: Rest, down: int = 120) -> list[Observation]:
    """What is told of lines that moved at 3 s by some pixels, while the pointer rested."""
    before = [element("text", line, 40, 100 + 40 * k) for k, line in enumerate(LINES)]
    after = [element("text", line, 40, 100 + down + 40 * k) for k, line in enumerate(LINES)]
    banner = element("text", "Ten percent off", 40, 90)
    everywhere = Box(0, 60, WIDTH, HEIGHT - 60)
    frames = [
        keyframe(0, until_ms=3_000, rests=(rest,)),
        keyframe(3_000, everywhere, share=0.4, pointer=(rest.x, rest.y)),
    ]
    moments = build_timeline(frames, [reading(HEAD, *before), reading(HEAD, banner, *after)]).moments
    return [seen for moment in moments for seen in moment.inferred]


def test_lines_that_moved_while_the_pointer_rested_are_reported() -> None:
    (told,) = jump(Rest(60, 110, 1_000, 6_000))
    assert told.kind == "jumped"
    assert told.text.startswith('4 elements from "The ferry runs again" on jumped down by 120 px at 0:03.0')


def test_what_follows_an_arrival_at_once_is_an_answer() -> None:
    assert jump(Rest(60, 110, 2_700, 6_000)) == []


def test_a_few_pixels_are_no_jump() -> None:
    assert jump(Rest(60, 110, 1_000, 6_000), down=12) == []

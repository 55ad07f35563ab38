"""A required field that was passed over is told; optional ones and those that are still to come are not."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Observation
from tests.timeline.make import element, keyframe, reading

NAMES = ("Name *", "Email *", "Company", "Job title *")


def filled(*typed: str) -> list[Observation]:
    """What is told of a form after these fields were filled, one after the other."""
    states = [
        reading(*(element("input", n, 40, 100 + 60 * k, 300, 36, value="Ann" if n in typed[:count] else "")
                  for k, n in enumerate(NAMES)))
        for count in range(len(typed) + 1)
    ]  # fmt: skip
    frames = [
        keyframe(1_000 * k, *([Box(40, 100 + 60 * NAMES.index(typed[k - 1]), 300, 36)] if k else []))
        for k in range(len(states))
    ]
    return [seen for moment in build_timeline(frames, states).moments for seen in moment.inferred]


def test_a_required_field_above_a_filled_one_is_reported_as_a_guess() -> None:
    (told,) = filled("Name *", "Job title *")
    assert told == Observation(
        "required",
        'The required field "Email *" stays empty although a field below it was filled (a guess: it was overlooked)',
        Box(40, 160, 300, 36),
    )


def test_what_is_still_to_come_and_what_is_optional_is_not() -> None:
    assert filled("Name *") == []
    assert filled("Name *", "Email *", "Job title *") == []

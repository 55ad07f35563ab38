"""A field that comes back without what was typed into it is told with what it held."""

from __future__ import annotations

import pytest

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading

PAGE = tuple(element("text", f"Line {n}", 40, 40 + 60 * n) for n in range(4))


def step(name: str, value: str) -> tuple[Element, ...]:
    return (element("text", name, 500, 270), element("input", name, 500, 300, 300, 40, value=value))


def evidence(then: str, now: str, name: str = "Work email") -> list[str]:
    states = [step(name, then), step("Start date", "1 May"), step(name, now)]
    frames = [keyframe(1000 * n, Box(0, 0, WIDTH, HEIGHT)) for n in range(3)]
    moments = build_timeline(frames, [reading(*PAGE, *state) for state in states]).moments
    return [text for text in moments[2].evidence if "last seen" in text]


def test_what_a_field_held_before_it_came_back_empty_is_said() -> None:
    assert evidence("ana@acme.io", "") == ['textbox "Work email" held "ana@acme.io" when it was last seen']
    assert evidence("4711", "") == ['textbox "Work email" held another value when it was last seen']


@pytest.mark.parametrize(
    ("name", "value"), [("API key", "sunshine"), ("Secret", "rosebud"), ("Verification code", "abcdef")]
)
def test_a_secret_is_not_repeated(name: str, value: str) -> None:
    assert evidence(value, "", name) == [f'textbox "{name}" held another value when it was last seen']


def test_a_field_that_came_back_as_it_was_has_lost_nothing() -> None:
    assert evidence("ana@acme.io", "ana@acme.io") == []
    assert evidence("", "ana@acme.io") == []

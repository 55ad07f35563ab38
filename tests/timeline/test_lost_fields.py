"""A field that vanishes while its name stays is told as one that may have gone."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, Moment
from tests.timeline.make import element, keyframe, reading

PAGE = tuple(element("text", f"Line {'abcde'[n]} of the page", 700, 40 + 60 * n) for n in range(5))
NAME = element("text", "Email", 40, 100)
FIELD = element("input", "Email", 40, 130, 300, 40, value="ana@x.com")
PLACE = Box(32, 128, 320, 48)
GONE = 'textbox "Email" is not seen any more, though its name is: it went away, or cannot be read'


def second(*states: tuple[Element, ...], changed: Box = PLACE) -> Moment:
    frames = [keyframe(0), keyframe(1000, changed), *(keyframe(1000 * n, PLACE) for n in range(2, len(states)))]
    return build_timeline(frames, [reading(*PAGE, *state) for state in states]).moments[1]


def test_a_field_that_vanished_while_its_name_stayed_is_reported() -> None:
    moment = second((NAME, FIELD), (NAME,))
    assert moment.summary == f"{GONE}."
    with_more = second((NAME, FIELD), (NAME, element("alert", "Saved", 400, 500)), changed=Box(0, 0, 1280, 720))
    assert with_more.summary.startswith('alert "Saved" appeared')
    assert GONE in with_more.evidence


def test_a_field_that_was_only_missed_is_not() -> None:
    """It is read again, or not all of it was drawn anew: a value was typed, or dots that no reading knows."""
    assert GONE not in second((NAME, FIELD), (NAME,), (NAME, FIELD)).evidence
    assert GONE not in second((NAME, FIELD), (NAME,), changed=Box(48, 128, 96, 48)).evidence
    assert GONE not in second((NAME, FIELD), (NAME, FIELD)).evidence


def test_a_field_under_a_dialog_has_not_gone() -> None:
    dialog = element("dialog", "Are you sure?", 200, 120, 400, 200)
    assert GONE not in second((NAME, FIELD), (NAME, dialog)).evidence

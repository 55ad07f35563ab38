"""A message that was gone before it could be read is told; one that stood long enough, or said "Saving", is not."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Observation
from tests.timeline.make import element, keyframe, reading

PAGE = (element("heading", "Profile", 40, 20), element("button", "Save", 40, 300, 90, 36))
LONG = "Your code is 7741, show it at the east gate before six"


def shown_for(text: str, stood_ms: int, *, then: tuple[int, int] = (60, 310)) -> list[Observation]:
    """What is told of a message that stood for so long; `then` is where the pointer was when it went."""
    place = Box(700, 600, 500, 60)
    frames = [
        keyframe(0, until_ms=1_000),
        keyframe(1_000, place, until_ms=1_000 + stood_ms, pointer=(60, 310)),
        keyframe(1_000 + stood_ms, place, pointer=then),
    ]
    message = element("alert", text, 710, 610, 480, 40)
    moments = build_timeline(frames, [reading(*PAGE), reading(*PAGE, message), reading(*PAGE)]).moments
    return [seen for moment in moments for seen in moment.inferred]


def test_a_long_message_that_stood_for_a_second_is_reported() -> None:
    (told,) = shown_for(LONG, 1_000)
    assert (told.kind, told.box) == ("vanished", Box(710, 610, 480, 40))
    assert told.text.endswith("went away after 1.0 s; reading its 12 words takes about 3.4 s (inferred)")


def test_long_enough_is_long_enough() -> None:
    assert shown_for(LONG, 2_400) == []
    assert shown_for("Profile saved", 600) == []


def test_what_says_that_something_goes_on_goes_when_it_is_done() -> None:
    assert shown_for("Saving the changes of your profile...", 500) == []


def test_who_moved_to_it_may_have_closed_it_and_who_moved_elsewhere_has_not() -> None:
    assert shown_for(LONG, 1_000, then=(1_180, 615)) == []
    assert [o.kind for o in shown_for(LONG, 1_000, then=(400, 200))] == ["vanished"]

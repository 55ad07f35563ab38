"""What came by itself is told from what a person did: the pointer rested, or only a clock went on."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.timeline.events.unprompted import CLOCK, RESTED
from claude_scope.values import Box, Element, EventKind, Moment, Reading
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading

WHOLE = Box(0, 0, WIDTH, HEIGHT)
SEND = element("button", "Send", 900, 600, 80, 36)
PAGE = (element("heading", "General", 40, 20), element("text", "The deploy is out.", 40, 80), SEND)
ON_SEND = (940, 618)


def moments(*states: tuple[Reading, tuple[int, int] | None]) -> tuple[Moment, ...]:
    """A timeline of readings, each with where the pointer was as it began; a second apart."""
    frames = [keyframe(1000 * n, WHOLE, pointer=pointer) for n, (_, pointer) in enumerate(states)]
    return build_timeline(frames, [read for read, _ in states]).moments


def said(*texts: str) -> Reading:
    return reading(*PAGE, *(element("text", text, 40, 120 + 30 * n) for n, text in enumerate(texts)))


def test_an_answer_that_comes_while_the_pointer_rests_is_no_interaction() -> None:
    sent, answered = moments((said(), None), (said("Hello"), ON_SEND), (said("Hello", "Mia: hi"), ON_SEND))[1:]
    assert sent.kind is EventKind.INTERACTION
    assert sent.by_itself == ""
    assert answered.kind is EventKind.STATE_CHANGE
    assert answered.by_itself == RESTED
    assert answered.pointed is None
    assert not any("the pointer was over" in text for text in answered.evidence)


def test_a_button_that_is_clicked_again_needs_no_new_place() -> None:
    def cart(n: int) -> Reading:
        return reading(*PAGE, element("text", f"Items: {n}", 40, 300))

    again = moments((cart(1), None), (cart(2), ON_SEND), (cart(3), ON_SEND))[2]
    assert again.kind is EventKind.INTERACTION
    assert again.by_itself == ""


def test_who_types_leaves_the_pointer_where_it_was() -> None:
    def form(value: str) -> Reading:
        return reading(*PAGE, element("input", "Name", 40, 300, 200, 36, value=value))

    typed = moments((form(""), None), (form("Ada"), (60, 318)), (form("Ada Lovelace"), (60, 318)))[2]
    assert typed.by_itself == ""
    assert typed.kind is EventKind.INTERACTION


def ticking(*times: str) -> list[tuple[Reading, tuple[int, int] | None]]:
    return [(reading(*PAGE, element("text", time, 1100, 20)), (100 + 50 * n, 400)) for n, time in enumerate(times)]


def test_a_clock_goes_on_whatever_the_pointer_does() -> None:
    assert [m.by_itself for m in moments(*ticking("0:01", "0:02", "0:03", "0:04"))[1:]] == [CLOCK] * 3
    assert [m.by_itself for m in moments(*ticking("12 s left", "11 s left", "10 s left"))[1:]] == [CLOCK] * 2
    assert [m.by_itself for m in moments(*ticking("Noch 12 Sek.", "Noch 11 Sek.", "Noch 10 Sek."))[1:]] == [CLOCK] * 2


def test_a_time_that_does_not_follow_the_recording_is_no_clock() -> None:
    assert [m.by_itself for m in moments(*ticking("18:00", "18:30", "19:00"))[1:]] == ["", ""]


def test_what_changes_beside_a_clock_needs_a_cause() -> None:
    states = ticking("0:01", "0:02", "0:03")
    last: tuple[Element, ...] = (*states[2][0].elements, element("text", "Saved", 40, 300))
    found = moments(*states[:2], (reading(*last), (900, 400)))
    assert [m.by_itself for m in found[1:]] == [CLOCK, ""]

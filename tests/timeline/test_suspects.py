"""Where it went wrong in a capture: by the times and words of the person, each complaint for itself, and by facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.suspects import find_suspects
from claude_scope.values import Change, EventKind, LogLine, Moment, Node, Observation
from tests.timeline.make import keyframe, reading, ui

if TYPE_CHECKING:
    from claude_scope.values import ElementType, Keyframe, Suspect

FAILED = Observation("failed request", "The request POST /api/orders was answered with 500")


def began(at_ms: int, picture_ms: int) -> Keyframe:
    return keyframe(picture_ms, began_ms=at_ms)


FRAMES = [keyframe(0), began(11_200, 12_400), began(13_300, 14_300), began(22_900, 23_900)]


def added(label: str, kind: ElementType = "text") -> Change:
    return Change("added", ui(kind, label, 40, 300))


def removed(label: str) -> Change:
    return Change("removed", ui("text", label, 40, 300))


def changed(before: str, after: str) -> Change:
    return Change("changed", ui("text", after, 900, 300), "text", before, after)


def moment(
    frame: Keyframe, *changes: Change, kind: EventKind = EventKind.STATE_CHANGE, inferred: tuple[Observation, ...] = ()
) -> Moment:
    return Moment(frame, reading(), (), Node("document"), changes, kind, "", inferred=inferred)


def first() -> Moment:
    return moment(keyframe(0), kind=EventKind.INITIAL)


def error(frame: Keyframe, text: str) -> Moment:
    return moment(frame, added(text, "alert"), kind=EventKind.ERROR)


def at(suspects: tuple[Suspect, ...]) -> list[int]:
    return [suspect.moment for suspect in suspects]


STILL = [moment(frame) for frame in FRAMES]
WRONG_TOTAL = moment(FRAMES[2], changed("Total $26.50", "Total $52.90"))
REFUSED = error(FRAMES[3], "Your order could not be placed.")


def test_without_notes_the_title_is_what_is_reported_of() -> None:
    assert [one.because for one in find_suspects(STILL, "Wrong at 0:13", "")] == ["0:13 is in the title"]
    assert [one.because for one in find_suspects(STILL, "Wrong at 0:13", "At 0:23")] == ["0:23 is in the notes"]


def test_a_time_finds_the_state_by_its_row_and_by_the_name_of_its_frame() -> None:
    """State 3 began at 0:13.3, its picture is of 0:14.3; prompts show both, and a person may name either."""
    for notes in ("see 0:13", "see 0:14", "see 0:13.3", "see 0:14.3"):
        assert at(find_suspects(STILL, "", notes)) == [2], notes


def test_each_time_that_the_notes_name_is_a_suspect() -> None:
    found = find_suspects(STILL, "", "the price is off at 0:13 and the order fails at 0:23")
    assert at(found) == [2, 3]
    assert found[1].because == "0:23 is in the notes"


def test_an_error_of_the_server_comes_before_one_of_the_person() -> None:
    invalid = error(FRAMES[1], "This promo code is not valid.")
    broken = LogLine(23_000.0, "uncaught error", "TypeError: total is undefined")
    assert at(find_suspects([first(), invalid, STILL[2], REFUSED], "", "")) == [1]
    (found,) = find_suspects([first(), invalid, STILL[2], replace(REFUSED, log=(broken,))], "", "")
    assert (found.moment, "a script failed" in found.because) == (3, True)


def test_two_complaints_name_two_states() -> None:
    notes = "The total says $52.90 for one lamp, and the order cannot be placed."
    found = find_suspects([first(), STILL[1], WRONG_TOTAL, REFUSED], "", notes)
    assert sorted(at(found)) == [2, 3]
    assert "total" in next(one.because for one in found if one.moment == 2)
    assert "order" in next(one.because for one in found if one.moment == 3)


def test_two_complaints_about_one_state_name_it_once() -> None:
    notes = "The order could not be placed. My order is placed twice."
    assert at(find_suspects([first(), REFUSED], "", notes)) == [1]


def test_a_fact_is_a_suspect_where_it_begins_without_any_words() -> None:
    failed = [moment(frame, inferred=(FAILED,)) for frame in FRAMES[2:]]
    found = find_suspects([first(), STILL[1], *failed], "", "")
    assert [(one.moment, one.because) for one in found] == [(2, "the request POST /api/orders was answered with 500")]


def test_a_sound_recording_without_words_has_no_suspect() -> None:
    assert find_suspects(STILL, "", "") == ()


def test_numbers_that_appear_alone_are_in_notes_by_chance() -> None:
    """A calendar shows every day; the day that was taken is what changed."""
    opened = moment(FRAMES[1], *(added(str(day)) for day in range(1, 29)))
    taken = moment(FRAMES[2], changed("Date of visit", "Date of visit 13 June 2025"))
    notes = "I picked the 14th of June 2025 and it took 13."
    assert at(find_suspects([first(), opened, taken], "", notes)) == [2]


def test_an_error_of_which_the_notes_say_nothing_is_reported_as_that() -> None:
    refused = error(FRAMES[1], "Could not create it: unknown destination.")
    for notes, ending in (("It is not lowered.", "; the notes share no word with it"), ("", '"')):
        (found,) = find_suspects([first(), refused], "", notes)
        assert found.because.endswith(ending)
        assert "the first error on the screen" in found.because


def test_what_went_away_is_where_the_notes_say_that_it_went() -> None:
    """The dialog that asked comes with the other name, and the state after it lacks the one that the notes miss."""
    asked = moment(FRAMES[1], added("Remove Elif Kaya?"))
    gone = moment(FRAMES[2], removed("Chiyo Tanaka"), removed("Remove Elif Kaya?"))
    states = [first(), asked, gone]
    assert at(find_suspects(states, "", "I removed Elif Kaya, but Chiyo Tanaka went."))[0] == 2
    assert at(find_suspects(states, "", "I asked about Elif Kaya, and Chiyo Tanaka is in the office."))[0] == 1


def test_what_a_message_says_is_quoted_and_weighs_more_than_names_of_a_view() -> None:
    names = ("Finish check-in", "Checked bags", "Seat fee")
    view = moment(FRAMES[1], *(added(name, "heading") for name in names), kind=EventKind.NAVIGATION)
    message = moment(FRAMES[2], added("Please choose a seat.", "alert"))
    notes = "I press Finish check-in for two bags, it says to choose a seat"
    assert at(find_suspects([first(), view, message], "", notes))[0] == 2


def test_a_price_that_changed_is_one_of_which_the_notes_say_price() -> None:
    states = [first(), moment(FRAMES[1], changed("Bags 35.00", "Bags 70.00")), moment(FRAMES[2], added("Thank you"))]
    assert at(find_suspects(states, "", "The price of two bags is off.")) == [1]
    assert find_suspects(states, "", "The size of two bags is off.") == ()


def test_a_secret_in_the_notes_points_at_no_state() -> None:
    """Where it was typed is where it is shared; a state that shares nothing else is not where it went wrong."""
    typed = moment(FRAMES[1], added("Password"), added("hunter2Swordfish"))
    refused = error(FRAMES[2], "The card could not be saved.")
    notes = "After saving the card the total is wrong. My password is hunter2Swordfish"
    (found,) = find_suspects([first(), typed, refused], "", notes)
    assert found.moment == 2
    assert "hunter2" not in found.because

"""Where it went wrong: by the times and words of the person, each complaint for itself, and by what was inferred."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, ElementType, Keyframe, Reading, Timeline
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading

EVERYWHERE = Box(0, 0, WIDTH, HEIGHT)
PAGE = (
    element("heading", "Your basket", 40, 20),
    element("link", "Continue shopping", 40, 640),
    element("button", "Place order", 900, 600, 200, 40),
)


def bill(subtotal: str, total: str) -> Reading:
    texts = [("Subtotal", subtotal), ("Code", "-$2.40"), ("Shipping", "$4.90"), ("Total", total)]
    rows = [
        element("text", row[i], x, 300 + 40 * n, 80) for n, row in enumerate(texts) for i, x in ((0, 700), (1, 1100))
    ]
    return reading(*PAGE, *rows)


def began(at_ms: int, picture_ms: int) -> Keyframe:
    return keyframe(picture_ms, EVERYWHERE, began_ms=at_ms)


def of(frames: list[Keyframe], readings: list[Reading], notes: str = "") -> Timeline:
    return build_timeline(frames, readings, notes=notes)


def test_without_notes_the_title_is_what_is_reported_of() -> None:
    frames = [keyframe(0), keyframe(1000, EVERYWHERE)]
    timeline = build_timeline(frames, [reading(*PAGE), reading(*PAGE)], title="Wrong at 0:01")
    assert timeline.wrong_because == "0:01 is in the title"


def suspects(timeline: Timeline) -> list[int | None]:
    return [timeline.wrong, *(suspect.moment for suspect in timeline.also_wrong)]


SOUND, STALE = bill("$24.00", "$26.50"), bill("$48.00", "$52.90")
REFUSED = reading(*STALE.elements, element("alert", "Your order could not be placed.", 400, 500))
FRAMES = [keyframe(0), began(11_200, 12_400), began(13_300, 14_300), began(22_900, 23_900)]
STORY = [SOUND, SOUND, STALE, REFUSED]


def test_a_time_finds_the_state_by_its_row_and_by_the_name_of_its_frame() -> None:
    """State 3 began at 0:13.3, its picture is of 0:14.3; prompts show both, and a person may name either."""
    for notes in ("see 0:13", "see 0:14", "see 0:13.3", "see 0:14.3"):
        assert suspects(of(FRAMES, [SOUND] * 4, notes)) == [2], notes


def test_each_time_that_the_notes_name_is_a_suspect() -> None:
    timeline = of(FRAMES, [SOUND] * 4, "the price is off at 0:13 and the order fails at 0:23")
    assert suspects(timeline) == [2, 3]
    assert timeline.also_wrong[0].because == "0:23 is in the notes"


def test_two_complaints_name_two_states() -> None:
    notes = "The total is not the sum of the lines above it, and the order cannot be placed."
    timeline = of(FRAMES, STORY, notes)
    assert suspects(timeline) == [3, 2]
    assert "order" in timeline.wrong_because
    assert "total" in timeline.also_wrong[0].because
    assert "the lines add to $50.50" in timeline.also_wrong[0].because


def test_two_complaints_about_one_state_name_it_once() -> None:
    notes = "The order could not be placed. My order is placed twice."
    timeline = of([FRAMES[0], FRAMES[3]], [SOUND, reading(*SOUND.elements, *REFUSED.elements[-1:])], notes)
    assert suspects(timeline) == [1]


def test_a_sum_that_does_not_add_up_is_a_suspect_where_it_begins_without_any_words() -> None:
    timeline = of([*FRAMES[:3], began(15_000, 16_000)], [SOUND, SOUND, STALE, STALE])
    assert suspects(timeline) == [2]
    assert [len(m.inferred) for m in timeline.moments] == [0, 0, 1, 1]
    assert "(inferred)" in timeline.wrong_because


def test_a_sound_recording_without_words_has_no_suspect() -> None:
    assert suspects(of(FRAMES, [SOUND] * 4)) == [None]


def test_numbers_that_appear_alone_are_in_notes_by_chance() -> None:
    """A calendar shows every day; the day that was taken is what changed."""
    days = tuple(element("text", str(n), 40 * (n % 7), 200 + 40 * (n // 7)) for n in range(1, 29))
    field = element("input", "Date of visit", 40, 100, 200)
    states = [(), days, ()]
    values = ["", "", "13 June 2025"]
    screens = [
        reading(element("heading", "Book", 40, 20), replace(field, value=v), *s)
        for s, v in zip(states, values, strict=True)
    ]
    frames = [keyframe(1000 * n, Box(0, 0, WIDTH, HEIGHT)) for n in range(3)]
    timeline = build_timeline(frames, screens, notes="I picked the 14th of June and it took the 13th.")
    assert timeline.wrong == 2


def test_an_error_of_which_the_notes_say_nothing_is_reported_as_that() -> None:
    page = [element("heading", "New shipment", 40, 20), element("text", "Total", 40, 80)]
    error = element("alert", "Could not create it: unknown destination.", 40, 300)
    frames = [keyframe(0), keyframe(1000, Box(0, 0, WIDTH, HEIGHT))]
    for notes, ending in (("It is not lowered.", "; the notes share no word with it"), ("", '"')):
        because = build_timeline(frames, [reading(*page), reading(*page, error)], notes=notes).wrong_because
        assert because.endswith(ending)


def reddened(text: str, *others: Element, kind: ElementType = "text", notes: str = "", red: bool = True) -> Timeline:
    """A page on which a text appears, in red or not, with others."""
    message = element(kind, text, 40, 300)
    then = reading(*PAGE, message, *others)
    return of(
        [keyframe(0), keyframe(1000, EVERYWHERE)], [reading(*PAGE), replace(then, red=(message.box,) * red)], notes
    )


@pytest.mark.parametrize(
    ("kind", "text"), [("text", "Barcode unbekannt"), ("alert", "Vent stuck. Close the roof first.")]
)
def test_a_message_in_red_may_be_an_error_whatever_its_words(kind: ElementType, text: str) -> None:
    timeline = reddened(text, kind=kind)
    assert timeline.wrong == 1
    assert timeline.wrong_because == f'a message in red appeared, which may be an error: "{text}"'
    assert reddened(text, kind=kind, red=False).wrong is None


def test_a_red_message_weighs_less_than_an_error_word_or_the_notes() -> None:
    error = element("alert", "Your order could not be placed.", 400, 500)
    assert "first error on the screen" in reddened("Barcode unbekannt", error).wrong_because
    assert reddened("Barcode unbekannt", notes="wrong at 0:00").wrong_because == "0:00 is in the notes"


def test_red_as_the_colour_of_a_figure_a_question_or_another_view_is_no_message() -> None:
    many = [element("text", f"Another line {n}", 40, 340 + 30 * n) for n in range(9)]
    dialog = element("dialog", "Delete account", 20, 280, 400, 200)
    assert reddened("-20 %").wrong is None
    assert reddened("This cannot be undone").wrong is None
    assert reddened("Overdue by days", *many).wrong is None
    assert reddened("Delete your account", dialog).wrong is None


def shift_plan(*names: str) -> Reading:
    return reading(*PAGE, *(element("text", name, 700, 300 + 60 * n) for n, name in enumerate(names)))


def test_what_went_away_is_where_the_notes_say_that_it_went() -> None:
    """The dialog that asked comes with the other name, and the state after it lacks the one that the notes miss."""
    asked = reading(
        *shift_plan("Amara Okafor", "Chiyo Tanaka").elements, element("text", "Remove Elif Kaya?", 300, 200)
    )
    frames = [keyframe(0), began(5_000, 6_000), began(7_000, 8_000)]
    plans = [shift_plan("Amara Okafor", "Chiyo Tanaka"), asked, shift_plan("Amara Okafor")]
    assert suspects(of(frames, plans, "I removed Elif Kaya, but Chiyo Tanaka went."))[0] == 2
    assert suspects(of(frames, plans, "I asked about Elif Kaya, and Chiyo Tanaka is in the office."))[0] == 1


def test_what_a_message_says_is_quoted_and_weighs_more_than_names_of_a_view() -> None:
    names = ("Finish check-in", "Checked bags", "Seat fee")
    view = reading(*PAGE[:1], *(element("heading", name, 300, 200 + 60 * n) for n, name in enumerate(names)))
    message = reading(*view.elements, element("alert", "Please choose a seat.", 300, 500))
    frames = [keyframe(0), began(3_000, 4_000), began(7_000, 8_000)]
    notes = "I press Finish check-in for two bags, it says to choose a seat"
    assert of(frames, [reading(*PAGE), view, message], notes).wrong == 2


def test_a_price_that_changed_is_one_of_which_the_notes_say_price() -> None:
    def bags(fee: str) -> Reading:
        return reading(
            *PAGE, element("text", f"Bags {fee}", 700, 300), element("text", f"Hold {len(fee)} kg", 700, 400)
        )

    frames = [keyframe(0), began(3_000, 4_000), began(7_000, 8_000)]
    readings = [bags("35.00"), bags("70.00"), reading(*bags("70.00").elements, element("text", "Thank you", 300, 500))]
    assert of(frames, readings, "The price of two bags is off.").wrong == 1
    assert of(frames, readings, "The size of two bags is off.").wrong is None


def test_a_secret_in_the_notes_points_at_no_state() -> None:
    """Where it was typed is where it is shared; a state that shares nothing else is not where it went wrong."""
    typed = reading(*PAGE, element("text", "Password", 40, 200), element("input", "hunter2Swordfish", 40, 220, 200))
    refused = reading(*PAGE, element("alert", "The card could not be saved.", 400, 500))
    notes = "After saving the card the total is wrong. My password is hunter2Swordfish"
    timeline = of(
        [keyframe(0), keyframe(1000, EVERYWHERE), keyframe(2000, EVERYWHERE)], [reading(*PAGE), typed, refused], notes
    )
    assert suspects(timeline) == [2]
    assert "hunter2" not in timeline.wrong_because

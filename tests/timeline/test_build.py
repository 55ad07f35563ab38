"""A timeline names what happened from evidence, and says where it went wrong only on evidence."""

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, EventKind, Keyframe, Reading
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading

PAGE = (
    element("heading", "Your basket", 40, 20),
    element("text", "Subtotal", 700, 400),
    element("text", "$93.90", 1100, 400, 60),
    element("button", "Place order", 900, 600, 200, 40),
    element("input", "Email", 40, 300, 400, 40),
    element("link", "Continue shopping", 40, 640),
)
AGAIN = Box(0, 0, WIDTH, HEIGHT)
OTHER_PAGE = tuple(element("text", word, 50, 50 + 60 * i) for i, word in enumerate(["Thank you", "Receipt", "Print"]))


def after(frame: Keyframe, *elements: Element, title: str = "", notes: str = "") -> tuple[EventKind, str]:
    moment = build_timeline(
        [keyframe(0), frame], [reading(*PAGE), reading(*elements)], title=title, notes=notes
    ).moments[1]
    return moment.kind, moment.summary


def without(label: str) -> tuple[Element, ...]:
    return tuple(e for e in PAGE if e.label != label)


def test_the_first_state_is_initial_and_has_no_changes() -> None:
    moment = build_timeline([keyframe(0)], [reading(*PAGE)]).moments[0]
    assert (moment.kind, moment.changes) == (EventKind.INITIAL, ())


def test_an_error_text_that_appears_is_an_error() -> None:
    kind, summary = after(keyframe(900, AGAIN), *PAGE, element("text", "Please enter a valid email", 40, 350))
    assert kind is EventKind.ERROR
    assert "Please enter a valid email" in summary


def test_a_button_that_says_error_is_none() -> None:
    kind, _ = after(keyframe(900, AGAIN), *PAGE, element("button", "Report an error", 40, 350))
    assert kind is EventKind.STATE_CHANGE


def test_a_page_that_shares_no_text_is_a_navigation() -> None:
    assert after(keyframe(900, AGAIN, share=0.6), *OTHER_PAGE)[0] is EventKind.NAVIGATION


def test_a_toast_is_transient() -> None:
    toast = element("text", "Saved", 1000, 40)
    frame = keyframe(900, AGAIN, transient=True)
    moment = build_timeline([keyframe(0), frame], [reading(*PAGE), reading(*PAGE, toast)]).moments[1]
    assert moment.kind is EventKind.TRANSIENT
    assert not any("by itself" in text for text in moment.evidence), "nothing shows that nobody closed it"


def test_a_change_under_the_pointer_is_an_interaction() -> None:
    frame = keyframe(900, AGAIN, pointer=(1000, 620))
    moment = build_timeline(
        [keyframe(0), frame],
        [reading(*PAGE), reading(*without("Place order"), element("button", "Placing…", 900, 600, 200, 40))],
    ).moments[1]
    assert moment.kind is EventKind.INTERACTION
    assert any('button "Place order"' in line for line in moment.evidence)


def test_a_typed_value_is_an_interaction() -> None:
    typed = element("input", "Email", 40, 300, 400, 40, value="ann@example.com")
    kind, summary = after(keyframe(900, AGAIN), *without("Email"), typed)
    assert kind is EventKind.INTERACTION
    assert "ann@example.com" in summary


def test_a_price_that_changes_by_itself_is_a_state_change_described_from_and_to() -> None:
    kind, summary = after(
        keyframe(900, Box(1080, 390, 100, 40)), *without("$93.90"), element("text", "$182.90", 1090, 400, 70)
    )
    assert kind is EventKind.STATE_CHANGE
    assert '"$93.90" became "$182.90"' in summary


def test_pixels_that_say_nothing_are_admitted() -> None:
    assert "Only pixels changed" in after(keyframe(900, Box(600, 200, 40, 40)), *PAGE)[1]


def test_an_element_keeps_its_id() -> None:
    moments = build_timeline([keyframe(0), keyframe(900, AGAIN)], [reading(*PAGE), reading(*reversed(PAGE))]).moments
    by_label = [{e.label: e.id for e in moment.elements} for moment in moments]
    assert by_label[0] == by_label[1]


def test_a_frame_that_was_not_read_is_passed_over() -> None:
    unread = Reading(WIDTH, HEIGHT, (), (), "", reader="")
    grown = (*PAGE, element("text", "Gift wrap", 40, 500))
    moments = build_timeline(
        [keyframe(0), keyframe(900, AGAIN), keyframe(1800, AGAIN)], [reading(*PAGE), unread, reading(*grown)]
    ).moments
    assert moments[1].changes == ()
    assert [c.element.label for c in moments[2].changes] == ["Gift wrap"]


def wrong_of(*, title: str = "", notes: str = "") -> tuple[int | None, str]:
    frames = [keyframe(0), keyframe(5000, AGAIN), keyframe(9000, AGAIN)]
    total = (*without("$93.90"), element("text", "$182.90", 1090, 400, 70))
    readings = [reading(*PAGE), reading(*PAGE, element("text", "Something went wrong", 40, 500)), reading(*total)]
    timeline = build_timeline(frames, readings, title=title, notes=notes)
    return timeline.wrong, timeline.wrong_because


def test_the_first_error_is_where_it_went_wrong_if_nothing_better_is_known() -> None:
    assert wrong_of()[0] == 1
    assert "first error" in wrong_of()[1]


def test_a_time_in_the_notes_is_believed_first() -> None:
    assert wrong_of(notes="look at 0:09")[0] == 2


def test_words_of_the_notes_that_changed_are_believed_next() -> None:
    wrong, because = wrong_of(notes="It says $182.90 but $93.90 is right")
    assert wrong == 2
    assert "182.90" in because


def test_nothing_is_reported_where_nothing_points() -> None:
    timeline = build_timeline([keyframe(0), keyframe(900, AGAIN)], [reading(*PAGE), reading(*OTHER_PAGE)])
    assert (timeline.wrong, timeline.wrong_because) == (None, "")


def test_no_keyframes_make_an_empty_timeline() -> None:
    assert build_timeline([], []).moments == ()


def test_a_dialog_holds_what_lies_in_it() -> None:
    dialog = element("dialog", "Delete?", 450, 100, 240, 190)
    moment = build_timeline(
        [keyframe(0)], [reading(*PAGE, dialog, element("button", "Cancel", 500, 240, 90, 36))]
    ).moments[0]
    inside = next(n for n in moment.tree.children if n.role == "dialog")
    assert [n.name for n in inside.children] == ["Cancel"]


DIALOG = (element("dialog", "Delete?", 500, 350, 300, 200), element("button", "Cancel", 600, 500, 90, 36))


def changed_labels(*readings: Reading) -> list[list[str]]:
    frames = [keyframe(900 * k, *([AGAIN] if k else [])) for k in range(len(readings))]
    return [[c.element.label for c in m.changes] for m in build_timeline(frames, readings).moments]


def test_what_a_dialog_covers_has_not_changed_and_neither_has_what_it_bares() -> None:
    """ "Subtotal" lies under the dialog: it is neither removed when the dialog opens nor added when it closes."""
    opened = reading(*without("Subtotal"), *DIALOG)
    assert changed_labels(reading(*PAGE), opened, reading(*PAGE)) == [[], ["Delete?", "Cancel"], ["Delete?", "Cancel"]]


def test_what_is_new_where_a_dialog_closed_has_changed() -> None:
    closed = reading(*PAGE, element("text", "Deleted for good", 550, 450))
    assert "Deleted for good" in changed_labels(reading(*PAGE), reading(*without("Subtotal"), *DIALOG), closed)[2]


def test_a_field_is_never_matched_with_the_label_above_it() -> None:
    def form(y: float) -> Reading:
        field = element("input", "Full name", 40, y + 30, 300, 36, value="Ada")
        return reading(*PAGE, element("text", "Full name", 40, y), field)

    frames = [keyframe(0), keyframe(900, AGAIN)]
    moment = build_timeline(frames, [form(440), form(474)]).moments[1]
    assert [c.what for c in moment.changes if c.what == "value"] == []


def test_a_second_clue_in_the_notes_is_reported_as_well() -> None:
    _, because = wrong_of(notes="It says $182.90 but $93.90 is right, then something else")
    assert "others of them are in state 2 (something)" in because


def test_a_caret_behind_a_value_is_no_part_of_it() -> None:
    typed = [element("input", "Email", 40, 300, 400, 40, value=value) for value in ("ann", "ann|")]
    frames = [keyframe(0), keyframe(900, AGAIN)]
    moment = build_timeline(frames, [reading(*without("Email"), field) for field in typed]).moments[1]
    assert moment.changes == ()

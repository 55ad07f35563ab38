"""A timeline has the elements of each state, matched with the page, and describes changes by their claims."""

from __future__ import annotations

from dataclasses import replace

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, EventKind, Keyframe, Line, Moment, Reading, Source
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, line, node, reading, snapshot, texts

PAGE = (
    element("heading", "Your basket", 40, 20),
    element("text", "Subtotal", 700, 400),
    element("text", "$93.90", 1100, 400, 60),
    element("button", "Place order", 900, 600, 200, 40),
    element("input", "Email", 40, 300, 400, 40),
    element("link", "Continue shopping", 40, 640),
)
LINES = (
    line("Your basket holds one lamp", 40, 20),
    line("Subtotal of all lamps", 700, 400),
    line("$93.90", 1100, 400),
    line("Place order", 940, 610),
    line("Email of the customer", 40, 270),
    line("Continue shopping", 40, 640),
)
AGAIN = Box(0, 0, WIDTH, HEIGHT)
OTHER_PAGE = tuple(
    line(text, 50, 50 + 60 * n)
    for n, text in enumerate(
        ["Thank you for it", "A receipt was sent to you", "Print a copy of it", "Back to the shop"]
    )
)
FIELD = element("input", "Email of the customer", 40, 300, 400, 40)


def after(frame: Keyframe, *lines: Line) -> Moment:
    """The state with these lines, following the one with `LINES`."""
    return build_timeline([keyframe(0), frame], [texts(*LINES), texts(*lines)]).moments[1]


def without(text: str) -> tuple[Line, ...]:
    return tuple(line for line in LINES if line.text != text)


def test_the_first_state_is_initial_and_has_no_changes() -> None:
    moment = build_timeline([keyframe(0)], [texts(*LINES)]).moments[0]
    assert (moment.kind, moment.changes, moment.summary) == (EventKind.INITIAL, (), "the recording starts")


def test_an_error_text_that_appears_is_an_error() -> None:
    moment = after(keyframe(900, AGAIN), *LINES, line("Please enter a valid email", 40, 350))
    assert moment.kind is EventKind.ERROR
    assert [(c.kind, c.element.label) for c in moment.changes] == [("added", "Please enter a valid email")]


def test_a_page_that_shares_no_text_is_a_navigation() -> None:
    moment = after(keyframe(900, AGAIN, share=0.6), *OTHER_PAGE)
    assert moment.kind is EventKind.NAVIGATION
    assert moment.summary.startswith("another page, view or dialog; new: ")


def test_a_toast_is_transient() -> None:
    moment = after(keyframe(900, AGAIN, transient=True), *LINES, line("The lamp was saved for you", 900, 40))
    assert moment.kind is EventKind.TRANSIENT


def test_a_typed_value_is_an_interaction() -> None:
    mail = line("ann@example.com", 50, 310, sure=1.0)
    readings = [texts(*LINES, elements=(FIELD,)), texts(*LINES, mail, elements=(replace(FIELD, value=mail.text),))]
    moment = build_timeline([keyframe(0), keyframe(900, AGAIN)], readings).moments[1]
    assert moment.kind is EventKind.INTERACTION
    assert [c.element.label for c in moment.changes] == ["ann@example.com"]


def test_a_price_that_changes_is_a_state_change_from_and_to() -> None:
    moment = after(keyframe(900, AGAIN), *without("$93.90"), line("$182.90", 1090, 400))
    assert (moment.kind, moment.summary) == (EventKind.STATE_CHANGE, '"$93.90" -> "$182.90"')
    assert [(c.kind, c.what, c.before, c.after) for c in moment.changes] == [("changed", "text", "$93.90", "$182.90")]


def test_pixels_that_say_nothing_are_admitted() -> None:
    moment = after(keyframe(900, Box(600, 200, 40, 40)), *LINES)
    assert (moment.changes, moment.summary) == ((), "the picture changed; no change of a text is sure")


def test_a_frame_that_was_not_read_is_passed_over() -> None:
    unread = Reading(WIDTH, HEIGHT, (), (), "", reader="")
    grown = texts(*LINES, line("Gift wrap for the lamp", 40, 500))
    frames = [keyframe(0), keyframe(900, AGAIN), keyframe(1800, AGAIN)]
    moments = build_timeline(frames, [texts(*LINES), unread, grown]).moments
    assert (moments[1].changes, moments[1].summary) == ((), "the picture was not read")
    assert [c.element.label for c in moments[2].changes] == ["Gift wrap for the lamp"]


def test_the_changed_element_is_the_one_that_the_page_has_there() -> None:
    """Then its role and locator are known; an element that the page lacks is a text."""
    button, words = element("button", "Undo the last step", 40, 500, 200, 40), line("Undo the last step", 50, 510)
    page = snapshot(*(node("text", line.label, line.box.x, line.box.y) for line in PAGE), node("button", *_of(button)))
    other = line("Thanks for all of it", 700, 500)
    readings = [texts(*LINES, elements=PAGE), texts(*LINES, words, other, elements=(*PAGE, button))]
    moment = build_timeline([keyframe(0), keyframe(900, AGAIN)], readings, [page]).moments[1]
    told = {c.element.label: (c.element.role, bool(c.element.locator), c.element.source) for c in moment.changes}
    assert told == {
        "Undo the last step": ("button", True, Source.BOTH),
        "Thanks for all of it": ("text", False, Source.PIXELS),
    }


def _of(one: Element) -> tuple[str, float, float, float, float]:
    return one.label, one.box.x, one.box.y, one.box.width, one.box.height


def test_an_element_keeps_its_id() -> None:
    moments = build_timeline([keyframe(0), keyframe(900, AGAIN)], [reading(*PAGE), reading(*reversed(PAGE))]).moments
    by_label = [{e.label: e.id for e in moment.elements} for moment in moments]
    assert by_label[0] == by_label[1]


def test_two_elements_with_the_same_words_have_two_ids_and_keep_them() -> None:
    twins = [element("button", "Add", 40 + 300 * n, 400, 90, 36) for n in range(3)]
    moments = build_timeline([keyframe(0), keyframe(900, AGAIN)], [reading(*twins), reading(*twins[1:])]).moments
    ids = [[e.id for e in moment.elements] for moment in moments]
    assert len(set(ids[0])) == 3
    assert ids[1] == ids[0][1:]


def test_an_element_of_the_page_keeps_its_id_when_it_is_read_as_another_type() -> None:
    """It has the same node."""
    at = (900, 600, 200, 40)
    page = snapshot(*(node("text", e.label, e.box.x, e.box.y) for e in PAGE[:3]), node("button", "Place order", *at))
    shown = [(*PAGE[:3], element("button", "Place order", *at)), (*PAGE[:3], element("link", "Place order", *at))]
    moments = build_timeline([keyframe(0), keyframe(900)], [reading(*item) for item in shown], [page]).moments
    assert moments[0].elements[3].locator
    assert moments[0].elements[3].id == moments[1].elements[3].id


def wrong_of(*, title: str = "", notes: str = "") -> tuple[int | None, str]:
    frames = [keyframe(0), keyframe(5000, AGAIN), keyframe(9000, AGAIN)]
    total = texts(*without("$93.90"), line("$182.90", 1090, 400))
    readings = [texts(*LINES), texts(*LINES, line("Something went wrong with it", 40, 500)), total]
    timeline = build_timeline(frames, readings, title=title, notes=notes)
    return timeline.wrong, timeline.wrong_because


def test_the_first_error_is_where_it_went_wrong_if_nothing_better_is_known() -> None:
    assert wrong_of() == (1, 'an error appeared: "Something went wrong with it"')


def test_a_time_in_the_notes_or_else_in_the_title_is_believed_first() -> None:
    assert wrong_of(notes="look at 0:09") == (2, "the developer names 0:09")
    assert wrong_of(title="wrong at 0:09")[0] == 2
    assert wrong_of(title="wrong at 0:09", notes="look at 0:00")[0] == 0


def test_nothing_is_reported_without_evidence() -> None:
    timeline = build_timeline([keyframe(0), keyframe(900, AGAIN)], [texts(*LINES), texts(*OTHER_PAGE)])
    assert (timeline.wrong, timeline.wrong_because) == (None, "")


def test_no_keyframes_make_an_empty_timeline() -> None:
    timeline = build_timeline([], [])
    assert (timeline.moments, timeline.claims) == ((), ())


def test_a_dialog_holds_what_lies_in_it() -> None:
    dialog = element("dialog", "Delete?", 450, 100, 240, 190)
    moment = build_timeline(
        [keyframe(0)], [reading(*PAGE, dialog, element("button", "Cancel", 500, 240, 90, 36))]
    ).moments[0]
    inside = next(n for n in moment.tree.children if n.role == "dialog")
    assert [n.name for n in inside.children] == ["Cancel"]


def test_a_dialog_covers_and_uncovers_without_removing_or_adding() -> None:
    """The subtotal lies under the dialog: only the words of the dialog are new, and nothing is new when it closes."""
    dialog = (line("Delete all of these lamps now?", 690, 390), line("This step cannot be undone later", 690, 420))
    opened = texts(*without("Subtotal of all lamps"), *dialog)
    frames = [keyframe(900 * k, *([AGAIN] if k else [])) for k in range(3)]
    moments = build_timeline(frames, [texts(*LINES), opened, texts(*LINES)]).moments
    assert [c.element.label for c in moments[1].changes] == [line.text for line in dialog]
    assert moments[2].changes == ()


def test_a_caret_behind_a_value_is_not_part_of_it() -> None:
    typed = [line(value, 50, 310) for value in ("ann@example.com", "ann@example.com|")]
    frames = [keyframe(0), keyframe(900, AGAIN)]
    moment = build_timeline(frames, [texts(*LINES, item, elements=(FIELD,)) for item in typed]).moments[1]
    assert moment.changes == ()

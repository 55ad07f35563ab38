"""A screen that has become empty is an error, and where it went wrong; a page that is white as it loads is neither."""

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, EventKind, Keyframe, Timeline
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading

EVERYWHERE = Box(0, 0, WIDTH, HEIGHT)
PAGE = (
    element("heading", "Your basket", 40, 20),
    element("text", "Subtotal", 700, 400),
    element("button", "Place order", 900, 600, 200, 40),
)
OTHER_PAGE = tuple(element("text", word, 50, 50 + 60 * i) for i, word in enumerate(["Thank you", "Receipt", "Print"]))
STAYS = keyframe(5000, EVERYWHERE, share=0.1, began_ms=4500)
PASSES = keyframe(5000, EVERYWHERE, share=0.1, began_ms=4500, until_ms=5600)


def story(frame: Keyframe, *left: Element, notes: str = "") -> Timeline:
    frames = [keyframe(0), frame, keyframe(9000, EVERYWHERE, share=0.1)]
    rest = [reading(*PAGE), reading(*left), reading(*OTHER_PAGE)]
    kept = 2 if frame.until_ms is None else 3
    return build_timeline(frames[:kept], rest[:kept], notes=notes)


def test_a_screen_that_stays_empty_is_an_error_and_where_it_went_wrong() -> None:
    timeline = story(STAYS)
    moment = timeline.moments[1]
    assert moment.kind is EventKind.ERROR
    assert moment.summary.startswith("The screen became empty")
    assert [o.kind for o in moment.inferred] == ["empty"]
    assert (timeline.wrong, timeline.wrong_because) == (
        1,
        "the screen became empty, with no text and no control left on it, until the recording ends",
    )


def test_signs_and_frames_that_are_left_say_nothing() -> None:
    assert story(STAYS, element("text", "-", 40, 20), element("dialog", "", 0, 0, 900, 600)).wrong == 1


def test_a_page_that_is_white_for_a_moment_is_no_error() -> None:
    timeline = story(PASSES, notes="a white page")
    assert timeline.moments[1].kind is EventKind.NAVIGATION
    assert timeline.moments[1].summary.startswith("The screen became empty")
    assert timeline.wrong is None


def test_a_picture_or_a_text_that_is_left_is_a_view() -> None:
    for left in (element("image", "", 100, 100, 800, 500), element("text", "Loading", 600, 300)):
        assert story(STAYS, left).moments[1].inferred == ()


def test_who_speaks_of_a_blank_screen_means_the_empty_state() -> None:
    failed = reading(*PAGE, element("alert", "Your order could not be placed.", 400, 500))
    frames = [keyframe(0), keyframe(2000, EVERYWHERE), STAYS]
    timeline = build_timeline(frames, [reading(*PAGE), failed, reading()], notes="Order not placed, then blank screen")
    assert timeline.wrong == 2
    assert '"blank" is in the notes' in timeline.wrong_because


def test_a_view_without_any_name_is_not_announced_by_one() -> None:
    picture = element("image", "", 100, 100, 800, 500)
    assert story(STAYS, picture).moments[1].summary == "Another view appeared."

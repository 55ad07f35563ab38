"""What is read of the dots in a password field is no value, and no value that changed."""

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, Keyframe, Node, Reading
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, node, reading, snapshot

EVERYWHERE = Box(0, 0, WIDTH, HEIGHT)
TITLE = element("heading", "Sign in to the shop", 40, 20)
NAME = element("text", "Password", 40, 100)


def field(value: str, y: float = 130) -> Element:
    return element("input", "Password", 40, y, 300, 40, value=value)


def values(*readings: Reading, node_of: Node | None = None, frame: Keyframe | None = None) -> list[tuple[str, str]]:
    """The changes of value over keyframes in which pixels changed everywhere, or where `frame` says."""
    frames = [keyframe(0), *(frame or keyframe(1000 * k, EVERYWHERE) for k in range(1, len(readings)))]
    pages = [snapshot(node("heading", "Sign in to the shop", 40, 20), node_of)] if node_of else []
    changes = [c for m in build_timeline(frames, readings, pages).moments for c in m.changes]
    return [(c.before, c.after) for c in changes if c.what == "value"]


def form(*fields: Element) -> Reading:
    return reading(TITLE, NAME, *fields)


def test_dots_that_are_read_as_other_letters_have_not_changed() -> None:
    assert values(form(field("0000")), form(field("+....")), form(field("")), form(field("ooo0"))) == []


def test_an_empty_field_that_was_filled_is_reported_without_what_was_read() -> None:
    assert values(form(field("")), form(field("00000"))) == [("", "(hidden text)")]


def test_dots_that_were_missed_before_the_field_moved_were_not_typed() -> None:
    assert values(form(field("")), form(field("00000", y=190))) == []


def test_dots_where_no_pixel_changed_were_not_typed() -> None:
    assert values(form(field("")), form(field("00000")), frame=keyframe(1000, Box(900, 600, 64, 64))) == []


def test_a_field_that_the_page_fills_was_not_typed_into() -> None:
    filled = node("textbox", "Password", 40, 130, 300, 40, text="••••••••")
    assert values(form(field("")), form(field("00000")), node_of=filled) == []


def test_a_password_that_is_shown_was_not_typed_then() -> None:
    assert values(form(field("00000")), form(field("hunter2secret")), form(field("00000"))) == []


def test_zeros_in_another_field_are_its_value() -> None:
    amounts = [element("input", "Amount", 40, 130, 300, 40, value=value) for value in ("1000", "0000")]
    assert values(*(reading(TITLE, element("text", "Amount", 40, 100), e) for e in amounts)) == [("1000", "0000")]

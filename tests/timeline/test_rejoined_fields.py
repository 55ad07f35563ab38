"""What is one thing by the page, or by what hides it, is one element, however the pixels were read."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Change, Element, Node
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, node, reading, snapshot

WHOLE = Box(0, 0, WIDTH, HEIGHT)
WORDS = ("Mechanical keyboard", "Summary", "Shipping costs", "Order number 4711")
PAGE = tuple(element("text", word, 40, 40 + 60 * n) for n, word in enumerate(WORDS))
NODES = tuple(Node("text", text=word, box=Box(40, 40 + 60 * n, 300, 24)) for n, word in enumerate(WORDS))


def changes(
    *states: tuple[Element, ...], nodes: tuple[Node, ...] = (), pointers: tuple[tuple[int, int] | None, ...] = ()
) -> list[list[Change]]:
    told = (*pointers, *(None for _ in states))
    frames = [keyframe(1000 * n, WHOLE, pointer=told[n]) for n in range(len(states))]
    pages = [snapshot(*NODES, *nodes)] if nodes else []
    moments = build_timeline(frames, [reading(*PAGE, *state) for state in states], pages).moments
    return [list(m.changes) for m in moments]


def told(change: Change) -> tuple[str, str, str]:
    return change.what, change.before, change.after


def test_a_field_that_was_emptied_is_the_same_field() -> None:
    """Its placeholder is read as a text, at another box; the tree knows both."""
    field = node("textbox", "Message", 300, 500, 800, 36, props=(("/placeholder", "Message #general"),))
    typed = (element("input", "", 300, 500, 800, 36, value="The total is wrong"),)
    emptied = (element("text", "Message #general", 308, 508),)
    assert [told(c) for c in changes(typed, emptied, nodes=(field,))[1]] == [("value", "The total is wrong", "")]


def test_a_number_that_is_read_as_a_field_here_and_as_a_button_there_is_one() -> None:
    as_field = (element("input", "", 700, 300, 53, 37, value="10"),)
    as_button = (element("button", "15", 700, 300, 53, 37),)
    told_ = [told(c) for c in changes(as_field, as_button, as_field)[1]]
    assert [(before, after) for _, before, after in told_] == [("10", "15")]


def test_what_the_pointer_hides_is_still_there() -> None:
    """The "+" under the pointer is not read; nothing went away, and nothing comes back."""
    plus, price = element("button", "+", 700, 300, 40, 36), element("text", "$93.90", 900, 300)
    more = element("text", "$182.90", 900, 300)
    over = (720, 318)
    found = changes((plus, price), (more,), (plus, price), pointers=(None, over, (100, 600)))
    assert [[c.kind for c in one] for one in found] == [[], ["changed"], ["changed"]]


def test_what_went_away_elsewhere_is_reported() -> None:
    plus = element("button", "+", 700, 300, 40, 36)
    found = changes((plus,), (), (plus,), pointers=(None, (100, 600), (100, 600)))
    assert [[c.kind for c in one] for one in found] == [[], ["removed"], ["added"]]


def test_a_badge_too_small_for_the_regions_is_believed_when_a_quantity_changed_alike() -> None:
    def cart(n: str) -> tuple[Element, ...]:
        return element("text", n, 1200, 20, 12), element("text", n, 700, 300, 12)

    region = Box(690, 290, 40, 40)
    frames = [keyframe(0), keyframe(900, region)]
    readings = [reading(*PAGE, *cart("2")), reading(*PAGE, *cart("3"))]
    moment = build_timeline(frames, readings).moments[1]
    assert [told(c) for c in moment.changes] == [("text", "2", "3")] * 2
    misread = [reading(*PAGE, *cart("2")), reading(*PAGE, cart("9")[0], cart("3")[1])]
    assert [told(c) for c in build_timeline(frames, misread).moments[1].changes] == [("text", "2", "3")]


def test_a_verb_that_tells_what_a_click_did_is_not_covered() -> None:
    liked = changes(
        (element("text", "Like", 700, 300),), (element("text", "Liked", 700, 300),), pointers=(None, (715, 312))
    )
    assert [told(c) for c in liked[1]] == [("text", "Like", "Liked")]


def test_a_field_is_not_valid_because_a_ring_of_focus_covers_its_border() -> None:
    error = element("text", "Please enter a valid email address.", 300, 440)
    wrong = element("input", "Email", 300, 400, 400, 36, value="jane@", state=("invalid",))
    focused = element("input", "Email", 300, 400, 400, 36, value="jane@acme.io")
    told_ = changes((wrong, error), (focused, error), (wrong, error))
    assert [c.what for c in told_[1]] == ["value"]
    gone = changes((wrong, error), (focused,))[1]
    assert ("state", "invalid", "valid") in [told(c) for c in gone]


def test_a_caret_is_distinguished_from_a_letter_by_what_is_said_later() -> None:
    typed = (element("input", "Your name", 300, 400, 400, 36, value="Gracel"),)
    empty = (element("input", "Your name", 300, 400, 400, 36),)
    booked = (element("text", "Grace, at 19:00", 300, 400),)
    assert [c.after for c in changes(empty, typed, booked)[1]] == ["Grace"]
    other = (element("text", "Gracel, at 19:00", 300, 400),)
    assert [c.after for c in changes(empty, typed, other)[1]] == ["Gracel"]


def test_of_two_that_seem_to_be_one_node_only_the_surer_one_is() -> None:
    """A card was dragged to where the page, as it loaded, had nothing: its button is not that of another card."""
    menu = node("button", "Menu of the docs", 1000, 300, 40, 36)
    there, other = element("button", "", 1000, 300, 40, 36), element("button", "Menu of the docs", 700, 400)
    frames = [keyframe(1000 * n, WHOLE) for n in range(3)]
    readings = [reading(*PAGE, there), reading(*PAGE, other), reading(*PAGE, there, other)]
    both = build_timeline(frames, readings, [snapshot(*NODES, menu)]).moments[2]
    assert [e.name for e in both.elements if e.type == "button"].count("Menu of the docs") == 1


KEY = node("textbox", "API key", 500, 300, 300, 40)
LINES = tuple(element("text", f"Line {n} of the page", 40, 400 + 40 * n) for n in range(4))
GROUND = (element("text", "API key", 500, 270), *LINES)
GROUND_NODES = (Node("text", text="API key", box=Box(500, 270, 70, 24)), KEY)


def test_a_field_that_is_read_as_a_button_is_the_field_that_the_page_has_there() -> None:
    """A frame with letters in it looks like a button; what changes in it is its value."""
    empty = (*GROUND, element("input", "API key", 500, 300, 300, 40))
    for read in ("", "sandbox-4711"):
        filled = (*GROUND, element("button", read, 502, 302, 296, 38))
        (_, later, *_) = build_timeline(
            [keyframe(0), keyframe(900, WHOLE, pointer=(600, 320)), keyframe(1900), keyframe(2900)],
            [reading(*PAGE, *empty), *[reading(*PAGE, *filled)] * 3],
            [snapshot(*NODES, *GROUND_NODES)],
        ).moments
        (field,) = [e for e in later.elements if e.box.width > 290]
        assert (field.role, field.type, field.name, field.value) == ("textbox", "input", "API key", read)
        assert [(c.what, c.after) for c in later.changes] == ([("value", read)] if read else [])


def test_a_button_on_another_view_is_not_the_field_that_was_there() -> None:
    """Where the page's texts are gone, so may be its fields."""
    other = tuple(element("text", f"Another line {n}", 40, 40 + 60 * n) for n in range(6))
    moments = build_timeline(
        [keyframe(0), keyframe(900, WHOLE)],
        [reading(*PAGE, *GROUND), reading(*other, PAGE[0], element("button", "Pay now", 500, 300, 300, 40))],
        [snapshot(*NODES, *GROUND_NODES)],
    ).moments
    assert [e.role for e in moments[1].elements if e.label == "Pay now"] == ["button"]


def test_a_field_of_another_step_is_another_field() -> None:
    """Each step of a form has its fields where the last one had its own; their names stand above them."""

    def step(name: str, value: str) -> tuple[Element, ...]:
        return (*LINES, element("text", name, 500, 270), element("input", name, 500, 300, 300, 40, value=value))

    found = changes(step("API key", "none"), step("Start date", "1 May"), step("API key", ""), nodes=GROUND_NODES)
    kinds = [
        sorted((c.kind, c.element.name or c.element.label) for c in row if c.element.type == "input") for row in found
    ]
    assert kinds[1] == [("added", "Start date"), ("removed", "API key")]
    assert kinds[2] == [("added", "API key"), ("removed", "Start date")]

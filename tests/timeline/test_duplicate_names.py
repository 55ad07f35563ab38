"""Buttons with the same words are distinguished by their rows, and by nothing else once rows are added or removed."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, Moment, Node, Source, UiElement
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, node, reading, snapshot

WHOLE = Box(0, 0, WIDTH, HEIGHT)
PEOPLE = ("Amara Okafor", "Bastian Vogel", "Chiyo Tanaka", "Dmitri Orlov", "Elif Kaya")
TITLE = element("heading", "People on shift", 24, 40)


def row(name: str, n: int) -> Node:
    """A row of the page as loaded: a name, and a button that shows "Remove" and whose accessible name includes that
    name.
    """
    y = 284 + 48 * n
    button = node("button", f"Remove {name}", 718, y + 9, 78, 31, text="Remove")
    cells = (Node("cell", name, box=Box(25, y, 290, 48)), Node("cell", box=Box(709, y, 214, 48), children=(button,)))
    return Node("row", box=Box(25, y, 899, 48), children=cells)


def shown(*names: str, x: float = 718) -> tuple[Element, ...]:
    """The same table on the screen, with these rows."""
    words = [element("text", name, 32, 298 + 48 * n) for n, name in enumerate(names)]
    return (TITLE, *words, *(element("button", "Remove", x, 293 + 48 * n, 78, 31) for n in range(len(names))))


PAGE = snapshot(node("heading", "People on shift", 24, 40), *(row(name, n) for n, name in enumerate(PEOPLE)))


def states(*screens: tuple[Element, ...]) -> tuple[Moment, ...]:
    frames = [keyframe(900 * k, *([WHOLE] if k else [])) for k in range(len(screens))]
    return build_timeline(frames, [reading(*screen) for screen in screens], [PAGE]).moments


def names(elements: tuple[UiElement, ...]) -> list[str]:
    return [e.name for e in elements if e.label == "Remove"]


def test_after_a_filter_each_button_is_named_after_its_row() -> None:
    """The column of buttons moved to the left because the widest name is gone."""
    there = states(shown(*PEOPLE), shown("Chiyo Tanaka", "Elif Kaya", x=690))
    assert names(there[0].elements) == [f"Remove {name}" for name in PEOPLE]
    assert names(there[1].elements) == ["Remove Chiyo Tanaka", "Remove Elif Kaya"]


def test_the_button_of_a_dialog_belongs_to_no_row() -> None:
    """It is in line with a row whose own button the dialog covers, and further to the left."""
    rows = shown("Amara Okafor", "Chiyo Tanaka")
    asked = (
        *rows[:-1],
        element("heading", "Remove from shift?", 480, 300),
        element("button", "Remove", 560, 341, 78, 31),
    )
    moments = states(rows, asked)
    dialogs = moments[1].elements[-1]
    assert (dialogs.label, dialogs.name, dialogs.locator, dialogs.source) == ("Remove", "", "", Source.PIXELS)


def test_a_row_that_the_page_did_not_have_gives_its_button_no_name() -> None:
    there = states(shown(*PEOPLE), shown("Zoe Adler", *PEOPLE[:2]))
    assert names(there[1].elements) == ["", "Remove Amara Okafor", "Remove Bastian Vogel"]


def test_buttons_that_are_called_the_same_keep_their_name_and_lose_the_locator_of_another_row() -> None:
    def card(title: str, n: int) -> Node:
        button = Node(
            "button", "Add", box=Box(60 + 320 * n, 400, 90, 36), locator=f"page.getByRole('listitem').nth({n})"
        )
        words = Node("heading", title, box=Box(60 + 320 * n, 300, 280, 24))
        return Node("listitem", box=Box(50 + 320 * n, 290, 300, 160), children=(words, button))

    page = snapshot(*(card(title, n) for n, title in enumerate(("Ruled paper", "Dotted paper", "Squared paper"))))

    def cards(*titles: str) -> tuple[Element, ...]:
        return tuple(
            part
            for n, title in enumerate(titles)
            for part in (
                element("heading", title, 60 + 320 * n, 300),
                element("button", "Add", 60 + 320 * n, 400, 90, 36),
            )
        )

    screens = [cards("Ruled paper", "Dotted paper", "Squared paper"), cards("Squared paper", "Music paper")]
    built = build_timeline([keyframe(0), keyframe(900, WHOLE)], [reading(*s) for s in screens], [page])
    told = [[(e.name, e.locator[-2:-1]) for e in m.elements if e.label == "Add"] for m in built.moments]
    assert told == [[("Add", "0"), ("Add", "1"), ("Add", "2")], [("Add", "2"), ("Add", "")]]


def test_a_page_that_no_state_shows_gives_nothing_its_names() -> None:
    """The page at another address has a button with the same words, and no other text in common."""
    texts = [
        Node("text", text=f"Item {letter} of the list", box=Box(40, 80 + 40 * n, 200, 24))
        for n, letter in enumerate("abcdefgh")
    ]
    other = snapshot(node("heading", "Crew roster", 24, 40), node("button", "Apply", 700, 500), *texts)
    screen = reading(TITLE, element("text", "Your basket", 40, 300), element("button", "Apply", 700, 500))
    timeline = build_timeline([keyframe(0)], [screen], [other])
    assert [(e.name, e.locator) for e in timeline.moments[0].elements] == [("", "")] * 3
    assert len(timeline.not_compared) == 1

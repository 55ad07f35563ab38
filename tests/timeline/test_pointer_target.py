"""What the pointer was over is known by the pixels, and by the tree where the page looks as it loaded."""

from __future__ import annotations

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, Node, Source, UiElement
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, node, reading, snapshot

WHOLE = Box(0, 0, WIDTH, HEIGHT)
WORDS = ("Preferences", "Weekly summary by mail", "Items per page", "Save changes", "Your account")
SCREEN = tuple(element("text", word, 40, 40 + 80 * n) for n, word in enumerate(WORDS))
TEXTS = tuple(Node("text", text=word, box=Box(40, 40 + 80 * n, 300, 24)) for n, word in enumerate(WORDS))
SWITCH = node("switch", "Weekly summary", 1100, 120, 52, 28)
BUGS = node("button", "# bugs", 20, 520, 230, 36)


def pointed(pointer: tuple[int, int], *nodes: Node, screen: tuple[Element, ...] = SCREEN) -> UiElement | None:
    later = (*screen, element("text", "Something new", 700, 600))
    frames = [keyframe(0), keyframe(900, WHOLE, pointer=pointer)]
    pages = [snapshot(*TEXTS, *nodes)]
    return build_timeline(frames, [reading(*screen), reading(*later)], pages).moments[1].pointed


def test_a_switch_that_was_not_read_is_known_by_its_node() -> None:
    found = pointed((1126, 134), SWITCH)
    assert found is not None
    assert (found.role, found.name, found.source) == ("switch", "Weekly summary", Source.ARIA)
    assert "getByRole('switch'" in found.locator


def test_a_button_is_as_large_as_its_node_and_its_name_may_lack_spaces() -> None:
    """Of a row in a menu only the words were read, and the pointer was beside them."""
    found = pointed((200, 538), BUGS, screen=(*SCREEN, element("text", "#bugs", 25, 526, 60)))
    assert found is not None
    assert found.name == "# bugs"


def test_a_button_whose_name_the_screen_does_not_show_is_gone() -> None:
    assert pointed((200, 538), BUGS) is None
    assert pointed((200, 538), BUGS, screen=(*SCREEN, element("text", "Delete account", 25, 526))) is None


def test_a_node_without_words_is_not_believed_on_another_view() -> None:
    other = tuple(element("text", word, 40, 40 + 80 * n) for n, word in enumerate(("Preferences", "Plans", "Bills")))
    assert pointed((1126, 134), SWITCH, screen=other) is None


def test_a_button_without_a_name_is_not_believed_where_nothing_was_read() -> None:
    """On another view with the same header, what the page had at that place is gone."""
    unnamed = node("button", "", 600, 400, 40, 40)
    assert pointed((615, 420), unnamed) is None
    assert pointed((615, 420), unnamed, screen=(*SCREEN, element("text", "...", 612, 410))) is None


def test_a_button_that_stands_in_each_row_is_the_one_whose_name_says_its_row() -> None:
    """After sorting, rows stand elsewhere than in the tree; "Momo" is the second row there, and the first by now."""
    books = ("Stiller", "Momo", "Das Parfum")
    nodes = [node("button", f"Renew: {book}", 700, 500 + 50 * n, 90) for n, book in enumerate(books)]
    rows = [(element("text", b, 40, 500 + 50 * n), element("text", "Renew", 705, 502 + 50 * n, 60))
            for n, b in enumerate(("Momo", "Das Parfum", "Stiller"))]  # fmt: skip
    screen = (*SCREEN, *(one for row in rows for one in row))
    for y, book in ((514, "Momo"), (564, "Das Parfum"), (614, "Stiller")):
        found = pointed((730, y), *nodes, screen=screen)
        assert found is not None
        assert found.name == f"Renew: {book}"
        assert book in found.locator


def test_a_row_that_no_name_says_gives_no_button_of_another_row() -> None:
    nodes = [node("button", f"Renew: {book}", 700, 300 + 50 * n, 90) for n, book in enumerate(("Stiller", "Momo"))]
    screen = (*SCREEN, element("text", "Faust", 40, 600), element("text", "Renew", 705, 602, 60))
    assert pointed((730, 612), *nodes, screen=screen) is None

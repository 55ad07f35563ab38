"""The screen's elements are matched with the nodes of the tree, and elements that one of them lacks are reported."""

import pytest

from claude_scope.timeline.aria.snapshot_matching import match_snapshot
from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Node, Source, Timeline
from tests.timeline.make import WIDTH, element, keyframe, node, reading, snapshot

SCREEN = (
    element("heading", "Tickets", 40, 20),
    element("link", "Inbox", 40, 80),
    element("link", "Archive", 140, 80),
    element("button", "Close ticket", 600, 300, 120, 36),
    element("input", "Search", 600, 80, 300, 36),
)
NODES = (
    node("heading", "Tickets", 40, 20),
    node("link", "Inbox", 40, 80),
    node("link", "Archive", 140, 80),
    node("button", "Close ticket", 600, 300, 120, 36),
    node("searchbox", "Search", 600, 80, 300, 36),
)


def timeline(*elements: object, nodes: tuple[Node, ...] = NODES) -> Timeline:
    return build_timeline([keyframe(0)], [reading(*elements)], [snapshot(*nodes)])  # type: ignore[arg-type]


def test_elements_get_the_role_name_and_locator_of_their_node() -> None:
    moment = timeline(*SCREEN).moments[0]
    assert [e.role for e in moment.elements] == ["heading", "link", "link", "button", "searchbox"]
    assert all(e.source is Source.BOTH and "getByRole" in e.locator for e in moment.elements)


def test_an_icon_without_text_is_named_by_the_node_at_its_place() -> None:
    screen = (*SCREEN, element("button", "", 1200, 20, 32, 32))
    moment = timeline(*screen, nodes=(*NODES, node("button", "Settings", 1200, 20, 32, 32))).moments[0]
    assert moment.elements[5].name == "Settings"


def test_place_is_not_trusted_when_the_layouts_differ() -> None:
    shifted = tuple(element(e.type, e.label, e.box.x, e.box.y + 200) for e in SCREEN)
    icon = element("button", "", 1200, 20, 32, 32)
    found = match_snapshot((*shifted, icon), snapshot(*NODES, node("button", "Settings", 1200, 20, 32, 32)), WIDTH)
    assert found.layout < 0.5
    assert 5 not in {m.element for m in found.matches}


def test_one_node_is_never_two_elements() -> None:
    screen = (*SCREEN, element("button", "Close ticket", 600, 500, 120, 36))
    found = match_snapshot(screen, snapshot(*NODES), WIDTH)
    assert [m.element for m in found.matches if m.node.name == "Close ticket"] == [3]


def test_what_only_the_screen_shows_is_reported() -> None:
    screen = (*SCREEN, element("button", "Delete everything", 900, 300, 160, 36))
    assert [line for line in timeline(*screen).only_on_screen if "Delete everything" in line]


def test_what_only_the_tree_holds_is_reported_unless_it_is_hidden() -> None:
    nodes = (*NODES, node("button", "Ghost", 900, 500), node("button", "Skip to content", 900, 600, hidden=True))
    told = timeline(*SCREEN, nodes=nodes).only_in_tree
    assert any("Ghost" in line for line in told)
    assert not any("Skip to content" in line for line in told)


@pytest.mark.parametrize("shown", ["Verlangern", "Verlangerm"])
def test_a_button_that_shows_the_beginning_of_its_name_is_on_the_screen(shown: str) -> None:
    """Its name includes its row; another text at that place does not belong to the button."""
    nodes = (*NODES, node("button", "Verlängern: Momo", 900, 500, 100, 36))
    told = timeline(*SCREEN, element("text", shown, 905, 506, 85), nodes=nodes).only_in_tree
    assert told == ()
    other = timeline(*SCREEN, element("text", "Abbrechen", 905, 506, 85), nodes=nodes).only_in_tree
    assert any("Verlängern: Momo" in line for line in other)


def test_an_unnamed_control_is_reported() -> None:
    told = timeline(*SCREEN, nodes=(*NODES, node("button", "", 900, 500, 32, 32), node("status", "", 40, 700, 200)))
    assert told.unnamed == ("the button at (900, 500) has no accessible name; give it one",)
    assert told.only_in_tree == ()


def test_unnamed_controls_are_reported_once_with_a_count_though_the_screen_shows_their_icons() -> None:
    """The hearts next to three cards are matched by place, but an agent still cannot tell them apart."""
    places = [(900, 300 + 60 * i) for i in range(3)]
    hearts = tuple(node("button", "", x, y, 32, 32) for x, y in places)
    drawn = tuple(element("button", "", x, y, 32, 32) for x, y in places)
    agreement = match_snapshot((*SCREEN, *drawn), snapshot(*NODES, *hearts), WIDTH)
    assert {id(heart) for heart in hearts} <= {id(match.node) for match in agreement.matches}
    told = timeline(*SCREEN, *drawn, nodes=(*NODES, *hearts))
    assert told.unnamed == ("3 buttons have no accessible name, first at (900, 300); give each one",)
    assert told.only_in_tree == ()


def test_another_page_is_reported_and_not_compared() -> None:
    told = timeline(*(element("text", w, 40, 90 * i) for i, w in enumerate(["Blue", "Green", "Crimson"])))
    assert told.only_on_screen == ()
    assert told.only_in_tree == ()
    assert told.not_compared == ("http://localhost/ as it loaded looks unlike every state: not compared",)


def test_a_page_with_another_layout_gives_names_and_says_so() -> None:
    """Something was inserted above: the names still match the page, but the places do not."""
    told = timeline(*(element(e.type, e.label, e.box.x, e.box.y + 200) for e in SCREEN))
    assert all(e.name for e in told.moments[0].elements)
    assert told.not_compared == (
        "http://localhost/ as it loaded is laid out unlike every state: only names were compared",
    )


def test_a_large_tree_is_matched_by_the_names_on_the_screen() -> None:
    crowd = tuple(node("button", f"Cell {i}", 40, 2000 + i) for i in range(3000))
    moment = timeline(*SCREEN, nodes=(*crowd, *NODES)).moments[0]
    assert all(e.source is Source.BOTH for e in moment.elements)


def test_a_link_that_is_read_as_a_field_is_the_link_that_the_page_has_there() -> None:
    """The selected entry of a menu has its own background and looks like a field."""
    drafts, older = element("link", "Drafts", 40, 200), element("link", "Older mail", 40, 240)
    screen = (*SCREEN[:1], element("select", "", 30, 74, 200, 36, value="Inbox"), *SCREEN[3:], drafts, older)
    more = (node("link", "Drafts", 40, 200), node("link", "Older mail", 40, 240))
    nodes = (NODES[0], node("link", "Inbox 5", 30, 74, 200, 36), *NODES[3:], *more)
    found = timeline(*screen, nodes=nodes).moments[0].elements[1]
    assert (found.role, found.type, found.name, found.locator) == ("link", "link", "Inbox 5", nodes[1].locator)


def test_a_card_on_another_view_is_not_the_field_that_the_page_has_there() -> None:
    """Both views share the header, so only its places can be trusted."""
    paragraphs = tuple(
        Node("text", text=f"Paragraph {'abcdefghij'[i]} of the form", box=Box(300, 420 + 30 * i, 300, 24))
        for i in range(10)
    )
    pages = (*NODES[1:3], node("textbox", "Message", 300, 200, 500, 200), *paragraphs)
    card, chart = element("other", "", 300, 205, 500, 190), element("text", "Chart of visits", 300, 420)
    assert timeline(*SCREEN[1:3], card, chart, nodes=pages).moments[0].elements[2].locator == ""


def test_what_was_matched_before_is_matched_the_same_next_to_changes() -> None:
    page, known = snapshot(*NODES), dict[tuple[int, object], list[tuple[float, int]]]()
    match_snapshot(SCREEN, page, WIDTH, known)
    later = (*SCREEN[:3], element("button", "Reopen", 600, 300, 120, 36), SCREEN[4])
    assert match_snapshot(later, page, WIDTH, known) == match_snapshot(later, page, WIDTH)
    fewer = snapshot(*NODES[2:])
    assert match_snapshot(later, fewer, WIDTH, known) == match_snapshot(later, fewer, WIDTH)


def test_a_slider_is_its_bar_and_not_the_words_above_it() -> None:
    words, bar = element("text", "Opening", 934, 182, 83), element("other", "Opening", 942, 223, 234, 18)
    page = snapshot(
        Node("text", text="Opening", box=Box(934, 182, 83, 24)), node("slider", "Opening", 940, 222, 240, 20)
    )
    roles = {e.type: e.role for e in build_timeline([keyframe(0)], [reading(words, bar)], [page]).moments[0].elements}
    assert roles == {"text": "text", "other": "slider"}

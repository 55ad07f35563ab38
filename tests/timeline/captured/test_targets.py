"""The target of an act is named as a person would name it: the smallest thing at the pointer, and the row or column
around it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from claude_scope.timeline.captured.targets import named_act
from claude_scope.values import Box, Node, Target
from tests.timeline.captured.trees import act, header, node, read, row, state, table, text


def named(target: Target, *children: Node, point: tuple[float, float] | None = None) -> Target:
    """The target of a click on a page of these nodes."""
    return named_act(act("click", 0, target=target, point=point), state(0, *children), read(*children)).target


def on(number: int, tag: str, role: str, name: str = "") -> Target:
    return Target("d1", number, tag, role, name, f"page.getByRole('{role}')")


LETTERS, PHOTOS = (
    node("button", name, ref=f"n{ref}", box=Box(0, y, 200, 20), locator=f"page.getByText('{name}')")
    for ref, name, y in ((41, "Letters", 0), (42, "Photos", 20))
)
FILES = node("list", "Files", LETTERS, PHOTOS, ref="n30", box=Box(0, 0, 200, 400))


def test_a_click_that_a_container_took_is_on_the_smallest_thing_at_the_pointer() -> None:
    found = named(on(30, "ul", "list", "Files"), FILES, point=(50.0, 30.0))
    assert (found.role, found.name, found.node, found.locator) == ("button", "Photos", 42, "page.getByText('Photos')")


def test_a_click_next_to_the_children_of_a_container_is_on_the_container() -> None:
    assert named(on(30, "ul", "list", "Files"), FILES, point=(50.0, 300.0)).name == "Files"


def test_a_click_on_a_part_of_a_control_is_on_the_control() -> None:
    inside = node("button", "Save", text("Save all", ref="n8"), ref="n7", box=Box(0, 0, 90, 20))
    assert named(on(7, "button", "button", "Save"), inside, point=(5.0, 5.0)).name == "Save"


def test_a_click_that_reached_only_the_page_says_over_what_it_was() -> None:
    """A button that does not receive clicks."""
    found = named(Target("d1", 1, "html"), LETTERS, point=(50.0, 10.0))
    assert (found.tag, found.name) == ("html", 'button "Letters"')
    assert named(Target("d1", 1, "html"), LETTERS, point=(50.0, 300.0)).name == ""


def test_what_is_covered_is_not_what_was_clicked() -> None:
    covered = replace(state(0, FILES), covered=("n42",))
    clicked = act("click", 0, target=on(30, "ul", "list", "Files"), point=(50.0, 30.0))
    assert named_act(clicked, covered, read(FILES)).target.name == "Files"


def test_a_drop_is_on_the_thing_under_the_pointer() -> None:
    dragged = act(
        "drag", 0, target=on(41, "button", "button", "Letters"), point=(50.0, 10.0),
        to=on(30, "ul", "list", "Files"), to_point=(50.0, 30.0),
    )  # fmt: skip
    found = named_act(dragged, state(0, FILES), read(FILES))
    assert (found.target.name, found.to and found.to.name) == ("Letters", "Photos")


PEOPLE = table(
    node("row", "", node("columnheader", "Name", ref="n11"), node("columnheader", "", node("img", "Menu", ref="n12"))),
    row("Ana", node("button", "Delete", ref="n31")),
    row("Ben", node("button", "Delete", ref="n32")),
)


def test_a_control_of_a_row_says_which_row() -> None:
    assert named(on(32, "button", "button", "Delete"), PEOPLE).within == "Ben"


def test_a_control_of_a_header_says_which_column() -> None:
    headed = table(
        node("row", "", node("columnheader", "", text("Name"), node("img", ref="n12")), node("columnheader", "City")),
        row("Ana", "Oslo"),
    )
    assert named(on(12, "img", "img"), headed).within == "column Name"


def test_the_name_of_a_row_is_not_said_twice() -> None:
    people = table(header("Name", "City"), row(node("link", "Ana", ref="n31"), "Oslo"), row("Ben", "Rome"))
    assert named(on(31, "a", "link", "Ana"), people).within == ""


def test_what_has_no_name_is_named_by_its_label() -> None:
    field = node("generic", "", node("text", text="Amount:"), node("spinbutton", text="12", ref="n9"))
    assert named(on(9, "input", "spinbutton"), field).name == "Amount"


@pytest.mark.parametrize("kind", ["scroll", "hover"])
def test_a_part_that_was_scrolled_is_not_named_by_all_its_text(kind: str) -> None:
    target = on(30, "div", "generic", "A long text that stands in the part that was scrolled")
    scrolled = act(kind, 0, target=target, point=(50.0, 30.0))  # type: ignore[arg-type]
    assert named_act(scrolled, state(0, FILES), read(FILES)).target.name == ""


def test_a_click_on_the_arrow_of_a_combobox_is_on_the_combobox() -> None:
    size = node("combobox", "Rows per page", text="5", ref="n41", box=Box(100, 10, 60, 20))
    name = node("textbox", "Name", text="Ada", ref="n42", box=Box(100, 60, 60, 20))
    panel = node("tabpanel", "Products", size, name, ref="n30", box=Box(0, 0, 600, 400))
    found = named(on(30, "div", "tabpanel", "Products"), panel, point=(180.0, 20.0))
    assert (found.role, found.name, found.node) == ("combobox", "Rows per page", 41)
    assert named(on(30, "div", "tabpanel", "Products"), panel, point=(180.0, 70.0)).name == "Products"


def test_a_button_with_an_icon_is_named_by_its_title_and_its_row() -> None:
    def line(number: int, name: str) -> Node:
        icon = node("button", "\uf1f8", ref=f"n{number}", props=(("/description", "Delete"),))
        return row("Text", name, icon, ref=f"row {name}")

    people = table(header("Kind", "Name", ""), line(31, "Ana"), line(32, "Ben"))
    found = named(on(32, "button", "button", "\uf1f8"), people)
    assert (found.name, found.within) == ("Delete", "Ben")


def test_a_drop_on_what_has_no_name_is_in_the_column_around_it() -> None:
    """The dragged card is under the pointer; the page did not have it before."""

    def column(title: str, x: float, *cards: str) -> Node:
        inside = (
            replace(text(card), ref=f"n{card}", box=Box(x, 40 + 30 * at, 90, 25)) for at, card in enumerate(cards)
        )
        items = node("generic", "", *inside, ref=f"n{title} list", box=Box(x, 30, 90, 300))
        head = replace(text(title), ref=f"n{title}", box=Box(x, 0, 90, 30))
        return node("generic", "", head, items, ref=f"n{title} column", box=Box(x, 0, 90, 330))

    page = column("To do", 0, "Notes", "Webinar"), column("Review", 100, "Icons")
    dragged = act(
        "drag", 0, target=on(41, "div", "", "Notes"), point=(20.0, 50.0),
        to=Target("d1", 99, ""), to_point=(120.0, 200.0),
    )  # fmt: skip
    to = named_act(dragged, state(0, *page), read(*page)).to
    assert to is not None
    assert (to.name, to.within) == ("", "Review")


def test_a_link_before_a_drop_target_is_not_its_title() -> None:
    skip = node("link", "Skip to content", ref="n2", box=Box(0, 0, 90, 20))
    main = node("main", "", node("generic", "", ref="n4", box=Box(0, 30, 90, 90)), ref="n3", box=Box(0, 20, 90, 200))
    dragged = act("drag", 0, target=on(41, "div", "", "Notes"), to=Target("d1", 99, ""), to_point=(20.0, 50.0))
    to = named_act(dragged, state(0, skip, main), read(skip, main)).to
    assert to is not None
    assert to.within == ""

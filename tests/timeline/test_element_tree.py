"""The tree of a state: what holds what, in the order in which a person reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline.element_tree import build_tree
from claude_scope.values import Box, Region, UiElement
from tests.timeline.make import HEIGHT, WIDTH

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from claude_scope.values import Node


def ui(role: str, label: str, x: float, y: float, width: float = 80, height: float = 24) -> UiElement:
    return UiElement(f"e{x}-{y}-{role}", "text", role, label, Box(x, y, width, height), 0.9)


def told(node: Node) -> list[object]:
    """A node as its role and name, with what it holds behind."""
    return [f"{node.role} {node.name}".strip(), *(told(child) for child in node.children)]


def tree(elements: Sequence[UiElement], regions: Sequence[Region] = (), changed: Collection[str] = ()) -> list[object]:
    return told(build_tree(elements, WIDTH, HEIGHT, regions, changed))


BAR = (ui("link", "Pine", 20, 10), ui("link", "Gifts", 200, 10), ui("link", "Journal", 300, 10))
CARD = (ui("heading", "Ink", 40, 120), ui("text", "$8.00", 40, 160), ui("button", "Add", 200, 160))


def test_each_element_stands_in_the_smallest_region_around_it() -> None:
    regions = (
        Region("banner", Box(0, 0, 1280, 50)),
        Region("navigation", Box(195, 5, 200, 35)),
        Region("group", Box(20, 100, 300, 120), "Ink"),
    )
    foot = ui("text", "Free returns", 20, 400)
    assert tree((*BAR, *CARD, foot), regions) == [
        "document",
        ["banner", ["link Pine"], ["navigation", ["link Gifts"], ["link Journal"]]],
        ["group Ink", ["heading Ink"], ["text $8.00"], ["button Add"]],
        ["text Free returns"],
    ]


def test_a_region_stands_where_its_first_element_is_read() -> None:
    before, after = ui("text", "Before", 700, 100), ui("text", "After", 700, 140)
    regions = (Region("group", Box(20, 100, 300, 120), "Ink"),)
    first = (
        "document",
        ["text Before"],
        ["group Ink", ["heading Ink"], ["text $8.00"], ["button Add"]],
        ["text After"],
    )
    assert tree((before, CARD[0], after, *CARD[1:]), regions) == list(first)


def test_a_region_with_one_element_is_left_out_and_so_is_one_around_nothing() -> None:
    regions = (Region("group", Box(30, 110, 120, 40), "Ink"), Region("row", Box(600, 600, 90, 40)))
    assert tree(CARD, regions) == ["document", ["heading Ink"], ["text $8.00"], ["button Add"]]


def test_what_lies_in_a_dialog_is_in_no_part_of_the_page_behind_it() -> None:
    dialog = ui("dialog", "Delivery", 100, 80, 400, 300)
    inside = (ui("heading", "Delivery", 120, 100), ui("button", "Close", 380, 100), ui("textbox", "City", 120, 200))
    error = ui("text", "No such city.", 120, 230)
    regions = (
        Region("group", Box(90, 60, 700, 500), "Behind"),
        Region("group", Box(110, 90, 300, 60), "Delivery"),
        Region("row", Box(50, 195, 900, 70)),
        Region("group", Box(118, 198, 200, 60), "City"),
    )
    assert tree((dialog, *inside, error, ui("text", "Behind", 600, 500)), regions[:1] + regions[2:]) == [
        "document",
        [
            "dialog Delivery",
            ["heading Delivery"],
            ["button Close"],
            ["group City", ["textbox City"], ["text No such city."]],
        ],
        ["text Behind"],
    ]


def test_a_heading_or_a_button_holds_nothing_however_large_its_box() -> None:
    heading = replace(ui("heading", "Delivery details", 100, 80, 400, 60), type="dialog")
    assert tree((heading, ui("button", "×", 450, 90, 20, 20))) == [
        "document",
        ["heading Delivery details"],
        ["button ×"],
    ]


def test_an_element_that_says_nothing_is_left_out_unless_it_changed() -> None:
    slider = ui("generic", "", 20, 300)
    assert tree((*CARD[:1], slider)) == ["document", ["heading Ink"]]
    assert tree((*CARD[:1], slider), changed={slider.id}) == ["document", ["heading Ink"], ["generic"]]


def test_two_regions_of_one_box_hold_each_other_once() -> None:
    regions = (Region("group", Box(20, 100, 300, 120)), Region("row", Box(20, 100, 300, 120)))
    assert tree(CARD, regions)[1:] == [["row", ["group", ["heading Ink"], ["text $8.00"], ["button Add"]]]]

"""The tree of a state: which element contains which, in reading order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline.element_tree import build_tree
from claude_scope.values import Box, UiElement
from tests.timeline.make import HEIGHT, WIDTH

if TYPE_CHECKING:
    from claude_scope.values import Node


def ui(role: str, label: str, x: float, y: float, width: float = 80, height: float = 24) -> UiElement:
    return UiElement(f"e{x}-{y}-{role}", "text", role, label, Box(x, y, width, height), 0.9)


def told(node: Node) -> list[object]:
    """A node as its role and name, followed by its content."""
    return [f"{node.role} {node.name}".strip(), *(told(child) for child in node.children)]


def tree(*elements: UiElement) -> list[object]:
    return told(build_tree(elements, WIDTH, HEIGHT))


def test_a_dialog_holds_the_elements_in_its_box() -> None:
    dialog = ui("dialog", "Delivery", 100, 80, 400, 300)
    inside = (ui("heading", "Delivery", 120, 100), ui("button", "Close", 380, 100), ui("textbox", "City", 120, 200))
    assert tree(ui("text", "Before", 600, 20), dialog, *inside, ui("text", "Behind", 600, 500)) == [
        "document",
        ["text Before"],
        ["dialog Delivery", ["heading Delivery"], ["button Close"], ["textbox City"]],
        ["text Behind"],
    ]


def test_a_menu_in_a_dialog_is_its_child() -> None:
    """Of two containers with equal boxes, the later one contains the other."""
    menu, dialog = ui("menu", "Sort", 120, 100, 200, 200), ui("dialog", "Orders", 100, 80, 400, 300)
    assert tree(menu, dialog, ui("text", "By date", 130, 110)) == [
        "document",
        ["dialog Orders", ["menu Sort", ["text By date"]]],
    ]
    same = replace(dialog, id="twin")
    assert tree(dialog, same) == ["document", ["dialog Orders", ["dialog Orders"]]]


def test_a_heading_or_a_button_has_no_children_however_large_its_box() -> None:
    heading = replace(ui("heading", "Delivery details", 100, 80, 400, 60), type="dialog")
    assert tree(heading, ui("button", "×", 450, 90, 20, 20)) == ["document", ["heading Delivery details"], ["button ×"]]

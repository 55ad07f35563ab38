"""Nests the elements of a keyframe: a dialog or a menu contains the elements in its box."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.geometry import contains
from claude_scope.values import Box, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import UiElement

CONTAINERS = frozenset({"dialog", "alertdialog", "menu"})
"""Roles of the elements that contain others."""
LINE_BOX_OVERHANG_PX = 4.0
"""OCR boxes of lines extend this far beyond their letters, and so perhaps beyond the edge of their container."""


def build_tree(elements: Sequence[UiElement], width: int, height: int) -> Node:
    """A `document` of the frame's size, in reading order; an element's parent is the smallest container around it."""
    holders = sorted(
        (at for at, item in enumerate(elements) if item.role in CONTAINERS), key=lambda at: _area(elements[at])
    )
    below: dict[int | None, list[int]] = defaultdict(list)
    for at, element in enumerate(elements):
        larger = holders[holders.index(at) + 1 :] if at in holders else holders
        below[next((item for item in larger if _holds(elements[item], element)), None)].append(at)

    def nodes(holder: int | None) -> tuple[Node, ...]:
        return tuple(element_node(elements[at], nodes(at) if at in below else ()) for at in below[holder])

    return Node("document", box=Box(0, 0, width, height), children=nodes(None))


def element_node(element: UiElement, children: tuple[Node, ...] = ()) -> Node:
    """Convert an element to a node of a tree, in frame pixels."""
    return Node(
        role=element.role,
        name=element.name or element.label,
        states=element.state,
        text=element.value or (element.label if element.name and element.label != element.name else ""),
        box=element.box,
        ref=element.id,
        locator=element.locator,
        source=element.source,
        children=children,
    )


def _holds(holder: UiElement, element: UiElement) -> bool:
    return contains(holder.box, element.box, LINE_BOX_OVERHANG_PX)


def _area(element: UiElement) -> float:
    return element.box.width * element.box.height

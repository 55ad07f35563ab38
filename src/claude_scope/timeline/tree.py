"""Nests the elements of a keyframe by what contains what, as the tree that a keyframe carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.boxes import contains
from claude_scope.values import Box, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import UiElement

CONTAINERS = frozenset({"dialog", "menu", "alert"})
"""Only these hold other elements in a reading; a button's own text is its label."""


def tree_of(elements: Sequence[UiElement], width: int, height: int) -> Node:
    """A `document` of the frame's size; each element is a child of the smallest container around it."""
    holders = [_holder(i, elements) for i in range(len(elements))]

    def build(i: int) -> Node:
        below = tuple(build(j) for j, holder in enumerate(holders) if holder == i)
        return node_of(elements[i], below)

    top = tuple(build(i) for i, holder in enumerate(holders) if holder is None)
    return Node("document", box=Box(0, 0, width, height), children=top)


def node_of(element: UiElement, children: tuple[Node, ...] = ()) -> Node:
    """One element as a node of a tree, in frame pixels."""
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


def _holder(i: int, elements: Sequence[UiElement]) -> int | None:
    """The index of the smallest container that holds element `i`; ties go to the earlier one, so there is no cycle."""
    inner = elements[i]
    area = inner.box.width * inner.box.height
    around = [
        (outer.box.width * outer.box.height, j)
        for j, outer in enumerate(elements)
        if j != i
        and outer.type in CONTAINERS
        and contains(outer.box, inner.box)
        and (outer.box.width * outer.box.height, j) > (area, i)
    ]
    return min(around)[1] if around else None

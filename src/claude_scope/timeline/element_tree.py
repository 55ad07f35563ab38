"""Nests the elements of a keyframe by containment.

Containers are regions (landmarks, cards, rows), dialogs, menus and messages. A heading or a button contains nothing:
its text is its name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from claude_scope.geometry import contains
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import Box, Node, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from claude_scope.values import Region, UiElement

CONTAINERS = frozenset({"dialog", "alertdialog", "menu", "menubar", "alert", "status"})
"""Roles of the elements that hold others."""
ON_TOP = frozenset({"dialog", "alertdialog", "menu"})
"""These lie over the page: no region of it holds them, or what is in them."""
MIN_ELEMENTS = 2
"""A region with fewer elements in it is left out."""
LINE_BOX_OVERHANG_PX = 4.0
"""OCR boxes of lines reach this far over their letters, and maybe over the edge of their container."""


@dataclass(frozen=True, slots=True, eq=False)
class _Container:
    """A container: a region, or the element at index `at`; `rank` grows with size and is unique."""

    box: Box
    rank: tuple[float, int]
    region: Region | None = None
    at: int = -1
    on_top: bool = False


def build_tree(
    elements: Sequence[UiElement],
    width: int,
    height: int,
    regions: Sequence[Region] = (),
    changed: Collection[str] = (),
) -> Node:
    """A `document` of the frame's size; each element is a child of the smallest container around it, in reading order.

    A wordless element of unknown type is left out, unless its id is in `changed`.
    """
    shown = [one for one in elements if one.id in changed or _says_something(one)]
    holders = _without_small_regions(shown, _containers(shown, regions))
    below: dict[_Container | None, list[tuple[int, Node]]] = defaultdict(list)
    for i, element in enumerate(shown):
        if element.role not in CONTAINERS:
            below[_container_of_box(element.box, holders)].append((i, element_node(element)))
    for holder in holders:  # the smallest first: what it holds is known
        inside = sorted(below[holder], key=itemgetter(0))
        children = tuple(node for _, node in inside)
        if holder.region is None:
            node, first = element_node(shown[holder.at], children), holder.at
        else:
            node, first = _node_of_region(holder.region, children), inside[0][0]
        below[_container_of_container(holder, holders)].append((first, node))
    top = tuple(node for _, node in sorted(below[None], key=itemgetter(0)))
    return Node("document", box=Box(0, 0, width, height), children=top)


def element_node(element: UiElement, children: tuple[Node, ...] = ()) -> Node:
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


def _node_of_region(region: Region, children: tuple[Node, ...]) -> Node:
    name = _name(region, children)
    return Node(region.role, name, box=region.box, source=Source.PIXELS, children=children)


def _name(region: Region, children: tuple[Node, ...]) -> str:
    """The name of a region: the settled label of the element it was read from."""
    alike = (one for one in children if any(same_text(region.name, said) for said in (one.name, one.text) if said))
    return next((one.name for one in alike), region.name) if region.name else ""


def _says_something(element: UiElement) -> bool:
    return element.role != "generic" or bool(element.name or element.label or element.value)


def _containers(elements: Sequence[UiElement], regions: Sequence[Region]) -> list[_Container]:
    """All containers, the smallest first."""
    found = [
        _Container(one.box, (_area(one.box), at), at=at, on_top=one.role in ON_TOP)
        for at, one in enumerate(elements)
        if one.role in CONTAINERS
    ]
    found += [_Container(one.box, (_area(one.box), len(elements) + at), one) for at, one in enumerate(regions)]
    return sorted(found, key=lambda holder: holder.rank)


def _without_small_regions(elements: Sequence[UiElement], holders: Sequence[_Container]) -> list[_Container]:
    """The containers without regions of fewer than `MIN_ELEMENTS` elements."""
    counts: Counter[_Container] = Counter()
    above = {holder: _container_of_container(holder, holders) for holder in holders}
    for element in elements:
        holder = None if element.role in CONTAINERS else _container_of_box(element.box, holders)
        while holder is not None:
            counts[holder] += 1
            holder = above[holder]
    return [holder for holder in holders if holder.region is None or counts[holder] >= MIN_ELEMENTS]


def _container_of_container(inner: _Container, holders: Sequence[_Container]) -> _Container | None:
    """The smallest container around a container; for an overlay, only another overlay."""
    larger = [holder for holder in holders if holder.rank > inner.rank]
    return _container_of_box(inner.box, [holder for holder in larger if holder.on_top] if inner.on_top else larger)


def _container_of_box(box: Box, holders: Sequence[_Container]) -> _Container | None:
    """The smallest container around a box; inside a dialog, the dialog or a part of it."""
    fitting = [holder for holder in holders if contains(holder.box, box, LINE_BOX_OVERHANG_PX)]
    over = next((holder for holder in fitting if holder.on_top), None)
    return next(
        (one for one in fitting if over in (None, one) or contains(over.box, one.box, LINE_BOX_OVERHANG_PX)), None
    )


def _area(box: Box) -> float:
    return box.width * box.height

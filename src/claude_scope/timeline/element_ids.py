"""Gives an element the same id in all states: by its node if it has one, otherwise by its words, type and place."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, same_place
from claude_scope.timeline.text_compare import skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.values import Element, Node

CELL_PX = 24
"""Elements without words are the same if their centres round to the same cell of a grid with cells this wide."""

Key = tuple[object, ...]


def element_ids(frames: Sequence[Sequence[Element]], nodes: Sequence[Mapping[int, Node]]) -> list[tuple[str, ...]]:
    """An id for each element of each state; for each state, `nodes` maps the indexes of its elements to their nodes."""
    last: dict[Key, list[tuple[str, Element]]] = {}
    count = 0
    found: list[tuple[str, ...]] = []
    for elements, known in zip(frames, nodes, strict=True):
        now: defaultdict[Key, list[tuple[str, Element]]] = defaultdict(list)
        ids = []
        for index, element in enumerate(elements):
            key = _key(element, known.get(index))
            before = last.get(key, [])
            same = next((item for item in before if same_place(item[1].box, element.box)), None) or next(
                iter(before), None
            )
            if same is None:
                count += 1
                id_ = f"e{count}"
            else:
                before.remove(same)
                id_ = same[0]
            ids.append(id_)
            now[key].append((id_, element))
        last = last | now
        found.append(tuple(ids))
    return found


def _key(element: Element, node: Node | None) -> Key:
    if node is not None and node.locator:
        return (node.locator,)
    if words := skeleton(element.label):
        return element.type, words
    x, y = centre(element.box)
    return element.type, round(x / CELL_PX), round(y / CELL_PX)

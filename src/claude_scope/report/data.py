"""What the page's script gets: elements and trees as JSON, each element once, each tree as a flat list.

A tree is flat (preorder, every row with its level) because that is what the script shows, and because a page may nest
deeper than any recursion goes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from markupsafe import Markup

from claude_scope.report.text import clipped
from claude_scope.values import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claude_scope.values import Analysis, Box, Change, Moment, Node, UiElement

    Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

MAX_ROWS = 10_000
"""Rows of one tree. Larger pages are cut, so that the report opens at once, and the report says so."""


def page_data(analysis: Analysis) -> Markup:
    """The JSON for `<script type="application/json">`, safe inside of HTML."""
    elements = Table()
    states: Json = [_state(moment, elements) for moment in analysis.timeline.moments]
    trees: Json = [rows(snapshot.tree) if snapshot.tree else [] for snapshot in analysis.snapshots]
    return embedded({"elements": elements.rows, "states": states, "trees": trees})


def embedded(value: Json) -> Markup:
    """JSON in which nothing can end the script element or start a comment, and that JavaScript reads line by line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


class Table:
    """Elements as JSON rows, each different one once: most elements stay as they are from state to state."""

    def __init__(self) -> None:
        self.rows: list[Json] = []
        self._index: dict[UiElement, int] = {}

    def index(self, element: UiElement) -> int:
        """The row of an element, added if it is new."""
        if element not in self._index:
            self._index[element] = len(self.rows)
            self.rows.append(_element(element))
        return self._index[element]


def _state(moment: Moment, table: Table) -> Json:
    numbers: dict[object, int] = {}
    for element in moment.elements:
        number = table.index(element)
        numbers.setdefault(element.id, number)
        numbers.setdefault((element.box, element.name or element.label), number)
    changes: list[Json] = [_change(change, table) for change in moment.changes]
    return {
        "width": moment.reading.width,
        "height": moment.reading.height,
        "elements": [table.index(element) for element in moment.elements],
        "changes": changes,
        "regions": [_box(box) for box in moment.keyframe.changed],
        "pointer": list(moment.keyframe.pointer) if moment.keyframe.pointer else None,
        "tree": rows(moment.tree, numbers),
    }


def _change(change: Change, table: Table) -> Json:
    return [change.kind, table.index(change.element)]


def _element(e: UiElement) -> Json:
    return {
        "type": e.type,
        "role": clipped(e.role),
        "label": clipped(e.label),
        "name": clipped(e.name),
        "value": clipped(e.value),
        "near": clipped(e.near),
        "state": [clipped(state) for state in e.state],
        "locator": clipped(e.locator, 2000),
        "source": e.source.value,
        "confidence": round(e.confidence, 2),
        "box": _box(e.box),
    }


def _box(box: Box) -> list[Json]:
    return [round(box.x), round(box.y), round(box.width), round(box.height)]


def rows(tree: Node, numbers: dict[object, int] | None = None) -> Json:
    """A tree as rows in document order, at most `MAX_ROWS`: level, role, name, and what else there is to say."""
    found: list[Json] = []
    for level, node in levels(tree):
        if len(found) == MAX_ROWS:
            break
        found.append(_row(level, node, numbers or {}))
    return found


def levels(tree: Node) -> Iterator[tuple[int, Node]]:
    """Every node with its level, from 1, in document order."""
    stack = [(1, tree)]
    while stack:
        level, node = stack.pop()
        yield level, node
        stack.extend((level + 1, child) for child in reversed(node.children))


def _row(level: int, node: Node, numbers: dict[object, int]) -> Json:
    row: dict[str, Json] = {"level": level, "role": clipped(node.role)}
    facts: dict[str, Json] = {
        "name": clipped(node.name),
        "text": clipped(node.text),
        "states": [clipped(state) for state in node.states],
        "props": [f"{clipped(key)}: {clipped(value)}" for key, value in node.props],
        "locator": clipped(node.locator, 2000),
        "hidden": node.hidden,
        "source": "" if node.source is Source.ARIA else node.source.value,
    }
    row |= {key: fact for key, fact in facts.items() if fact}
    element = numbers.get(node.ref) if node.ref else None
    if element is None and node.box is not None:
        element = numbers.get((node.box, node.name))
    if element is not None:
        row["element"] = element
    return row


def size_of(tree: Node) -> int:
    """How many nodes a tree has."""
    return _length(tree.walk())


def _length(items: Iterable[object]) -> int:
    return sum(1 for _ in items)

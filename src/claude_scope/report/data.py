"""Writes the data for the page's script: elements and trees as JSON, each element once, each tree as a flat list."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from markupsafe import Markup

from claude_scope.report.text import MAX_TEXT, clip
from claude_scope.serialization.codec import encode_node
from claude_scope.serialization.json_rows import MAX_ROWS, element_row, leveled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.values import Act, Analysis, Box, Change, Moment, Node, UiElement

    Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

MAX_LOCATOR = 2_000
"""Maximum number of characters of a locator: more than for other texts, because an incomplete locator is useless."""


def page_data(analysis: Analysis) -> Markup:
    """The JSON for `<script type="application/json">`, safe inside HTML."""
    elements, nodes = ElementTable(), NodeTable()
    moments = analysis.timeline.moments
    states: Json = [_state(moment, elements, nodes, moments[n : n + 1]) for n, moment in enumerate(moments, 1)]
    trees: Json = [page_rows(snapshot.tree) if snapshot.tree else [] for snapshot in analysis.snapshots]
    return json_for_script({"elements": elements.rows, "states": states, "trees": trees})


def json_for_script(value: Json) -> Markup:
    """Write JSON that cannot end the script element or start a comment, without JavaScript line separators."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


class ElementTable:
    """Collects elements as JSON rows without duplicates: most elements are equal from state to state."""

    def __init__(self) -> None:
        self.rows: list[Json] = []
        self._index: dict[UiElement, int] = {}

    def index(self, element: UiElement) -> int:
        """The index of an element's row, which is added if the element is new."""
        if element not in self._index:
            self._index[element] = len(self.rows)
            self.rows.append(_element(element))
        return self._index[element]


class NodeTable:
    """Caches the rows of nodes by `id()`, level and element: trees share most of their nodes."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, int, int | None], tuple[Node, Json]] = {}

    def row(self, node: Node, level: int, element: int | None) -> Json:
        """The row of a node. The node is kept alive, so that no other node gets its `id()`."""
        key = id(node), level, element
        if key not in self._rows:
            self._rows[key] = node, _row(node, level, element)
        return self._rows[key][1]


def _state(moment: Moment, table: ElementTable, nodes: NodeTable, following: Sequence[Moment]) -> Json:
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
        "acts": [_mark(act) for item in following for act in item.acts],
        "tree": page_rows(moment.tree, numbers, nodes),
    }


def _mark(act: Act) -> Json:
    """The place of an act on the picture: the box of its target, the point, and the end of a drag."""
    box = act.target.box
    return {"box": _box(box) if box else None, "point": _point(act.point), "to": _point(act.to_point)}


def _point(point: tuple[float, float] | None) -> Json:
    return None if point is None else [round(side) for side in point]


def _change(change: Change, table: ElementTable) -> Json:
    return [change.kind, table.index(change.element)]


def _element(element: UiElement) -> Json:
    row = {name: fact for name, fact in element_row(element).items() if name != "id"}
    return _clip_texts(row) | {"box": _box(element.box)}


def _box(box: Box) -> list[Json]:
    return [round(side) for side in box]


def page_rows(tree: Node, numbers: Mapping[object, int] | None = None, nodes: NodeTable | None = None) -> Json:
    """A tree as rows in document order, at most `MAX_ROWS`; `element` of a row is the index of its element."""
    table, known = nodes or NodeTable(), numbers or {}
    return [table.row(node, level, _number(node, known)) for level, node in islice(leveled(tree), MAX_ROWS)]


def _number(node: Node, numbers: Mapping[object, int]) -> int | None:
    number = numbers.get(node.ref) if node.ref else None
    return numbers.get((node.box, node.name)) if number is None and node.box is not None else number


def _row(node: Node, level: int, element: int | None) -> Json:
    row = {name: fact for name, fact in encode_node(node).items() if name not in ("box", "ref")}
    shown = {"level": level, **_clip_texts(row)}
    if node.props:
        shown["props"] = [f"{clip(key)}: {clip(value)}" for key, value in node.props]
    return shown if element is None else shown | {"element": element}


def _clip_texts(row: dict[str, Any]) -> dict[str, Json]:
    """A row with its texts cut and their invisible characters escaped."""
    return {name: _clip_value(fact, MAX_LOCATOR if name == "locator" else MAX_TEXT) for name, fact in row.items()}


def _clip_value(fact: Any, limit: int) -> Json:
    if isinstance(fact, list):
        return [_clip_value(item, limit) for item in fact]
    shown: Json = clip(fact, limit) if isinstance(fact, str) else fact
    return shown

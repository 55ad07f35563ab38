"""Reads the rows of tables and lists."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, zip_longest
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.structure import Row, Section
from claude_scope.timeline.captured.page.texts import one_line, pieces, text_of
from claude_scope.values import FIELD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Node

TABLES = frozenset({"table", "grid", "treegrid"})
LISTS = frozenset({"list", "listbox", "tree", "menu", "menubar", "tablist", "feed"})
ITEMS = frozenset({"listitem", "option", "treeitem", "menuitem", "menuitemcheckbox", "menuitemradio", "tab", "article"})
CELLS = frozenset({"cell", "gridcell", "rowheader", "columnheader"})
TOGGLES = frozenset({"checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio"})
CONTROLS = TOGGLES | frozenset({"button", "link", "tab", "menuitem", "treeitem", "option"})
_MARKS = frozenset(
    {"selected", "checked", "pressed", "current", "expanded", "expanded=false", "disabled", "invalid", "refused"}
)
_SIGNS = re.compile(r"^[ \-\u2013*^]+|[ \-\u2013*^\u2190-\u21ff\u25a0-\u25ff\u2660-\u2667]+$")
"""The characters, such as arrows, shapes and diamonds, that mark a sorted column in its header."""
TICK = "\u2713"
_MIN_COLUMNS = 2
MAX_CONTROLS = 20
"""Of a row with more controls, only the first ones are looked at."""


def read_table(node: Node, layer: str) -> Section | None:
    """Read a table; None if the table only arranges a layout."""
    rows = list(_rows_of(node))
    header = next((row for row in rows if _is_header(row)), None)
    if header is None and not _is_plain(rows):
        return None
    heads = tuple(
        (_head(cell), _refs(cell)) for cell in (_as_placed(header.children) if header else ()) if cell.role in CELLS
    )
    columns = tuple(name for name, _ in heads)
    body = [row for row in rows if row is not header and not (columns and _is_beside(row))]
    body.sort(key=lambda row: row.box.y if row.box else 0)  # a virtual grid recycles nodes
    kept = _without_actions([row for row in map(_row, body) if row.text])
    return Section("table", node.ref, node.name, columns, kept, layer, heads=heads)


def _without_actions(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows without the texts of a column that has the same links in each row, such as "View Edit Delete"."""
    cells = list(zip_longest(*(row.cells for row in rows), fillvalue=""))
    names = [name for row in rows[:1] for _, name, _ in row.controls][:MAX_CONTROLS]
    several = {
        " ".join(names[first:last]) for first, last in combinations(range(len(names) + 1), 2) if last > first + 1
    }
    actions = {
        place for place, texts in enumerate(cells) if len(rows) > 1 and len({*texts}) == 1 and texts[0] in several
    }
    return tuple(
        replace(row, cells=tuple("" if place in actions else text for place, text in enumerate(row.cells)))
        if actions
        else row
        for row in rows
    )


def _head(cell: Node) -> str:
    """The name of a column; a "select all" checkbox is not a name."""
    if any(node.role in TOGGLES for node in cell.walk()):
        return one_line(" ".join(_cell_pieces(cell)))
    return _SIGNS.sub("", one_line(text_of(cell)))


def _refs(node: Node) -> frozenset[str]:
    return frozenset(item.ref for item in node.walk() if item.ref)


def _is_beside(row: Node) -> bool:
    """Whether a row is not data: a line across all columns, another header, or filters of the columns."""
    cells = [child for child in row.children if child.role in CELLS]
    fields = sum(any(node.role in FIELD_ROLES for node in cell.walk()) for cell in cells)
    return len(cells) == 1 or _is_header(row) or (len(cells) > _MIN_COLUMNS and 2 * fields >= len(cells))


def lines_of(table: Node) -> list[Node]:
    """The rows of a table that are not data, which are read as leaves."""
    rows = list(_rows_of(table))
    header = next((row for row in rows if _is_header(row)), None)
    return [row for row in rows if row is not header and _is_beside(row)]


def _is_plain(rows: Sequence[Node]) -> bool:
    """Whether a table without a header is data: it has three rows or more, and no fields."""
    cells = [[cell for cell in row.children if cell.role in CELLS] for row in rows]
    has_fields = any(node.role in FIELD_ROLES | TOGGLES | {"rowheader"} for row in rows for node in row.walk())
    labels = sum(text_of(row[0]).endswith(":") for row in cells if len(row) >= _MIN_COLUMNS)
    is_wide = sum(len(row) >= _MIN_COLUMNS for row in cells) > len(rows) / 2
    return len(rows) > _MIN_COLUMNS and not has_fields and is_wide and labels <= len(rows) / 2  # else labelled values


def _rows_of(node: Node) -> Iterator[Node]:
    """The rows of a table, without those of tables in its cells."""
    for child in node.children:
        if child.hidden:
            continue
        if child.role == "row":
            yield child
        elif child.role not in TABLES:
            yield from _rows_of(child)


def _is_header(row: Node) -> bool:
    cells = [cell for cell in row.children if cell.role in CELLS]
    heads = [cell for cell in cells if cell.role == "columnheader"]
    return len(heads) >= _MIN_COLUMNS and not any(text_of(cell) for cell in cells if cell not in heads)


def _row(node: Node) -> Row:
    cells = _as_placed([child for child in node.children if not child.hidden])
    read = [_cell(cell) for cell in cells] if node.children else [text_of(node)]
    return _as_row(node, read if any(read) else [text_of(cell) for cell in cells])


def _as_placed(cells: Sequence[Node]) -> Sequence[Node]:
    """The cells of a row in visual order, because dragging a column may move only its boxes.

    The cells stay in document order if they are not on one line, as on a narrow screen.
    """
    boxes = [cell.box for cell in cells if cell.box]
    is_line = len(boxes) == len(cells) and max((box.y for box in boxes), default=0.0) < min(
        (box.y + box.height for box in boxes), default=1.0
    )
    lefts = [box.x for box in boxes]
    if not is_line or lefts in (sorted(lefts), sorted(lefts, reverse=True)):  # or from right to left
        return cells
    return [cell for _, cell in sorted(zip(lefts, cells, strict=True), key=lambda pair: pair[0])]


def _cell(node: Node) -> str:
    """The text of a cell, without the names of its buttons."""
    if said := " ".join(_cell_pieces(node)) or " ".join(_cell_pieces(node, with_images=True)):
        return said
    toggle = next((item for item in node.walk() if item.role in TOGGLES), None)
    return TICK if toggle is not None and "checked" in toggle.states else ""


def _cell_pieces(node: Node, *, with_images: bool = False) -> Iterator[str]:
    if node.hidden or node.role == "tooltip" or (node.role in ("img", "image") and not with_images):
        return
    if node.role in FIELD_ROLES:
        yield field_value(node)
    elif node.role in TOGGLES or (node.role == "button" and not node.text):
        return
    elif not node.children:
        yield from pieces(node)
    else:
        if node.text:
            yield one_line(node.text)
        for child in node.children:
            yield from _cell_pieces(child, with_images=with_images)


def field_value(node: Node) -> str:
    """The value of a field: its text, or its selected options."""
    options = [child for child in node.walk() if child.role == "option"]
    chosen = [one_line(option.name or option.text) for option in options if "selected" in option.states]
    return ", ".join(chosen) if options and not node.text else one_line(node.text)


def _as_row(node: Node, cells: Sequence[str]) -> Row:
    inside = [item for item in node.walk() if not item.hidden]
    marks = {state for state in node.states if state in _MARKS}
    marks |= {"checked" for item in inside if item.role in TOGGLES and "checked" in item.states}
    controls = tuple(
        (item.role, one_line(item.name) or text_of(item), frozenset(item.states) & _MARKS)
        for item in inside
        if item.role in CONTROLS | FIELD_ROLES and item is not node
    )
    return Row(node.ref, tuple(cells), frozenset(marks), controls, _refs(node))


def read_list(node: Node, layer: str) -> Section | None:
    """Read a list with its entries, including those of nested lists; None if it is empty."""
    rows = tuple(row for row in _entries(node) if row.text)
    return Section(node.role, node.ref, node.name, (), rows, layer) if rows else None


def read_cards(node: Node, layer: str) -> Section:
    """Read repeated parts of a page, each as a row."""
    rows = tuple(
        _as_row(child, list(pieces(child)) or [one_line(child.name)]) for child in node.children if not child.hidden
    )
    return Section("cards", node.ref, node.name, (), tuple(row for row in rows if row.text), layer)


def _entries(node: Node) -> Iterator[Row]:
    for child in node.children:
        if child.hidden:
            continue
        if child.role in ITEMS or (child.role == "link" and node.role in LISTS):
            inner = [item for item in child.walk() if item is not child and item.role in LISTS]
            words = [one_line(child.name)] if child.name and not child.children else list(_own_pieces(child))
            yield _as_row(_without(child, inner), words or [one_line(child.name)])
            for item in inner:
                yield from _entries(item)
        elif child.role not in TABLES:
            yield from _entries(child)


def _own_pieces(node: Node) -> Iterator[str]:
    """The texts of an entry without those of nested lists."""
    if node.hidden or node.role in LISTS:
        return
    if node.role in FIELD_ROLES:
        yield field_value(node)
    elif node.role in TOGGLES:
        return
    elif not node.children or node.role in CONTROLS - ITEMS:
        yield from pieces(node)
    else:
        if node.text:
            yield one_line(node.text)
        for child in node.children:
            yield from _own_pieces(child)


def _without(node: Node, inner: Sequence[Node]) -> Node:
    """An entry without nested lists."""
    if not inner:
        return node
    gone = {id(item) for item in inner}
    children = tuple(_without(child, inner) for child in node.children if id(child) not in gone)
    return replace(node, children=children)

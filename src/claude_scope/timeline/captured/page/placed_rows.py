"""Reads the rows of a grid without roles, by the boxes of its texts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds
from claude_scope.timeline.captured.page.read_rows import TABLES
from claude_scope.timeline.captured.page.structure import Row, Section
from claude_scope.timeline.captured.page.texts import is_figure, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.values import Box, Node

SAME_LINE_PX = 6
MIN_ROWS, MIN_COLUMNS = 3, 2


def placed_table(node: Node, layer: str) -> Section | None:
    """The texts below a node as a table; None if they do not form rows.

    The first line is the header if it has no figures and the second line has some.
    """
    lines: dict[int, list[tuple[Box, str, str]]] = defaultdict(list)
    for box, text, ref in _texts(node, node.box):
        middle = box.y + box.height / 2
        line = next((y for y in lines if abs(y - middle) <= SAME_LINE_PX), round(middle))
        lines[line].append((box, text, ref))
    found = [sorted(lines[y], key=lambda pair: pair[0].x) for y in sorted(lines)]
    full = [line for line in found if len(line) >= MIN_COLUMNS]
    if len(full) < MIN_ROWS or len(full) * 2 < len(found):
        return None
    has_header = not any(is_figure(text) for _, text, _ in full[0]) and any(is_figure(text) for _, text, _ in full[1])
    body = full[1:] if has_header else full
    widest = max(full, key=len)
    rows = tuple(Row(item[0][2], tuple(_under(widest, item)), refs=frozenset(ref for *_, ref in item)) for item in body)
    columns = tuple(_under(widest, full[0])) if has_header else ()
    return Section("table", node.ref, node.name, columns, rows, layer)


def _texts(node: Node, frame: Box | None) -> Iterator[tuple[Box, str, str]]:
    """The texts in the visible part of a grid: a scrolling grid keeps rows beyond its edges."""
    if node.hidden:
        return
    frame = node.box if node.role in TABLES else frame
    text = one_line(node.text or ("" if node.children else node.name))
    is_seen = node.box is not None and (frame is None or holds(frame, centre(node.box)))
    if any(map(str.isalnum, text)) and node.box is not None and is_seen:
        yield node.box, text, node.ref
    for child in node.children:
        yield from _texts(child, frame)


def _under(widest: list[tuple[Box, str, str]], line: list[tuple[Box, str, str]]) -> Iterator[str]:
    """The texts of a line by the columns of the widest line: each goes to the nearest column."""
    middles = [box.x + box.width / 2 for box, _, _ in widest]
    cells = [""] * len(widest)
    for box, text, _ in line:
        at = min(range(len(middles)), key=lambda place: abs(middles[place] - box.x - box.width / 2))
        cells[at] = f"{cells[at]} {text}".strip()
    yield from cells

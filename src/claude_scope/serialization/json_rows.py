"""Elements and trees as the JSON rows that a page shows, both for a frame of the API and for the report.

A tree is flat (preorder, every row with its level): both pages show it that way, and an inspected page may be nested
deeper than any recursion allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.serialization.codec import encode, encode_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.values import Change, Node, UiElement

MAX_ROWS = 10_000
"""Rows of one tree. Larger trees are cut, so that the page opens at once, and the page says so."""


def element_row(element: UiElement) -> dict[str, Any]:
    """An element as a row, with its box in pixels of the frame and its confidence with two decimals."""
    row: dict[str, Any] = encode(element, str)
    return row | {"type": element.told_type, "confidence": round(element.confidence, 2)}


def change_row(change: Change) -> dict[str, Any]:
    """A change as a row, with its element."""
    row: dict[str, Any] = encode(change, str)
    return row | {"element": element_row(change.element)}


def tree_rows(tree: Node) -> Iterator[tuple[Node, dict[str, Any]]]:
    """Every node in document order with its row: `level` (from 1), `role`, and the other fields that are not empty."""
    return ((node, {"level": level, **encode_node(node)}) for level, node in leveled(tree))


def leveled(tree: Node) -> Iterator[tuple[int, Node]]:
    """Every node in document order with its level, from 1."""
    stack = [(1, tree)]
    while stack:
        level, node = stack.pop()
        yield level, node
        stack.extend([(level + 1, child) for child in reversed(node.children)])

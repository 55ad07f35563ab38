"""JSON data that contains each distinct element, line and node once, because the states of a page share most of them.

    {"value": ..., "shared": {"Node": [...], "UiElement": [...], ...}}

In `value`, each shared value is stored as its index in the list for its type; a node's children are stored as the
indices of earlier nodes. Decoding creates one object for each shared value, so that later steps can process it only
once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from claude_scope.serialization.codec import (
    MAX_DEPTH,
    SHARED,
    SharedRows,
    camel_names,
    decode,
    encode,
    encode_node,
    require_type,
)
from claude_scope.values import Node

MAX_WRITTEN_CHARS = 1 << 30
"""Limit for a message with its shared values expanded: 64 MB could refer to a large value a million times."""


def encode_shared(value: object, path: Callable[[Path], str]) -> dict[str, Any]:
    """The value as JSON data with its elements, lines and nodes as numbers."""
    writer = _Writer(path)
    return {"value": writer.encode(value), "shared": writer.rows}


def decode_shared(kind: Any, data: Any, path: Callable[[str], Path]) -> Any:
    """The value of type `kind` from the data of `encode_shared`.

    Raises:
        TypeError, ValueError, KeyError: `encode_shared` does not write such data for that type.
    """
    return decode(kind, data["value"], _Reader(data["shared"], path))


class _Encoder:
    """Encodes values like `encode`, but leaves shared values to its subclasses."""

    def __init__(self, path: Callable[[Path], str]) -> None:
        self.path = path

    def encode(self, value: object) -> Any:
        """The value as JSON data."""
        kind: Any = type(value)
        if kind is tuple:
            return [self.encode(item) for item in value]  # type: ignore[attr-defined]
        if kind in SHARED:
            return self.shared(value)
        if names := camel_names(kind):
            return {key: self.encode(getattr(value, name)) for name, key in names}
        return encode(value, self.path)

    def shared(self, value: Any) -> Any:
        """The JSON data of a shared value."""
        raise NotImplementedError


class OnceEncoder(_Encoder):
    """Encodes like `encode`; an object that several states share becomes one object of the data."""

    def __init__(self) -> None:
        super().__init__(str)
        self._rows: dict[int, tuple[object, dict[str, Any], int]] = {}

    def shared(self, value: Any) -> Any:
        """The JSON data of an element, a line or a tree."""
        if isinstance(value, Node):
            return self._tree(value)
        if id(value) not in self._rows:
            self._rows[id(value)] = value, encode(value, self.path), 0
        return self._rows[id(value)][1]

    def _tree(self, root: Node) -> dict[str, Any]:
        rows = self._rows
        for node in root.walk_up(rows):
            below = [rows[id(child)] for child in node.children]
            data = encode_node(node) | ({"children": [row for _, row, _ in below]} if below else {})
            rows[id(node)] = node, data, 1 + max([depth for _, _, depth in below], default=0)
        _, data, depth = rows[id(root)]
        return data if depth <= MAX_DEPTH else encode(root, self.path)


class _Writer(_Encoder):
    """Encodes shared values as numbers."""

    def __init__(self, path: Callable[[Path], str]) -> None:
        super().__init__(path)
        self.rows: dict[str, list[Any]] = {kind.__name__: [] for kind in SHARED}
        self._numbers: dict[str, dict[Any, int]] = {name: {} for name in self.rows}

    def shared(self, value: Any) -> Any:
        """The number of an element, a line or a tree."""
        if isinstance(value, Node):
            return self._node(value, 0)
        name = type(value).__name__
        number = self._numbers[name].get(value)
        return self._add(name, value, encode(value, self.path)) if number is None else number

    def _node(self, node: Node, depth: int) -> int:
        """The number of a node. As in `encode`, values that are nested too deeply are moved up to one level."""
        below = node.children if depth < MAX_DEPTH else list(node.walk())[1:] if depth == MAX_DEPTH else ()
        children = tuple([self._node(child, depth + 1) for child in below])
        key = (
            node.role, node.name, node.states, node.text, node.props, node.box,
            node.ref, node.locator, node.source, node.hidden, children,
        )  # fmt: skip
        number = self._numbers["Node"].get(key)
        if number is not None:
            return number
        return self._add("Node", key, encode_node(node) | ({"children": children} if children else {}))

    def _add(self, name: str, key: Any, row: Any) -> int:
        number = self._numbers[name][key] = len(self.rows[name])
        self.rows[name].append(row)
        return number


class _Reader(SharedRows):
    """The shared values of one message, which a hostile child may have written."""

    def __init__(self, rows: Any, path: Callable[[str], Path]) -> None:
        self._path = path
        self._values: dict[type[Any], list[Any]] = {kind: [] for kind in SHARED}
        self._chars: dict[type[Any], list[int]] = {kind: [] for kind in SHARED}
        self._depths: list[int] = []
        self._written = 0
        for kind in SHARED:
            for row in rows[kind.__name__]:
                value, chars = self._node(row) if kind is Node else (decode(kind, row, path), 0)
                self._values[kind].append(value)
                self._chars[kind].append(chars + len(repr(row)))

    def __call__(self, name: str) -> Path:
        return self._path(name)

    def shared(self, kind: type[Any], number: int) -> Any:
        """The value of this number; raises ValueError for an invalid number, or if the values become too large."""
        if not 0 <= number < len(self._values[kind]):
            raise ValueError(f"there is no {kind.__name__} {number}")
        self._written += self._chars[kind][number]
        if self._written > MAX_WRITTEN_CHARS:
            raise ValueError("too much text")
        return self._values[kind][number]

    def _node(self, row: Any) -> tuple[Node, int]:
        """A node, and the number of characters of the nodes below it."""
        below = require_type(dict, row).get("children", ())
        known = len(self._depths)
        if not all(type(number) is int and 0 <= number < known for number in require_type(list, below or [])):
            raise ValueError("a child that is not an earlier node")
        depth = 1 + max([self._depths[number] for number in below], default=0)
        chars = sum([self._chars[Node][number] for number in below])
        if depth > MAX_DEPTH + 2 or chars > MAX_WRITTEN_CHARS:
            raise ValueError("a tree is too large")
        self._depths.append(depth)
        children = tuple([self._values[Node][number] for number in below])
        own: Node = decode(Node, row | {"children": ()}, self._path)
        return (replace(own, children=children) if children else own), chars

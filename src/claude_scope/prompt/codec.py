"""Frozen values to plain JSON data and back, by their type hints: names in camelCase, boxes as lists, trees bounded.

Knows dataclasses, enums, paths, named tuples, tuples, and optional and literal types; nothing else is in an analysis.
"""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.prompt.fence import whole_characters
from claude_scope.values import Box, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MAX_DEPTH = 200
"""Nodes nested deeper become children of the last level: JSON readers stop at about a thousand levels."""


def camel(name: str) -> str:
    """`timestamp_ms` as `timestampMs`."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def encode(value: object, path: Callable[[Path], str]) -> Any:
    """The value as JSON data; empty lists, empty texts and nulls of optional fields are left out of nodes only."""
    if isinstance(value, Node):
        return _encode_tree(value)
    if isinstance(value, Path):
        return whole_characters(path(value))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Box):
        return [round(side, 1) for side in value]
    if isinstance(value, tuple):
        return [encode(item, path) for item in value]
    if is_dataclass(value):
        return {camel(f.name): encode(getattr(value, f.name), path) for f in fields(value)}
    return whole_characters(value) if isinstance(value, str) else value


def _encode_tree(root: Node) -> dict[str, Any]:
    """Without recursion. A node keeps only what it has: most of a tree is empty fields otherwise."""
    top = _encode_node(root)
    stack: list[tuple[Node, dict[str, Any], int]] = [(root, top, 0)]
    while stack:
        node, data, depth = stack.pop()
        for child in _below(node) if depth == MAX_DEPTH else node.children:
            encoded = _encode_node(child)
            data.setdefault("children", []).append(encoded)
            if depth < MAX_DEPTH:
                stack.append((child, encoded, depth + 1))
    return top


def _below(node: Node) -> list[Node]:
    return list(node.walk())[1:]


def _encode_node(node: Node) -> dict[str, Any]:
    data: dict[str, Any] = {"role": whole_characters(node.role)}
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name not in {"role", "children"} and value != field.default:
            data[camel(field.name)] = encode(value, str)
    return data


def decode(kind: Any, data: Any, path: Callable[[str], Path]) -> Any:
    """The value of type `kind` from JSON data; fields that are missing take their default.

    Raises:
        TypeError, ValueError, KeyError: the data is not what `encode` wrote for that type.
    """
    if kind is Node:
        return _decode_tree(data, path)
    if kind is Box:
        x, y, width, height = (float(side) for side in data)
        return Box(x, y, width, height)
    if kind is Path:
        return path(_checked(str, data))
    if is_dataclass(kind):
        return _decode_fields(typing.cast("type[Any]", kind), data, path)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _decode_tuple(arguments, data, path)
    if origin in (types.UnionType, typing.Union):
        return None if data is None else decode(arguments[0], data, path)
    if origin is typing.Literal:
        if data not in arguments:
            raise ValueError(f"{data!r} is none of {arguments}")
        return data
    return float(data) if kind is float and isinstance(data, int) and data is not True else _checked(kind, data)


def _checked(kind: type, data: Any) -> Any:
    if type(data) is not kind:
        raise TypeError(f"{data!r} is not a {kind.__name__}")
    return data


def _decode_tuple(arguments: tuple[Any, ...], data: Any, path: Callable[[str], Path]) -> tuple[Any, ...]:
    _checked(list, data)
    if len(arguments) == 2 and arguments[1] is ...:
        return tuple(decode(arguments[0], item, path) for item in data)
    return tuple(decode(kind, item, path) for kind, item in zip(arguments, data, strict=True))


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _decode_fields(kind: type[Any], data: Any, path: Callable[[str], Path]) -> Any:
    _checked(dict, data)
    given = {}
    for field in fields(kind):
        name = camel(field.name)
        if name in data:
            given[field.name] = decode(_hints(typing.cast("Hashable", kind))[field.name], data[name], path)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise KeyError(name)
    return kind(**given)


def _decode_tree(data: Any, path: Callable[[str], Path], depth: int = 0) -> Node:
    """Recursion is bounded: a file that nests deeper than `encode` does was not written by it."""
    if depth > MAX_DEPTH + 1:
        raise ValueError("a tree nests too deep")
    _checked(dict, data)
    children = tuple(_decode_tree(child, path, depth + 1) for child in data.get("children", ()))
    own: Node = _decode_fields(Node, {k: v for k, v in data.items() if k != "children"} | {"children": []}, path)
    return Node(**{f.name: getattr(own, f.name) for f in fields(own) if f.name != "children"}, children=children)

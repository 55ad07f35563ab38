"""Converts frozen values to JSON data and back by their type hints: camelCase names, boxes as lists, bounded depth.

Supports what an analysis contains: dataclasses, enums, paths, named tuples, tuples, optional and literal types.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from claude_scope.values import Box, Element, Line, Node, UiElement

MAX_DEPTH = 200
"""Deeper nodes become children of this level: JSON readers stop at about a thousand levels."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate: file names may contain them, UTF-8 files cannot."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def camel_case(name: str) -> str:
    """`timestamp_ms` as `timestampMs`."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


@cache
def camel_names(kind: Any) -> list[tuple[str, str]]:
    """The names of the fields of a dataclass, each with its name in JSON; none for another type."""
    return [(field.name, camel_case(field.name)) for field in fields(kind)] if is_dataclass(kind) else []


SHARED: frozenset[type[Any]] = frozenset({Element, Line, Node, UiElement})
"""The types of values that many states share."""


class SharedRows:
    """Takes the place of the `path` function of `decode`, and holds the values that data refers to by number
    (`shared_values`).
    """

    def __call__(self, name: str) -> Path:
        """The path of a name."""
        raise NotImplementedError

    def shared(self, kind: type[Any], number: int) -> Any:
        """The shared value of this number; raises ValueError."""
        raise NotImplementedError


Encoder = Callable[[Any, Callable[[Path], str]], Any]
"""Makes JSON data from a value; the second argument turns a path into a name."""


def encode(value: object, path: Callable[[Path], str]) -> Any:
    """The value as JSON data; only nodes omit fields that have their default."""
    kind: Any = type(value)
    return _encoder(kind)(value, path)


@cache
def _encoder(kind: Any) -> Encoder:
    """The encoder of a type, cached: an analysis holds a million values of two dozen types."""
    if issubclass(kind, Node):
        return lambda value, path: _encode_tree(value)
    if issubclass(kind, Path):
        return lambda value, path: replace_surrogates(path(value))
    if issubclass(kind, Enum):
        return lambda value, path: value.value
    if issubclass(kind, Box):
        return lambda value, path: [round(side, 1) for side in value]
    if issubclass(kind, tuple):
        return lambda value, path: [encode(item, path) for item in value]
    if names := camel_names(kind):
        return lambda value, path: {key: encode(getattr(value, name), path) for name, key in names}
    if issubclass(kind, str):
        return lambda value, path: replace_surrogates(value)
    return lambda value, path: value


def _encode_tree(root: Node) -> dict[str, Any]:
    """Encode a tree without recursion. Fields with their default are omitted, as most fields of a tree are empty."""
    top = encode_node(root)
    stack: list[tuple[Node, dict[str, Any], int]] = [(root, top, 0)]
    while stack:
        node, data, depth = stack.pop()
        for child in _descendants(node) if depth == MAX_DEPTH else node.children:
            encoded = encode_node(child)
            data.setdefault("children", []).append(encoded)
            if depth < MAX_DEPTH:
                stack.append((child, encoded, depth + 1))
    return top


def _descendants(node: Node) -> list[Node]:
    return list(node.walk())[1:]


def encode_node(node: Node) -> dict[str, Any]:
    """A node without its children: its role, and the other fields if they differ from their default."""
    data: dict[str, Any] = {"role": replace_surrogates(node.role)}
    for name, key, default in _NODE_FIELDS:
        value = getattr(node, name)
        if value != default:
            data[key] = encode(value, str)
    return data


_NODE_FIELDS = [
    (field.name, camel_case(field.name), field.default)
    for field in fields(Node)
    if field.name not in {"role", "children"}
]


Decoder = Callable[[Any, Callable[[str], Path]], Any]
"""Makes a value from JSON data; the second argument turns a name into a path."""


def decode(kind: Any, data: Any, path: Callable[[str], Path]) -> Any:
    """The value of type `kind` from JSON data; missing fields take their default.

    Raises:
        TypeError, ValueError, KeyError: `encode` does not write such data for that type.
    """
    return _decoder(kind)(data, path)


@cache
def _decoder(kind: Any) -> Decoder:
    """The decoder of a type, cached: a session holds thousands of values of a dozen types."""
    if kind not in SHARED:
        return _own_decoder(kind)
    own = _decode_tree if kind is Node else _own_decoder(kind)
    return lambda data, path: (
        path.shared(kind, data) if type(data) is int and isinstance(path, SharedRows) else own(data, path)
    )


def _own_decoder(kind: Any) -> Decoder:
    if kind is Box:
        return _decode_box
    if kind is Path:
        return lambda data, path: path(require_type(str, data))
    if is_dataclass(kind):
        return _fields_decoder(typing.cast("type[Any]", kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda data, path: kind(data)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _tuple_decoder(arguments)
    if origin in (types.UnionType, typing.Union):
        some = _decoder(arguments[0])
        return lambda data, path: None if data is None else some(data, path)
    if origin is typing.Literal:
        return lambda data, path: _one_of(arguments, data)
    if kind is float:
        return lambda data, path: float(data) if type(data) is int else require_type(float, data)
    return lambda data, path: require_type(kind, data)


def _decode_box(data: Any, path: Callable[[str], Path]) -> Box:
    x, y, width, height = (float(side) for side in data)
    return Box(x, y, width, height)


def _one_of(values: tuple[Any, ...], data: Any) -> Any:
    if data not in values:
        raise ValueError(f"{data!r} is not one of {values}")
    return data


def require_type(kind: type, data: Any) -> Any:
    """The data if it is of this type; raises TypeError."""
    if type(data) is not kind:
        raise TypeError(f"{data!r} is not a {kind.__name__}")
    return data


def _tuple_decoder(arguments: tuple[Any, ...]) -> Decoder:
    if len(arguments) == 2 and arguments[1] is ...:
        item = _decoder(arguments[0])
        return lambda data, path: tuple([item(entry, path) for entry in require_type(list, data)])
    items = [_decoder(kind) for kind in arguments]
    return lambda data, path: tuple(
        [item(entry, path) for item, entry in zip(items, require_type(list, data), strict=True)]
    )


def _fields_decoder(kind: type[Any]) -> Decoder:
    read = _fields_reader(kind)
    return lambda data, path: kind(**read(data, path))


def _fields_reader(kind: type[Any]) -> Callable[[Any, Callable[[str], Path]], dict[str, Any]]:
    """Reads the fields of a dataclass, but not the children of a node: `_decode_tree` bounds their depth."""
    hints = typing.get_type_hints(kind)
    known = [(f.name, camel_case(f.name), _decoder(hints[f.name])) for f in fields(kind) if f.name != "children"]
    required = [camel_case(f.name) for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]

    def read(data: Any, path: Callable[[str], Path]) -> dict[str, Any]:
        require_type(dict, data)
        for name in required:
            if name not in data:
                raise KeyError(name)
        return {name: field(data[key], path) for name, key, field in known if key in data}

    return read


@cache
def _node_reader() -> Callable[[Any, Callable[[str], Path]], dict[str, Any]]:
    return _fields_reader(Node)


def _decode_tree(data: Any, path: Callable[[str], Path], depth: int = 0) -> Node:
    """Refuses a tree that nests deeper than `encode` writes, so recursion is bounded."""
    if depth > MAX_DEPTH + 1:
        raise ValueError("a tree nests too deep")
    own = _node_reader()(data, path)
    return Node(**own, children=tuple([_decode_tree(child, path, depth + 1) for child in data.get("children") or ()]))

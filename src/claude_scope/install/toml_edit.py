"""Adds and removes one table of TOML (toml.io, version 1.0); every other character stays as it is."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

from claude_scope.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?!")"{0,2}|\'\'\'.*?\'\'\'(?!\')\'{0,2}'  # strings over several lines
    r'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n]',
    re.S,
)
_HEADER = re.compile(r"[ \t]*\[(?!\[)([^\]\n]*)\]")


def read_table(text: str, path: Path, key: str) -> dict[str, Any]:
    """The tables below `key`; empty without it. Raises BadInput for invalid TOML."""
    table = _parsed(text, path).get(key, {})
    if not isinstance(table, dict):
        raise BadInput(f"{key} in {path} is not a table; correct it, nothing was changed.")
    return table


def with_table(text: str, path: Path, key: str, name: str, entry: Mapping[str, Any], newline: str) -> str:
    """The text with the table `key.name` at its end; raises BadInput if the result would differ
    from what is intended.
    """
    data = _parsed(text, path)
    known = read_table(text, path, key)
    base = without_table(text, path, key, name) if name in known else text
    gap = "" if not base.strip() else newline if base.endswith("\n") else newline * 2
    block = newline.join([f"[{key}.{name}]", *(f"{item} = {_value(value)}" for item, value in entry.items()), ""])
    return _checked(f"{base}{gap}{block}", path, {**data, key: {**known, name: dict(entry)}})


def without_table(text: str, path: Path, key: str, name: str) -> str:
    """The text without the table `key.name` and its subtables; raises BadInput if it is written in another form."""
    data = _parsed(text, path)
    known = read_table(text, path, key)
    if name not in known:
        return text
    lines = text.splitlines(keepends=True)
    heads = _headers(text)
    ours = [number for number, parts in heads.items() if parts[:2] == [key, name]]
    kept = lines
    for number in reversed(ours):
        following = next((other for other in sorted(heads) if other > number), len(lines))
        end = _end_of_block(lines, number, following)
        start = number - 1 if number and not lines[number - 1].strip() else number
        kept = kept[:start] + kept[end:]
    rest = {other: value for other, value in known.items() if other != name}
    expected = {other: value for other, value in data.items() if other != key} | ({key: rest} if rest else {})
    changed = "".join(kept)
    if not rest and _parsed(changed, path).get(key) == {}:  # a separate header [mcp_servers] stays
        expected[key] = {}
    return _checked(changed, path, expected)


def _end_of_block(lines: list[str], number: int, following: int) -> int:
    """The position after the last line of a table with content; comments above the next header belong to that."""
    end = following
    while end > number + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput(f"{path} is not TOML ({error}); correct it, nothing was changed.") from error


def _checked(changed: str, path: Path, expected: Mapping[str, Any]) -> str:
    try:
        is_right = tomllib.loads(changed) == expected
    except tomllib.TOMLDecodeError:  # a table that is written inline cannot be extended by another one
        is_right = False
    if not is_right:
        raise BadInput(
            f"{path} is written in a way that cannot be edited safely; edit it by hand, nothing was changed."
        )
    return changed


def _headers(text: str) -> dict[int, list[str]]:
    """The parts of each table's name by the number of its line, from 0."""
    found = {}
    for number, line in _lines_outside(text):
        match = _HEADER.match(line)
        if match and (parts := _name_parts(match[1])):
            found[number] = parts
        elif line.lstrip().startswith("[["):
            found[number] = ["[["]
    return found


def _name_parts(name: str) -> list[str]:
    """Split `mcp_servers."claude-scope"` into its parts; empty for an invalid name."""
    try:
        inner: Any = tomllib.loads(f"{name} = 0")
    except tomllib.TOMLDecodeError:
        return []
    parts = []
    while isinstance(inner, dict):
        ((part, inner),) = inner.items()
        parts.append(part)
    return parts


def _lines_outside(text: str) -> Iterator[tuple[int, str]]:
    """The lines that begin outside of strings and lists, with their numbers."""
    lines = text.splitlines(keepends=True)
    starts, depth, number = {0}, 0, 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "\n":
            number += 1
            if depth <= 0:
                starts.add(number)
        elif token in "[{":
            depth += 1
        elif token in "]}":
            depth -= 1
        else:
            number += token.count("\n")
    yield from ((number, lines[number]) for number in sorted(starts) if number < len(lines))


def _value(value: Any) -> str:
    """A value as TOML: entries contain only strings, whole numbers, and lists of strings."""
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    # A basic string of TOML has the escapes of JSON, except that DEL has to be escaped too.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

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

_HEADER = re.compile(r"[ \t]*\[")
"""The beginning of a table, or of a list in a list: then the result is not what it should be, and nothing changes."""


def read_table(text: str, path: Path, key: str) -> dict[str, Any]:
    """The tables below `key`; empty without it. Raises BadInput for invalid TOML."""
    table = _parsed(text, path).get(key, {})
    if not isinstance(table, dict):
        raise BadInput(f"{key} in {path} is not a table; correct it, nothing was changed.")
    return table


def with_table(text: str, path: Path, key: str, name: str, entry: Mapping[str, Any], newline: str) -> str:
    """The text with the table `key.name` at its end; raises BadInput if the result would not be right."""
    data = _parsed(text, path)
    known = read_table(text, path, key)
    base = without_table(text, path, key, name) if name in known else text
    gap = "" if not base.strip() else newline if base.endswith("\n") else newline * 2
    block = newline.join([f"[{key}.{name}]", *(f"{one} = {_value(value)}" for one, value in entry.items()), ""])
    changed = f"{base}{gap}{block}"
    if _loaded(changed) != {**data, key: {**known, name: dict(entry)}}:  # an inline table cannot be extended
        raise _unsafe(path)
    return changed


def without_table(text: str, path: Path, key: str, name: str) -> str:
    """The text without the table `key.name` and its subtables; raises BadInput if it is written in another form."""
    data = _parsed(text, path)
    known = read_table(text, path, key)
    if name not in known:
        return text
    rest = {one: value for one, value in known.items() if one != name}
    others = {one: value for one, value in data.items() if one != key}
    wanted = [{**others, key: rest}] if rest else [others, {**others, key: {}}]  # a separate header stays
    for changed in _cuts(text.splitlines(keepends=True), key, name):
        if _loaded(changed) in wanted:
            return changed
    raise _unsafe(path)


def _cuts(lines: list[str], key: str, name: str) -> Iterator[str]:
    """The text without the tables that begin at each line that looks like the header; one may be part of a string.

    Comments above the next header belong to it, and stay.
    """
    own = re.compile(rf"""[ \t]*\[\s*["']?{re.escape(key)}["']?\s*\.\s*["']?{re.escape(name)}["']?\s*[.\]]""")
    for start in (number for number, line in enumerate(lines) if own.match(line)):
        end = start + 1
        while end < len(lines) and (own.match(lines[end]) or not _HEADER.match(lines[end])):
            end += 1
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        is_apart = start > 0 and not lines[start - 1].strip()
        yield "".join(lines[: start - is_apart] + lines[end:])


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput(f"{path} is not TOML ({error}); correct it, nothing was changed.") from error


def _loaded(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _unsafe(path: Path) -> BadInput:
    return BadInput(f"{path} is written in a way that cannot be edited safely; edit it by hand, nothing was changed.")


def _value(value: Any) -> str:
    """A value as TOML: entries contain only strings, whole numbers, and lists of strings."""
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    # A basic string of TOML has the escapes of JSON, except that DEL has to be escaped too.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

"""Adds and removes one member of an object in JSON with comments and trailing commas; all other characters stay.

Each place that looks like the object or the member is tried, since a string or a comment may look like one too. The
first result that parses to what is wanted is taken.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from claude_scope.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MAX_BRACES = 50
"""An entry of ours has one object in it at most."""
_SPACE = r"(?:\s|//[^\r\n]*|/\*.*?\*/)*"
_NOISE = re.compile(rf'("[^"\\]*(?:\\.[^"\\]*)*")|//[^\r\n]*|/\*.*?\*/|,(?={_SPACE}[}}\]])', re.DOTALL)
"""Strings, to pass over what they hold, then comments and trailing commas."""
_LINE_END = re.compile(r"[ \t]*(?://[^\r\n]*|/\*[^\r\n]*?\*/)?[ \t]*\r?\n")
_INDENTED = re.compile(r"\n([ \t]+)\S")


def parse(text: str) -> Any:
    """The value of JSON with comments and trailing commas; None for nothing but space. Raises ValueError."""
    plain = _NOISE.sub(lambda match: match[1] or " " + "\n" * match[0].count("\n"), text)
    return json.loads(plain, strict=False) if plain.strip() else None


def read_table(text: str, path: Path, key: str) -> dict[str, Any]:
    """The members of the top-level object `key`; empty without it. Raises BadInput for an invalid file."""
    table = _root(text, path).get(key, {})
    if not isinstance(table, dict):
        raise BadInput(f'"{key}" in {path} is not an object; correct it, nothing was changed.')
    return table


def with_member(text: str, path: Path, key: str, name: str, entry: Mapping[str, Any], newline: str) -> str:
    """The text with `entry` as the member `name` of the object `key`, which is made if it is not there.

    Raises BadInput if the text is not JSON, or if the result would differ from what is intended.
    """
    data, table = _root(text, path), read_table(text, path, key)
    if parse(text) is None:
        return text + json.dumps({key: {name: entry}}, ensure_ascii=False, indent=2).replace("\n", newline) + newline
    tries: Iterable[str]
    if name in table:
        tries = (
            f"{text[:at]}{_written(entry, text, start, newline)}{text[end:]}" for start, at, end in _members(text, name)
        )
    elif key in data:
        opened = re.compile(rf"{re.escape(json.dumps(key))}{_SPACE}:{_SPACE}\{{", re.DOTALL)
        tries = (_inserted(text, found.end(), name, entry, bool(table), newline) for found in opened.finditer(text))
    else:
        begin = re.compile(rf"{_SPACE}\{{", re.DOTALL).match(text)
        tries = [_inserted(text, begin.end(), key, {name: entry}, bool(data), newline)] if begin else []
    return _first(tries, {**data, key: {**table, name: dict(entry)}}, path)


def without_member(text: str, path: Path, key: str, name: str, *, and_table: bool) -> str:
    """The text without that member, and without the object too if it is then empty and `and_table` is set."""
    data, table = _root(text, path), read_table(text, path, key)
    if name not in table:
        return text
    rest = {one: value for one, value in table.items() if one != name}
    if rest or not and_table:
        gone, wanted = name, {**data, key: rest}
    else:
        gone, wanted = key, {one: value for one, value in data.items() if one != key}
    return _first((_cut(text, start, end) for start, _, end in _members(text, gone)), wanted, path)


def _root(text: str, path: Path) -> dict[str, Any]:
    try:
        root = parse(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} is not JSON ({error}); correct it, nothing was changed.") from error
    if root is not None and not isinstance(root, dict):
        raise BadInput(f"{path} holds no object; correct it, nothing was changed.")
    return root or {}


def _first(tries: Iterable[str], wanted: dict[str, Any], path: Path) -> str:
    for changed in tries:
        try:
            if parse(changed) == wanted:
                return changed
        except ValueError:
            continue
    raise BadInput(f"{path} is written in a way that cannot be edited safely; edit it by hand, nothing was changed.")


def _members(text: str, name: str) -> Iterator[tuple[int, int, int]]:
    """Where what looks like a member of this name begins, and where its value, an object, begins and ends."""
    for found in re.finditer(rf"{re.escape(json.dumps(name))}{_SPACE}:{_SPACE}", text, re.DOTALL):
        for brace in islice(re.compile("}").finditer(text, found.end()), MAX_BRACES):
            try:
                parse(text[found.end() : brace.end()])
            except ValueError:
                continue
            yield found.start(), found.end(), brace.end()
            break


def _inserted(text: str, at: int, name: str, value: Any, has_more: bool, newline: str) -> str:
    """The text with a member at the beginning of the object that opens just before `at`; it may have more members."""
    rest = text[at:]
    if has_more and not _LINE_END.match(rest):
        one_line = json.dumps({name: value}, ensure_ascii=False)[1:-1]
        return f"{text[:at]}{one_line}, {rest.lstrip(' ')}"
    outer = _indent_of(text, at)
    if not has_more and rest.lstrip(" \t").startswith("}"):
        rest = newline + outer + rest.lstrip(" \t")
    inner = f"{newline}{outer}{_unit(text)}"
    written = inner.join(json.dumps(value, ensure_ascii=False, indent=_unit(text)).splitlines())
    return f"{text[:at]}{inner}{json.dumps(name)}: {written}{',' if has_more else ''}{rest}"


def _cut(text: str, start: int, end: int) -> str:
    """The text without a member, its comma, and its line if nothing else is on it."""
    before = text[:start]
    if comma := re.compile(r"\s*,").match(text, end):
        end = comma.end()
    else:
        before = re.sub(r",(\s*)$", r"\1", before)
    bare, rest = before.rstrip(" \t"), text[end:].lstrip(" \t")
    if bare.endswith("\n") and rest.startswith(("\r", "\n")):  # on a separate line
        return bare.removesuffix("\n").removesuffix("\r") + rest
    return f"{before}{rest}"


def _written(value: Any, text: str, at: int, newline: str) -> str:
    """A value over several lines, all but the first indented as the line of `at`."""
    lines = json.dumps(value, ensure_ascii=False, indent=_unit(text)).splitlines()
    return f"{newline}{_indent_of(text, at)}".join(lines)


def _indent_of(text: str, at: int) -> str:
    """The indentation of the line that contains a position."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _unit(text: str) -> str:
    """One step of indentation, as the file has it."""
    found = _INDENTED.search(text)
    return found[1] if found else "  "

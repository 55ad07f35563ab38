"""Adds and removes one member of an object in JSON with comments; every other character stays as it is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from claude_scope.errors import BadInput
from claude_scope.install.jsonc import NotJson, Value, parse, skip

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_INLINE_REST = re.compile(r"[ \t]*(?:/\*[^\r\n]*?\*/[ \t]*)*(?://[^\r\n]*)?")
"""Text that may follow a member on its line: spaces and comments about it."""


def read_table(text: str, path: Path, key: str) -> dict[str, Any]:
    """The members of the top-level object `key`; empty without it. Raises BadInput for an invalid file."""
    root = _root(text, path)
    member = root.member(key) if root else None
    if member is None:
        return {}
    if member.value.members is None:
        raise BadInput(f'"{key}" in {path} is not an object; correct it, nothing was changed.')
    return dict(member.value.data)


def with_member(text: str, path: Path, key: str, name: str, entry: Mapping[str, Any], newline: str) -> str:
    """The text with `entry` as the member `name` of the object `key`, which is created if it is missing.

    Raises BadInput if the text is not JSON, or if the result would differ from what is intended.
    """
    read_table(text, path, key)
    root = _root(text, path)
    if root is None:
        gap = newline if text and not text.endswith("\n") else ""  # a last comment would continue
        return f"{text}{gap}{_new_file({key: {name: entry}}, newline)}"
    if (table := root.member(key)) is None:
        changed = _insert(text, root, key, {name: entry}, newline)
    elif (known := table.value.member(name)) is not None:
        written = _written(entry, _indent_of(text, known.start), newline, _unit(text, root))
        changed = f"{text[: known.value.start]}{written}{text[known.value.end :]}"
    else:
        changed = _insert(text, table.value, name, entry, newline)
    expected = {**root.data, key: {**root.data.get(key, {}), name: dict(entry)}}
    return _checked(changed, path, expected)


def without_member(text: str, path: Path, key: str, name: str, *, and_table: bool) -> str:
    """The text without that member, and without the object too if it is then empty and `and_table` is set."""
    root = _root(text, path)
    table = root.member(key) if root else None
    if root is None or table is None or (known := table.value.member(name)) is None:
        return text
    rest = {other: value for other, value in table.value.data.items() if other != name}
    if rest or not and_table:
        changed, expected = _cut(text, table.value, known.start), {**root.data, key: rest}
    else:
        changed = _cut(text, root, table.start)
        expected = {other: value for other, value in root.data.items() if other != key}
    return _checked(changed, path, expected)


def _root(text: str, path: Path) -> Value | None:
    try:
        root = parse(text)
    except NotJson as error:
        raise BadInput(f"{path} is not JSON ({error}); correct it, nothing was changed.") from error
    if root is not None and root.members is None:
        raise BadInput(f"{path} holds no object; correct it, nothing was changed.")
    return root


def _checked(changed: str, path: Path, expected: Any) -> str:
    """The text if it parses to the expected data; raises BadInput otherwise, which a duplicate key may cause."""
    root = _root(changed, path)
    if root is None or root.data != expected:
        raise BadInput(
            f"{path} is written in a way that cannot be edited safely; edit it by hand, nothing was changed."
        )
    return changed


def _new_file(data: Any, newline: str) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2).replace("\n", newline) + newline


def _insert(text: str, parent: Value, name: str, value: Any, newline: str) -> str:
    """The text with a member at the end of an object."""
    root = parse(text)
    assert root is not None
    unit = _unit(text, root)
    members = parent.members or ()
    if not members:
        outer = _indent_of(text, parent.start)
        member = f"{newline}{outer}{unit}{_member(name, value, outer + unit, newline, unit)}"
        after = parent.start + 1
        is_bare = text[after : parent.end - 1].strip(" \t") == ""
        tail = text[after : parent.end - 1] if not is_bare else f"{newline}{outer}"
        return f"{text[:after]}{member}{tail}{text[parent.end - 1 :]}"
    last = members[-1]
    comma = skip(text, last.end)
    has_comma = text[comma : comma + 1] == ","
    if "\n" not in text[parent.start : members[0].start]:  # everything is on one line
        at = comma + 1 if has_comma else last.end
        one_line = json.dumps({name: value}, ensure_ascii=False)[1:-1]
        return f"{text[:at]}{'' if has_comma else ','} {one_line}{',' if has_comma else ''}{text[at:]}"
    inner = _indent_of(text, members[0].start)
    end = comma + 1 if has_comma else last.end
    rest = _INLINE_REST.match(text, end)
    line_end = rest.end() if rest and text[rest.end() : rest.end() + 1] in ("\r", "\n") else end
    written = f"{newline}{inner}{_member(name, value, inner, newline, unit)}{',' if has_comma else ''}"
    return f"{text[:end]}{'' if has_comma else ','}{text[end:line_end]}{written}{text[line_end:]}"


def _cut(text: str, parent: Value, start: int) -> str:
    """The text without the member that begins at `start`, its comma, and its line if nothing else is on it."""
    members = parent.members or ()
    index = next(number for number, member in enumerate(members) if member.start == start)
    end, before = members[index].end, ""
    comma = skip(text, end)
    if text[comma : comma + 1] == ",":
        end = comma + 1
    elif index:  # the last one: the comma before it is removed instead
        comma = skip(text, members[index - 1].end)
        before = f"{text[:comma]}{text[comma + 1 : start]}"
    before = before or text[:start]
    bare, rest = before.rstrip(" \t"), text[end:].lstrip(" \t")
    if bare.endswith("\n") and rest.startswith(("\r", "\n")):  # on a separate line
        return bare.removesuffix("\n").removesuffix("\r") + rest
    if bare.endswith("\n"):
        return f"{before}{rest}"
    return f"{bare}{text[end:]}" if index else f"{before}{rest}"


def _member(name: str, value: Any, indent: str, newline: str, unit: str) -> str:
    return f"{json.dumps(name)}: {_written(value, indent, newline, unit)}"


def _written(value: Any, indent: str, newline: str, unit: str) -> str:
    """A value over several lines, all but the first indented."""
    lines = json.dumps(value, ensure_ascii=False, indent=unit).splitlines()
    return f"{newline}{indent}".join(lines)


def _indent_of(text: str, at: int) -> str:
    """The indentation of the line that contains a position."""
    line = text.rfind("\n", 0, at) + 1
    match = re.compile(r"[ \t]*").match(text, line)
    return match[0] if match else ""


def _unit(text: str, root: Value) -> str:
    """One step of indentation, as the file has it."""
    first = (root.members or (None,))[0]
    if first is not None and "\n" in text[root.start : first.start]:
        return _indent_of(text, first.start) or "  "
    return "  "

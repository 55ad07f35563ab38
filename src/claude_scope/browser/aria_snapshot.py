"""Parses Playwright's ARIA snapshots into `Node` trees, and renders trees as snapshots.

The grammar, as Playwright 1.65 writes it (https://playwright.dev/docs/aria-snapshots): one item per line, two spaces
of indent per level.

    line  = indent "- " item
    item  = "text: " value | "/" property ": " value | key [":" [" " value]]
    key   = entry | "'" entry with every ' doubled "'"
    entry = role [" " JSON string] {" [" attribute ["=" value] "]"}
    value = rest of the line | JSON-like string, which may also hold \\xNN

The grammar is a subset of YAML, but a YAML parser would fail on long names. YAML limits an implicit key to 1,024
characters, and a name of 900 characters exceeds that once its quotes are escaped. So one hostile name would make the
snapshot of the whole page unreadable. Every item is one line, because line breaks inside strings are always escaped.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from claude_scope.errors import InspectionError
from claude_scope.values import Box, Counts, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAGMENT = "fragment"
"""Role of the root when a page has several top nodes; it is not an element."""
TEXT = "text"
"""The role of text between other children. Such a node has its text in `text`, and has no box."""

MAX_NODES = 20_000
"""Twenty times as many nodes as a large page has."""
MAX_DEPTH = 100
"""Deeper than real pages. Deeper nodes become children of a node at this depth, so recursion over a tree is safe."""
MAX_TEXT = 2_000
"""Maximum number of characters of one name or text. Playwright drops names over 900 characters, but not texts."""

_ENTRY_ROLE = re.compile(r"[A-Za-z][\w-]*")
_ATTRIBUTE = re.compile(r" \[([A-Za-z][\w-]*)(?:=([^\]\s]*))?\]")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_NUMERIC_ESCAPE = re.compile(r"\\(\\|x[0-9a-fA-F]{2})")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPECIAL = frozenset({"box", "cursor", "ref"})
"""Attributes that are not states."""
_KEPT_LINES, _MAX_KEPT_CHARS = 20_000, 300
"""How many parsed lines are cached, and the longest of them: most lines are the same in the next state of a page."""
_Fields = tuple[str, str, tuple[str, ...], str, Box | None, str]
"""Role, name, states, text, box and reference of a node."""
_INPUTS = {
    "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "switch", "slider", "spinbutton"
}  # fmt: skip


@dataclass(slots=True)
class _Draft:
    """A node under construction."""

    role: str
    name: str = ""
    states: tuple[str, ...] = ()
    text: str = ""
    box: Box | None = None
    ref: str = ""
    props: list[tuple[str, str]] = field(default_factory=list)
    children: list[_Draft] = field(default_factory=list)


def parse(text: str) -> Node:
    """The tree of an ARIA snapshot, limited in nodes, depth and text; nodes and text beyond the limits are left out.

    Raises:
        InspectionError: a line does not match the grammar.
    """
    return parse_bounded(text)[0]


def parse_bounded(text: str, max_nodes: int = MAX_NODES) -> tuple[Node, int]:
    """The tree of an ARIA snapshot, and how many lines beyond `max_nodes` were left out."""
    lines = _LONE_SURROGATE.sub("\ufffd", text).split("\n")
    root = _Draft(FRAGMENT)
    path = [root]
    for line in lines[:max_nodes]:
        if line:
            _add(line, path)
    top = root.children
    whole = top[0] if len(top) == 1 and top[0].role != TEXT else root
    return _freeze(whole), max(0, len(lines) - max_nodes)


def render(tree: Node) -> str:
    """The snapshot text of a tree, which `parse` reads back to an equal tree (within its bounds)."""
    top = tree.children if tree.role == FRAGMENT else (tree,)
    return "\n".join(line for node in top for line in _lines(node))


def cut(text: str) -> str:
    """A name or text of at most `MAX_TEXT` characters."""
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def count(tree: Node | None) -> Counts:
    """The number of nodes of each kind in a tree, without text between nodes."""
    roles = [node.role for node in tree.walk() if node.role not in (TEXT, FRAGMENT)] if tree else []
    return Counts(
        buttons=roles.count("button"),
        inputs=sum(role in _INPUTS for role in roles),
        links=roles.count("link"),
        headings=roles.count("heading"),
        images=roles.count("img") + roles.count("image"),
        total=len(roles),
    )


# --- reading ----------------------------------------------------------------------------------------------------------


def _add(line: str, path: list[_Draft]) -> None:
    """Add one line below the draft that its indent selects; `path` is the path from the root to the last node."""
    item = line.lstrip(" ")
    level = (len(line) - len(item)) // 2
    if not item.startswith("- ") or level >= len(path):
        raise _unreadable(line)
    item = item[2:]
    if item.startswith("/"):
        name, _, value = item.partition(": ")
        path[level].props.append((name, _value(value)))
        return
    draft = _Draft(TEXT, text=_value(item[6:])) if item.startswith("text: ") else _Draft(*_node(item))
    path[min(level, MAX_DEPTH)].children.append(draft)
    del path[level + 1 :]
    path.append(draft)


def _node(item: str) -> _Fields:
    return _known_node(item) if len(item) <= _MAX_KEPT_CHARS else _read_node(item)


def _read_node(item: str) -> _Fields:
    quoted = item.startswith("'")
    entry, rest = _unquote(item) if quoted else (item, "")
    role = _ENTRY_ROLE.match(entry)
    if role is None:
        raise _unreadable(item)
    name, at = "", role.end()
    if string := _STRING.match(entry, at + 1):
        name, at = _value(string.group()), string.end()
    states: list[str] = []
    special: dict[str, str] = {}
    while attribute := _ATTRIBUTE.match(entry, at):
        key, value = attribute.groups()
        if key in _SPECIAL:
            special[key] = value or ""
        else:
            states.append(key if value is None else f"{key}={value}")
        at = attribute.end()
    rest = rest if quoted else entry[at:]
    if (quoted and at != len(entry)) or (rest and rest[0] != ":"):
        raise _unreadable(item)
    return role.group(), name, tuple(states), _value(rest[2:]), _box(special.get("box", "")), special.get("ref", "")


_known_node = lru_cache(_KEPT_LINES)(_read_node)


def _unquote(item: str) -> tuple[str, str]:
    """Split `'it''s': rest` into `it's` and `: rest`."""
    end = re.compile(r"'(?:[^']|'')*'").match(item)
    if end is None:
        raise _unreadable(item)
    return end.group()[1:-1].replace("''", "'"), item[end.end() :]


def _box(value: str) -> Box | None:
    numbers = value.split(",")
    try:
        return Box(*map(float, numbers)) if len(numbers) == 4 else None
    except ValueError:
        return None


def _value(text: str) -> str:
    r"""A plain or double-quoted value; `\xNN` becomes `\u00NN`, which JSON supports."""
    if text.startswith('"'):
        escapes = _NUMERIC_ESCAPE.sub(lambda m: m.group() if m.group(1) == "\\" else f"\\u00{m.group(1)[1:]}", text)
        try:
            text = str(json.loads(escapes, strict=False))
        except ValueError as error:
            raise _unreadable(text) from error
        text = _LONE_SURROGATE.sub("\ufffd", text)
    return cut(text)


def _unreadable(line: str) -> InspectionError:
    return InspectionError(
        f"The page's accessibility snapshot has a line that cannot be read ({line.strip()[:80]!r}); "
        "update Claude Scope if Playwright was updated."
    )


def _freeze(root: _Draft) -> Node:
    """Freezes nodes from the leaves up, in a loop instead of recursively, so a deep tree cannot overflow the stack."""
    order: list[_Draft] = [root]
    for draft in order:
        order.extend(draft.children)
    done: dict[int, Node] = {}
    for draft in reversed(order):
        if [child.role for child in draft.children] == [TEXT] and not draft.text and draft.role != FRAGMENT:
            draft.text = draft.children.pop().text  # a node with properties has its text on a separate line
        children = tuple(done[id(child)] for child in draft.children)
        done[id(draft)] = Node(
            role=draft.role, name=draft.name, states=draft.states, text=draft.text, props=tuple(draft.props),
            box=draft.box, ref=draft.ref, children=children,
        )  # fmt: skip
    return done[id(root)]


# --- writing ----------------------------------------------------------------------------------------------------------


def _lines(top: Node) -> Iterator[str]:
    stack = [(top, 0)]
    while stack:
        node, level = stack.pop()
        indent = "  " * level
        if node.role == TEXT:
            yield f"{indent}- text: {_quote(node.text)}"
            continue
        below = bool(node.props or node.children)
        text = f" {_quote(node.text)}" if node.text and not below else ""
        yield f"{indent}- {_key(node)}{':' if below or text else ''}{text}"
        for name, value in node.props:
            yield f"{indent}  - {name}: {_quote(value)}"
        if node.text and below:
            yield f"{indent}  - text: {_quote(node.text)}"
        stack.extend((child, level + 1) for child in reversed(node.children))


_NOT_PLAIN = re.compile(r":(\s|$)|\s#|[^\x20-\x7e\xa0-\ud7ff]")
"""Characters that a plain YAML scalar starting with a letter cannot contain. Playwright quotes keys with such
characters, and a few more.
"""


def _key(node: Node) -> str:
    key = node.role + (f" {json.dumps(node.name, ensure_ascii=False)}" if node.name else "")
    key += "".join(f" [{state}]" for state in node.states)
    key += f" [ref={node.ref}]" if node.ref else ""
    key += f" [box={','.join(_number(float(number)) for number in node.box)}]" if node.box else ""
    return "'" + key.replace("'", "''") + "'" if _NOT_PLAIN.search(key) else key


def _number(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

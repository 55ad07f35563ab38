"""Gives nodes of an ARIA snapshot a Playwright locator (JavaScript syntax) that is unique in the page.

Locators are computed from the tree, because a query to the page costs 24 ms per node. This works because `getByRole`
matches the nodes of the tree with that role and name. There are two exceptions:

- Playwright omits a name that the content repeats (`link` with a child `heading "Plans"`). Such a name is rebuilt from
  the content. The first piece that no other name of the role contains identifies the node; for example, its number
  identifies a row, whatever its other cells become. If there is no such piece, the whole name is used. It is unknown
  whether there is a space between two pieces, hence `/A\\s*B/`.
- `aria-hidden` nodes that the screen shows are in the tree, but `getByRole` does not find them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from claude_scope.browser.aria_snapshot import FRAGMENT, TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Node

_NAMED_BY_CONTENT = {
    "button", "cell", "checkbox", "columnheader", "gridcell", "heading", "link", "menuitem", "menuitemcheckbox",
    "menuitemradio", "option", "radio", "row", "rowheader", "switch", "tab", "tooltip", "treeitem",
}  # fmt: skip
"""Roles that are named by their content (WAI-ARIA 1.2, section 5.2.8.6)."""
_CONTROLS = {"textbox", "searchbox", "combobox", "listbox", "slider", "spinbutton", "progressbar", "meter", "scrollbar"}
"""Roles of controls, which contribute their value to the name of a node around them, by rules of their own."""
_INTERACTIVE = {
    "button", "checkbox", "combobox", "link", "listbox", "menuitem", "menuitemcheckbox", "menuitemradio", "option",
    "radio", "searchbox", "slider", "spinbutton", "switch", "tab", "textbox", "treeitem",
}  # fmt: skip
_CONTAINERS = {"alert", "alertdialog", "article", "banner", "complementary", "contentinfo", "dialog", "form", "grid",
    "group", "listbox", "main", "menu", "menubar", "navigation", "radiogroup", "region", "row", "rowgroup", "search",
    "table", "tablist", "tabpanel", "toolbar", "tree"}  # fmt: skip
"""Roles that scope a locator even without a name, when the page has only one of them."""
_ROLES_WITHOUT_LOCATOR = {TEXT, FRAGMENT, "iframe", "generic", "none", "presentation"}
_MAX_NAME_CHARS = 900
_MAX_PATTERN_CHARS = 120
_MAX_TEXT_CHARS = 80
_PIECE_CHARS = 2, 60
"""The minimum and maximum length of a piece that stands for a whole name."""
_MAX_COMPARED_NODES = 500
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(slots=True)
class _Entry:
    """A node in one frame; `start` and `end` (exclusive) are its range in document order.

    `key` is its name without spaces, "" if it has none. `doubtful` marks an unknown name.
    """

    node: Node
    start: int
    parent: _Entry | None
    exposed: bool
    end: int = 0
    below: list[_Entry] = field(default_factory=list)
    pieces: tuple[str, ...] = ()
    key: str = ""
    doubtful: bool = False
    direct: str | None = None


@dataclass(frozen=True, slots=True)
class _Spoken:
    """All texts that can be in names of one role, without spaces: the texts and values in each
    node, one line per node.
    """

    lines: str
    times: Counter[str]

    @classmethod
    def of(cls, frame: _Frame, role: str) -> _Spoken:
        """The texts in the nodes of a role."""
        lines: list[str] = []
        times: Counter[str] = Counter()
        for at in frame.by_role[role]:
            inside = [other.node for other in frame.entries[at : frame.entries[at].end]]
            texts = [_remove_spaces(text).lower() for node in inside for text in (node.name, node.text) if text]
            times.update(set(texts))
            lines.append("".join(texts))
        return cls("\n".join(lines), times)

    def is_unique(self, text: str) -> bool:
        """Whether a text occurs only once in the nodes of the role, and there as a whole text."""
        return self.times[text] == 1 and self.lines.count(text) == 1


@dataclass(slots=True)
class _Frame:
    """All nodes of one document, in document order."""

    base: str
    entries: list[_Entry] = field(default_factory=list)
    by_role: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    by_text: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    doubtful: set[str] = field(default_factory=set)
    queries: dict[tuple[str, str], tuple[str, list[int]]] = field(default_factory=dict)
    sorted_keys: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    spoken: dict[str, _Spoken] = field(default_factory=dict)


def add_locators(tree: Node) -> Node:
    """The tree with a locator for each interactive or named node, which matches that node alone.

    A node gets no locator if it is hidden from assistive technology, in an iframe off the screen, or plain text that
    the page repeats.
    """
    return _in_frame(tree, "page")


def _in_frame(top: Node, base: str) -> Node:
    frame = _Frame(base)
    root = _collect(frame, top, None, True)
    for entry in frame.entries:
        _index(frame, entry)
    return _rebuild(frame, root)


# --- collecting -------------------------------------------------------------------------------------------------------


def _collect(frame: _Frame, node: Node, parent: _Entry | None, exposed: bool) -> _Entry:
    exposed = exposed and "aria-hidden" not in node.states
    entry = _Entry(node, len(frame.entries), parent, exposed)
    frame.entries.append(entry)
    if node.role == "iframe" and parent is not None:
        frame.by_role["iframe"].append(entry.start)  # another document, with its own locators
    else:
        entry.below = [_collect(frame, child, entry, exposed) for child in node.children]
    entry.end = len(frame.entries)
    entry.pieces = _pieces(entry)
    return entry


def _pieces(entry: _Entry) -> tuple[str, ...]:
    """The texts that a node contributes to the name of its ancestors."""
    node = entry.node
    if node.name:
        return (node.name,)
    own = (node.text,) if node.text and node.role not in _CONTROLS else ()
    return own + tuple(piece for child in entry.below if child.exposed for piece in child.pieces)


def _index(frame: _Frame, entry: _Entry) -> None:
    node, at = entry.node, entry.start
    for text in {node.text, node.name} - {""}:
        frame.by_text[_remove_spaces(text).lower()] += 1
    if not entry.exposed or node.role in (TEXT, FRAGMENT, "iframe"):
        return
    if node.name or (node.role in _NAMED_BY_CONTENT and _is_certain(frame, entry)):
        entry.key = _remove_spaces("".join(entry.pieces))
    elif entry.pieces:
        entry.doubtful = True
        frame.doubtful.add(node.role)
    frame.by_role[node.role].append(at)
    frame.by_name[node.role, entry.key].append(at)


def _is_certain(frame: _Frame, entry: _Entry) -> bool:
    """Whether the content determines the name: it is not cut, and contains no control with its own rules."""
    inside = frame.entries[entry.start + 1 : entry.end]
    short = sum(map(len, entry.pieces)) <= _MAX_NAME_CHARS
    return short and not any(other.node.role in _CONTROLS or other.node.role == "iframe" for other in inside)


def _remove_spaces(text: str) -> str:
    return "".join(text.split())


# --- choosing ---------------------------------------------------------------------------------------------------------


def _locator(frame: _Frame, entry: _Entry) -> str:
    """The first of these that is unique: own query, query inside an ancestor, text, query with an index; or ""."""
    node = entry.node
    if not entry.exposed or node.role in _ROLES_WITHOUT_LOCATOR:
        return _by_text(frame, entry)
    if not entry.key and node.role not in _INTERACTIVE:
        return _by_text(frame, entry)
    if own := _direct(frame, entry):
        return f"{frame.base}.{own}"
    query, same = _query(frame, entry)
    sure = not entry.key or node.role not in frame.doubtful or not _may_share_name(frame, entry)
    ancestor = entry.parent
    while ancestor is not None and sure:
        scope = _direct(frame, ancestor)
        if scope and bisect_left(same, ancestor.end) - bisect_left(same, ancestor.start + 1) == 1:
            return f"{frame.base}.{scope}.{query}"
        ancestor = ancestor.parent
    if not sure:
        query, same = _role(node.role), frame.by_role[node.role]
    return f"{frame.base}.{query}.nth({bisect_left(same, entry.start)})"


def _direct(frame: _Frame, entry: _Entry) -> str:
    """The single-step query that matches only this node in its document, or ""."""
    if entry.direct is None:
        role = entry.node.role
        usable = (
            entry.exposed and role not in _ROLES_WITHOUT_LOCATOR and (entry.key or role in _INTERACTIVE | _CONTAINERS)
        )
        query, same = _query(frame, entry) if usable else ("", [])
        unsure = bool(entry.key) and role in frame.doubtful and _may_share_name(frame, entry)
        entry.direct = query if len(same) == 1 and not unsure else ""
    return entry.direct


def _query(frame: _Frame, entry: _Entry) -> tuple[str, list[int]]:
    """A query for the node's role and name, and the positions it matches; cached per role and name."""
    called = entry.node.role, entry.key
    if called not in frame.queries:
        frame.queries[called] = _new_query(frame, entry)
    return frame.queries[called]


def _new_query(frame: _Frame, entry: _Entry) -> tuple[str, list[int]]:
    role = entry.node.role
    if not entry.key:
        return _role(role), frame.by_role[role]
    same = frame.by_name[role, entry.key]
    names = {frame.entries[at].node.name for at in same}
    if len(names) == 1 and entry.node.name:
        return _role(role, f"{quote(entry.node.name)}, exact: true"), same
    pieces = entry.pieces
    if len(same) == 1 and len(pieces) == 1:
        return _role(role, f"{quote(pieces[0])}, exact: true"), same
    if own := _own_piece(frame, entry):
        return _role(role, quote(own)), [entry.start]
    if sum(map(len, pieces)) <= _MAX_PATTERN_CHARS:
        return _role(role, f"{_pattern(pieces)[:-1]}$/"), same
    if first := _first_pieces(pieces):
        return _role(role, _pattern(first)), _starting(frame, role, _remove_spaces("".join(first)))
    return _role(role), frame.by_role[role]


def _own_piece(frame: _Frame, entry: _Entry) -> str:
    """The first piece that the name of no other node of the role contains, ignoring case, or ""."""
    role = entry.node.role
    if len(frame.by_role[role]) > _MAX_COMPARED_NODES:
        return ""
    if role not in frame.spoken:
        frame.spoken[role] = _Spoken.of(frame, role)
    spoken, (least, most) = frame.spoken[role], _PIECE_CHARS
    short = (piece for piece in entry.pieces if least <= len(piece) <= most)
    return next((piece for piece in short if spoken.is_unique(_remove_spaces(piece).lower())), "")


def _first_pieces(pieces: Sequence[str]) -> list[str]:
    """The first pieces of a long name, as many as make a readable pattern."""
    ends = accumulate(map(len, pieces))
    return [piece for piece, end in zip(pieces, ends, strict=True) if end <= _MAX_PATTERN_CHARS]


def _starting(frame: _Frame, role: str, start: str) -> list[int]:
    """The positions of the nodes of a role whose name, without spaces, starts with `start`."""
    keys = frame.sorted_keys.setdefault(role, [])
    if not keys:
        keys.extend(sorted((frame.entries[at].key, at) for at in frame.by_role[role]))
    first, last = bisect_left(keys, (start, 0)), bisect_left(keys, (start + "\U0010ffff", 0))
    return sorted(at for _, at in keys[first:last])


def _may_share_name(frame: _Frame, entry: _Entry) -> bool:
    """Whether a node of the same role with an unknown name may have the same name."""
    if len(frame.by_role[entry.node.role]) > _MAX_COMPARED_NODES:
        return True
    others = (frame.entries[at] for at in frame.by_role[entry.node.role])
    return any(other.doubtful and entry.key in _remove_spaces("".join(other.pieces)) for other in others)


def _by_text(frame: _Frame, entry: _Entry) -> str:
    """A locator for a pure text node whose text is unique in the page."""
    node = entry.node
    plain = node.text and not node.children and not node.name and node.role not in _CONTROLS | {TEXT}
    if not plain or len(node.text) > _MAX_TEXT_CHARS or frame.by_text[_remove_spaces(node.text).lower()] != 1:
        return ""
    return f"{frame.base}.getByText({quote(node.text)}, {{ exact: true }})"


def _role(role: str, name: str = "") -> str:
    return f"getByRole({quote(role)}, {{ name: {name} }})" if name else f"getByRole({quote(role)})"


def _pattern(pieces: Sequence[str]) -> str:
    r"""A regular expression literal for a name that begins with these pieces, with or without spaces: `/^A\s*B/`."""
    return "/^" + r"\s*".join(_escape(piece.strip()) for piece in pieces) + "/"


def _escape(word: str) -> str:
    escaped = re.sub(r"[.*+?^${}()|\[\]\\/]", r"\\\g<0>", word)
    return _UNPRINTABLE.sub(_code, escaped)


def quote(text: str) -> str:
    """A JavaScript string literal in single quotes."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{_UNPRINTABLE.sub(_code, escaped)}'"


def _code(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


# --- putting together -------------------------------------------------------------------------------------------------


def _rebuild(frame: _Frame, entry: _Entry) -> Node:
    node = entry.node
    if node.role == "iframe" and entry.parent is not None:
        base = _frame_base(frame, entry)
        return _in_frame(node, base) if base else node
    children = tuple(_rebuild(frame, child) for child in entry.below)
    return replace(node, locator=_locator(frame, entry), children=children)


def _frame_base(frame: _Frame, entry: _Entry) -> str:
    """The start of locators inside an iframe; iframes have no names in the tree, so they are numbered."""
    if not _is_shown(entry.node):
        return ""
    shown = [at for at in frame.by_role["iframe"] if _is_shown(frame.entries[at].node)]
    number = f".nth({bisect_left(shown, entry.start)})" if len(shown) > 1 else ""
    return f"{frame.base}.locator('iframe:visible'){number}.contentFrame()"


def _is_shown(node: Node) -> bool:
    return node.box is not None and node.box.width * node.box.height > 0

"""Prunes the page's accessibility tree and writes it in the syntax of Playwright's ARIA snapshots.

Interactive, changed and informative nodes remain. Containers without a name are removed, and their children move up.
Siblings of the same shape collapse to the first ones and a count. The text cells of a row become one line. No function
recurses, so deep trees are safe.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from claude_scope.plural import counted
from claude_scope.prompt.fence import clean, cut, quote, role_locator, short_locator, source_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.values import Change, Moment, Node, Timeline

INTERACTIVE = frozenset(
    "button link textbox searchbox spinbutton combobox slider checkbox radio switch tab menuitem menuitemcheckbox "
    "menuitemradio option listbox".split()
)
NAMED_BY_CONTENT = frozenset("button link tab menuitem menuitemcheckbox menuitemradio option".split())
INFORMATIVE = frozenset("heading dialog alertdialog alert status img progressbar tabpanel".split())
LANDMARKS = frozenset(
    "banner main navigation contentinfo complementary search form region table list tablist menu".split()
)
STRUCTURAL = frozenset(
    "generic none presentation document group row rowgroup paragraph listitem cell strong emphasis".split()
)
"""Roles that mean nothing without a name or text of their own."""
REPEATED = frozenset({"listitem", "row", "article", "option", "treeitem"})
"""Roles that occur in runs. A node of such a role that has several children is kept as a whole."""
CELLS = frozenset({"cell", "gridcell", "rowheader", "columnheader"})
SHOWN_OF_RUN = 2
"""The number of siblings of one shape to show; the others are counted. One shows the shape, two show what varies."""
MIN_RUN = 4
"""The shortest run to collapse. In a shorter run the line with the count would cost as much as it saves."""
MIN_CONTROL_RUN = 9
"""The smallest run of controls to collapse, such as days of a calendar or links of a long menu; a toolbar has eight."""
MAX_INDENT = 12
_DISTINCTIVE_STATES = frozenset({"checked", "selected", "pressed", "invalid", "expanded"})
"""A sibling with such a state is not collapsed: it differs from the others."""

Key = tuple[str, str]
"""Role and name, by which a node of the snapshot is matched with an element of the timeline."""
_BY_LOCATOR = "@"
"""Takes the place of the role in a key whose name is a locator; no real role has this name."""
_NO_KEYS: Mapping[Key, str] = {}
_ABOVE = "\u2026"
"""Abbreviates the locator of the containing node at the beginning of a node's own locator."""


@dataclass(slots=True)
class _Item:
    """A node that may enter the prompt; `pinned`: it or a descendant must not be collapsed.

    With `more`, it is instead the line with the count after a collapsed run, and is chosen together with the last node
    of the run.
    """

    node: Node
    rank: int
    order: int
    changed: bool
    children: list[_Item] = field(default_factory=list)
    shape: int = 0
    pinned: bool = False
    more: int = 0


@dataclass(frozen=True, slots=True)
class Structure:
    """The lines of a pruned tree: `shown` of its `total` nodes, of which `hidden` are not on the screen.

    `cut` counts the nodes that were left out for length; the rest is unimportant or in a collapsed run.
    """

    lines: tuple[str, ...]
    shown: int
    total: int
    hidden: int
    cut: int


def changed_keys(moments: Sequence[Moment]) -> dict[Key, str]:
    """The role and name of every element that changed in these states, with its locator, or "" without a locator.

    An element without a name is identified by its locator: its role would match every unnamed node of the page. A
    control without a matching node is left out, because a node of the same name would be another control.
    """
    found: dict[Key, str] = {}
    for moment in moments:
        for change in without_moved(moment):
            element = change.element
            is_other = element.source.has_no_node and element.role in INTERACTIVE
            if (name := element.name or element.label) and not is_other:
                found.setdefault((element.role, name), element.locator)
            if element.locator:
                found[_BY_LOCATOR, element.locator] = element.locator
    return found


def without_moved(moment: Moment) -> list[Change]:
    """The changes of a state. If it sorted rows, texts that another element had before are left out."""
    if not any(fact.kind in ("sorted", "reordered") for fact in moment.facts):
        return list(moment.changes)
    known = {(change.element.role, change.before) for change in moment.changes if change.what == "text"}
    return [item for item in moment.changes if item.what != "text" or (item.element.role, item.after) not in known]


def _has_changed(node: Node, changed: Mapping[Key, str]) -> bool:
    """Whether this node changed. Locators are compared if both have one: a page may have ten "Add to cart"."""
    if node.locator and (_BY_LOCATOR, node.locator) in changed:
        return True
    locators = [changed[key] for key in ((node.role, node.name), (node.role, node.text)) if key in changed]
    return any(not locator or not node.locator for locator in locators)


def known_locators(timeline: Timeline) -> dict[Key, str]:
    """The locator of every element that both lanes saw."""
    return {(e.role, e.name): e.locator for m in timeline.moments for e in m.elements if e.locator and e.name}


def is_recorded_page(tree: Node, locators: Mapping[Key, str]) -> bool:
    """Whether any element of the recording is a node of this page; if not, the changes belong to another page."""
    known = set(locators.values())
    return any(node.locator in known for node in tree.walk())


@dataclass(frozen=True, slots=True, eq=False)
class Pruned:
    """A pruned tree with collapsed runs, which can be written in any number of lines.

    `locators` maps role and name to the locators of elements that both lanes saw, for nodes without a locator.
    `address` is the address of the page; addresses in the tree are written relative to it.
    """

    root: _Item
    total: int
    locators: Mapping[Key, str]
    address: str

    def written(self, limit: int, text_limit: int = 100) -> Structure:
        """Write the `limit` most important nodes in document order, and a line for each collapsed run."""
        ranked = _ranked(self.root)
        chosen = {order for _, order in ranked[: max(0, limit)]}
        lines: list[str] = []
        above: list[str] = []
        shown = hidden = 0
        for item, depth in _walk(self.root, lambda item: item.order in chosen):
            indent = "  " * min(depth, MAX_INDENT)
            if item.more:
                lines.append(f"{indent}- \u2026 {counted(item.more, f'more {cut(item.node.role, 30)}')} like these")
                continue
            locator = item.node.locator or self.locators.get((item.node.role, item.node.name), "")
            lines.append(
                indent
                + _line(item, locator, above[depth - 1] if 0 < depth <= MAX_INDENT else "", self.address, text_limit)
            )
            above[depth:] = [locator]
            shown += 1
            hidden += item.node.hidden
        return Structure(tuple(lines), shown, self.total, hidden, len(ranked) - shown)


def prune(
    tree: Node, changed: Mapping[Key, str] = _NO_KEYS, locators: Mapping[Key, str] = _NO_KEYS, address: str = ""
) -> Pruned:
    """Prune the tree of the page at `address`; `changed` are the elements that changed, by role and name."""
    root, total = _collect(tree, changed)
    _collapse(root)
    return Pruned(root, total, locators, address)


def _collect(tree: Node, changed: Mapping[Key, str]) -> tuple[_Item, int]:
    """Make items of the nodes worth a line; children of other nodes move up. Works bottom up with a stack."""
    flat: list[tuple[Node, int]] = []
    stack: list[tuple[Node, int]] = [(tree, -1)]
    while stack:
        node, parent = stack.pop()
        index = len(flat)
        flat.append((node, parent))
        stack.extend((child, index) for child in reversed(node.children))
    below: list[list[_Item]] = [[] for _ in flat]
    for index in range(len(flat) - 1, 0, -1):
        node, parent = flat[index]
        children = below[index][::-1]
        is_changed = _has_changed(node, changed)
        if node.role in NAMED_BY_CONTENT:
            is_changed |= any(child.changed for child in children if _is_said_by(node, child))
            children = [child for child in children if not _is_said_by(node, child)]
        if node.role == "row" and len(cells := [child for child in children if _is_text_cell(child)]) > 1:
            node, children = (
                _with_cells(node, cells, children),
                [child for child in children if not _is_text_cell(child)],
            )
            is_changed |= any(cell.changed for cell in cells)
        rank = _rank(node, is_changed, len(children))
        if rank is None:
            below[parent].extend(reversed(children))
        else:
            shape = hash((node.role, tuple(child.shape for child in children[:8])))
            pinned = (
                is_changed or not _DISTINCTIVE_STATES.isdisjoint(node.states) or any(child.pinned for child in children)
            )
            below[parent].append(_Item(node, rank, index, is_changed, children, shape, pinned))
    return _Item(tree, 0, 0, False, below[0][::-1]), len(flat) - 1


def _is_said_by(control: Node, inside: _Item) -> bool:
    """Whether a text in a control is part of the control's name."""
    is_text = inside.node.role in STRUCTURAL and not inside.children and not inside.node.name
    return is_text and _is_said_by_name(control, inside.node.text)


def _is_said_by_name(control: Node, text: str) -> bool:
    """Whether a control is named by its content, and its name contains all words of a text."""
    words = text.split()
    return control.role in NAMED_BY_CONTENT and bool(words) and set(words) <= set(control.name.split())


def _is_text_cell(item: _Item) -> bool:
    node = item.node
    is_plain = not item.children and not node.hidden and _DISTINCTIVE_STATES.isdisjoint(node.states)
    return node.role in CELLS and is_plain and bool(node.name or node.text)


def _with_cells(row: Node, cells: Sequence[_Item], inside: Sequence[_Item]) -> Node:
    """A row with the texts of its cells, and with its own name unless the nodes in it contain the same words."""
    words = {word for item in inside for word in f"{item.node.name} {item.node.text}".split()}
    name = "" if set(row.name.split()) <= words else row.name
    return replace(row, name=name, text=" | ".join(cell.node.name or cell.node.text for cell in cells))


def _rank(node: Node, changed: bool, children: int) -> int | None:
    """The rank in which a node is chosen, 0 first; None for a node without information."""
    says = bool(node.name or node.text)
    if changed:
        return 0
    if node.role in INTERACTIVE:
        return 1
    if node.role in INFORMATIVE:
        return 2 if says or children else None
    if node.role in LANDMARKS:
        return 3 if children or says else None
    if node.role in REPEATED and children > 1:
        return 3  # kept as a whole, so that its siblings collapse as wholes
    if says:
        return 4
    return 5 if node.role not in STRUCTURAL and children else None


def _collapse(root: _Item) -> None:
    """In each run of siblings of one shape, keep the first ones and every pinned one, and count the rest."""
    stack = [root]
    while stack:
        item = stack.pop()
        kept: list[_Item] = []
        for _, group in groupby(item.children, key=lambda child: (child.node.role, child.shape)):
            run = list(group)
            stay = run if len(run) < _min_run_length(run) else _representatives(run)
            if len(stay) < len(run):
                stay.append(replace(stay[-1], children=[], more=len(run) - len(stay)))
            kept.extend(stay)
        item.children = kept
        stack.extend(kept)


def _min_run_length(run: Sequence[_Item]) -> int:
    """Minimum length at which a run collapses; controls with different names remain unless there are many."""
    names = {item.node.name for item in run}
    return MIN_CONTROL_RUN if run[0].node.role in INTERACTIVE and len(names) == len(run) else MIN_RUN


def _representatives(run: Sequence[_Item]) -> list[_Item]:
    return [item for n, item in enumerate(run) if n < SHOWN_OF_RUN or item.pinned]


def _walk(root: _Item, into: Callable[[_Item], bool]) -> list[tuple[_Item, int]]:
    """The items below the root that `into` accepts, with their depth; only accepted items count as a level."""
    found: list[tuple[_Item, int]] = []
    stack = [(child, 0) for child in reversed(root.children)]
    while stack:
        item, depth = stack.pop()
        taken = into(item)
        if taken:
            found.append((item, depth))
        stack.extend((child, depth + taken) for child in reversed(item.children))
    return found


def _ranked(root: _Item) -> list[tuple[int, int]]:
    """Rank and order of every node worth a line, the most important first."""
    return sorted((item.rank, item.order) for item, _ in _walk(root, lambda item: not item.more))


def _line(item: _Item, locator: str, above: str, address: str, text_limit: int) -> str:
    """The line of a node of the page at `address`; `above` is the locator of the containing node, if that is shown."""
    node = item.node
    parts = [f"- {clean(node.role) or 'generic'}"]
    if node.name:
        parts.append(quote(node.name, text_limit))
    parts.extend(f"[{cut(state, 40)}]" for state in node.states[:6])
    parts.extend(mark for mark, there in (("[hidden]", node.hidden), ("[changed]", item.changed)) if there)
    parts[0] += source_mark(node.source)
    if node.text and not _is_said_by_name(node, node.text):
        parts[-1] += ":"
        parts.append(quote(node.text, 2 * text_limit if node.role == "row" else text_limit))
    parts.extend(f"{clean(key)}={quote(_relative(value, address), 60)}" for key, value in node.props[:3])
    if locator == _implied_locator(node) and len(node.name or node.text) <= text_limit:
        parts.append("\u2713")
    elif short := short_locator(locator):
        is_below = above and locator.startswith(f"{above}.")
        parts.append(f"@ {_ABOVE}{short.removeprefix(short_locator(above))}" if is_below else f"@ {short}")
    return " ".join(parts)


def _relative(value: str, address: str) -> str:
    """A URL relative to the page at `address`: only the fragment on that page, without the origin on that site."""
    page, (path, hash_sign, fragment) = address.partition("#")[0], value.partition("#")
    origin = "/".join(page.split("/", 3)[:3])
    if page and path == page and hash_sign:
        return f"#{fragment}"
    return value.removeprefix(origin) if origin and value.startswith(f"{origin}/") else value


def _implied_locator(node: Node) -> str:
    """The locator that follows from role and name, or from the text alone."""
    if node.name:
        return role_locator(node.role, node.name)
    text = node.text.replace("\\", "\\\\").replace("'", "\\'")
    return f"page.getByText('{text}', {{ exact: true }})"

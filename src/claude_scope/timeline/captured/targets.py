"""Names the targets of acts as a user would: the smallest thing at the pointer, and its row or column."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import holds
from claude_scope.timeline.captured.compare.compare_rows import MIN_WORD_CHARS, row_name
from claude_scope.timeline.captured.compare.row_keys import cell_at
from claude_scope.timeline.captured.page.texts import one_line, prop_of, text_of
from claude_scope.timeline.captured.visible_elements import NODE_PREFIX
from claude_scope.wording.acts import QUIET, WHOLE_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.timeline.captured.page.structure import Page, Row, Section
    from claude_scope.values import Act, CapturedState, Node, Target

_CONTAINERS = frozenset(
    "generic row rowgroup grid table treegrid list listbox tree region main article group document application form "
    "tabpanel dialog navigation banner complementary iframe search".split()
)
"""Roles of containers that take the focus but are not what the user clicked."""
_MAX_OWN_NAME = 40
"""A longer name of a container is derived from its content."""
_TITLES = frozenset("heading generic text paragraph strong".split())
"""Roles of titles before a list, unlike links, which lead elsewhere."""
SIGN_PX = 40
"""The greatest distance from the end of a field to the arrow that opens its list."""
MAX_PART_SHARE = 0.8
"""A part with a larger share of a container's area is the container itself."""


def named_act(act: Act, state: CapturedState, page: Page) -> Act:
    """The act, with its targets named as on the page before the act."""
    target = _named(act.target, act.point, state, page, is_quiet=act.kind in QUIET)
    to = _named(act.to, act.to_point, state, page, is_quiet=False) if act.to else None
    if to is not None and act.to_point is not None and not to.name and not to.within:
        to = replace(to, within=_title_at(act.to_point, state))
    return replace(act, target=target, to=to)


def _named(
    target: Target, point: tuple[float, float] | None, state: CapturedState, page: Page, *, is_quiet: bool
) -> Target:
    own = next((node for node in state.tree.walk() if node.ref == f"{NODE_PREFIX}{target.node}"), None)
    target = replace(target, name=one_line(target.name))  # icon font letters are not a name
    if is_quiet:
        is_long = target.role in _CONTAINERS | {""} and len(target.name) > _MAX_OWN_NAME
        return replace(target, name="" if is_long else target.name)
    is_page = target.tag in WHOLE_PAGE
    if point is not None and (is_page or target.role in _CONTAINERS):
        part = _smallest_at(point, state, own)
        if is_page and part is not None:
            name = one_line(part.name) or text_of(part)
            return replace(target, name=f'{part.role} "{name}"') if part.role not in _CONTAINERS else target
        part = part or _field_beside(point, state)
        if part is not None:
            own, target = part, _at(target, part)
    if not target.name and own is not None:
        leaf = next((leaf for leaf in page.leaves if leaf.ref == own.ref), None)
        target = replace(target, name=leaf.name if leaf else one_line(prop_of(own, "/description")))
    return replace(target, within=_within(own, page) or target.within) if own is not None else target


def _at(target: Target, part: Node) -> Target:
    number = part.ref.removeprefix(NODE_PREFIX)
    return replace(
        target,
        node=int(number) if number.isdecimal() else target.node,
        role=part.role,
        name=one_line(part.name) or text_of(part),
        locator=part.locator or target.locator,
    )


def _smallest_at(point: tuple[float, float], state: CapturedState, container: Node | None) -> Node | None:
    """The smallest uncovered text at a point, if it is only a part of the container."""
    found = [(box.width * box.height, node) for node in _worded(state) if (box := node.box) and holds(box, point)]
    area, node = min(found, key=lambda pair: pair[0], default=(0.0, None))
    if container is not None and container.box is not None:
        whole = container.box.width * container.box.height
        return node if whole and area <= MAX_PART_SHARE * whole else None
    return node


def _title_at(point: tuple[float, float], state: CapturedState) -> str:
    """The title of the innermost list or column at a point: the short text before it.

    It names the target of a drop, because the element under the pointer may then be the dragged one.
    """
    title, node = "", state.tree
    while inner := next((child for child in node.children if child.box and holds(child.box, point)), None):
        first = node.children[0]
        text = one_line(first.name) or one_line(first.text)
        is_title = first.role in _TITLES and not first.children and 0 < len(text) <= _MAX_OWN_NAME
        if is_title and first is not inner and inner.children:
            title = text
        node = inner
    return title


def _field_beside(point: tuple[float, float], state: CapturedState) -> Node | None:
    """The combobox whose arrow is at a point, just to the right of its box."""
    x, y = point
    for node in _worded(state):
        box = node.box if node.role == "combobox" else None
        if box and box.y <= y <= box.y + box.height and 0 <= x - box.x - box.width <= SIGN_PX:
            return node
    return None


def _worded(state: CapturedState) -> Iterator[Node]:
    covered = set(state.covered)
    for node in state.tree.walk():
        is_seen = not node.hidden and node.ref not in covered and node.role != "option"
        if is_seen and (node.name or node.text):
            yield node


def _key_of(row: Row, section: Section) -> str:
    """The first cell that distinguishes a row from the others."""
    for place, cell in enumerate(row.cells):
        if len(cell) >= MIN_WORD_CHARS and [cell_at(item, place) for item in section.rows].count(cell) == 1:
            return cell
    return next(filter(None, row.cells), "")


def _within(own: Node, page: Page) -> str:
    """The row, card or column of a node, or "" if the node's own name already says it."""
    for section in page.sections:
        for name, refs in section.heads:
            if own.ref in refs:
                return "" if name == one_line(own.name) else f"column {name}"
        for row in section.rows:
            if own.ref in row.refs and len(row.cells) > 1:
                name, said = row_name(row, _key_of(row, section)), one_line(own.name or own.text)
                return "" if said and (name in said or said in name) else name
    return ""

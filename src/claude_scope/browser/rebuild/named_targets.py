"""Names the target of an act by the accessibility tree of the state in which the act was done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.values import FIELD_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_scope.browser.rebuild.rebuilt_tree import RebuiltTree
    from claude_scope.values import Node, Target

_TEXT_NAME_CHARS = 80
_ROWS = frozenset({"row", "listitem", "article", "treeitem", "option"})


def named_target(target: Target, built: RebuiltTree) -> Target:
    """The target with the role, name and locator of its node in the tree, or of the node around it."""
    dom = built.targets.get(target.node)
    if dom is None:
        return target
    nodes = _nodes_by_ref(built.tree)
    own = nodes.get(dom.around)
    if dom.role:
        name = dom.name or target.name
        return replace(target, tag=dom.tag, role=dom.role, name=name, locator=dom.locator)
    if own is None:
        name = target.name or dom.text[:_TEXT_NAME_CHARS]
        return replace(target, tag=dom.tag or target.tag, name=name, locator=dom.locator)
    is_own = dom.around == f"n{target.node}"
    text = "" if own.role in FIELD_ROLES else (own.text if is_own else "") or dom.text[:_TEXT_NAME_CHARS]
    name = own.name or text or target.name
    locator = own.locator if is_own and own.locator else dom.locator
    role = own.role if is_own else target.role or dom.tag
    within = _row_of(built.tree, own) if ".nth(" in locator else ""
    return replace(target, tag=dom.tag, role=role, name=name, locator=locator, within=within)


def _row_of(tree: Node, own: Node) -> str:
    """The text that distinguishes the row of a node: its name, its heading, or its first text; "" outside of rows."""
    around = [node for node in tree.walk() if node.role in _ROWS and any(inner is own for inner in node.walk())]
    if not around:
        return ""
    row = around[-1]
    inside = [node for node in row.walk() if node is not row and node is not own]
    titles = [node for node in inside if node.role in ("heading", "rowheader")]
    texts = (node.name or node.text for node in titles or inside)
    return (row.name or next(filter(None, texts), ""))[:_TEXT_NAME_CHARS]


def _nodes_by_ref(tree: Node) -> Mapping[str, Node]:
    return {node.ref: node for node in tree.walk() if node.ref}

"""The accessibility tree of the rebuilt page, with the node ids of the DOM and the states that the snapshot lacks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from claude_scope.browser import aria_snapshot
from claude_scope.browser.locator import add_locators
from claude_scope.browser.page import iframe_boxes
from claude_scope.browser.rebuild.replay_page import REFS_ENGINE, script
from claude_scope.values import Box, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.async_api import Page

NODE_PREFIX = "n"
"""The `ref` of a node in a rebuilt tree is this and its id in the DOM events: `n17`."""
_SNAPSHOT_MS = 20_000.0
_NODES = script("nodes.js")


@dataclass(frozen=True, slots=True)
class DomTarget:
    """A node of the DOM that was acted on: the nearest node of the tree around it, a CSS selector, its text and tag."""

    around: str
    selector: str
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class RebuiltTree:
    """The tree, what was asked for by DOM id, and the boxes of what the DOM says nothing about."""

    tree: Node
    targets: Mapping[int, DomTarget]
    blind: tuple[Box, ...] = ()


async def rebuilt_tree(page: Page, wanted: Sequence[int]) -> RebuiltTree:
    """The tree of the page as it is rebuilt now; `wanted` are DOM ids of targets.

    Raises:
        InspectionError: the snapshot cannot be read.
        playwright.async_api.Error: the browser failed.
    """
    text = await page.aria_snapshot(mode="ai", boxes=True, depth=2 * aria_snapshot.MAX_DEPTH, timeout=_SNAPSHOT_MS)
    tree = aria_snapshot.parse(text)
    for frame in page.frames[1:]:
        await frame.locator(f"{REFS_ENGINE}=all").count()
    found, targets, blind = await page.evaluate(_NODES, list(wanted))
    known = {str(ref): (int(node), tuple(states), str(description)) for ref, node, states, description in found}
    placed = iframe_boxes.to_page_coordinates(tree, await iframe_boxes.frame_positions(page, tree))
    inside = next((node for node in placed.walk() if node.role == "iframe"), None)
    content = _with_ids(Node(aria_snapshot.FRAGMENT, children=inside.children if inside else ()), known)
    if len(content.children) == 1 and content.children[0].role not in (aria_snapshot.TEXT, "iframe"):
        content = content.children[0]
    boxes = tuple(Box(*map(float, box)) for box in blind)
    return RebuiltTree(add_locators(content), dict(_targets(targets)), boxes)


def _with_ids(node: Node, known: Mapping[str, tuple[int, tuple[str, ...], str]]) -> Node:
    children = tuple(_with_ids(child, known) for child in node.children)
    if node.ref not in known:
        return replace(node, ref="", children=children)
    number, states, description = known[node.ref]
    props = (*node.props, ("/description", description)) if description else node.props
    more = tuple(state for state in states if state not in node.states and state != f"value={node.text}")
    return replace(node, ref=f"{NODE_PREFIX}{number}", states=(*node.states, *more), props=props, children=children)


def _targets(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, DomTarget]]:
    for number, around, selector, text, tag in rows:
        yield (
            int(number),
            DomTarget(f"{NODE_PREFIX}{int(around)}" if around >= 0 else "", str(selector), str(text), str(tag)),
        )

"""The accessibility tree of the rebuilt page, with the node ids of the DOM and the states that the snapshot lacks."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from claude_scope.browser import aria_snapshot
from claude_scope.browser.locator import add_locators, quote
from claude_scope.browser.page import iframe_boxes
from claude_scope.browser.page.iframe_boxes import FramePosition
from claude_scope.browser.rebuild.replay_page import REFS_ENGINE, script
from claude_scope.values import Box, Node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playwright.async_api import Page

NODE_PREFIX = "n"
"""The `ref` of a node in a rebuilt tree is this and its id in the DOM events: `n17`."""
_SNAPSHOT_MS = 20_000.0
_NODES = script("nodes.js")
_REPLAYED = "iframe"
"""The replayer's own frame, the only one of its page."""


@dataclass(frozen=True, slots=True)
class DomTarget:
    """A node of the DOM that was acted on: the nearest node of the tree around it, a locator by CSS, its text and tag.

    `role` and `name` are its own if the tree has no reference for it, like the transparent checkbox below a drawn one;
    `locator` is then by them, if that is unique.
    """

    around: str
    locator: str
    text: str
    tag: str
    role: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class RebuiltTree:
    """The tree, what was asked for by DOM id, and the boxes of what the DOM says nothing about, and the
    refs of nodes that something else covers."""

    tree: Node
    targets: Mapping[int, DomTarget]
    blind: tuple[Box, ...] = ()
    covered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What the browser says of a rebuilt page: its ARIA snapshot, the rows of `nodes.js`, and the targets."""

    snapshot: str
    found: Sequence[Any]
    blind: Sequence[Any]
    frames: Sequence[Any]
    targets: Mapping[int, DomTarget]


async def see_page(page: Page, wanted: Sequence[int]) -> SeenPage:
    """Read the page as it is rebuilt now; `wanted` are DOM ids of targets.

    Raises:
        InspectionError: the snapshot of a target cannot be read.
        playwright.async_api.Error: the browser failed.
    """
    text = await page.aria_snapshot(mode="ai", boxes=True, depth=2 * aria_snapshot.MAX_DEPTH, timeout=_SNAPSHOT_MS)
    for frame in page.frames[1:]:
        await frame.locator(f"{REFS_ENGINE}=all").count()
    rows = json.loads(await page.evaluate(_NODES, [list(wanted), iframe_boxes.MAX_ELEMENTS]))
    found, targets, blind, frames = rows
    return SeenPage(text, found, blind, frames, {int(row[0]): await _target(page, row) for row in targets})


def rebuilt_tree(seen: SeenPage) -> RebuiltTree:
    """The tree of a rebuilt page.

    Raises:
        InspectionError: the snapshot cannot be read.
    """
    tree = aria_snapshot.parse(seen.snapshot)
    known = {
        str(ref): _Known(int(node), tuple(states), str(text), str(code))
        for ref, node, states, text, _, code in seen.found
    }
    covered = tuple(f"{NODE_PREFIX}{int(node)}" for _, node, _, _, is_covered, _ in seen.found if is_covered is True)
    placed = iframe_boxes.to_page_coordinates(tree, _frame_positions(tree, seen.frames))
    inside = _replayed(placed)
    content = _with_ids(Node(aria_snapshot.FRAGMENT, children=inside.children if inside else ()), known)
    if len(content.children) == 1 and content.children[0].role not in (aria_snapshot.TEXT, "iframe"):
        content = content.children[0]
    boxes = tuple(Box(*map(float, box)) for box in seen.blind)
    return RebuiltTree(add_locators(content), seen.targets, boxes, covered)


def _replayed(tree: Node) -> Node | None:
    """The replayer's frame, the only one of its page."""
    return next((node for node in tree.walk() if node.role == "iframe"), None)


def _frame_positions(tree: Node, frames: Sequence[Any]) -> Mapping[str, FramePosition]:
    """The position of each frame by its ref, as `iframe_boxes.frame_positions` has them of an inspected page."""
    rows = {str(ref): (place, hidden) for ref, place, hidden in frames}
    replayed = _replayed(tree)
    if replayed is not None:
        rows[replayed.ref] = rows[""]
    found = {"": FramePosition()}
    waiting = [(tree, "")]
    while waiting:
        node, around = waiting.pop()
        if node.role == "iframe" and node.children and node.ref in rows and len(found) < iframe_boxes.MAX_FRAMES:
            (x, y, scale), hidden = rows[node.ref]
            found[node.ref] = iframe_boxes.with_hidden(found[around].inner(x, y, scale), hidden)
            around = node.ref
        waiting.extend((child, around) for child in node.children)
    return found


class _Known(NamedTuple):
    """What `nodes.js` knows of a node; `code` is its text if that has several lines."""

    number: int
    states: tuple[str, ...]
    description: str
    code: str


def _with_ids(node: Node, known: Mapping[str, _Known]) -> Node:
    children = tuple(_with_ids(child, known) for child in node.children)
    if node.ref not in known:
        return replace(node, ref="", children=children)
    number, states, description, code = known[node.ref]
    is_other = description and description != node.name  # a title names what has no other name
    props = (*node.props, ("/description", description)) if is_other else node.props
    more = tuple(state for state in states if state not in node.states and state != f"value={node.text}")
    is_code = code and not children and code.split() == node.text.split()
    text = code.strip("\n") if is_code else node.text
    states = (*node.states, *more)
    return replace(node, ref=f"{NODE_PREFIX}{number}", text=text, states=states, props=props, children=children)


async def _target(page: Page, row: Sequence[Any]) -> DomTarget:
    number, around, selector, text, tag, frames, has_role = row
    place = page.locator(_REPLAYED).content_frame
    code = "page"
    for frame in frames:
        place = place.locator(str(frame)).content_frame
        code += f".locator({quote(str(frame))}).contentFrame()"
    locator = f"{code}.locator({quote(str(selector))})" if selector else ""
    ref = f"{NODE_PREFIX}{int(around)}" if around >= 0 else ""
    target = DomTarget(ref, locator, str(text), str(tag))
    if not has_role or around == number:
        return target
    own = aria_snapshot.parse(await place.locator(str(selector)).first.aria_snapshot(timeout=_SNAPSHOT_MS))
    if own.role in (aria_snapshot.TEXT, aria_snapshot.FRAGMENT):
        return target
    target = replace(target, role=own.role, name=own.name)
    role: Any = own.role
    if not own.name or await place.get_by_role(role, name=own.name, exact=True).count() != 1:
        return target
    return replace(target, locator=f"{code}.getByRole({quote(own.role)}, {{ name: {quote(own.name)}, exact: true }})")

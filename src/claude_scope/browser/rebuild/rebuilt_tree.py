"""Reads the accessibility tree of the rebuilt page, with DOM ids and with states that Playwright's snapshot lacks."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from claude_scope.browser import aria_snapshot
from claude_scope.browser.locator import add_locators, quote
from claude_scope.browser.page import iframe_boxes
from claude_scope.browser.page.iframe_boxes import FramePosition
from claude_scope.browser.rebuild.replay_page import script
from claude_scope.values import Box, Node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playwright.async_api import Page

NODE_PREFIX = "n"
"""The `ref` of a node in a rebuilt tree is this prefix and its id in the DOM events: `n17`."""
_SNAPSHOT_MS = 20_000.0
_NODES = script("nodes.js")
_REPLAYED = "iframe"
"""The replayer's own frame, the only one of its page."""


@dataclass(frozen=True, slots=True)
class DomTarget:
    """The DOM node of a target: the nearest tree node around it, a CSS locator, its text and tag.

    `role` and `name` are the element's own if the tree has no reference for it, such as the transparent checkbox below
    a drawn one; `locator` then uses them, if they are unique.
    """

    around: str
    locator: str
    text: str
    tag: str
    role: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class RebuiltTree:
    """The tree, the targets by DOM id, the boxes of regions whose content is not in the DOM (`blind`), the refs of
    covered nodes, and whether the page has more nodes than the tree."""

    tree: Node
    targets: Mapping[int, DomTarget]
    blind: tuple[Box, ...] = ()
    covered: tuple[str, ...] = ()
    is_cut: bool = False


class SeenPage(NamedTuple):
    """The data that `nodes.js` returns for a rebuilt page, and the targets."""

    rows: Sequence[Any]
    covered: Sequence[int]
    codes: Sequence[tuple[int, str]]
    blind: Sequence[Sequence[float]]
    frames: Sequence[Any]
    targets: Mapping[int, DomTarget]
    is_cut: bool


async def see_page(page: Page, wanted: Sequence[int]) -> SeenPage:
    """Read the page in its current state; `wanted` are DOM ids of targets.

    Raises:
        InspectionError: the snapshot of a target cannot be read.
        TimeoutError: reading takes too long.
        playwright.async_api.Error: the browser failed.
    """
    async with asyncio.timeout(_SNAPSHOT_MS / 1000):  # `evaluate` itself has no time limit
        text = await page.evaluate(_NODES, [list(wanted), iframe_boxes.MAX_ELEMENTS])
    rows, covered, codes, targets, blind, frames, is_cut = json.loads(text)
    wanted_targets = {int(row[0]): await _target(page, row) for row in targets}
    return SeenPage(rows, covered, codes, blind, frames, wanted_targets, is_cut)


def rebuilt_tree(seen: SeenPage) -> RebuiltTree:
    """Build the tree of a rebuilt page, with locators."""
    tree = Node(aria_snapshot.FRAGMENT, children=tuple(map(_node, seen.rows)))
    content = iframe_boxes.to_page_coordinates(tree, _frame_positions(tree, seen.frames))
    if len(content.children) == 1 and content.children[0].role not in (aria_snapshot.TEXT, "iframe"):
        content = content.children[0]
    if seen.codes:
        content = _with_lines(content, {_ref(number): code for number, code in seen.codes})
    boxes = tuple(Box(*map(float, box)) for box in seen.blind)
    return RebuiltTree(add_locators(content), seen.targets, boxes, tuple(map(_ref, seen.covered)), seen.is_cut)


def _ref(number: int | None) -> str:
    return "" if number is None else f"{NODE_PREFIX}{number}"


def _node(row: Any) -> Node:
    if isinstance(row, str):
        return Node(aria_snapshot.TEXT, text=aria_snapshot.cut(row))
    role, name, text, states, props, box, number, below = row
    return Node(
        role, aria_snapshot.cut(name), tuple(states), aria_snapshot.cut(text),
        tuple((key, aria_snapshot.cut(value)) for key, value in props),
        Box(*box), _ref(number), children=tuple(map(_node, below)),
    )  # fmt: skip


def _with_lines(node: Node, codes: Mapping[str, str]) -> Node:
    """The tree in which the text of code has the line breaks that it has in the DOM."""
    children = tuple(_with_lines(child, codes) for child in node.children)
    code = codes.get(node.ref, "")
    is_code = not children and code.split() == node.text.split()
    return replace(node, text=code.strip("\n") if code and is_code else node.text, children=children)


def _frame_positions(tree: Node, frames: Sequence[Any]) -> Mapping[str, FramePosition]:
    """The position of each frame by its ref, as `iframe_boxes.frame_positions` returns them for an inspected page."""
    rows = {_ref(number): (place, hidden) for number, place, hidden in frames}
    found: dict[str, FramePosition] = {}
    waiting = [(tree, FramePosition())]
    while waiting:
        node, around = waiting.pop()
        is_frame = node is tree or (node.role == "iframe" and node.children)
        if is_frame and node.ref in rows and len(found) < iframe_boxes.MAX_FRAMES:
            (x, y, scale), hidden = rows[node.ref]
            around = found[node.ref] = iframe_boxes.with_hidden(around.inner(x, y, scale), hidden)
        waiting.extend((child, around) for child in node.children)
    return found


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

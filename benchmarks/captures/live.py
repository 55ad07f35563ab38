"""Takes the accessibility tree of the live page, with an identity for each element that lasts as long as the element.

The page's DOM is not changed, since the recorder would see that.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from benchmarks.captures.truth import Look
from claude_scope.browser import aria_snapshot
from claude_scope.browser.page import iframe_boxes
from claude_scope.values import Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.async_api import Page, Playwright

    from benchmarks.captures.truth import Step

MASK = "••••••"
DEPTH = 2 * aria_snapshot.MAX_DEPTH
HIDDEN = "x-hidden"
"""A state that represents `Node.hidden`, which a rendered tree lacks."""
_ENGINE = "flow-refs"
_TRIES = 8
_PAUSE_MS = 250

_FIND = """({
  query(root, selector) { return this.queryAll(root, selector)[0]; },
  queryAll(root, selector) {
    const found = new Map();
    const visit = (top) => {
      for (const element of top.querySelectorAll("*")) {
        if (element._ariaRef) found.set(element._ariaRef.ref, element);
        if (element.shadowRoot) visit(element.shadowRoot);
      }
    };
    visit(root);
    return selector.split(",").map((ref) => found.get(ref)).filter(Boolean);
  },
})"""
"""A selector engine that returns the elements of references in order; it reads the property that Playwright sets on
elements.
"""

_DESCRIBE = """(elements) => {
  const frame = Math.random().toString(36).slice(2, 8);
  const ids = window[Symbol.for("flow-ids")] ||= { of: new WeakMap(), last: 0, frame };
  return elements.map((element) => {
    if (!ids.of.has(element)) ids.of.set(element, `${ids.frame}-${++ids.last}`);
    return [ids.of.get(element), element.localName === "input" && element.type === "password"];
  });
}"""

_PATH = """(element) => {
  const path = [];
  for (let at = element; at; ) {
    const above = at.parentNode;
    if (!above) break;
    path.unshift([...above.children].indexOf(at));
    if (above.nodeType === 11) path.unshift("shadow");
    at = above.nodeType === 11 ? above.host : above.nodeType === 9 ? null : above;
  }
  return path;
}"""


def now_ms() -> float:
    return time.time() * 1000


async def register(playwright: Playwright) -> None:
    """Register the selector engine, once, after connecting: it applies to the current contexts."""
    await playwright.selectors.register(_ENGINE, _FIND, content_script=True)


async def path_of(handle: Any) -> list[Step]:
    """The path from the top document to an element, through frames and open shadow roots."""
    path: list[Step] = await handle.evaluate(_PATH)
    frame = await handle.owner_frame()
    while frame is not None and frame.parent_frame is not None:
        holder = await frame.frame_element()
        path = [*await holder.evaluate(_PATH), "frame", *path]
        frame = frame.parent_frame
    return path


async def look(page: Page, name: str) -> Look:
    """The live page when it is steady: two equal snapshots, and a time between them."""
    for tried in range(_TRIES):
        before = await _text(page)
        at = now_ms()
        tree = aria_snapshot.parse(before)
        known, bases = await _elements(page, tree)
        placed = iframe_boxes.to_page_coordinates(tree, await iframe_boxes.frame_positions(page, tree))
        document = str(await page.evaluate("String(performance.timeOrigin)"))
        after = await _text(page)
        if before == after or tried == _TRIES - 1:
            break
        await page.wait_for_timeout(_PAUSE_MS)
    masked = _masked(tree, known)
    return Look(
        name,
        at,
        document,
        lines(_absolute(masked, bases)),
        aria_snapshot.render(_identified(_masked(placed, known), known)),
        before == after,
    )


def lines(tree: Node) -> list[str]:
    """The lines of a tree without references and boxes."""
    return aria_snapshot.render(_bare(tree)).splitlines()


def _bare(node: Node) -> Node:
    return replace(node, ref="", box=None, children=tuple(_bare(child) for child in node.children))


async def _text(page: Page) -> str:
    return await page.aria_snapshot(mode="ai", boxes=True, depth=DEPTH)


async def _elements(page: Page, tree: Node) -> tuple[dict[str, tuple[str, bool]], dict[str, str]]:
    """Identity of each element and whether it is a password field, by reference; and each frame's base address by its
    iframe's reference.
    """
    known: dict[str, tuple[str, bool]] = {}
    bases = {"": page.url}
    groups: dict[str, list[str]] = {"": []}
    waiting = [(tree, "")]
    while waiting:
        node, inside = waiting.pop()
        if node.ref:
            groups.setdefault(inside, []).append(node.ref)
        inside = node.ref if node.role == "iframe" and node.ref else inside
        waiting.extend((child, inside) for child in node.children)
    for holder, refs in groups.items():
        frame = page.main_frame
        if holder:
            content = await (await page.get_by_ref(holder).element_handle(timeout=2_000)).content_frame()
            if content is None:
                continue
            frame = content
        bases[holder] = str(await frame.evaluate("document.baseURI"))
        # `evaluate_all` would search in the main world of the page, where the engine sees no references.
        handles = await frame.locator(f"{_ENGINE}={','.join(refs)}").element_handles() if refs else []
        found = await frame.evaluate(_DESCRIBE, handles)
        for handle in handles:
            await handle.dispose()
        if len(found) != len(refs):
            print(f"  of {len(refs)} elements {len(found)} were found again")
        else:
            known |= {ref: (str(item), bool(secret)) for ref, (item, secret) in zip(refs, found, strict=True)}
    return known, bases


def _masked(node: Node, known: Mapping[str, tuple[str, bool]]) -> Node:
    text = MASK if node.text and known.get(node.ref, ("", False))[1] else node.text
    return replace(node, text=text, children=tuple(_masked(child, known) for child in node.children))


def _identified(node: Node, known: Mapping[str, tuple[str, bool]]) -> Node:
    states = (*node.states, HIDDEN) if node.hidden else node.states
    children = tuple(_identified(child, known) for child in node.children)
    return replace(node, ref=known.get(node.ref, ("", False))[0], states=states, children=children)


def _absolute(node: Node, bases: Mapping[str, str], base: str = "") -> Node:
    base = base or bases[""]
    props = tuple((name, _resolved(base, value) if name == "/url" else value) for name, value in node.props)
    inside = bases.get(node.ref, base) if node.role == "iframe" else base
    return replace(node, props=props, children=tuple(_absolute(child, bases, inside) for child in node.children))


def _resolved(base: str, address: str) -> str:
    """The address as a browser normalises it: with a path, if it has a host."""
    whole = urlsplit(urljoin(base, address))
    found = whole._replace(path="/").geturl() if whole.netloc and not whole.path else whole.geturl()
    return f"{found}#" if address.endswith("#") else found

"""Puts the boxes of iframe contents into the page's coordinates, and marks nodes that the screen does not show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from claude_scope.browser.scripts import FRAME, HIDDEN
from claude_scope.values import Box, Node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playwright.async_api import Frame, Page

_MOST_ELEMENTS = 20_000
_MOST_FRAMES = 50
_FRAME_TIMEOUT_MS = 1_000.0
_CONTROLS = {"checkbox", "radio", "switch", "textbox", "searchbox", "combobox", "slider", "spinbutton", "option"}
"""Commonly transparent or clipped under a drawn replacement at the same place, with a label that is on the screen."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the content of one frame lies in the page, and what in it is hidden: box in the frame to its texts."""

    x: float = 0
    y: float = 0
    scale: float = 1
    hidden: Mapping[tuple[float, ...], Sequence[str]] = field(default_factory=dict)

    def box(self, box: Box) -> Box:
        """A box of the frame in the page's coordinates."""
        return Box(
            round(self.x + box.x * self.scale), round(self.y + box.y * self.scale),
            round(box.width * self.scale), round(box.height * self.scale),
        )  # fmt: skip


async def places(page: Page, tree: Node) -> dict[str, Place]:
    """The place of each iframe of the tree by its ref, and of the page itself under ""."""
    found = {"": Place(hidden=await _hidden(page.main_frame))}
    waiting = [(tree, "")]
    while waiting:
        node, inside = waiting.pop()
        if node.role == "iframe" and node.ref and node.children and len(found) < _MOST_FRAMES:
            found[node.ref] = await _place(page, node.ref, found[inside])
            inside = node.ref
        waiting.extend((child, inside) for child in node.children)
    return found


async def _place(page: Page, ref: str, around: Place) -> Place:
    handle = await page.get_by_ref(ref).element_handle(timeout=_FRAME_TIMEOUT_MS)
    x, y, scale = await handle.evaluate(FRAME)
    frame = await handle.content_frame()
    return Place(
        around.x + x * around.scale, around.y + y * around.scale, around.scale * scale,
        await _hidden(frame) if frame else {},
    )  # fmt: skip


async def _hidden(frame: Frame) -> dict[tuple[float, ...], list[str]]:
    by_box: dict[tuple[float, ...], list[str]] = {}
    for x, y, width, height, text in await frame.evaluate(HIDDEN, _MOST_ELEMENTS):
        by_box.setdefault((x, y, width, height), []).append(text)
    return by_box


# --- on the tree ------------------------------------------------------------------------------------------------------


def arrange(tree: Node, places: Mapping[str, Place]) -> Node:
    """The tree with boxes in the page's coordinates and `hidden` set; a box in a frame without a place is dropped."""
    return _arrange(tree, places, places.get("", Place()))


def _arrange(node: Node, places: Mapping[str, Place], place: Place | None) -> Node:
    inside = places.get(node.ref) if node.role == "iframe" else place
    children = tuple(_arrange(child, places, inside) for child in node.children)
    box = place.box(node.box) if place and node.box else None
    return replace(node, box=box, hidden=bool(place and _is_hidden(node, place)), children=children)


def _is_hidden(node: Node, place: Place) -> bool:
    if node.box is None or not (node.name or node.text):
        return False
    if not node.children and node.box.width * node.box.height == 0:
        return True
    if node.role in _CONTROLS:
        return False
    own = node.text or node.name
    return any(not text or own in text or text in own for text in place.hidden.get(node.box, ()))

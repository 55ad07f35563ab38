"""Moves the boxes of iframe contents into page coordinates, and marks nodes that the screen does not show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from claude_scope.browser.aria_snapshot import TEXT
from claude_scope.browser.page.script_results import evaluate_boxes, evaluate_numbers
from claude_scope.browser.scripts import FRAME, HIDDEN
from claude_scope.browser.urls import is_browser_error_page
from claude_scope.values import Box, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from playwright.async_api import Frame, Page

MAX_ELEMENTS = 20_000
MAX_FRAMES = 50
_MAX_PIECES = 200
_MIN_PIECE_CHARS = 3
_FRAME_TIMEOUT_MS = 1_000.0
_CONTROLS = {"checkbox", "radio", "switch", "textbox", "searchbox", "combobox", "slider", "spinbutton", "option"}
"""Roles of controls, which are often transparent or clipped below a styled replacement, with a visible label."""

_ENTRIES = {"option", "group"}
_NOT_LAID_OUT = Box(0, 0, 0, 0)
"""The box of nodes without layout, like the options of a closed `<select>`, which people see when they open it."""


@dataclass(frozen=True, slots=True)
class FramePosition:
    """Where the content of a frame is in the page, and its hidden texts by box (in frame coordinates).

    `inline` holds hidden pieces of running text, which the snapshot does not separate from the text around them.
    `failed` marks a frame that did not load: it contains the browser's error page.
    """

    x: float = 0
    y: float = 0
    scale: float = 1
    hidden: Mapping[Box, Sequence[str]] = field(default_factory=dict)
    inline: Sequence[tuple[Box, str]] = ()
    failed: bool = False

    def box(self, box: Box) -> Box:
        """A box of the frame in the page's coordinates."""
        return Box(
            round(self.x + box.x * self.scale), round(self.y + box.y * self.scale),
            round(box.width * self.scale), round(box.height * self.scale),
        )  # fmt: skip

    def inner(self, x: float, y: float, scale: float) -> FramePosition:
        """The position of a frame inside this one."""
        return FramePosition(self.x + x * self.scale, self.y + y * self.scale, self.scale * scale)


async def frame_positions(page: Page, tree: Node) -> dict[str, FramePosition]:
    """The position of each iframe by its ref, and of the page itself under ""."""
    found = {"": await _find_hidden(page.main_frame, FramePosition())}
    waiting = [(tree, "")]
    while waiting:
        node, inside = waiting.pop()
        if node.role == "iframe" and node.ref and node.children and len(found) < MAX_FRAMES:
            found[node.ref] = await _frame_position(page, node.ref, found[inside])
            inside = node.ref
        waiting.extend((child, inside) for child in node.children)
    return found


async def _frame_position(page: Page, ref: str, around: FramePosition) -> FramePosition:
    handle = await page.get_by_ref(ref).element_handle(timeout=_FRAME_TIMEOUT_MS)
    x, y, scale = await evaluate_numbers(handle, FRAME, 3)
    frame = await handle.content_frame()
    place = around.inner(x, y, scale)
    if frame and is_browser_error_page(frame.url):
        return replace(place, failed=True)
    return await _find_hidden(frame, place) if frame else place


async def _find_hidden(frame: Frame, place: FramePosition) -> FramePosition:
    """The position with the hidden texts of its frame."""
    return with_hidden(place, await evaluate_boxes(frame, HIDDEN, MAX_ELEMENTS))


def with_hidden(
    place: FramePosition, rows: Iterable[tuple[float, float, float, float, str, bool, bool]]
) -> FramePosition:
    """The position with the hidden texts of its frame, as `hidden.js` lists them."""
    by_box: dict[Box, list[str]] = {}
    inline: list[tuple[Box, str]] = []
    for x, y, width, height, text, is_inline, _ in rows:
        box = Box(x, y, width, height)
        by_box.setdefault(box, []).append(text)
        if is_inline and len(text) >= _MIN_PIECE_CHARS and len(inline) < _MAX_PIECES:
            inline.append((box, text))
    return replace(place, hidden=by_box, inline=inline)


# --- on the tree ------------------------------------------------------------------------------------------------------


def to_page_coordinates(tree: Node, positions: Mapping[str, FramePosition]) -> Node:
    """The tree with boxes in page coordinates and `hidden` set.

    Boxes in a frame without a position are dropped, and so is the content of a frame that did not load.
    """
    return _arrange(tree, positions, positions.get("", FramePosition()))


def _arrange(
    node: Node, positions: Mapping[str, FramePosition], place: FramePosition | None, *, in_list: bool = False
) -> Node:
    inside = positions.get(node.ref) if node.role == "iframe" else place
    below = () if inside and inside.failed else node.children
    is_list = node.role == "combobox" or in_list
    children = tuple(_arrange(child, positions, inside, in_list=is_list) for child in below)
    box = place.box(node.box) if place and node.box else None
    is_folded = in_list and node.role in _ENTRIES and node.box == _NOT_LAID_OUT
    hidden = bool(place and not is_folded and _is_hidden(node, place))
    arranged = replace(node, box=box, hidden=hidden, children=children)
    return arranged if hidden or place is None or node.box is None else _split(arranged, node.box, place)


def _split(node: Node, box: Box, place: FramePosition) -> Node:
    """Splits hidden pieces of a node's running text off as children."""
    for piece_box, piece in place.inline:
        if not _within(piece_box, box):
            continue
        if node.text and piece != node.text and piece in node.text:
            node = replace(node, text="", children=_split_text(node.text, piece, place.box(piece_box)))
        elif any(child.role == TEXT and piece in child.text for child in node.children):
            below = (
                _split_text(child.text, piece, place.box(piece_box))
                if child.role == TEXT and piece in child.text
                else (child,)
                for child in node.children
            )
            node = replace(node, children=tuple(new for group in below for new in group))
    return node


def _split_text(text: str, piece: str, box: Box) -> tuple[Node, ...]:
    before, _, after = text.partition(piece)
    middle = Node("generic", text=piece, box=box, hidden=True)
    return tuple(
        node for node in (Node(TEXT, text=before.strip()), middle, Node(TEXT, text=after.strip())) if node.text
    )


def _within(inner: Box, outer: Box) -> bool:
    """Whether a box is inside another; inline boxes may extend beyond it by two pixels."""
    return (
        inner.x >= outer.x - 2
        and inner.y >= outer.y - 2
        and inner.x + inner.width <= outer.x + outer.width + 2
        and inner.y + inner.height <= outer.y + outer.height + 2
    )


def _is_hidden(node: Node, place: FramePosition) -> bool:
    if node.box is None or not (node.name or node.text):
        return False
    if not node.children and node.box.width * node.box.height == 0:
        return True
    if node.role in _CONTROLS:
        return False
    own = node.text or node.name
    return any(not text or own in text or text in own for text in place.hidden.get(node.box, ()))

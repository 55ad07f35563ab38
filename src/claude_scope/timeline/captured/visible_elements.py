"""The elements of a rebuilt tree that a user would name: those with a name, a text or a value of their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from claude_scope.timeline.aria.snapshot_matching import TYPE_OF_ROLE
from claude_scope.values import FIELD_ROLES, Box, Line, Node, Source, UiElement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NODE_PREFIX = "n"
"""The prefix of a DOM node's id in the `ref` of a rebuilt tree."""
TEXT = "text"
"""The role of text between other children."""
NAMED_BY_CONTENT = frozenset(
    "button link heading tab option menuitem menuitemcheckbox menuitemradio checkbox radio switch treeitem "
    "tooltip".split()
)
"""Roles whose content is their name; only controls inside them are elements of their own."""
INTERACTIVE = NAMED_BY_CONTENT - {"heading", "tooltip"} | FIELD_ROLES | {"slider", "listbox"}
_NAMED_BY_TEXT = NAMED_BY_CONTENT | {"cell", "gridcell", "columnheader", "rowheader", "row"}
_WITH_VALUE = FIELD_ROLES | {"slider", "progressbar", "meter", "scrollbar"}
"""Roles whose text is a value, not a name."""
_STANDS_ALONE = FIELD_ROLES | {"slider", "listbox", "checkbox", "radio", "switch", "button", "dialog", "alertdialog"}
"""Roles of elements that count without a name."""
_CONTAINERS = frozenset("row rowgroup table grid list listitem group generic article main cell gridcell".split())
"""Roles whose name is left out if it only repeats their content."""
_FOCUS = "active"
MAX_NAME_CHARS = 400


@dataclass(frozen=True, slots=True)
class Seen:
    """An element in one state. `ref` is its id in the document, `parent` that of the element around it ("" at the top).

    `name` is its accessible name or its text.
    """

    ref: str
    parent: str
    role: str
    name: str
    value: str
    states: tuple[str, ...]
    box: Box | None
    locator: str
    hidden: bool
    text: str = ""
    """Its visible text: its value or text, or the name from its content, but not a title or label."""

    @property
    def is_control(self) -> bool:
        """Whether it is a control."""
        return self.role in INTERACTIVE


def elements_of(tree: Node) -> list[Seen]:
    """The visible elements of a tree in document order."""
    return list(_below(tree, "", absorbed=False))


def _below(node: Node, parent: str, *, absorbed: bool) -> Iterator[Seen]:
    seen = _seen(node, parent)
    is_shown = seen is not None and not node.hidden and not (absorbed and not seen.is_control)
    if seen is not None and is_shown:
        yield seen
        parent = seen.ref or parent
    absorbed = absorbed or (is_shown and node.role in NAMED_BY_CONTENT)
    for child in node.children:
        yield from _below(child, parent, absorbed=absorbed)


def _seen(node: Node, parent: str) -> Seen | None:
    """The node as an element; None if it has no text of its own."""
    if node.role in (TEXT, "fragment", "iframe"):
        return None
    own = _own_text(node)
    is_field = node.role in _WITH_VALUE
    name = node.name
    if not name and node.role in NAMED_BY_CONTENT:
        name = " ".join(_pieces(node))
    if node.role in _CONTAINERS and node.children and not own:
        name = ""
    if not name and not is_field:
        name = own
    if not name and node.role not in _STANDS_ALONE:
        return None
    return Seen(
        ref=node.ref,
        parent=parent,
        role=node.role,
        name=" ".join(name.split())[:MAX_NAME_CHARS],
        value=own if is_field else "",
        states=tuple(
            "focused" if state == _FOCUS else state for state in node.states if not state.startswith("level=")
        ),
        box=node.box,
        locator=node.locator,
        hidden=node.hidden,
        text=own or (" ".join(name.split()) if node.role in _NAMED_BY_TEXT else ""),
    )


def _own_text(node: Node) -> str:
    """The text of a node without that of the elements below it."""
    if node.text:
        return node.text
    return " ".join(child.text for child in node.children if child.role == TEXT and child.text)


def _pieces(node: Node) -> Iterator[str]:
    for child in node.children:
        if child.name or child.text:
            yield child.name or child.text
        else:
            yield from _pieces(child)


def ui_element(seen: Seen, number: str, scale: float) -> UiElement:
    """Convert to an element of the timeline; `scale` is frame pixels per CSS pixel."""
    return UiElement(
        id=number,
        type=TYPE_OF_ROLE.get(seen.role, "other" if seen.is_control else "text"),
        role=seen.role,
        label=seen.name,
        box=scaled_box(seen.box, scale),
        confidence=1.0,
        state=seen.states,
        value=seen.value,
        name=seen.name,
        locator=seen.locator,
        source=Source.DOM,
    )


@lru_cache(20_000)  # an element, its line and its node mostly have the same box, and so do those of the next state
def scaled_box(box: Box | None, scale: float) -> Box:
    """A box in frame pixels."""
    return Box(0, 0, 0, 0) if box is None else Box(*(round(side * scale, 1) for side in box))


def lines_of(elements: Sequence[Seen], scale: float) -> tuple[Line, ...]:
    """The visible texts with their boxes, like a perfect OCR reading."""
    texts = (
        (element.value or element.name, element.box)
        for element in elements
        if element.box and element.box.width * element.box.height > 0
    )
    return tuple(Line(text, scaled_box(box, scale), 1.0) for text, box in texts if text)

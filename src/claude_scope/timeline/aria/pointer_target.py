"""Finds what the pointer was over as a state began, from the pixels and from the tree of the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds, scaled
from claude_scope.timeline.aria import snapshot_matching
from claude_scope.timeline.aria.row_context import node_of_row
from claude_scope.timeline.element_types import FIELD_TYPES
from claude_scope.timeline.text_compare import same_text, similarity, skeleton
from claude_scope.values import Source, UiElement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Box, Element, Keyframe, Node, Snapshot

TIP_TOLERANCE_PX = 4
"""The tip of the pointer may be this far outside the OCR box."""
HALF_LINE_PX = 12
"""Half the height of a line of text."""
ACTED_ON = frozenset({"button", "input", "link", "checkbox", "radio", "select", "tab", "menu", "icon"})
ROLES_WITHOUT_TEXT = snapshot_matching.ROLES_WITH_HIDDEN_NAME
"""Roles that show none of their name: that one stands there is believed where the page looks as it loaded."""
MIN_NAME_SIMILARITY = 0.75
"""From this similarity on, a name was read with a lost or wrong letter."""


@dataclass(frozen=True, slots=True)
class KeyframeView:
    """One keyframe in both lanes: its elements as read and as matched, and its fit to each snapshot."""

    read: Sequence[Element]
    elements: Sequence[UiElement]
    snapshots: Sequence[Snapshot] = ()
    agreements: Sequence[snapshot_matching.Agreement] = ()


def pointed_at(keyframe: Keyframe, view: KeyframeView) -> UiElement | None:
    """The smallest control under the pointer as the change began, if the pointer was recognised.

    Where the view before is laid out like the page, a control of the tree at that place counts as one that was read.
    """
    if keyframe.pointer is None:
        return None
    point = keyframe.pointer
    if (of_its_row := _of_its_row(point, view)) is not None:
        return of_its_row
    under = [e for e in view.elements if e.type in ACTED_ON and holds(e.box, point, slack=TIP_TOLERANCE_PX)]
    under += list(_nodes_under(point, view))
    known = [e for e in under if not e.source.has_no_node]
    return min(known or under, key=lambda e: e.box.width * e.box.height, default=None)


def _of_its_row(point: tuple[int, int], view: KeyframeView) -> UiElement | None:
    """The row button that the tree names by its words and those of its row, wherever the row is now."""
    for snapshot, agreement in zip(view.snapshots, view.agreements, strict=True):
        nodes = [n for n in snapshot_matching.candidates(snapshot) if n.role in snapshot_matching.CLICKED_ROLES]
        if agreement.found and (found := node_of_row(point, view.elements, nodes, agreement.ratio)) is not None:
            node, shown = found
            named = _of_node(node, shown.box)
            return replace(named, id=shown.id, label=shown.label, state=shown.state, source=Source.BOTH)
    return None


def _nodes_under(point: tuple[int, int], view: KeyframeView) -> Iterator[UiElement]:
    """The controls of the tree at a point that, judging by the screen, are still there."""
    for snapshot, agreement in zip(view.snapshots, view.agreements, strict=True):
        if not agreement.has_layout:
            continue
        matched = {id(m.node): m.element for m in agreement.matches}
        for node in snapshot_matching.candidates(snapshot):
            if node.box is None or node.role not in snapshot_matching.INTERACTIVE:
                continue
            box = scaled(node.box, agreement.ratio)
            if not holds(box, point, slack=TIP_TOLERANCE_PX):
                continue
            if id(node) in matched and holds(box, centre(view.read[matched[id(node)]].box), slack=TIP_TOLERANCE_PX):
                yield replace(view.elements[matched[id(node)]], box=box)  # OCR reads only the words of a link
            elif _is_there(node, box, view.read, agreement):
                yield _of_node(node, box)


def _is_there(node: Node, box: Box, read: Sequence[Element], agreement: snapshot_matching.Agreement) -> bool:
    inside = [e for e in read if holds(box, centre(e.box))]
    texts = [e.label for e in sorted(inside, key=_in_reading_order) if e.label]
    if texts and any(_is_name(node.name, text) for text in (*texts, " ".join(texts))):
        return True
    looks_so = not texts or any(e.type in FIELD_TYPES for e in inside)
    return (
        bool(node.name)
        and node.role in ROLES_WITHOUT_TEXT
        and looks_so
        and agreement.found >= snapshot_matching.SAME_PAGE
    )


def _is_name(name: str, text: str) -> bool:
    """Whether a text is a node's name; a name without letters must match exactly."""
    return same_text(name, text) or (bool(skeleton(name)) and similarity(name, text, MIN_NAME_SIMILARITY) > 0)


def _in_reading_order(element: Element) -> tuple[int, float]:
    """The row of a text, in steps of half a line, and its left edge: a name may stand in two lines."""
    return round(element.box.y / HALF_LINE_PX), element.box.x


def _of_node(node: Node, box: Box) -> UiElement:
    kind = snapshot_matching.TYPE_OF_ROLE.get(node.role, "other")
    return UiElement(
        id=f"n{node.ref or node.locator}",
        type=kind,
        role=node.role,
        label="",
        box=box,
        confidence=1.0,
        name=node.name,
        locator=node.locator,
        source=Source.ARIA,
    )

"""Builds the timeline: one moment per keyframe, with its elements, its tree and the claims about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.aria import snapshot_matching
from claude_scope.timeline.aria.disagreement import disagreements, drop_unknown_pages
from claude_scope.timeline.claims.build import with_claims
from claude_scope.timeline.element_ids import element_ids
from claude_scope.timeline.element_tree import build_tree
from claude_scope.timeline.uncovered_texts import uncovered
from claude_scope.values import SURE_TYPES, EventKind, Moment, Reading, Source, Timeline, UiElement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Element, Keyframe, Node, Snapshot


def build_timeline(
    keyframes: Sequence[Keyframe],
    readings: Sequence[Reading],
    snapshots: Sequence[Snapshot] = (),
    *,
    title: str = "",
    notes: str = "",
) -> Timeline:
    """Merge both lanes: the readings (one per keyframe, in time order) and the snapshots of the inspected pages.

    `title` and `notes` are the developer's. The notes help to find where it went wrong; without notes, the title is
    used instead.
    """
    pages = [snapshot for snapshot in snapshots if snapshot.success and snapshot.tree is not None]
    shown = uncovered(keyframes, readings)
    scores: snapshot_matching.Scores = {}
    agreements = drop_unknown_pages([_agreements(reading, pages, scores) for reading in shown])
    nodes = [_nodes(of_frame) for of_frame in agreements]
    ids = element_ids([reading.elements for reading in shown], nodes)
    moments = tuple(map(_moment, keyframes, shown, nodes, ids))
    apart = disagreements(pages, agreements, shown)
    timeline = Timeline(
        moments,
        only_on_screen=apart.only_on_screen,
        only_in_tree=apart.only_in_tree,
        not_compared=apart.not_compared,
        unnamed=apart.unnamed,
    )
    return with_claims(timeline, notes or title)


def _agreements(
    reading: Reading, snapshots: Sequence[Snapshot], scores: snapshot_matching.Scores
) -> list[snapshot_matching.Agreement]:
    return [snapshot_matching.match_snapshot(reading.elements, s, reading.width, scores) for s in snapshots]


def _nodes(agreements: Sequence[snapshot_matching.Agreement]) -> dict[int, Node]:
    """The best node of each element of a state, by the element's index; each node is used at most once.

    If several nodes have the same words, a node is used only if the words around it identify it.
    """
    matches = [(match.score + agreement.layout, match) for agreement in agreements for match in agreement.matches]
    twins = {id(match.node) for _, match in matches if match.twin}
    found: dict[int, Node] = {}
    used: set[int] = set()
    for _, match in sorted(matches, key=lambda pair: -pair[0]):
        is_other = id(match.node) in twins and not match.twin
        if match.element in found or id(match.node) in used or is_other:
            continue
        used.add(id(match.node))
        found[match.element] = match.node
    return found


def _moment(keyframe: Keyframe, reading: Reading, nodes: dict[int, Node], ids: Sequence[str]) -> Moment:
    """The moment of a state, with its elements and tree, but without claims, which are added later."""
    elements = tuple(
        _ui_element(element, id_, nodes.get(index))
        for index, (element, id_) in enumerate(zip(reading.elements, ids, strict=True))
    )
    tree = build_tree(elements, reading.width, reading.height)
    return Moment(keyframe, reading, elements, tree, (), EventKind.STATE_CHANGE, "")


def _ui_element(element: Element, id_: str, node: Node | None) -> UiElement:
    kind = snapshot_matching.TYPE_OF_ROLE.get(node.role, element.type) if node else element.type
    checkable = node is None or node.role in snapshot_matching.CHECKABLE
    return UiElement(
        id=id_,
        type=kind,
        role=node.role if node else kind if kind in SURE_TYPES else "text",
        label=element.label,
        box=element.box,
        confidence=element.confidence,
        state=element.state if checkable else tuple(s for s in element.state if s != "checked"),
        value=element.value,
        name=node.name if node else "",
        locator=node.locator if node else "",
        source=Source.BOTH if node else element.source,
    )

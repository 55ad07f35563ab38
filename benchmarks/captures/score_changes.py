"""Differences: those between two rebuilt trees against those between the two live ones, by the same function."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.captures.live import HIDDEN
from benchmarks.captures.scores import Miss, Score
from claude_scope.browser import aria_snapshot
from claude_scope.timeline.captured.identity import Identities
from claude_scope.timeline.captured.tree_diff import tree_diff
from claude_scope.timeline.captured.visible_elements import elements_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.captures.rebuilt import Seen
    from benchmarks.captures.truth import Look
    from claude_scope.values import Change, Node

_OF_REBUILT = ("expanded=false", "value=", "current", "invalid", "required", "readonly", "busy", "scrolled=")
"""States that a live snapshot does not have; both sides are compared without them."""


def score_changes(flow: str, looks: Sequence[Look], seen: Sequence[Seen]) -> list[Score]:
    """Changes between each look and the next."""
    precision, recall = Score("differences: precision", 0.98), Score("differences: recall", 0.98)
    live = _differences([(_live(aria_snapshot.parse(look.tree)), look.document) for look in looks])
    ours = _differences([(_plain(one.tree), one.document) for one in seen])
    for look, expected, got in zip(looks[1:], live, ours, strict=True):
        right = sum((expected & got).values())
        precision.add(right, sum(got.values()))
        recall.add(right, sum(expected.values()))
        precision.misses += [Miss(flow, look.name, "", change) for change in (got - expected).elements()]
        recall.misses += [Miss(flow, look.name, change, "") for change in (expected - got).elements()]
    return [precision, recall]


def _differences(states: Sequence[tuple[Node, str]]) -> list[Counter[str]]:
    found = []
    identities = Identities()
    elements = [elements_of(tree) for tree, _ in states]
    ids = identities.first(elements[0]) if elements else []
    for at in range(1, len(states)):
        same = states[at - 1][1] == states[at][1]
        now = identities.following(elements[at - 1], ids, elements[at], same_document=same)
        changes = tree_diff(elements[at - 1], ids, elements[at], now, 1.0)
        found.append(Counter(map(_told, changes)))
        ids = now
    return found


def _told(change: Change) -> str:
    element = change.element
    return f"{change.kind} {element.role} {element.label!r} {change.what} {change.before!r} -> {change.after!r}"


def _plain(node: Node) -> Node:
    states = tuple(state for state in node.states if not state.startswith(_OF_REBUILT))
    return replace(node, states=states, children=tuple(_plain(child) for child in node.children))


def _live(node: Node) -> Node:
    states = tuple(state for state in node.states if state != HIDDEN and not state.startswith(_OF_REBUILT))
    children = tuple(_live(child) for child in node.children)
    return replace(node, states=states, hidden=HIDDEN in node.states, children=children)

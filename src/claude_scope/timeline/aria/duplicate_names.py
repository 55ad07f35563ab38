"""Distinguishes nodes with the same words, such as the "Remove" button of each row, by the words around them.

Rows are added, removed and sorted while a page is used, so the place of such a node does not identify it either.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, grown, holds, scaled
from claude_scope.timeline.text_compare import normalise, skeleton
from claude_scope.values import FIELD_ROLES, Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claude_scope.values import Element, Node

LINE_OVERHANG_PX = 8
"""OCR boxes of lines extend this far beyond the boxes that the page reports."""
MAX_VISITED_NODES = 200
"""To limit the work, at most this many nodes around a node are searched for words; a row or a card has fewer."""
MAX_COLUMN_SHIFT_PX = 120
"""The columns of a table shift by less than this when their rows change. A text that moved further belongs to a card
that went to another column."""

Words = tuple[tuple[str, Box], ...]


@dataclass(frozen=True, slots=True)
class DuplicateNode:
    """A node that shows the same words as others, and the words around it that only it has (boxes in CSS pixels).

    `is_alike` says that all these nodes also have the same name, so the name is known even if the node is not.
    """

    words: Words
    is_alike: bool


def duplicate_nodes(nodes: Sequence[Node], tree: Node) -> dict[int, DuplicateNode]:
    """The nodes, by `id()`, that show the same words as another node of their role; not fields, which show values."""
    groups: dict[tuple[str, str], list[Node]] = {}
    for node in nodes:
        if node.role not in FIELD_ROLES and (shown := normalise(node.text or node.name)):
            groups.setdefault((node.role, shown), []).append(node)
    several = [group for group in groups.values() if group[1:]]
    if not several:
        return {}
    above = {id(child): node for node in tree.walk() for child in node.children}
    return {identity: twin for group in several for identity, twin in _distinguishing_words(group, above)}


def _distinguishing_words(group: Sequence[Node], above: Mapping[int, Node]) -> Iterator[tuple[int, DuplicateNode]]:
    lines = [list(_ancestors(node, above)) for node in group]
    shared = Counter(id(ancestor) for line in lines for ancestor in line)
    own = [
        next((a for a in reversed(line) if shared[id(a)] == 1), node) for node, line in zip(group, lines, strict=True)
    ]
    around = [dict(_words(node, unit)) for node, unit in zip(group, own, strict=True)]
    often = Counter(word for words in around for word in words)
    is_alike = len({node.name for node in group}) == 1
    for node, words in zip(group, around, strict=True):
        yield id(node), DuplicateNode(tuple((w, box) for w, box in words.items() if often[w] == 1), is_alike)


def _ancestors(node: Node, above: Mapping[int, Node]) -> Iterator[Node]:
    at = above.get(id(node))
    while at is not None:
        yield at
        at = above.get(id(at))


def _words(node: Node, unit: Node) -> Iterator[tuple[str, Box]]:
    """The words in the part `unit` of the page, except those of the node itself, each with its box."""
    inside = {id(below) for below in node.walk()}
    for other in islice(unit.walk(), MAX_VISITED_NODES):
        word = skeleton(other.text or other.name)
        if id(other) not in inside and not other.hidden and other.box and word and not other.children:
            yield word, other.box


def count_shared_words(
    element: Element, node: Node, twin: DuplicateNode, shown: Mapping[str, Sequence[Box]], ratio: float
) -> int:
    """Count the words around a node that are in the same position around an element.

    `shown` has the boxes of the screen's texts by their skeletons. `ratio` is the number of frame pixels per CSS pixel.
    """
    if node.box is None:
        return 0
    (x, y), (was_x, was_y) = centre(element.box), centre(scaled(node.box, ratio))
    by = (x - was_x, y - was_y)
    return sum(any(_moved_along(scaled(box, ratio), at, by) for at in shown.get(word, ())) for word, box in twin.words)


def _moved_along(box: Box, now: Box, by: tuple[float, float]) -> bool:
    """Whether a text is where it would be if it had moved together with the element next to it."""
    x, y = centre(now)
    dx, dy = by
    moved = grown(box._replace(y=box.y + dy), LINE_OVERHANG_PX)
    if abs(dx) <= MAX_COLUMN_SHIFT_PX:
        return holds(
            moved._replace(x=moved.x - MAX_COLUMN_SHIFT_PX, width=moved.width + 2 * MAX_COLUMN_SHIFT_PX), (x, y)
        )
    stayed = box.x <= x <= box.x + box.width
    return not stayed and holds(moved._replace(x=moved.x + dx), (x, y))


def unambiguous_pairs(found: Mapping[tuple[int, int], int]) -> set[tuple[int, int]]:
    """The pairs of an element and a node that share more words than either of them shares with any other."""
    best_of_element = _best(found, 0)
    best_of_node = _best(found, 1)
    return {pair for pair in found if best_of_element.get(pair[0]) == pair and best_of_node.get(pair[1]) == pair}


def _best(found: Mapping[tuple[int, int], int], side: int) -> dict[int, tuple[int, int]]:
    """The pair with the most shared words for each element (side 0) or node (side 1), unless two pairs tie."""
    of: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    for pair, count in found.items():
        of.setdefault(pair[side], []).append((count, pair))
    best = {}
    for item, pairs in of.items():
        first, *others = sorted(pairs, reverse=True)
        if not others or others[0][0] < first[0]:
            best[item] = first[1]
    return best

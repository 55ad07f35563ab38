"""Finds cards: repeated parts of a page with the same controls, such as the mails of a list or the tasks of a board.

A list with a single card is not recognised by itself. So a list that is recognised in one state of a document counts as
a list of cards in all states of that document.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.read_rows import CELLS, ITEMS, LISTS, TABLES, TOGGLES
from claude_scope.timeline.captured.page.texts import pieces
from claude_scope.values import FIELD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.values import Node

MIN_CARDS = 3
MIN_ALIKE_SHARE = 0.8
MIN_PIECES, MAX_PIECES = 2, 16
"""The number of texts in a card: something with fewer texts is an entry, and with more texts a part of the page."""
_BLOCKS = frozenset({"generic", "article", "group", "link", "button", "paragraph", "region"})
_SHAPE = frozenset({"button", "link", "heading", "img"})
_NO_CARDS = TABLES | LISTS | ITEMS | CELLS | {"row", "rowgroup", "menubar"}


def card_containers(tree: Node) -> set[str]:
    """The refs of nodes whose children are cards."""
    return set(_containers(tree))


def _containers(node: Node) -> Iterator[str]:
    """The refs of the innermost lists of cards, such as the columns of a board, not the board itself."""
    if node.hidden or node.role in _NO_CARDS:
        return
    inner = [ref for child in node.children for ref in _containers(child)]
    yield from inner
    if not inner and node.ref and _has_cards(node):
        yield node.ref


def _has_cards(node: Node) -> bool:
    children = [child for child in node.children if not child.hidden]
    if children and all(child.role == "article" for child in children):
        return True
    if len(children) < MIN_CARDS or any(child.role not in _BLOCKS for child in children):
        return False
    if any(item.role in FIELD_ROLES | TOGGLES | TABLES | LISTS for child in children for item in child.walk()):
        return False
    shapes = Counter(_shape(child) for child in children)
    shape, times = shapes.most_common(1)[0]
    sizes = [len(list(pieces(child))) for child in children]
    is_sized = sum(MIN_PIECES <= size <= MAX_PIECES for size in sizes) >= MIN_ALIKE_SHARE * len(children)
    return bool(shape) and times >= MIN_ALIKE_SHARE * len(children) and is_sized


def _shape(node: Node) -> tuple[str, ...]:
    """The roles of controls and headings in a card."""
    return tuple(sorted({item.role for item in node.walk() if item.role in _SHAPE and not item.hidden}))

"""Marks the end of a page that has more elements than its tree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.structure import Leaf, Section

if TYPE_CHECKING:
    from claude_scope.values import Node


def cut_end(order: tuple[Leaf | Section, ...], tree: Node) -> tuple[Leaf | Section, ...]:
    """The parts of a page without the last leaf or row, which may be incomplete; the last section is marked as cut."""
    last = _last_refs(tree)
    if order and isinstance(order[-1], Leaf):
        order = order[:-1]
    return tuple(
        replace(item, rows=tuple(row for row in item.rows if row.ref not in last), is_cut=True)
        if isinstance(item, Section) and item.ref in last
        else item
        for item in order
    )


def _last_refs(tree: Node) -> frozenset[str]:
    """The refs of the last element of a tree and of its ancestors."""
    refs, last = set(), [tree]
    while last:
        refs.add(last[-1].ref)
        last = [child for child in last[-1].children if child.role != "text"]
    return frozenset(refs - {""})

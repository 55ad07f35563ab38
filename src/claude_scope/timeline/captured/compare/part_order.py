"""Orders the parts of a page or of a block: the most important first, and the first few of each kind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.structure import Leaf, Section
from claude_scope.timeline.captured.page.texts import is_count_line

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW_OF_A_KIND = 3
MIN_ENTRY_CHARS = 3
"""A list with fewer characters an entry is of page numbers."""


def mixed(parts: Sequence[Leaf | Section]) -> list[Leaf | Section]:
    """Rank the parts by importance; a few of each kind come before more of any kind."""
    times: Counter[tuple[str, bool]] = Counter()
    ranked = []
    for part in sorted(parts, key=_weight):
        kind = ("section" if isinstance(part, Section) else part.kind, part.is_aside)
        ranked.append((times[kind] // FEW_OF_A_KIND, part))
        times[kind] += 1
    return [item for _, item in sorted(ranked, key=lambda pair: (_weight(pair[1]) // 10, pair[0]))]


def _weight(one: Leaf | Section) -> int:
    """Tables and headings are most important; links, page numbers and parts of every page are least important."""
    return (10 if one.is_aside else 0) + (_weight_of_section(one) if isinstance(one, Section) else _weight_of_leaf(one))


def _weight_of_section(section: Section) -> int:
    is_short = sum(len(row.text) for row in section.rows) < MIN_ENTRY_CHARS * len(section.rows)
    return 0 if section.is_table else 6 if is_short else 2


def _weight_of_leaf(leaf: Leaf) -> int:
    if leaf.kind == "text" and (leaf.label or is_count_line(leaf.value)):
        return 1
    return {"message": 0, "heading": 1, "field": 3, "text": 3, "control": 4, "image": 5}[leaf.kind]

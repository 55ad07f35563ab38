"""Orders the parts of a page or of a block by importance, so that a few parts of each kind come first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.structure import Leaf, Section
from claude_scope.timeline.captured.page.texts import is_count_line

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW_OF_A_KIND = 3
MIN_ENTRY_CHARS = 3
"""A list with fewer characters per entry is a list of page numbers."""


def mixed(parts: Sequence[Leaf | Section]) -> list[Leaf | Section]:
    """Rank the parts by importance; a few parts of each kind come before further parts of any kind."""
    times: Counter[tuple[str, bool]] = Counter()
    ranked = []
    for part in sorted(parts, key=_weight):
        kind = ("section" if isinstance(part, Section) else part.kind, part.is_aside)
        ranked.append((times[kind] // FEW_OF_A_KIND, part))
        times[kind] += 1
    return [item for _, item in sorted(ranked, key=lambda pair: (_weight(pair[1]) // 10, pair[0]))]


def _weight(one: Leaf | Section) -> int:
    """The rank of a part: tables, messages and headings come first, then texts and fields.

    Controls, images, lists of page numbers and, at the end, the parts that every page has come last.
    """
    return (10 if one.is_aside else 0) + (_weight_of_section(one) if isinstance(one, Section) else _weight_of_leaf(one))


def _weight_of_section(section: Section) -> int:
    is_short = sum(len(row.text) for row in section.rows) < MIN_ENTRY_CHARS * len(section.rows)
    return 0 if section.is_table else 6 if is_short else 2


def _weight_of_leaf(leaf: Leaf) -> int:
    if leaf.kind == "text" and (leaf.label or is_count_line(leaf.value)):
        return 1
    return {"message": 0, "heading": 1, "field": 3, "text": 3, "control": 4, "image": 5}[leaf.kind]

"""What changes by itself again and again: clocks, counters, progress, announcements that take turns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.texts import has_figure, settled, without_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.captured.page.structure import Leaf, Page

MIN_FIGURES, MIN_TEXTS = 3, 3
"""So often a figure, or another text, changes without an act before it is one that runs."""


def running_texts(
    pages: Sequence[Page], documents: Sequence[str], is_acted: Sequence[bool]
) -> frozenset[tuple[str, str]]:
    """The texts that run: the document and the ref of each. `is_acted` is whether an act led to a page."""
    figures: Counter[tuple[str, str]] = Counter()
    others: Counter[tuple[str, str]] = Counter()
    for at in range(1, len(pages)):
        if documents[at] != documents[at - 1] or is_acted[at]:
            continue
        before = {leaf.ref: leaf for leaf in pages[at - 1].leaves}
        for leaf in pages[at].leaves:
            was = before.get(leaf.ref)
            if was is not None and _is_other_text(was, leaf):
                is_count = has_figure(leaf.value) and without_digits(was.value) == without_digits(leaf.value)
                (figures if is_count else others)[documents[at], leaf.ref] += 1
    return frozenset(key for key in figures | others if figures[key] >= MIN_FIGURES or others[key] >= MIN_TEXTS)


def _is_other_text(was: Leaf, now: Leaf) -> bool:
    return was.kind == now.kind != "image" and settled(was.value) != settled(now.value)

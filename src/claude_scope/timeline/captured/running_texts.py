"""Finds texts that change by themselves: clocks, counters, progress, rotating announcements."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.texts import has_figure, settled, without_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.captured.page.structure import Leaf, Page

MIN_CHANGES = 3
"""A figure, or another text, that changes this often without an act is a running text."""
MIN_IN_A_ROW = 2
"""A running text changes at least this often in succession without an act between; a single change after an act is a
late consequence of that act."""


def running_texts(
    pages: Sequence[Page], documents: Sequence[str], is_acted: Sequence[bool]
) -> frozenset[tuple[str, str]]:
    """The running texts by document and ref; `is_acted` says of each page whether an act led to it."""
    times: Counter[tuple[str, str, bool]] = Counter()
    most: Counter[tuple[str, str, bool]] = Counter()
    in_a_row: Counter[tuple[str, str, bool]] = Counter()
    for at in range(1, len(pages)):
        if documents[at] != documents[at - 1] or is_acted[at]:
            in_a_row.clear()
            continue
        before, after = _by_place(pages[at - 1]), _by_place(pages[at])
        for (ref, nth), leaf in after.items():
            was = before.get((ref, nth))
            if was is not None and _is_other_text(was, leaf):
                is_count = has_figure(leaf.value) and without_digits(was.value) == without_digits(leaf.value)
                key = documents[at], ref, is_count
                times[key] += 1
                in_a_row[key] += 1
                most[key] = max(most[key], in_a_row[key])
    return frozenset(key[:2] for key, number in times.items() if number >= MIN_CHANGES and most[key] >= MIN_IN_A_ROW)


def _by_place(page: Page) -> dict[tuple[str, int], Leaf]:
    """The leaves by the ref of their element and their index in it, because an element may have several leaves."""
    found: dict[tuple[str, int], Leaf] = {}
    times: Counter[str] = Counter()
    for leaf in page.leaves:
        found[leaf.ref, times[leaf.ref]] = leaf
        times[leaf.ref] += 1
    return found


def _is_other_text(was: Leaf, now: Leaf) -> bool:
    return was.kind == now.kind != "image" and settled(was.value) != settled(now.value)

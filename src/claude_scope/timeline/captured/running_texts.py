"""What changes by itself again and again: clocks, counters, progress, announcements that take turns."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.texts import has_figure, settled, without_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.timeline.captured.page.structure import Leaf, Page

MIN_FIGURES, MIN_TEXTS = 3, 3
"""So often a figure, or another text, changes without an act before it is one that runs."""


class RunningTexts:
    """The texts that run, by the ref of their node, each with the values that it had."""

    def __init__(self, pages: Sequence[Page], documents: Sequence[str], is_acted: Sequence[bool]) -> None:
        values: Mapping[tuple[str, str], list[str]] = defaultdict(list)
        figures: dict[tuple[str, str], int] = defaultdict(int)
        others: dict[tuple[str, str], int] = defaultdict(int)
        for at in range(1, len(pages)):
            if documents[at] != documents[at - 1] or is_acted[at]:
                continue
            before = {leaf.ref: leaf for leaf in pages[at - 1].leaves}
            for leaf in pages[at].leaves:
                was = before.get(leaf.ref)
                if (
                    was is None
                    or settled(was.value) == settled(leaf.value)
                    or was.kind != leaf.kind
                    or leaf.kind == "image"
                ):
                    continue
                key = documents[at], leaf.ref
                is_count = has_figure(leaf.value) and without_digits(was.value) == without_digits(leaf.value)
                (figures if is_count else others)[key] += 1
                values[key] += [leaf.value] if values[key] else [was.value, leaf.value]
        self._values = {
            key: tuple(said) for key, said in values.items() if figures[key] >= MIN_FIGURES or others[key] >= MIN_TEXTS
        }

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._values

    def of(self, document: str, leaf: Leaf) -> tuple[str, str] | None:
        """The first and last value of a leaf that runs."""
        said = self._values.get((document, leaf.ref))
        return (said[0], said[-1]) if said else None

"""What differs between two states of a block of code, line by line."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import PageFactKind

MAX_LINES = 6
"""That came, went or became others in one block."""


def compare_lines(before: Sequence[str], after: Sequence[str], nodes: tuple[str, ...]) -> Iterator[PageFact]:
    """The lines that became others, with their numbers from 1, then those that came and those that went."""
    came: list[str] = []
    went: list[str] = []
    told = 0
    for kind, first, last, new, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        pairs = min(last - first, end - new)
        for number in range(pairs if told < MAX_LINES else 0):
            told += 1
            line = f"line {new + number + 1}"
            yield PageFact("value", line, before=before[first + number], after=after[new + number], nodes=nodes)
        went += before[first + pairs : last]
        came += after[new + pairs : end]
    yield from _lines_fact("added", came, nodes)
    yield from _lines_fact("removed", went, nodes)


def _lines_fact(kind: PageFactKind, lines: Sequence[str], nodes: tuple[str, ...]) -> Iterator[PageFact]:
    if lines:
        items = tuple(("line", line) for line in lines[:MAX_LINES])
        yield PageFact(kind, items=items, more=max(0, len(lines) - MAX_LINES), nodes=nodes)

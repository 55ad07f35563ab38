"""Differences between two states of a block of code, line by line."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import PageFactKind

MAX_LINES = 6
"""Maximum number of changed lines to report for a block."""
MAX_COMPARED = 500
"""Maximum number of lines to align, which takes quadratic time; for a longer range only added and
removed lines are reported.
"""


def compare_lines(before: Sequence[str], after: Sequence[str], nodes: tuple[str, ...]) -> Iterator[PageFact]:
    """The changed lines with their numbers, counted from 1; then the added lines and the removed lines."""
    start = _same_at_start(before, after)
    end = _same_at_start(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    came: list[str] = []
    went: list[str] = []
    if max(len(old), len(new)) > MAX_COMPARED:
        came, went = (list((Counter(a) - Counter(b)).elements()) for a, b in ((new, old), (old, new)))
        old = new = ()
    told = 0
    for kind, first, last, begins, ends in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        pairs = min(last - first, ends - begins, MAX_LINES - told)
        for number in range(pairs):
            line = f"line {start + begins + number + 1}"
            yield PageFact("value", line, before=old[first + number], after=new[begins + number], nodes=nodes)
        told += pairs
        went += old[first + pairs : last]
        came += new[begins + pairs : ends]
    yield from _lines_fact("added", came, nodes)
    yield from _lines_fact("removed", went, nodes)


def _same_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    """The number of equal lines at the beginning."""
    lines = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in lines if a != b), min(len(one), len(other)))


def _lines_fact(kind: PageFactKind, lines: Sequence[str], nodes: tuple[str, ...]) -> Iterator[PageFact]:
    if lines:
        items = tuple(("line", line) for line in lines[:MAX_LINES])
        yield PageFact(kind, items=items, more=max(0, len(lines) - MAX_LINES), nodes=nodes)

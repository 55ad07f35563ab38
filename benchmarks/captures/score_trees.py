"""Scores trees: the lines of the rebuilt tree against those of the live one."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from benchmarks.captures.scores import Miss, Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.captures.rebuilt import Seen
    from benchmarks.captures.truth import Look


def score_trees(flow: str, looks: Sequence[Look], seen: Sequence[Seen]) -> list[Score]:
    """For each pair of trees, the total is the number of lines of the longer one."""
    lines, whole = Score("trees: lines equal", 0.995), Score("trees: states with every line equal", 0.0)
    for look, item in zip(looks, seen, strict=True):
        matcher = SequenceMatcher(None, look.lines, item.lines, autojunk=False)
        equal = sum(block.size for block in matcher.get_matching_blocks())
        lines.add(equal, max(len(look.lines), len(item.lines)))
        where = look.name + ("" if look.steady else " (the live page was not steady)")
        whole.one(look.lines == item.lines, Miss(flow, where, "", item.problem))
        for kind, i, j, k, m in matcher.get_opcodes():
            if kind != "equal":
                for at in range(max(j - i, m - k)):
                    live = look.lines[i + at].strip() if i + at < j else ""
                    rebuilt = item.lines[k + at].strip() if k + at < m else ""
                    lines.misses.append(Miss(flow, where, live, rebuilt or item.problem))
    return [lines, whole]

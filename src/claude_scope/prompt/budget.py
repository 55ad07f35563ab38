"""Trims a prompt to its token budget in one fixed order, the least informative part first."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from claude_scope.errors import UsageError
from claude_scope.prompt.tokens import text_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
MIN_BUDGET_TOKENS = 1_500
"""The minimum budget has room for the fixed text, the environment and five rows. It was measured on all layouts with
hostile texts."""


@dataclass(frozen=True, slots=True)
class Detail:
    """The limit of each part: a number of lines, or of characters for `text` and `notes`.

    `changes` is the limit for one state; the state in which it went wrong gets twice as many.
    """

    diff: int = 400
    nodes: int = 120
    screens: int = 100
    console: int = 12
    observations: int = 12
    disagreements: int = 10
    flagged: int = 8
    changes: int = 12
    steps: int = 40
    rows: int = 40
    notes: int = 2_000
    text: int = 120
    evidence: int = 4
    missing: int = 12
    suspects: int = 3
    frames: int = 1_000


TRIM_ORDER: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("diff", (150, 60, 20, 0)),
    ("nodes", (80, 50, 30)),
    ("screens", (60,)),
    ("observations", (6,)),
    ("disagreements", (5,)),
    ("console", (6,)),
    ("text", (80,)),
    ("changes", (8, 5, 3)),
    ("nodes", (15, 0)),
    ("screens", (30,)),
    ("evidence", (0,)),
    ("rows", (20, 12)),
    ("steps", (24, 12)),
    ("disagreements", (2, 0)),
    ("observations", (2,)),
    ("screens", (12, 0)),
    ("text", (50,)),
    ("notes", (800, 300)),
    ("changes", (2, 1)),
    ("rows", (8, 5)),
    ("frames", (20, 8, 3)),
    ("console", (2,)),
    ("flagged", (3,)),
    ("missing", (4,)),
    ("suspects", (1, 0)),
    ("steps", (5,)),
    ("observations", (0,)),
    ("text", (24,)),
    ("rows", (3,)),
    ("console", (0,)),
    ("steps", (2,)),
    ("missing", (1,)),
    ("flagged", (1,)),
    ("rows", (1,)),
    ("frames", (2, 1)),
    ("text", (12,)),
)
"""The order in which parts are trimmed, with the limits to try. The raw diff is trimmed first, and the rows around the
bug are among the last."""


def detail_levels(start: Detail) -> Iterator[Detail]:
    """Yield the levels to try, each a little shorter than the one before; limits without effect are skipped."""
    detail = start
    yield detail
    for name, values in TRIM_ORDER:
        for value in values:
            if getattr(detail, name) > value:
                detail = replace(detail, **{name: value})
                yield detail


def fit_to_budget(start: Detail, budget_tokens: int, render: Callable[[Detail], tuple[str, T]]) -> tuple[str, T, int]:
    """Return the first rendering that fits the budget, the second value of `render`, and the estimated tokens.

    Raises:
        UsageError: the budget is under `MIN_BUDGET_TOKENS`, or even the shortest form does not fit.
    """
    if budget_tokens < MIN_BUDGET_TOKENS:
        raise UsageError(
            f"A budget of {budget_tokens} tokens is too small for a prompt; give at least {MIN_BUDGET_TOKENS}."
        )
    every = list(detail_levels(start))
    done: dict[int, tuple[str, T, int]] = {}

    def fits(level: int) -> bool:
        text, about = render(every[level])
        done[level] = text, about, text_tokens(text)
        return done[level][2] <= budget_tokens

    # Each level is shorter than the one before, so a binary search over forty levels takes six tries.
    level = 0 if fits(0) else bisect_left(range(len(every)), True, lo=1, key=fits)
    if level in done and done[level][2] <= budget_tokens:
        return done[level]
    tokens = done[max(done)][2]
    raise UsageError(
        f"The shortest prompt of this recording has {tokens} tokens and the budget is {budget_tokens}; raise it."
    )

"""Numbers that count: a step of one is what a badge, a stepper or the number of a page makes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.timeline.claims.rows.text_rows import TextRow

STEP = 0.88
"""How likely a number that is read one more, or one less, than before has changed so."""
MISREAD = 0.6
MIN_BEFORE, MIN_AFTER = 0.4, 0.6
"""Confidence of both readings: the digit of a badge is a few pixels high."""
_INTEGER = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,]*\d)")
_LOOK_ALIKE = frozenset(
    {"38", "83", "68", "86", "08", "80", "06", "60", "56", "65", "17", "71", "98", "89", "35", "53"}
)


def step_probability(old: TextRow, new: TextRow, otherwise: float) -> float:
    """How likely the number in a text changed, if only a number did; `otherwise` for all other changes.

    A number that could be a misread step ("2" that is read "8" instead of "3") is not sure.
    """
    step = _step(old.text, new.text)
    if step is None:
        return otherwise
    was, now = step
    if abs(now - was) == 1:
        is_legible = old.confidence >= MIN_BEFORE and new.confidence >= MIN_AFTER
        return max(otherwise, STEP) if is_legible else otherwise
    is_suspicious = any(_looks_like(str(one), str(now)) for one in (was - 1, was + 1))
    return min(otherwise, MISREAD) if is_suspicious else otherwise


def _step(before: str, after: str) -> tuple[int, int] | None:
    """The number before and after, if it is the only one that differs and no word does."""
    was, now = _INTEGER.findall(before), _INTEGER.findall(after)
    if len(was) != len(now) or _INTEGER.sub("#", before).casefold() != _INTEGER.sub("#", after).casefold():
        return None
    differing = [(int(a), int(b)) for a, b in zip(was, now, strict=True) if a != b]
    return differing[0] if len(differing) == 1 else None


def _looks_like(one: str, other: str) -> bool:
    """Whether two numbers differ in one digit that looks like the other."""
    if len(one) != len(other):
        return False
    differing = [a + b for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and differing[0] in _LOOK_ALIKE

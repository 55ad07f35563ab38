"""Recognises counters: numbers that change by one, as in badges, steppers and page numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.timeline.claims.rows.text_rows import TextRow

MIN_BEFORE, MIN_AFTER = 0.4, 0.6
"""Minimum confidence of both readings: the digit of a badge is only a few pixels high."""
_INTEGER = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,]*\d)")
_LOOK_ALIKE = frozenset(
    {"38", "83", "68", "86", "08", "80", "06", "60", "56", "65", "17", "71", "98", "89", "35", "53"}
)


def is_step(old: TextRow, new: TextRow) -> bool:
    """Whether the rows differ only in one number, which changed by one, and both rows are legible."""
    step = _step(old.text, new.text)
    return (
        abs(step[1] - step[0]) == 1 and old.confidence >= MIN_BEFORE and new.confidence >= MIN_AFTER if step else False
    )


def is_misread_step(old: TextRow, new: TextRow) -> bool:
    """Whether the rows differ only in one number, by more than one, and OCR may have misread a step of one."""
    step = _step(old.text, new.text)
    if step is None or abs(step[1] - step[0]) == 1:
        return False
    return any(_looks_like(str(near), str(step[1])) for near in (step[0] - 1, step[0] + 1))


def _step(before: str, after: str) -> tuple[int, int] | None:
    """The number before and after, if it is the only difference between the texts."""
    was, now = _INTEGER.findall(before), _INTEGER.findall(after)
    if len(was) != len(now) or _INTEGER.sub("#", before).casefold() != _INTEGER.sub("#", after).casefold():
        return None
    differing = [(int(a), int(b)) for a, b in zip(was, now, strict=True) if a != b]
    return differing[0] if len(differing) == 1 else None


def _looks_like(one: str, other: str) -> bool:
    """Whether two numbers differ in one digit, and the two digits look alike."""
    if len(one) != len(other):
        return False
    differing = [a + b for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and differing[0] in _LOOK_ALIKE

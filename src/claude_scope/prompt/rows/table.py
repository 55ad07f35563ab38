"""Writes the rows of the listed states, with a line for each gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def state_table(
    indices: Sequence[int], states: int, row: Callable[[int], tuple[str, int]]
) -> tuple[tuple[str, ...], int]:
    """The rows at `indices` of all `states`, and the number of changes left out; `row` gives both for one state."""
    lines: list[str] = []
    left_out, last = 0, -1
    for index in indices:
        if index > last + 1:
            lines.append(_gap(last + 1, index - 1))
        line, missing = row(index)
        lines.append(line)
        left_out += missing
        last = index
    if last + 1 < states:
        lines.append(_gap(last + 1, states - 1))
    return tuple(lines), left_out


def _gap(first: int, last: int) -> str:
    """The line for states that are not listed."""
    return f"{first + 1}..{last + 1} | not shown" if last > first else f"{first + 1} | not shown"

"""The rows of the states that are shown, with a line for each gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def state_table(
    indices: Sequence[int], states: int, row: Callable[[int], tuple[str, int]]
) -> tuple[tuple[str, ...], int]:
    """The rows of these of all `states`, and how many changes they leave out; `row` gives both of one state."""
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
    """A line for states that are not shown."""
    return f"{first + 1}..{last + 1} | not shown" if last > first else f"{first + 1} | not shown"

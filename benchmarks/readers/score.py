"""Prints which answers are right, and how many tokens the readers read."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from benchmarks.readers.answers import all_readings
from benchmarks.readers.lay import faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.readers.answers import Reading


def table(*, shows_wrong: bool) -> str:
    """One line for each folder and reader; with `shows_wrong` also the wrong answers."""
    readings = all_readings()
    lines = ["| prompts | reader | right | of | tokens in all | tokens of a prompt |", "|---|---|---|---|---|---|"]
    lines += [_line(reading) for reading in readings]
    if shows_wrong:
        lines += ["", *(line for reading in readings for line in _missed(reading))]
    return "\n".join(lines)


def _line(reading: Reading) -> str:
    right = sum(answer.is_right(flow) for flow, answer in reading.answers.items())
    tokens = [*reading.tokens.values()]
    cells = (reading.folder, reading.reader, right, len(faults()), f"{sum(tokens):,}", f"{median(tokens):,.0f}")
    return f"| {' | '.join(map(str, cells))} |"


def _missed(reading: Reading) -> Sequence[str]:
    return [
        f"{reading.folder} {reading.reader} {flow}{' (judged)' * (answer.judged is not None)}: {answer.wrong}"
        for flow, answer in reading.answers.items()
        if not answer.is_right(flow)
    ]

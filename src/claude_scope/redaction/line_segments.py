"""Joins the words of one row into one text: OCR splits a line of code at its spaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.geometry import around, reading_rows, runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Box, Line

APART = 1.1
"""Words of one text are separated by less than this many heights; columns of a table are further apart."""


class LinePart(NamedTuple):
    """Characters of a line that are a secret or part of one: the line's index and the span."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Adjacent lines of one row, joined. `starts` are the positions in `text` at which each begins."""

    text: str
    box: Box
    lines: tuple[int, ...]
    starts: tuple[int, ...]

    def parts(self, start: int, end: int) -> Iterator[LinePart]:
        """The parts of the lines that make up the characters from `start` to `end` of the text."""
        ends = [*(next_start - 1 for next_start in self.starts[1:]), len(self.text)]
        for line, first, last in zip(self.lines, self.starts, ends, strict=True):
            if start < last and end > first:
                yield LinePart(line, max(start, first) - first, min(end, last) - first)


def cells(lines: Sequence[Line]) -> list[Cell]:
    """The lines of a screen from top to bottom; lines close together in one row are joined."""

    def is_near(left: int, right: int) -> bool:
        before, box = lines[left].box, lines[right].box
        return box.x - before.x - before.width <= APART * min(before.height, box.height)

    rows = reading_rows(range(len(lines)), lambda index: lines[index].box)
    return [_cell(group, lines) for row in rows for group in runs(row, is_near)]


def _cell(group: Sequence[int], lines: Sequence[Line]) -> Cell:
    starts, at = [], 0
    for index in group:
        starts.append(at)
        at += len(lines[index].text) + 1
    text = " ".join(lines[index].text for index in group)
    return Cell(text, around([lines[index].box for index in group]), tuple(group), tuple(starts))

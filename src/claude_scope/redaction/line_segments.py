"""Joins the words of one row into one text: OCR splits a line of code at its spaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Line

APART = 1.1
"""Words of one text are less than this many heights apart; columns of a table are further apart."""


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
        """The parts of the lines that the characters from `start` to `end` of the text are."""
        ends = [*(next_start - 1 for next_start in self.starts[1:]), len(self.text)]
        for line, first, last in zip(self.lines, self.starts, ends, strict=True):
            if start < last and end > first:
                yield LinePart(line, max(start, first) - first, min(end, last) - first)


def cells(lines: Sequence[Line]) -> list[Cell]:
    """The lines of a screen from top to bottom; lines close together in one row are joined."""
    rows: list[list[int]] = []
    for index in sorted(range(len(lines)), key=lambda n: (lines[n].box.y + lines[n].box.height / 2, lines[n].box.x)):
        row = next((row for row in rows[:-9:-1] if _is_in_row(lines[row[-1]].box, lines[index].box)), None)
        if row is None:
            rows.append([index])
        else:
            row.append(index)
    return [cell for row in rows for cell in _cells_of_row(sorted(row, key=lambda n: lines[n].box.x), lines)]


def _is_in_row(a: Box, b: Box) -> bool:
    """Whether two boxes share more than half of the lower one's height."""
    shared = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return shared > 0.5 * min(a.height, b.height)


def _cells_of_row(row: Sequence[int], lines: Sequence[Line]) -> Iterator[Cell]:
    group = [row[0]]
    for index in row[1:]:
        before, box = lines[group[-1]].box, lines[index].box
        if box.x - before.x - before.width <= APART * min(before.height, box.height):
            group.append(index)
        else:
            yield _cell(group, lines)
            group = [index]
    yield _cell(group, lines)


def _cell(group: Sequence[int], lines: Sequence[Line]) -> Cell:
    starts, at = [], 0
    for index in group:
        starts.append(at)
        at += len(lines[index].text) + 1
    boxes = [lines[index].box for index in group]
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    text = " ".join(lines[index].text for index in group)
    return Cell(text, Box(left, top, right - left, bottom - top), tuple(group), tuple(starts))

"""Scores a reading against the ground truth of a screen: lines of text, types and states of elements."""

from __future__ import annotations

import difflib
import statistics
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from claude_scope.timeline.text_compare import has_words, same_text
from claude_scope.values import ElementType, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Line, Reading

    Bbox = Sequence[float]

TYPES = ("button", "input", "link", "heading", "checkbox")
"""The types in the compared mean; the others are rarer, and annotators disagree on what is an icon."""
FURTHER = tuple(kind for kind in get_args(ElementType) if kind not in (*TYPES, "text", "other"))
STATES: tuple[State, ...] = get_args(State)


def centre_in(one: Bbox, other: Bbox, slack: float = 0) -> bool:
    x, y = one[0] + one[2] / 2, one[1] + one[3] / 2
    inside_x = other[0] - slack <= x <= other[0] + other[2] + slack
    return inside_x and other[1] - slack <= y <= other[1] + other[3] + slack


def overlap(one: Bbox, other: Bbox) -> float:
    """IoU; 0.01 if it is small but each box contains the other's centre and their sizes are similar; otherwise 0."""
    wide = max(0.0, min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0]))
    high = max(0.0, min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1]))
    areas = one[2] * one[3], other[2] * other[3]
    iou = wide * high / max(1.0, sum(areas) - wide * high)
    if iou >= 0.5:
        return iou
    alike = 0.2 < areas[0] / max(1.0, areas[1]) < 5
    return 0.01 if alike and centre_in(one, other) and centre_in(other, one) else 0.0


def matched(truth: Sequence[Bbox], read: Sequence[Bbox]) -> list[tuple[int, int]]:
    """Indices of the boxes of `truth` and of `read` that belong together, the nearest pairs first."""
    near = sorted(((overlap(r, t), i, j) for i, t in enumerate(truth) for j, r in enumerate(read)), reverse=True)
    pairs: list[tuple[int, int]] = []
    of_truth, of_read = set[int](), set[int]()
    for share, i, j in near:
        if share and i not in of_truth and j not in of_read:
            of_truth.add(i)
            of_read.add(j)
            pairs.append((i, j))
    return pairs


def lines_read(truth: dict[str, Any], reading: Reading) -> tuple[int, int]:
    """How many of the visible lines were read, and how many there are."""
    lines = [line for line in truth["lines"] if line["ok"]]
    hits = sum(any(_says(line, read.text, read.box) for read in reading.lines) for line in lines)
    return hits, len(lines)


def _says(line: dict[str, Any], text: str, box: Box) -> bool:
    similar = difflib.SequenceMatcher(None, line["text"].lower(), text.lower()).ratio()
    return similar >= 0.85 and centre_in(box, line["bbox"], slack=4)


class Score:
    """Sums over pictures. `counts` and `states` have true positives, false positives and false negatives."""

    def __init__(self) -> None:
        self.hits = self.lines = 0
        self.counts = {kind: np.zeros(3, int) for kind in (*TYPES, *FURTHER)}
        self.states = {state: np.zeros(3, int) for state in STATES}

    def add(self, truth: dict[str, Any], reading: Reading) -> None:
        hits, lines = lines_read(truth, reading)
        self.hits, self.lines = self.hits + hits, self.lines + lines
        for kind in self.counts:
            self._add_type(truth, reading, kind)

    def _add_type(self, truth: dict[str, Any], reading: Reading, kind: str) -> None:
        of_kind = [entry for entry in truth["elements"] if entry["type"] == kind]
        want = [entry for entry in of_kind if entry["ok"]]
        hidden = [entry["bbox"] for entry in of_kind if not entry["ok"]]
        got = [element for element in reading.elements if element.type == kind]
        pairs = matched([entry["bbox"] for entry in want], [line.box for line in got])
        taken = {j for _, j in pairs}
        extra = [
            line for j, line in enumerate(got) if j not in taken and not any(centre_in(line.box, box) for box in hidden)
        ]
        self.counts[kind] += np.array((len(pairs), len(extra), len(want) - len(pairs)))
        for i, j in pairs:
            for state, count in self.states.items():
                there, read = state in want[i]["state"], state in got[j].state
                count += np.array((there and read, read and not there, there and not read))

    @property
    def text(self) -> float:
        return self.hits / max(1, self.lines)

    @property
    def f1(self) -> dict[str, float]:
        """F1 of the five compared types."""
        return {kind: _f1(self.counts[kind]) for kind in TYPES}

    @property
    def macro(self) -> float:
        return statistics.mean(self.f1.values())

    @property
    def further(self) -> dict[str, float]:
        """F1 of the other types and of the states, as far as they occur in the truth."""
        rest = {kind: self.counts[kind] for kind in FURTHER}
        return {name: _f1(count) for name, count in {**rest, **self.states}.items() if count[0] + count[2]}


def _f1(count: np.ndarray[Any, np.dtype[np.int_]]) -> float:
    right, extra, missed = (int(item) for item in count)
    return 2 * right / max(1, 2 * right + extra + missed)


def same_lines(full: Reading, again: Reading) -> tuple[int, int]:
    """How many lines of a full read an incremental one has at the same place, and how many there are.

    Texts are equal if the timeline considers them equal, which tolerates differences between two reads of one picture
    ("AII" and "All"); OCR false positives, such as a box, are not lines of text.
    """
    lines = [line for line in full.lines if has_words(line.text)]
    return sum(any(_same(line, other) for other in again.lines) for line in lines), len(lines)


def _same(one: Line, other: Line) -> bool:
    return same_text(one.text, other.text) and centre_in(one.box, other.box, slack=4)

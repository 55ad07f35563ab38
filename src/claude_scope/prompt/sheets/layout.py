"""Places crops of states on a few sheets: before and after next to each other, in the order of the rows.

Crops keep their full size if they fit. If not, the largest are scaled down first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from claude_scope.clock import clock
from claude_scope.pictures import LONG_SIDE, fitted_size
from claude_scope.prompt.sheets.changed_places import changed_places
from claude_scope.prompt.sheets.untold import untold_states
from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_scope.geometry import Rect
    from claude_scope.values import Timeline

MAX_SHEETS = 2
"""Maximum number of sheets: each costs an agent as much as two frames."""
GAP_PX, MARGIN_PX, LABEL_PX = 6, 14, 24
"""The gap between before and after, the margin of a pair, and the height of the label above it."""
ATTEMPTS = ((LONG_SIDE, 1), (1_000, 1), (1_000, MAX_SHEETS), (720, MAX_SHEETS), (520, MAX_SHEETS), (400, MAX_SHEETS))
"""Layouts to try: the longest side of a pair, and the number of sheets on which all pairs must fit. The first that fits
is used."""
WIDE = 1.6
"""Before and after are placed one above the other if a crop is at least this many times as wide as high."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a frame (`crop`), and its place on the sheet, each in pixels of its picture. `state` counts from 1."""

    state: int
    crop: Box
    place: Box


@dataclass(frozen=True, slots=True)
class Label:
    """A text of a sheet, and the lower left corner of its letters."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture of crops; `states` are the numbers of the rows that it shows."""

    name: str
    width: int
    height: int
    states: tuple[int, ...]
    cells: tuple[Cell, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """The crop of one state before and after; `width` and `height` are the drawn size of one of the two pictures."""

    state: int
    time: str
    crop: Rect
    width: int
    height: int

    @property
    def is_stacked(self) -> bool:
        return self.width >= WIDE * self.height or self.size(is_stacked=False)[0] > LONG_SIDE

    def size(self, *, is_stacked: bool) -> tuple[int, int]:
        across, down = (1, 2) if is_stacked else (2, 1)
        width, height = across * self.width + (across - 1) * GAP_PX, down * self.height + (down - 1) * GAP_PX
        return width + MARGIN_PX, height + LABEL_PX + MARGIN_PX


_Placed: TypeAlias = tuple[_Pair, int, int]
"""A pair, and the left and top position at which it stands on its sheet."""


def change_sheets(timeline: Timeline) -> tuple[Sheet, ...]:
    """The sheets of a recording, at most `MAX_SHEETS`, for the states whose rows do not fully describe their change.

    States whose rows describe their change in part are included only as far as all states fit on a single sheet with
    little or no scaling.
    """
    untold, partly = untold_states(timeline)
    for count in range(len(partly), 0, -1):
        for side, _ in ATTEMPTS[:2]:
            pages = _pages(_pairs(timeline, sorted((*untold, *partly[:count])), side))
            if len(pages) == 1:
                return _sheets(pages)
    for side, most in ATTEMPTS:
        pages = _pages(_pairs(timeline, untold, side))
        if len(pages) <= most:
            break
    return _sheets(pages[:MAX_SHEETS])


def _pairs(timeline: Timeline, indices: Iterable[int], side: int) -> list[_Pair]:
    """The pairs of these states, scaled so that no side is longer than `side`."""
    return [
        _scaled(_Pair(index + 1, clock(moment.keyframe.since_ms), place, place.width, place.height), side)
        for index in indices
        for moment in [timeline.moments[index]]
        for place in changed_places(moment)
    ]


def _scaled(pair: _Pair, side: int) -> _Pair:
    """The pair, scaled so that no side is longer than `side`."""
    width, height = pair.size(is_stacked=pair.is_stacked)
    share = min(1.0, side / width, side / height)
    room = round(max(pair.width, pair.height) * share) - (MARGIN_PX + LABEL_PX if share < 1 else 0)
    width, height = fitted_size(pair.width, pair.height, room)
    return replace(pair, width=width, height=height)


def _pages(pairs: Sequence[_Pair]) -> list[list[_Placed]]:
    """The pairs of each sheet, placed from left to right, then in the next row below."""
    pages: list[list[_Placed]] = []
    left = top = row_height = 0
    for pair in pairs:
        width, height = pair.size(is_stacked=pair.is_stacked)
        if left + width > LONG_SIDE:
            left, top, row_height = 0, top + row_height, 0
        if not pages or top + height > LONG_SIDE:
            pages.append([])
            left = top = row_height = 0
        pages[-1].append((pair, left, top))
        left, row_height = left + width, max(row_height, height)
    return pages


def _sheets(pages: Iterable[Sequence[_Placed]]) -> tuple[Sheet, ...]:
    return tuple(_sheet(number, page) for number, page in enumerate(pages, 1))


def _sheet(number: int, page: Sequence[_Placed]) -> Sheet:
    cells, labels = [], []
    right = bottom = 0
    for pair, left, top in page:
        stacked = pair.is_stacked
        x, y = left + MARGIN_PX // 2, top + LABEL_PX
        across = (0, 0) if stacked else (0, pair.width + GAP_PX)
        down = (0, pair.height + GAP_PX) if stacked else (0, 0)
        crop = pair.crop.box()
        for state, by, along in zip((pair.state - 1, pair.state), across, down, strict=True):
            cells.append(Cell(state, crop, Box(x + by, y + along, pair.width, pair.height)))
        labels.append(Label(f"{pair.state}: {pair.time}  before, after", x, y - 7))
        width, height = pair.size(is_stacked=stacked)
        right, bottom = max(right, left + width), max(bottom, top + height)
    states = tuple(dict.fromkeys(pair.state for pair, _, _ in page))
    return Sheet(f"changes-{number}.png", right, bottom, states, tuple(cells), tuple(labels))

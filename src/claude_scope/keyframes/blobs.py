"""Groups of changed tiles and the changed pixels in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from claude_scope.rect import Rect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.keyframes.picture import Luma
    from claude_scope.keyframes.tiles import Grid, Ids

STEP = 24
"""Levels of brightness: above what a codec moves on a still page, below what text, borders and pointers do."""

_HOLE = 2
"""Empty rows or columns that may lie inside of one shape."""

Mask = npt.NDArray[np.bool_]


def gap(one: Luma, other: Luma) -> Luma:
    """Absolute difference of two pictures without leaving 8 bits."""
    return np.maximum(one, other) - np.minimum(one, other)


def groups(grid: Grid, ids: Ids) -> list[Ids]:
    """Tiles that touch (also at a corner), together; in reading order of their first tile.

    Works on runs of tiles in a row rather than on tiles, so that a page that changed costs a few hundred steps.
    """
    runs = _tile_runs(grid, ids)
    parent = list(range(len(runs)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = index = parent[parent[index]]
        return index

    above = 0
    for index, (row, first, last) in enumerate(runs):
        while runs[above][0] < row - 1 or (runs[above][0] == row - 1 and runs[above][2] < first - 1):
            above += 1
        near = above
        while runs[near][0] == row - 1 and runs[near][1] <= last + 1:
            low, high = sorted((root(near), root(index)))
            parent[high] = low
            near += 1
    members: dict[int, list[Ids]] = {}
    for index, (row, first, last) in enumerate(runs):
        tiles = np.arange(row * grid.columns + first, row * grid.columns + last + 1)
        members.setdefault(root(index), []).append(tiles)
    return [np.concatenate(tiles) for tiles in members.values()]


def _tile_runs(grid: Grid, ids: Ids) -> list[tuple[int, int, int]]:
    """Neighbouring tiles of a row, as (row, first column, last column), in reading order."""
    if not len(ids):
        return []
    ends = np.flatnonzero((np.diff(ids) > 1) | (ids[1:] % grid.columns == 0))
    firsts = ids[np.concatenate([[0], ends + 1])]
    lasts = ids[np.concatenate([ends, [len(ids) - 1]])]
    rows = firsts // grid.columns
    return list(zip(rows.tolist(), (firsts % grid.columns).tolist(), (lasts % grid.columns).tolist(), strict=True))


def bounds(grid: Grid, ids: Ids) -> Rect:
    """The rectangle around some tiles."""
    tops, lefts = grid.tops[ids], grid.lefts[ids]
    return Rect(int(lefts.min()), int(tops.min()), int(lefts.max()) + 16, int(tops.max()) + 16)


def spots(mask: Mask, left: int = 0, top: int = 0, depth: int = 4) -> Iterator[Rect]:
    """Tight rectangles around the parts of a mask, cut at empty rows and columns (recursive XY-cut)."""
    rows, columns = (np.logical_or.reduce(mask, axis=axis).nonzero()[0].tolist() for axis in (1, 0))
    if not rows:
        return
    row_runs, column_runs = _runs(rows), _runs(columns)
    if depth and (len(row_runs) > 1 or len(column_runs) > 1):
        for y0, y1 in row_runs:
            for x0, x1 in column_runs:
                yield from spots(mask[y0:y1, x0:x1], left + x0, top + y0, depth - 1)
        return
    yield Rect(left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1)


def _runs(indices: list[int]) -> list[tuple[int, int]]:
    """Stretches of indices without a hole of more than two, as (first, last + 1)."""
    runs = []
    first = last = indices[0]
    for index in indices:
        if index > last + _HOLE + 1:
            runs.append((first, last + 1))
            first = index
        last = index
    return [*runs, (first, last + 1)]

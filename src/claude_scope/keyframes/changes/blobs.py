"""Groups changed tiles into patches and finds the changed pixels in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from claude_scope.geometry import Rect
from claude_scope.keyframes.changes.tiles import TILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.keyframes.changes.tiles import Grid, Ids, Luma

STEP = 24
"""Minimum difference of a changed pixel, in levels of brightness: a codec changes a still page by less, while text,
borders and pointers change it by more."""

_HOLE = 2
"""At most this many empty rows or columns are part of one shape."""

_DEPTH = 4
"""A mask is cut into parts, and these again into parts, at most this many times."""

Mask = npt.NDArray[np.bool_]


def absolute_difference(one: Luma, other: Luma) -> Luma:
    """The absolute difference of two pictures, computed in 8 bits."""
    larger = np.maximum(one, other)
    return np.subtract(larger, np.minimum(one, other), out=larger)


def connected_tiles(grid: Grid, ids: Ids) -> list[Ids]:
    """The connected components of tiles, which may touch at a corner, in reading order of their first tile.

    Works on runs of tiles in a row, not on single tiles, so that a page that changed costs a few hundred steps.
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
    members: dict[int, list[int]] = {}
    for index, (row, first, last) in enumerate(runs):
        tiles = range(row * grid.columns + first, row * grid.columns + last + 1)
        members.setdefault(root(index), []).extend(tiles)
    return [np.array(tiles, np.intp) for tiles in members.values()]


def _tile_runs(grid: Grid, ids: Ids) -> list[tuple[int, int, int]]:
    """Runs of neighbouring tiles in a row, as (row, first column, last column), in reading order.

    This is a loop, since most samples have about ten tiles, and a dozen calls of NumPy take as long as a hundred tiles.
    """
    runs: list[list[int]] = []
    for tile in ids.tolist():
        if runs and tile == runs[-1][1] + 1 and tile % grid.columns:
            runs[-1][1] = tile
        else:
            runs.append([tile, tile])
    return [(first // grid.columns, first % grid.columns, last % grid.columns) for first, last in runs]


def bounding_box(grid: Grid, ids: Ids) -> Rect:
    """The bounding box of tiles, which are given in reading order."""
    lefts = grid.lefts[ids]
    top, bottom = grid.tops[ids[0]], grid.tops[ids[-1]]
    left, right = np.minimum.reduce(lefts), np.maximum.reduce(lefts)
    return Rect(int(left), int(top), int(right) + TILE, int(bottom) + TILE)


def changed_rectangles(mask: Mask, column: int = 1, side: int = 1) -> Iterator[Rect]:
    """The bounding boxes of the parts of a mask, which is cut at empty rows and columns (recursive XY-cut).

    Parts are left out if no column has at least `column` pixels, or if they are narrower or lower than `side`. A mask
    that can have no other parts is not cut any further.
    """
    return _changed_rectangles(mask, 0, 0, column, side, _DEPTH)


def _changed_rectangles(mask: Mask, left: int, top: int, column: int, side: int, depth: int) -> Iterator[Rect]:
    counts = np.add.reduce(mask.view(np.uint8), axis=0, dtype=np.uint16)
    if np.maximum.reduce(counts) < column:
        return
    rows, columns = np.logical_or.reduce(mask, axis=1).nonzero()[0].tolist(), counts.nonzero()[0].tolist()
    if min(rows[-1] - rows[0], columns[-1] - columns[0]) + 1 < side:
        return
    row_runs, column_runs = _runs(rows), _runs(columns)
    if depth and (len(row_runs) > 1 or len(column_runs) > 1):
        for y0, y1 in row_runs:
            for x0, x1 in column_runs:
                yield from _changed_rectangles(mask[y0:y1, x0:x1], left + x0, top + y0, column, side, depth - 1)
        return
    yield Rect(left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1)


def _runs(indices: list[int]) -> list[tuple[int, int]]:
    """Runs of indices with gaps of at most two, as (first, last + 1)."""
    runs = []
    first = last = indices[0]
    for index in indices:
        if index > last + _HOLE + 1:
            runs.append((first, last + 1))
            first = index
        last = index
    return [*runs, (first, last + 1)]


class Patch(NamedTuple):
    """A small group of changed tiles: its surroundings before and after, and its changed pixels."""

    ids: Ids
    area: Rect
    before: Luma
    after: Luma
    mask: Mask

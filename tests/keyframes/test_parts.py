"""The parts of the selection, for properties that can be tested in isolation."""

from __future__ import annotations

from contextlib import closing
from itertools import count
from threading import active_count
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from claude_scope.keyframes.changes.blobs import changed_rectangles, connected_tiles
from claude_scope.keyframes.changes.similarity import tile_ssim
from claude_scope.keyframes.changes.tiles import Grid, pixels_in
from claude_scope.keyframes.decode_thread import decode_ahead
from claude_scope.keyframes.frame import FramePool, luma, rgb
from claude_scope.png import PngWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RANDOM = np.random.default_rng(3)


@pytest.mark.parametrize("shape", [(101, 67), (1, 1), (3, 500), (64, 64)])
def test_png_is_read_back_bit_for_bit(tmp_path: Path, shape: tuple[int, int]) -> None:
    """With a reader that verifies every checksum."""
    picture = RANDOM.integers(0, 256, (*shape, 3), np.uint8)
    PngWriter().write(tmp_path / "a.png", picture)
    with Image.open(tmp_path / "a.png") as file:
        file.verify()
    with Image.open(tmp_path / "a.png") as file:
        assert np.array_equal(np.asarray(file), picture)


def test_ssim_of_equal_tiles_is_one_and_of_inverted_ones_negative() -> None:
    """The ends of its scale."""
    tiles = RANDOM.integers(0, 256, (9, 16, 16), np.uint8)
    assert tile_ssim(tiles, tiles) == pytest.approx(1, abs=1e-5)
    assert (tile_ssim(tiles, 255 - tiles) < 0).all()
    assert tile_ssim(tiles[:0], tiles[:0]).shape == (0,)


def test_ssim_is_that_of_the_paper() -> None:
    """Compared with the formula written out for one 8 x 8 window."""
    one, other = RANDOM.integers(0, 256, (2, 16, 16), np.uint8)
    windows = []
    for top in (0, 8):
        for left in (0, 8):
            x, y = (tile[top : top + 8, left : left + 8].astype(float).ravel() for tile in (one, other))
            c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
            covariance = ((x - x.mean()) * (y - y.mean())).mean()
            windows.append(
                (2 * x.mean() * y.mean() + c1)
                * (2 * covariance + c2)
                / ((x.mean() ** 2 + y.mean() ** 2 + c1) * (x.var() + y.var() + c2))
            )
    assert tile_ssim(one[None], other[None])[0] == pytest.approx(min(windows), abs=1e-4)


@given(st.integers(16, 70), st.integers(16, 70), st.data())
def test_a_block_that_changed_is_found_in_its_tile(height: int, width: int, data: st.DataObject) -> None:
    """Whatever the frame's size and row padding: the tile of a changed block is found, and only tiles near it."""
    padded = np.zeros((height, width + 13), np.uint8)
    before, after = padded[:, :width], padded.copy()[:, :width]
    top = data.draw(st.integers(0, height - 4))
    left = data.draw(st.integers(0, width - 4))
    after[top : top + 4, left : left + 4] = 200
    grid = Grid(height, width)
    found = grid.differing(before, after)
    home = (top + -top % 4) // 16 * grid.columns + left // 16  # only every fourth row is compared
    assert home in found
    assert all(
        abs(tile % grid.columns - left // 16) <= 1 and abs(tile // grid.columns - top // 16) <= 1 for tile in found
    )


@given(st.sets(st.integers(0, 79)))
def test_groups_are_what_a_flood_finds(tiles: set[int]) -> None:
    """Joining runs row by row gives the same groups as a flood fill over the tiles."""
    grid = Grid(8 * 16, 10 * 16)
    found = {frozenset(group.tolist()) for group in connected_tiles(grid, np.array(sorted(tiles), np.intp))}
    expected = set()
    left = set(tiles)
    while left:
        group = {left.pop()}
        grown = True
        while grown:
            near = {
                tile
                for tile in left
                if any(abs(tile % 10 - other % 10) <= 1 and abs(tile // 10 - other // 10) <= 1 for other in group)
            }
            left -= near
            group |= near
            grown = bool(near)
        expected.add(frozenset(group))
    assert found == expected


def test_spots_are_cut_at_gaps() -> None:
    """Two shapes with three empty columns between them are separate, and each rectangle is tight."""
    mask = np.zeros((20, 30), bool)
    mask[2:9, 3:8] = True
    mask[4:12, 11:20] = True
    assert [tuple(spot) for spot in changed_rectangles(mask)] == [(3, 2, 8, 9), (11, 4, 20, 12)]


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 12))
def test_spots_too_small_are_left_out_and_no_others(seed: int, column: int, side: int) -> None:
    """Skipping parts that are too small gives the same result as cutting everything and filtering afterwards."""
    random = np.random.default_rng(seed)
    mask = np.zeros((60, 80), bool)
    for _ in range(random.integers(0, 12)):
        top, left, height, width = random.integers([0, 0, 1, 1], [60, 80, 16, 16])
        mask[top : top + height, left : left + width] = True
    mask &= random.random(mask.shape) < 0.9
    large = [
        spot
        for spot in changed_rectangles(mask)
        if min(spot.width, spot.height) >= side and spot.of(mask).sum(axis=0).max() >= column
    ]
    assert list(changed_rectangles(mask, column=column, side=side)) == large


@pytest.mark.parametrize("shape", [(64, 48), (67, 35)])
def test_a_copied_frame_shows_the_same(shape: tuple[int, int]) -> None:
    """Bit for bit, with its colour range, whatever the padding of its lines."""
    picture = RANDOM.integers(0, 256, (shape[1], shape[0], 3), np.uint8)
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
    copy = FramePool().copy(frame)
    assert np.array_equal(rgb(copy, 0), rgb(frame, 0))
    assert copy.color_range == frame.color_range


def test_a_copy_without_colour_shows_the_same_brightness() -> None:
    """And nothing else."""
    picture = RANDOM.integers(0, 256, (48, 64, 3), np.uint8)
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
    copy = FramePool(in_colour=False).copy(frame)
    assert np.array_equal(luma(copy), luma(frame))
    assert len(copy.planes) == 1


def test_memory_of_a_copy_is_used_again_only_once_nobody_looks_at_it() -> None:
    """A view of its pixels counts as a use."""
    bright, dark = (
        av.VideoFrame.from_ndarray(np.full((48, 64, 3), level, np.uint8), format="rgb24").reformat(format="yuv420p")
        for level in (200, 20)
    )
    copies = FramePool()
    seen = luma(copies.copy(bright))
    first = seen.ctypes.data
    second = luma(copies.copy(dark))
    assert int(seen.min()) > 150 > int(second.max())
    del seen
    assert luma(copies.copy(dark)).ctypes.data == first


@given(st.integers(0, 40), st.integers(0, 255))
def test_pixels_are_counted_tile_by_tile(tiles: int, percent: int) -> None:
    """Like the plain sum."""
    masks = np.random.default_rng(tiles).integers(0, 256, (tiles, 16, 16)) <= percent
    assert np.array_equal(pixels_in(masks), masks.sum(axis=(1, 2)))


def test_what_is_produced_ahead_comes_in_order_with_its_error_last() -> None:
    """The exception of the other thread is raised here, after all items that came before it."""

    def numbers() -> Iterator[int]:
        yield from range(50)
        raise OSError("broken")

    got: list[int] = []
    with pytest.raises(OSError, match="broken"):
        list(map(got.append, decode_ahead(numbers())))
    assert got == list(range(50))


def test_a_reader_that_stops_early_stops_the_thread() -> None:
    """Production stops, and no thread is left."""
    made: list[int] = []

    def numbers() -> Iterator[int]:
        for number in count():
            made.append(number)
            yield number

    threads = active_count()
    with closing(decode_ahead(numbers())) as reader:
        assert next(reader) == 0
    assert active_count() == threads
    assert len(made) < 10

"""A background pattern is not a control and costs no time; controls in rows and columns are still found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from claude_scope.vision.classify.classify import classify
from claude_scope.vision.incremental.shape_cache import update_shapes
from claude_scope.vision.scene.scene import build_scene, find_shapes

if TYPE_CHECKING:
    from claude_scope.values import Image

HEIGHT, WIDTH = 400, 480


def lines(pitch: int) -> Image:
    """Horizontal and vertical lines, like graph paper."""
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    picture[::pitch] = picture[:, ::pitch] = 214
    return picture


def discs(pitch: int, radius: float) -> Image:
    """Grey dots."""
    y, x = np.mgrid[:HEIGHT, :WIDTH] % pitch - pitch / 2
    return np.where((np.hypot(x, y) <= radius)[..., None], 120, 255).astype(np.uint8).repeat(3, axis=2)


def squares(pitch: int) -> Image:
    """The chequered background with which drawing programs show transparency."""
    y, x = np.mgrid[:HEIGHT, :WIDTH] // pitch
    return np.where(((x + y) % 2 == 0)[..., None], 225, 255).astype(np.uint8).repeat(3, axis=2)


@pytest.mark.parametrize(
    "picture",
    [lines(10), lines(16), lines(20), discs(16, 1.5), discs(16, 3), discs(20, 5), squares(16)],
    ids=["lines 10", "lines 16", "lines 20", "points", "dots", "large dots", "squares"],
)
def test_a_pattern_has_no_shapes(picture: Image) -> None:
    found = find_shapes(picture)
    assert len(found.surfaces) + len(found.marks) < 20


def test_a_node_that_moves_on_a_pattern_leaves_no_shapes_behind() -> None:
    before, now = lines(20), lines(20)
    before[42:90, 62:150] = 255
    now[202:250, 242:330] = 255
    found = update_shapes(before, find_shapes(before), now)
    assert len(found.surfaces) + len(found.marks) < 20


def test_hundreds_of_squares_that_a_codec_moved_off_their_grid_are_not_checkboxes() -> None:
    """No pattern explains these, and each state of the recording would list them all."""
    picture, moved = np.full((HEIGHT, WIDTH, 3), 255, np.uint8), np.random.default_rng(1)
    for top in range(8, 380, 20):
        for left in range(8, 460, 20):
            down, right = moved.integers(-2, 3, 2)
            square = picture[top + down :, left + right :]
            square[:13, :13] = 120
            square[1:12, 1:12] = 255
    scene = build_scene(picture, [], find_shapes(picture))
    assert len(scene.marks) > 400
    assert classify(scene) == []


def test_checkboxes_in_rows_and_columns_are_not_a_pattern() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for top in range(20, 380, 32):
        for left in range(20, 340, 32):
            picture[top : top + 14, left : left + 14] = 110
            picture[top + 1 : top + 13, left + 1 : left + 13] = 255
    assert len(find_shapes(picture).marks) == 12 * 10

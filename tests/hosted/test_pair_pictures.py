"""The pictures for a question: the changed places with a margin and the whole view; and an overview of all states."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from claude_scope.hosted.pair_pictures import (
    MARGIN_PX,
    MAX_LONG_SIDE_PX,
    MAX_PIXELS,
    MAX_SHORT_SIDE_PX,
    MIN_CROP_PX,
    OVERVIEW_LONG_SIDE_PX,
    POINTED_PX,
    fitted_size,
    overview,
    pair_pictures,
)
from claude_scope.png import PngWriter
from claude_scope.values import Box, Keyframe, Rest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from claude_scope.hosted.view import View
    from claude_scope.values import Image

    Write = Callable[..., Path]

WIDTH, HEIGHT = 1280, 720
WHITE = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_picture(name: str, image: Image) -> Path:
        PngWriter().write(tmp_path / f"{name}.png", image)
        return tmp_path / f"{name}.png"

    return write_picture


def drawn(*boxes: Box, of: Image = WHITE) -> Image:
    """A picture with a blue rectangle for each box."""
    image = of.copy()
    for x, y, width, height in boxes:
        cv2.rectangle(image, (int(x), int(y)), (int(x + width) - 1, int(y + height) - 1), (0, 0, 255), -1)
    return image


def picture(view: View) -> Image:
    """The picture of a view, as RGB."""
    data = np.frombuffer(base64.b64decode(view.png), np.uint8)
    found = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert found is not None
    return found[:, :, ::-1].astype(np.uint8)


def is_blue(view: View) -> bool:
    return bool((picture(view)[:, :, 0] < 128).any())


def views(
    write: Write,
    changed: Sequence[Box],
    before: Image = WHITE,
    after: Image | None = None,
    rests: Sequence[Rest] = (),
) -> tuple[View, ...]:
    after = drawn(*changed) if after is None else after
    earlier = Keyframe(1_000, 0.0, "first", write("before", before), rests=tuple(rests))
    return pair_pictures(earlier, Keyframe(3_000, 0.5, "changed", write("after", after), changed=tuple(changed)))


def test_a_small_change_is_sent_at_full_size_with_a_margin_and_the_whole_view_small(write: Write) -> None:
    changed = Box(400, 300, 500, 250)
    before, after, whole = views(write, [changed])
    assert [view.shows for view in (before, after, whole)] == ["before", "after", "after"]
    assert before.place == after.place == Box(400 - MARGIN_PX, 300 - MARGIN_PX, 580, 330)
    assert (after.width, after.height) == (580, 330)
    assert (is_blue(before), is_blue(after), is_blue(whole)) == (False, True, True)
    assert [view.is_whole for view in (before, after, whole)] == [False, False, True]
    assert max(whole.width, whole.height) == OVERVIEW_LONG_SIDE_PX
    assert picture(whole).shape[:2] == (whole.height, whole.width)


@pytest.mark.parametrize(("x", "y"), [(0, 0), (WIDTH - 20, HEIGHT - 10), (600, 300)])
def test_the_crop_of_a_tiny_change_shows_its_surroundings_inside_of_the_frame(x: int, y: int, write: Write) -> None:
    _, after, _ = views(write, [Box(x, y, 20, 10)])
    left, top, width, height = after.place
    assert (width, height) >= MIN_CROP_PX
    assert 0 <= left <= x < left + width <= WIDTH
    assert 0 <= top <= y < top + height <= HEIGHT
    assert is_blue(after)


def test_changes_near_each_other_share_a_crop_and_distant_ones_do_not(write: Write) -> None:
    near = [Box(100, 100, 60, 20), Box(150, 140, 60, 20)]
    assert len(views(write, near)) == 3
    sent = views(write, [*near, Box(900, 600, 60, 20)])
    assert [view.shows for view in sent] == ["before", "after", "before", "after", "after"]
    assert sent[0].place == sent[1].place != sent[2].place == sent[3].place


def test_the_place_of_the_pointer_before_the_change_is_sent_unless_a_crop_shows_it(write: Write) -> None:
    changed, far, near = Box(100, 100, 60, 20), Box(1_240, 700, 20, 10), Box(120, 105, 4, 4)
    sent = views(write, [changed], rests=[Rest(near, 500, 900), Rest(far, 1_200, 2_800), Rest(near, 3_100, 3_200)])
    assert [view.shows for view in sent] == ["before", "after", "before", "after"]
    assert sent[2].place == Box(1_090, 645, WIDTH - 1_090, HEIGHT - 645)
    assert (sent[2].width, sent[2].height) <= POINTED_PX
    assert len(views(write, [changed], rests=[Rest(near, 500, 900)])) == 3
    assert len(views(write, [changed], rests=[Rest(Box(4_000, 0, 9, 9), 500, 900)])) == 3


def test_the_place_of_the_pointer_is_sent_with_whole_frames_that_are_scaled_down(write: Write) -> None:
    large = np.full((1_080, 1_920, 3), 255, np.uint8)
    for image, count in ((WHITE, 2), (large, 3)):
        sent = views(write, [], image, image, [Rest(Box(600, 400, 20, 10), 500, 900)])
        assert len(sent) == count
        assert [view.is_whole for view in sent[-2:]] == [True, True]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param([], id="nobody knows where"),
        pytest.param([Box(0, 0, WIDTH, HEIGHT - 100)], id="nearly all"),
        pytest.param([Box(x, y, 20, 20) for x, y in ((0, 0), (1200, 0), (0, 680), (1200, 680))], id="many places"),
    ],
)
def test_two_whole_frames_are_sent_where_crops_would_save_nothing(changed: list[Box], write: Write) -> None:
    before, after = views(write, changed)
    assert before.place == after.place == Box(0, 0, WIDTH, HEIGHT)
    assert (before.shows, after.shows, before.is_whole, after.is_whole) == ("before", "after", True, True)
    assert after.width * after.height <= MAX_PIXELS


def test_frames_of_different_sizes_are_both_sent_whole(write: Write) -> None:
    """The window was resized: boxes of one frame are meaningless in the other."""
    before, after = views(write, [Box(10, 10, 20, 20)], before=WHITE[:500, :800])
    assert before.place == Box(0, 0, 800, 500)
    assert after.place == Box(0, 0, WIDTH, HEIGHT)


def test_the_pictures_of_a_change_stay_within_what_a_question_may_take(write: Write) -> None:
    """For a large screen, by Claude's formula: 750 pixels per token."""
    large = np.full((2160, 3840, 3), 255, np.uint8)
    places = [Box(100, 100, 1000, 700), Box(2000, 1200, 1000, 700)]
    for changed in (places, [], [Box(0, 0, 3840, 2000)]):
        sent = views(write, changed, before=large, after=large)
        assert sum(view.width * view.height for view in sent) / 750 < 3_000
        assert all(view.width <= MAX_LONG_SIDE_PX for view in sent)


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160), (1080, 1920), (5000, 300), (640, 480)])
def test_pictures_fit_the_limits_of_all_providers(width: int, height: int) -> None:
    """The size keeps its aspect ratio, is within every limit, and never larger than the original."""
    wide, high = fitted_size(width, height)
    assert max(wide, high) <= MAX_LONG_SIDE_PX
    assert min(wide, high) <= MAX_SHORT_SIDE_PX
    assert wide * high <= MAX_PIXELS
    assert wide <= width
    assert abs(wide / high - width / height) < 0.02 * width / height


@pytest.mark.parametrize("count", [1, 2, 5, 12, 30])
def test_the_overview_shows_every_state_in_reading_order(count: int, write: Write) -> None:
    """State n has n lines in its own shade of blue; the overview shows the states in order."""
    path = write("plain", WHITE)
    blue = write("blue", drawn(Box(0, 0, WIDTH, HEIGHT)))
    view = overview([(number, blue if number == count else path) for number in range(1, count + 1)])
    assert (view.shows, view.is_whole) == ("all", True)
    assert view.width * view.height <= MAX_PIXELS
    rows, columns = np.nonzero(picture(view)[:, :, 0] < 60)
    at = [np.mean(side) / size for side, size in ((rows, view.height), (columns, view.width))]
    per_row = max(1, round(count**0.5))
    assert at[0] > 1 - 1 / -(-count // per_row)
    assert int(at[1] * per_row) == (count - 1) % per_row

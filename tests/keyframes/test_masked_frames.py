"""Pictures of a recording are covered at its masked places as they are written, each for its own time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from claude_scope.geometry import Rect
from claude_scope.intake.probe import probe
from claude_scope.keyframes.at_times import frames_at
from claude_scope.keyframes.masked_frames import MAX_AT_ONCE, masked_rects
from claude_scope.keyframes.select import find_keyframes
from claude_scope.pictures import EDGE, GREY, STRIPE, load
from claude_scope.values import Box, MaskedPlace
from tests.videos import three_states

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Keyframe, Recording

PLACE = MaskedPlace(1_500, 2_900, Box(30, 90, 200, 50), (640, 360))
"""The second line of the second state."""


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return replace(probe(three_states(tmp_path_factory.mktemp("masked") / "basket.webm")), masked=(PLACE,))


def is_covered(frame: Keyframe) -> bool:
    image = load(frame.path)[90:140, 30:230]
    return bool(np.isin(image, (GREY, STRIPE, EDGE)).all())


def test_keyframes_are_covered_at_their_time(recording: Recording, tmp_path: Path) -> None:
    frames = find_keyframes(recording, tmp_path / "frames").frames
    assert [is_covered(frame) for frame in frames] == [False, True, False]
    assert [len(frame.masked) for frame in frames] == [0, 1, 0]
    plain = find_keyframes(replace(recording, masked=()), tmp_path / "plain").frames
    assert [frame.timestamp_ms for frame in plain] == [frame.timestamp_ms for frame in frames]
    assert not any(map(is_covered, plain))


def test_pictures_of_states_are_covered_at_the_time_of_their_frame(recording: Recording, tmp_path: Path) -> None:
    frames = frames_at(recording, [0, 2_000, 4_000], tmp_path / "states").frames
    assert [is_covered(frame) for frame in frames] == [False, True, False]


@pytest.mark.parametrize(
    ("viewport", "size", "expected"),
    [
        ((640.0, 360.0), (640, 360), Rect(26, 86, 235, 145)),
        ((640.0, 360.0), (1280, 720), Rect(56, 176, 465, 285)),
        ((320.0, 360.0), (640, 360), Rect(186, 86, 395, 145)),
        ((0.0, 0.0), (640, 360), Rect(26, 86, 235, 145)),
    ],
)
def test_the_viewport_is_fitted_into_the_frame(
    viewport: tuple[float, float], size: tuple[int, int], expected: Rect
) -> None:
    """As the recorder scales it, with a margin; a box without a viewport is in frame pixels."""
    assert masked_rects([replace(PLACE, viewport=viewport)], 2_000, size) == [expected]


def test_invalid_numbers_cover_the_whole_frame() -> None:
    nowhere = replace(PLACE, viewport=(1e-300, 1e-300), box=Box(1e13, 1e13, 1, 1))
    assert masked_rects([nowhere], 2_000, (640, 360)) == [Rect(0, 0, 640, 360)]


def test_places_outside_of_the_frame_are_left_out_and_very_many_are_one() -> None:
    outside = [replace(PLACE, box=Box(x, y, 50, 50)) for x, y in ((-900, 0), (0, 4_000), (1e9, 1e9))]
    assert masked_rects(outside, 2_000, (640, 360)) == []
    many = [replace(PLACE, box=Box(2 * n, n, 1, 1)) for n in range(MAX_AT_ONCE + 1)]
    assert masked_rects(many, 2_000, (640, 360)) == [Rect(0, 0, 406, 206)]


def test_a_still_picture_is_covered_at_all_places_of_its_time() -> None:
    """The secret was visible before the recorder knew that it is one."""
    assert masked_rects([PLACE], 1_000, (640, 360)) == []
    assert masked_rects([PLACE], 1_000, (640, 360), 1_500) == [Rect(26, 86, 235, 145)]
    assert masked_rects([PLACE], 3_000, (640, 360), 9_000) == []

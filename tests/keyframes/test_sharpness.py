"""A page that a codec sharpens for seconds is one state; a bubble that was shown long enough to be read is one, too."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.keyframes.film import film, keyframes, page, seen, shots, times, with_badge

if TYPE_CHECKING:
    from pathlib import Path

    from tests.keyframes.film import Shot

WORDS = "invoice order customer total shipped pending lamp lantern harbour delivery returns monthly account".split()
SIZE = (960, 544)


@cache
def dense(seed: int) -> Image.Image:
    """A page full of small letters, for which a codec has too few bits."""
    drawn = np.random.default_rng(seed)
    picture = Image.new("RGB", SIZE, (250, 250, 252))
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(13)
    for top in range(40, SIZE[1] - 20, 20):
        colour = tuple(int(shade) for shade in drawn.integers(20, 140, 3))
        draw.text((20, top), " ".join(drawn.choice(WORDS, 19)), fill=colour, font=font)
    return picture


def stands(picture: Image.Image, first_ms: int, last_ms: int, every_ms: int) -> list[Shot]:
    """A page that does not change, and is recorded over and over."""
    return shots(*((at_ms, picture) for at_ms in range(first_ms, last_ms, every_ms)))


@pytest.mark.parametrize(("every_ms", "kbits_per_second"), [(300, 60), (300, 120), (1000, 120), (1000, 200)])
def test_a_page_that_a_codec_sharpens_is_one_state(tmp_path: Path, every_ms: int, kbits_per_second: int) -> None:
    """Its picture is the sharp one."""
    frames = [*stands(dense(1), 0, 5000, every_ms), *stands(dense(2), 5000, 10_000, every_ms)]
    path = film(tmp_path / "a.webm", frames, codec="libvpx", end_ms=10_000, kbits_per_second=kbits_per_second)
    found = keyframes(path)
    assert seen(found, (1000, 5000), (5000, 10_001)), times(found)


@pytest.mark.parametrize(("every_ms", "kbits_per_second"), [(500, 120), (1000, 250)])
def test_a_digit_that_changes_while_a_codec_sharpens_the_page_is_a_state(
    tmp_path: Path, every_ms: int, kbits_per_second: int
) -> None:
    frames = [
        *stands(with_badge(dense(1).copy(), 1), 0, 2500, every_ms),
        *stands(with_badge(dense(1).copy(), 2), 2500, 6000, every_ms),
    ]
    found = keyframes(film(tmp_path / "a.webm", frames, codec="libvpx", end_ms=6000, kbits_per_second=kbits_per_second))
    assert seen(found, (0, 2500), (2500, 6001)), times(found)
    (box,) = found.frames[1].changed
    assert 560 <= box.x <= 600


@pytest.mark.parametrize("stood_ms", [450, 550])
def test_a_bubble_that_another_page_replaces_is_a_state(tmp_path: Path, stood_ms: int) -> None:
    """A field shows its validation message for half a second before the page is left."""
    asking = page()
    ImageDraw.Draw(asking).rectangle((400, 280, 600, 308), fill="white", outline=(120, 120, 130))
    ImageDraw.Draw(asking).text((410, 286), "Please fill in this field.", fill=(20, 20, 20))
    scenes = shots((0, page()), (2000, asking), (2000 + stood_ms, page(dark=True)))
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=5000))
    assert times(found) == [0, 2000, 2000 + stood_ms]
    assert [frame.until_ms for frame in found.frames] == [2000, 2000 + stood_ms, None]


def test_a_button_that_looks_pressed_before_another_page_comes_is_not_a_state(tmp_path: Path) -> None:
    pressed = page()
    ImageDraw.Draw(pressed).rectangle((300, 56, 380, 82), fill=(90, 110, 200))
    scenes = shots((0, page()), (2000, pressed), (2200, page(dark=True)))
    assert times(keyframes(film(tmp_path / "a.webm", scenes, end_ms=5000))) == [0, 2200]

"""An animated GIF gives the same states as a video of the same screen, with the timing of browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw

from claude_scope.intake.probe import probe
from claude_scope.keyframes.decode import FrameReader
from tests.gifs import at_rate, dots, with_delays, write_gif
from tests.keyframes.film import (
    HEIGHT,
    WIDTH,
    keyframes,
    page,
    pixels,
    seen,
    shots,
    times,
    with_badge,
    with_pointer,
    with_toast,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.keyframes.film import Shot

END_MS = 6000


def coloured(*texts: tuple[int, int, str], dark: bool = False) -> Image.Image:
    """A page with a gradient, for which a palette has too few colours."""
    picture = page(*texts, dark=dark)
    across, down = np.meshgrid(np.linspace(0, 1, 200), np.linspace(0, 1, 150))
    banner = np.stack([230 - 160 * across, 240 - 120 * down, 250 - 60 * across * down], axis=2)
    picture.paste(Image.fromarray(banner.astype(np.uint8)), (420, 60))
    return picture


def scenes() -> list[Shot]:
    """A line appears, a badge counts up, a toast appears and disappears, the page becomes dark."""
    sent = (24, 300, "Your order was sent.")
    return shots(
        (0, with_badge(coloured(), 0)),
        (1200, with_badge(coloured(sent), 0)),
        (2400, with_badge(coloured(sent), 1)),
        (3600, with_toast(with_badge(coloured(sent), 1))),
        (4200, with_badge(coloured(sent), 1)),
        (5200, coloured(sent, dark=True)),
    )


def frame_times(path: Path) -> list[int]:
    return [timed.time_ms for timed in FrameReader(probe(path))]


def under_a_pointer(shown: Sequence[Shot]) -> list[Shot]:
    """The same with a pointer that moves all the time, so that each frame has its own palette and dithering."""
    return [
        (at_ms, np.asarray(with_pointer(Image.fromarray(picture), 60 + at_ms // 30, 40 + at_ms // 36)))
        for at_ms, picture in shown
    ]


@pytest.mark.parametrize(
    ("fps", "palettes", "dithered"),
    [(5, "each", True), (5, "one", False), (10, "each", True), (15, "one", True)],
)
def test_palettes_and_dithering_neither_make_nor_hide_states(
    tmp_path: Path, fps: int, palettes: str, dithered: bool
) -> None:
    """A line, a badge that counts up, a toast and a dark page: the states of a video without noise."""
    shown = under_a_pointer(at_rate(scenes(), END_MS, fps))
    found = keyframes(write_gif(tmp_path / "a.gif", shown, END_MS, palettes=palettes, dithered=dithered))
    assert seen(found, (0, 1200), (1200, 2400), (2400, 3600), (3600, 4200), (4200, 5200), (5200, END_MS))


def test_frames_that_are_still_for_seconds_are_states(tmp_path: Path) -> None:
    """A GIF with three frames, like slides: no frame is encoded while a picture stays."""
    slides = shots((0, page()), (2000, page((24, 300, "Sent."))), (4500, page(dark=True)))
    path = write_gif(tmp_path / "a.gif", slides, 9500)
    assert times(keyframes(path)) == [0, 2000, 4500]
    assert probe(path).duration_ms == 9500


@pytest.mark.parametrize("after", ["kept", "cleared", "restored"])
def test_partial_frames_are_composed(tmp_path: Path, after: str) -> None:
    """Frames are layers with transparent parts, which stay, are cleared, or are reverted."""
    layers = [layer(number, opaque=number == 0 and after != "cleared") for number in range(4)]
    disposal = {"kept": 1, "cleared": 2, "restored": [1, 3, 3, 3]}[after]
    path = tmp_path / "a.gif"
    layers[0].save(path, save_all=True, append_images=layers[1:], duration=500, disposal=disposal, loop=0)
    decoded = [timed.frame.to_ndarray(format="rgb24") for timed in FrameReader(probe(path))]
    below = Image.new("RGBA", layers[0].size, "white")
    for number, other_layer in enumerate(layers):
        whole = Image.alpha_composite(below, other_layer)
        assert np.array_equal(decoded[number], np.asarray(whole.convert("RGB"))), number
        if after == "kept" or (number == 0 and after == "restored"):
            below = whole
    assert len(decoded) == len(layers)


def layer(number: int, *, opaque: bool) -> Image.Image:
    """A square at another place in each layer, on grey or on a transparent background."""
    drawn = Image.new("RGBA", (101, 67), (240, 240, 240, 255 if opaque else 0))
    ImageDraw.Draw(drawn).rectangle((10 + 20 * number, 9, 24 + 20 * number, 40), fill=(200, 30 * number, 20, 255))
    return drawn


def test_a_size_that_is_odd_is_kept(tmp_path: Path) -> None:
    path = write_gif(
        tmp_path / "a.gif", shots((0, page(size=(321, 201))), (1000, page(size=(321, 201), dark=True))), 2000
    )
    found = keyframes(path)
    assert (found.width, found.height) == (321, 201)
    assert pixels(found.frames[1]).shape == (201, 321, 3)


def test_each_pixel_keeps_its_colour(tmp_path: Path) -> None:
    """A GIF stores exact colours, and a digit on a red badge is only a few pixels wide."""
    path = write_gif(tmp_path / "a.gif", shots((0, with_badge(page(), 3)), (1000, page())), 2000)
    with Image.open(path) as gif:
        shown = np.asarray(gif.convert("RGB"), np.int16)
    assert np.abs(pixels(keyframes(path).frames[0]) - shown).max() <= 2


def test_delays_are_those_of_browsers(tmp_path: Path) -> None:
    """Delays of zero and of one hundredth of a second are shown as a tenth."""
    path = tmp_path / "a.gif"
    path.write_bytes(dots(40, 30, [0, 1, 2, 50, 10]))
    assert frame_times(path) == [0, 100, 200, 220, 720]
    assert probe(path).duration_ms == 820


def test_frames_without_delays_are_still_states(tmp_path: Path) -> None:
    """Some programs write them: browsers show ten frames per second."""
    shown = under_a_pointer(at_rate(scenes(), END_MS, 10))
    path = write_gif(tmp_path / "a.gif", shown, END_MS)
    path.write_bytes(with_delays(path.read_bytes(), *[0] * len(shown)))
    assert probe(path).duration_ms == END_MS
    assert len(keyframes(path).frames) == len(scenes())


@pytest.mark.attack("recordings")
def test_thousands_of_frames_of_one_pixel_are_one_state(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(dots(WIDTH, HEIGHT, [2] * 3000))
    found = keyframes(path)
    assert (found.decoded_frames, len(found.frames)) == (3000, 1)


@pytest.mark.attack("recordings")
def test_a_gif_that_is_cut_off_gives_what_is_there(tmp_path: Path) -> None:
    path = write_gif(tmp_path / "a.gif", at_rate(scenes(), END_MS, 10), END_MS)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    found = keyframes(path)
    assert len(found.frames) >= 3
    assert "the file is cut off: what could be read of it is used" in found.notes


def slides(count: int, each_ms: int) -> list[Shot]:
    """Pages that are all different and replace each other before the screen can settle."""
    columns = ((24, 300), (240, 330), (440, 240))
    pages = [page(*((x, y, f"Item {n * 7919} of {n}") for x, y in columns), dark=n % 2 == 1) for n in range(count)]
    return shots(*((n * each_ms, page) for n, page in enumerate(pages)))


def test_the_first_and_last_view_of_a_restless_screen_are_states_at_the_times_of_their_pictures(
    tmp_path: Path,
) -> None:
    frames = slides(12, 300)
    found = keyframes(write_gif(tmp_path / "a.gif", frames, 3600))
    assert [(frame.timestamp_ms, frame.since_ms) for frame in found.frames] == [(0, 0), (3300, 3300)]
    assert "The screen never rested: its first view and single moments of what followed are states." in found.notes


def test_the_first_view_is_kept_of_a_screen_that_moves_for_seconds_before_it_rests(tmp_path: Path) -> None:
    frames = slides(14, 300)
    found = keyframes(write_gif(tmp_path / "a.gif", frames, 6000))
    assert [frame.since_ms for frame in found.frames] == [0, 3900]
    assert "The screen first rested at 0:03.9: of what it showed before, its first view is a state." in found.notes


def test_a_page_that_rests_soon_has_no_state_before(tmp_path: Path) -> None:
    found = keyframes(write_gif(tmp_path / "a.gif", slides(4, 300), 4000))
    assert [frame.since_ms for frame in found.frames] == [0]
    assert found.notes == ()

"""What the pointer covers in a keyframe is read, and masked, from another frame of the same state."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from claude_scope import pictures
from claude_scope.cli.plain_runner import PlainRunner
from claude_scope.cli.progress_display import PlainDisplay
from claude_scope.intake.probe import probe
from claude_scope.jobs.sandbox import child_stations
from claude_scope.jobs.sandbox.messages import Place
from claude_scope.keyframes.select import find_keyframes
from claude_scope.pictures import EDGE, GREY, STRIPE
from claude_scope.pipeline import Parts, Request, masked_keyframes
from claude_scope.values import Box, MaskedPlace
from tests.in_process import InProcess
from tests.keyframes.film import Shot, film, keyframes, page, pixels, shots, with_pointer
from tests.masking.read_again import reader
from tests.vision.reader import InThread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PIL import Image

    from claude_scope.values import Keyframe, Snapshot

    Draw = Callable[[], Image.Image]

TEXT, PLACE = "Voucher ZX81 was used", (24, 220)
ASIDE = [(600 - 20 * step, 300 - 8 * step) for step in range(8)]
THERE = (70, 224)
"""On the letters "cher" of the text."""


def pointed(began_ms: int, draw: Draw, *way: tuple[int, int]) -> list[tuple[int, Image.Image]]:
    return [(began_ms + 130 * step, with_pointer(draw(), *place)) for step, place in enumerate(way)]


def came_later(text: str, there: tuple[int, int] = THERE) -> list[Shot]:
    """A text appears, the pointer rests on it in the keyframe, and stays there while the next page appears."""
    before, after, last = page, lambda: page((*PLACE, text)), lambda: page((24, 300, "Another page"))
    way = pointed(3_200, after, (380, 240), (240, 232), there)
    return shots(
        *pointed(0, before, *ASIDE),
        *pointed(3_000, after, ASIDE[-1]),
        *way,
        *pointed(6_000, last, there, there),
    )


def left_later(text: str, under: str = "") -> list[Shot]:
    """A text appears under the pointer, which leaves it; in the next frames the text is `under` the pointer."""
    before, after = page, lambda: page((*PLACE, text))
    then, last = (lambda: page((*PLACE, under or text))), lambda: page((24, 300, "Another page"))
    return shots(
        *pointed(0, before, *ASIDE, (300, 230), (200, 228), THERE),
        *pointed(3_000, after, THERE),
        *pointed(4_000, after, THERE),
        *pointed(4_800, then, (74, 226), (200, 240), (300, 250)),
        *pointed(6_500, last, (300, 250), (300, 250)),
    )


def second(path: Path, frames: list[Shot]) -> Keyframe:
    found = keyframes(film(path / "a.webm", frames, end_ms=frames[-1][0] + 1_500))
    assert len(found.frames) >= 3
    return found.frames[1]


@pytest.mark.parametrize("frames", [came_later(TEXT), left_later(TEXT)], ids=["bare before", "bare after"])
def test_a_text_under_the_pointer_is_read_in_another_frame_of_its_state(tmp_path: Path, frames: list[Shot]) -> None:
    frame = second(tmp_path, frames)
    stations = child_stations.Stations(Place(tmp_path), 2, lambda line: None)
    assert TEXT in {line.text for line in stations.read(frame, None, None).lines}


def test_the_picture_that_people_see_stays_as_it_was_recorded(tmp_path: Path) -> None:
    frame = second(tmp_path, came_later(TEXT))
    assert frame.bare is not None
    shown, bare = pixels(frame), np.asarray(pictures.uncovered(pictures.load(frame.path), frame.bare), np.int16)
    drawn = np.asarray(page((*PLACE, TEXT)), np.int16)
    under = slice(THERE[1], THERE[1] + 20), slice(THERE[0], THERE[0] + 13)
    assert np.abs(shown - drawn)[under].mean() > 40
    assert np.abs(bare - drawn)[under].mean() < 8
    assert np.array_equal(np.delete(shown, np.s_[200:280], axis=0), np.delete(bare, np.s_[200:280], axis=0))


def test_another_text_at_the_place_is_not_taken(tmp_path: Path) -> None:
    """The text changed as the pointer left, so that frame does not show what the pointer covered."""
    assert second(tmp_path, left_later(TEXT, "Voucher YQ32 is void")).bare is None


def test_a_place_that_the_capture_masks_is_not_uncovered(tmp_path: Path) -> None:
    frames = came_later(TEXT)
    recording = probe(film(tmp_path / "a.webm", frames, end_ms=7_500))
    masked = MaskedPlace(3_000, 4_000, Box(20, 216, 200, 20), (0, 0))
    found = find_keyframes(replace(recording, masked=(masked,)), tmp_path / "frames")
    assert found.frames[1].masked
    assert found.frames[1].bare is None


@pytest.mark.attack("secrets")
async def test_a_secret_whose_label_the_pointer_covers_is_masked(tmp_path: Path) -> None:
    there = 50, 222
    path = film(tmp_path / "a.webm", came_later("API key: harborlight", there), end_ms=7_500)
    recording = probe(path)
    found = find_keyframes(recording, tmp_path / "frames")
    parts = Parts(InProcess(InThread(reader())), no_page)
    runner = PlainRunner(PlainDisplay(sys.stderr))
    masked = await masked_keyframes(Request(path, "", tmp_path), recording, found, parts, runner)
    frame = masked.keyframes.frames[1]
    value = pixels(frame)[224:236, 104:160]
    assert np.isin(value, (GREY, STRIPE, EDGE)).mean() > 0.9
    label = pixels(frame)[there[1] : there[1] + 20, there[0] : there[0] + 13]
    assert label.min() < 20, "the pointer stays"
    assert frame.bare is None


async def no_page(urls: Sequence[str], out: Path, *, viewport: tuple[int, int]) -> tuple[Snapshot, ...]:
    raise NotImplementedError

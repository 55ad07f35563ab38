"""What a picture shows where the page has no texts is read once, and covered where it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from claude_scope.errors import VisionError
from claude_scope.timeline.captured import blind_texts
from claude_scope.timeline.captured.blind_texts import BlindTexts
from claude_scope.values import Box, Line, Reading
from tests.capture.states import HEIGHT, WIDTH, node, page, state, timeline

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Image

CANVAS = Box(100, 50, 200, 100)


@dataclass
class Reader:
    fails: bool = False
    shapes: list[tuple[int, ...]] = field(default_factory=list)

    def __call__(self, image: Image) -> Reading:
        self.shapes.append(image.shape[:2])
        if self.fails:
            raise VisionError("No.")
        return Reading(image.shape[1], image.shape[0], (Line("Key", Box(5, 6, 30, 12), 0.9),), (), "")


def noise(seed: int = 1) -> Image:
    return np.random.default_rng(seed).integers(0, 200, (HEIGHT, WIDTH, 3), np.uint8)


def test_a_region_is_read_and_its_lines_have_their_place_in_the_picture() -> None:
    texts, image = BlindTexts(Reader()), noise()
    assert texts.of(image, [CANVAS]) == (Line("Key", Box(105, 56, 30, 12), 0.9),)


def test_what_looks_the_same_is_read_once_also_where_it_moved_and_after_coding() -> None:
    reader = Reader()
    texts, image = BlindTexts(reader), noise()
    texts.of(image, [CANVAS])
    moved = np.roll(image, (30, 10), axis=(0, 1)) + np.uint8(9)
    assert texts.of(moved, [Box(110, 80, 200, 100)]) == (Line("Key", Box(115, 86, 30, 12), 0.9),)
    assert reader.shapes == [(100, 200)]
    texts.of(noise(2), [CANVAS])
    assert len(reader.shapes) == 2


def test_what_the_check_of_a_state_read_is_not_read_again() -> None:
    reader = Reader()
    texts, image = BlindTexts(reader), noise()
    texts.learn(image, [CANVAS], [Line("Total", Box(120, 60, 40, 12), 0.9), Line("Else", Box(5, 5, 40, 12), 0.9)])
    assert texts.of(image, [CANVAS]) == (Line("Total", Box(120, 60, 40, 12), 0.9),)
    assert reader.shapes == []


def test_icons_and_regions_within_others_and_outside_of_the_picture_are_not_read() -> None:
    reader = Reader()
    outside = Box(0, 5_000, 300, 300), Box(-500, 0, 300, 300), Box(5, 5, 16, 16), Box(110, 60, 100, 50)
    BlindTexts(reader).of(noise(), [CANVAS, *outside])
    assert reader.shapes == [(100, 200)]


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("why", ["failed", "too much"])
def test_what_cannot_be_read_is_told_so_that_it_is_covered(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if why == "too much":
        monkeypatch.setattr(blind_texts, "MAX_READ_PX", 100)
    assert BlindTexts(Reader(fails=why == "failed")).of(noise(), [CANVAS]) == (Line("", CANVAS, 0.0),)


def test_states_have_what_was_read_in_their_blind_regions(tmp_path: Path) -> None:
    tree = page(node("heading", "Map"), node("button", "Save"))
    inside, outside = Line("Total", Box(120, 60, 40, 12), 0.9), Line("Map", Box(400, 300, 40, 12), 0.9)
    (moment,) = timeline(tmp_path, [state(0, tree, blind=[CANVAS])], read=[inside, outside]).moments
    assert moment.blind == (inside,)
    (moment,) = timeline(tmp_path, [state(0, tree)], read=[inside, outside]).moments
    assert moment.blind == ()

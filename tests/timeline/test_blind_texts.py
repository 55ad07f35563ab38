"""Text in pictures and canvases, which the page's tree lacks, is read once, and covered if it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from claude_scope.errors import VisionError
from claude_scope.geometry import Rect
from claude_scope.timeline.captured import blind_texts
from claude_scope.timeline.captured.blind_texts import BlindTexts
from claude_scope.values import Box, Line, LogLine, UiElement
from tests.capture.states import HEIGHT, WIDTH, act, node, page, reads, state, timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from claude_scope.values import Image

CANVAS = Box(100, 50, 200, 100)
KEY = Line("Key", Box(105, 56, 30, 12), 0.9)


@dataclass
class Reader:
    """Reads "Key" near the upper left corner of each region."""

    fails: bool = False
    regions: list[Rect] = field(default_factory=list)

    def __call__(self, image: Image, region: Rect, is_wanted: Callable[[Rect], bool]) -> list[Line]:
        self.regions.append(region)
        if self.fails:
            raise VisionError("No.")
        place = Rect(5, 6, 35, 18).moved(region.left, region.top)
        return [Line("Key", place.box(), 0.9)] if is_wanted(place) else []


def noise(seed: int = 1) -> Image:
    return np.random.default_rng(seed).integers(0, 200, (HEIGHT, WIDTH, 3), np.uint8)


def element(box: Box, role: str = "text", name: str = "Key") -> UiElement:
    return UiElement("e1", "text", role, name, box, 1.0, name=name)


def test_what_looks_the_same_is_read_once_also_where_it_moved_and_after_coding() -> None:
    reader = Reader()
    texts, image = BlindTexts(reader), noise()
    assert texts.of(image, [CANVAS], ()) == (KEY,)
    moved = np.roll(image, (30, 10), axis=(0, 1)) + np.uint8(9)
    assert texts.of(moved, [Box(110, 80, 200, 100)], ()) == (Line("Key", Box(115, 86, 30, 12), 0.9),)
    assert reader.regions == [Rect(100, 50, 300, 150)]
    texts.of(noise(2), [CANVAS], ())
    assert len(reader.regions) == 2


def test_what_the_check_of_a_state_read_is_not_read_again() -> None:
    reader = Reader()
    texts, image = BlindTexts(reader), noise()
    texts.learn(image, [CANVAS], (), [KEY, Line("Else", Box(5, 5, 40, 12), 0.9)])
    assert texts.of(image, [CANVAS], ()) == (KEY,)
    assert reader.regions == []


@pytest.mark.parametrize(
    ("elements", "lines"),
    [
        ([element(Box(100, 54, 40, 16))], ()),
        ([element(Box(100, 54, 40, 16), role="img")], (KEY,)),
        ([element(Box(90, 40, 300, 200), role="link")], (KEY,)),
        ([element(Box(100, 54, 40, 16), name="")], (KEY,)),
        ([element(Box(200, 54, 40, 16))], (KEY,)),
    ],
)
def test_texts_of_the_page_are_left_out(elements: list[UiElement], lines: tuple[Line, ...]) -> None:
    """For example of a dialog over an image; not the names of the image or of the link around it."""
    assert BlindTexts(Reader()).of(noise(), [CANVAS], elements) == lines


def test_icons_and_regions_within_others_and_outside_of_the_picture_are_not_read() -> None:
    reader = Reader()
    outside = Box(0, 5_000, 300, 300), Box(-500, 0, 300, 300), Box(5, 5, 16, 16), Box(110, 60, 100, 50)
    BlindTexts(reader).of(noise(), [CANVAS, *outside], ())
    assert reader.regions == [Rect(100, 50, 300, 150)]


def test_only_the_rows_that_changed_are_read_again() -> None:
    """Including the whole lines that they touch; other lines are known already."""
    reader = Reader()
    texts, image = BlindTexts(reader), noise()
    low = Line("Low", Box(105, 120, 30, 12), 0.9)
    texts.learn(image, [CANVAS], (), [Line("Old", Box(105, 56, 30, 12), 0.9), low])
    changed = image.copy()
    changed[66:68, 120:130] += 50
    assert texts.of(changed, [CANVAS], ()) == (low, Line("Key", Box(105, 60, 30, 12), 0.9))
    assert reader.regions == [Rect(100, 54, 300, 80)]


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("why", ["failed", "too much"])
def test_what_cannot_be_read_is_reported_so_that_it_is_covered(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if why == "too much":
        monkeypatch.setattr(blind_texts, "MAX_READ_PX", 100)
    assert BlindTexts(Reader(fails=why == "failed")).of(noise(), [CANVAS], ()) == (Line("", CANVAS, 0.0),)


def test_states_have_what_was_read_in_their_blind_regions(tmp_path: Path) -> None:
    tree = page(node("heading", "Map"), node("button", "Save"))
    inside, outside = Line("Total", Box(220, 60, 40, 12), 0.9), Line("Map", Box(400, 300, 40, 12), 0.9)
    (moment,) = timeline(tmp_path, [state(0, tree, blind=[CANVAS])], read=reads([inside, outside])).moments
    assert moment.blind == (inside,)
    (moment,) = timeline(tmp_path, [state(0, tree)], read=reads([inside, outside])).moments
    assert moment.blind == ()


def test_the_state_where_it_went_wrong_and_its_neighbours_are_read_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A canvas changes all the time: OCR reads as many pixels as its limit allows, and the rest is covered."""
    monkeypatch.setattr(blind_texts, "MAX_READ_PX", 4 * (200 * 100 + blind_texts.READ_COST_PX))
    names = ("Map", "Basket", "Profile", "Orders", "Invoices", "Teams", "Search", "Help", "About")
    states = [state(1_000 * n, page(node("heading", name)), blind=[CANVAS]) for n, name in enumerate(names)]
    acts = [act("click", 1_000 * n, "link", name) for n, name in enumerate(names) if n]
    log = [LogLine(5_500, "uncaught error", "TypeError: no map")]
    found = timeline(tmp_path, states, acts, log=log, read=Reader())
    assert found.wrong == 5
    covered = [n for n, moment in enumerate(found.moments) if moment.blind == (Line("", CANVAS, 0.0),)]
    assert covered == [2, 3, 7, 8]  # state 5 was compared with its picture
    assert [found.moments[n].blind for n in (0, 1, 4, 6)] == [(KEY,)] * 4

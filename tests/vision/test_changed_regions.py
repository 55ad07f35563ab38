"""Incremental reading gives the same result as a full read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.scoring import same_lines
from claude_scope.geometry import Rect
from claude_scope.vision.incremental.changed_regions import find_changes
from claude_scope.vision.reader import PreviousFrame

if TYPE_CHECKING:
    from tests.vision.conftest import Screens


def test_the_same_picture_is_not_read_again(screens: Screens) -> None:
    """The previous reading is returned."""
    image = screens.picture("projects")
    before = PreviousFrame(image, screens.reading("projects"))
    assert screens.reader.read_sync(image.copy(), before) is before.reading


@pytest.mark.parametrize(
    ("first", "second"), [("market_checkout", "market_checkout_later"), ("market_checkout_later", "market_checkout")]
)
def test_a_badge_that_counts_is_read_as_in_a_full_read(screens: Screens, first: str, second: str) -> None:
    """One digit in a badge is a change that must not be missed."""
    full = screens.reading(second)
    again = screens.other.read_sync(
        screens.picture(second), PreviousFrame(screens.picture(first), screens.reading(first))
    )
    assert same_lines(full, again) == (len(full.lines), len(full.lines))
    assert [element.label for element in again.elements] == [element.label for element in full.elements]


def test_a_tiny_picture_is_compared() -> None:
    """The 90th percentile of five pixels' brightness must be interpolated; a warning is an error here."""
    before, now = np.zeros((1, 25, 3), np.uint8), np.full((1, 25, 3), 255, np.uint8)
    before[:, 20:] = 200
    assert find_changes(before, now, []) is None


@pytest.mark.parametrize(("first", "second"), [("projects", "projects_dialog"), ("projects_dialog", "projects")])
def test_a_dialog_over_a_dimmed_page(screens: Screens, first: str, second: str) -> None:
    """The dimmed page is not read again, and nearly all lines are those of a full read."""
    changed = find_changes(screens.picture(first), screens.picture(second), [])
    assert changed is not None
    assert sum(place.width * place.height for place in changed.places) < 0.5 * 1280 * 720
    full = screens.reading(second)
    again = screens.other.read_sync(
        screens.picture(second), PreviousFrame(screens.picture(first), screens.reading(first))
    )
    hits, lines = same_lines(full, again)
    assert hits >= lines - 3


def test_compression_noise_is_not_a_change(screens: Screens) -> None:
    """Single pixels and small differences, as codecs cause them, trigger no reading."""
    image = screens.picture("projects")
    noise = np.random.default_rng(1).integers(-9, 10, image.shape)
    noisy = np.clip(image + noise, 0, 255).astype(np.uint8)
    changed = find_changes(image, noisy, [])
    assert changed is not None
    assert changed.places == ()


def test_a_changed_place_contains_the_lines_it_touches(screens: Screens) -> None:
    """If a word changed in a long line, the whole line is read."""
    image = screens.picture("projects")
    other = image.copy()
    other[400:420, 600:640] = 0
    changed = find_changes(image, other, [Rect(100, 400, 620, 420)])
    assert changed is not None
    assert len(changed.places) == 1
    assert changed.places[0].left <= 100
    assert changed.touch(Rect(600, 400, 610, 410))
    assert not changed.touch(Rect(100, 400, 500, 420))


def test_another_size_is_read_in_full(screens: Screens) -> None:
    """Nothing can be reused after the window was resized."""
    image = screens.picture("projects")
    assert find_changes(image, image[:-8], []) is None

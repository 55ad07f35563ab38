"""Counts in badges are read, and nothing else is read as a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from claude_scope.vision.ocr.badge_counts import agreed_count, badge_line

if TYPE_CHECKING:
    from claude_scope.values import Image
    from claude_scope.vision.local import LocalReader
    from tests.vision.conftest import Screens


def page(badge: str, *, dot: bool = False) -> Image:
    """A navigation bar with a link and a red badge of 20 pixels, drawn at four times its size for smooth edges."""
    big = Pillow.new("RGB", (2560, 1440), "white")
    draw = ImageDraw.Draw(big)
    draw.text((160, 60), "Alerts", fill="#222", font=ImageFont.load_default(72))
    draw.ellipse((440, 60, 520, 140), fill="#ef4444")
    if dot:
        draw.ellipse((465, 85, 495, 115), fill="white")
    draw.text((480, 98), badge, fill="white", font=ImageFont.load_default(52), anchor="mm")
    return np.asarray(big.resize((640, 360), Pillow.Resampling.LANCZOS))


@pytest.fixture
def reader(screens: Screens) -> LocalReader:
    return screens.reader


@pytest.mark.parametrize("count", ["0", "1", "3", "7", "12"])
def test_the_count_in_a_badge_is_read_as_a_line_and_a_text(reader: LocalReader, count: str) -> None:
    reading = reader.read_sync(page(count))
    assert count in [line.text for line in reading.lines]
    assert ("text", count) in [(element.type, element.label) for element in reading.elements]


def test_a_dot_in_a_circle_is_not_a_count(reader: LocalReader) -> None:
    assert [line.text for line in reader.read_sync(page("", dot=True)).lines] == ["Alerts"]


@pytest.mark.parametrize(
    ("read", "count"),
    [
        ("000", "0"),
        ("!!!", "1"),
        ("121212", "12"),
        ("99+99+99+", "99+"),
        ("778", "7"),
        ("abc", ""),
        ("", ""),
        ("22", ""),
    ],
)
def test_two_of_three_copies_must_agree_on_a_count(read: str, count: str) -> None:
    assert agreed_count(read) == count


def test_a_flat_badge_has_no_glyphs() -> None:
    assert badge_line(np.full((20, 20, 3), 90, np.uint8)) is None

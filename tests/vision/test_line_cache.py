"""A line that moved is reused, but only if it has the same letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont
import pytest

from claude_scope.vision.local import LocalReader
from claude_scope.vision.ocr.line_cache import LineCache
from claude_scope.vision.ocr.text_recognition import Recognised, Recogniser
from claude_scope.vision.reader import PreviousFrame
from tests.videos import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image

LEFT, TOP, RIGHT, BOTTOM = 36, 34, 200, 80


def line(text: str, *, right: int = 0, down: int = 0, pale: float = 1.0) -> Image:
    """A picture of one line, in a box that lies a little further right and down; `pale` is the share of its contrast
    that is left.
    """
    picture = words(text)[TOP + down : BOTTOM + down, LEFT + right : RIGHT + right]
    return (255 - (255 - picture) * pale).astype(np.uint8)


def said(text: str, confidence: float = 0.97) -> Recognised:
    count = len(text)
    return Recognised(text, confidence, tuple((index + 0.5) / count for index in range(count)))


def of(known: str, now: Image, *, pale: float = 1.0) -> str | None:
    cache = LineCache()
    cache.store(line(known, pale=pale), said(known))
    found = cache.get(now)
    return None if found is None else found.text


def small(text: str, *, right: float = 0.0) -> Image:
    """A picture of one line in letters of 12 pixels, moved right by a part of a pixel."""
    picture = PIL.Image.new("RGB", (120, 30), "white")
    PIL.ImageDraw.Draw(picture).text((10, 8), text, "black", PIL.ImageFont.load_default(12))
    return np.asarray(cv2.warpAffine(np.asarray(picture), np.array([[1, 0, right], [0, 1, 0]]), picture.size), np.uint8)


def recognised_texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that the network reads from now on, in order."""
    texts: list[str] = []
    read = Recogniser.read

    def noted(self: Recogniser, lines: Sequence[Image]) -> list[Recognised]:
        found = read(self, lines)
        texts.extend(line.text for line in found)
        return found

    monkeypatch.setattr(Recogniser, "read", noted)
    return texts


def test_a_moved_line_is_reused_with_shifted_letters() -> None:
    cache = LineCache()
    cache.store(line("$182.90"), said("$182.90"))
    found = cache.get(line("$182.90", right=2, down=-4))
    assert found is not None
    assert found.text == "$182.90"
    width = RIGHT - LEFT
    assert [centre * width for centre in found.centres] == pytest.approx(
        [centre * width - 2 for centre in said("$182.90").centres]
    )


def test_a_line_with_codec_noise_is_reused() -> None:
    noise = np.random.default_rng(5).integers(-12, 13, line("Subtotal").shape)
    assert of("Subtotal", np.clip(line("Subtotal") + noise, 0, 255).astype(np.uint8)) == "Subtotal"


@pytest.mark.parametrize("pale", [1.0, 0.3, 0.17])
@pytest.mark.parametrize(
    ("known", "now"),
    [
        ("$182.90", "$182.00"),
        ("3 items", "8 items"),
        ("1,200", "1.200"),
        ("Close", "Closed"),
        ("Closed", "Close"),
        ("Order!", "Order"),
        ("Il", "II"),
        ("Tue", "Thu"),
    ],
)
def test_other_letters_are_another_line_even_if_pale(known: str, now: str, pale: float) -> None:
    assert of(known, line(now, pale=pale), pale=pale) is None


@pytest.mark.parametrize(
    ("known", "now"), [("10.50", "10,50"), ("1,234", "1.234"), ("file;", "file:"), ("80", "60"), ("modern", "modem")]
)
def test_small_letters_that_differ_by_a_pixel_are_another_line(known: str, now: str) -> None:
    cache = LineCache()
    cache.store(small(known), said(known))
    assert cache.get(small(known)) is not None
    assert cache.get(small(now)) is None


@pytest.mark.parametrize(("known", "other"), [("10460", "10480"), ("2026-05-24", "2026-05-21")])
def test_a_small_number_between_two_pixels_is_reused(known: str, other: str) -> None:
    """Columns of a table are seldom whole pixels wide, and digits differ by more than a fraction of a pixel."""
    cache = LineCache()
    cache.store(small(known), said(known))
    assert cache.get(small(known, right=0.2)) is not None
    assert cache.get(small(other, right=0.2)) is None


@pytest.mark.parametrize("pale", [0.118, 0.15, 0.3])
def test_pale_letters_next_to_strong_ones_are_compared_too(pale: float) -> None:
    def both(amount: str) -> Image:
        return np.hstack([line("Total"), line(amount, pale=pale)])

    cache = LineCache()
    cache.store(both("$12.90"), said("Total $12.90"))
    assert cache.get(both("$12.90")) is not None
    assert cache.get(both("$12.00")) is None


def test_low_contrast_letters_are_read_again() -> None:
    """Codec noise is as strong as such letters."""
    assert of("Total", line("Total", pale=0.1), pale=0.1) is None


@pytest.mark.parametrize("shape", [(0, 9), (1, 1), (12, 6), (46, 164), (13, 400)])
def test_a_picture_without_letters_is_not_cached(shape: tuple[int, int]) -> None:
    cache = LineCache()
    plain = np.full((*shape, 3), 255, np.uint8)
    cache.store(plain, said("Total"))
    assert cache.get(plain) is None


def test_a_line_among_many_similar_ones_is_reused() -> None:
    """The cells of a table differ by a digit, and codec noise changes the amount of ink."""
    cache, noise = LineCache(), np.random.default_rng(5)
    cells = [f"{number}.{number}" for number in range(130, 190)]
    for cell in cells:
        cache.store(line(cell), said(cell))
    shown = [np.clip(line(cell) + noise.integers(-12, 13, line(cell).shape), 0, 255).astype(np.uint8) for cell in cells]
    found = [cache.get(picture) for picture in shown]
    assert [line.text if line else None for line in found] == cells


def test_the_least_recently_used_lines_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claude_scope.vision.ocr.line_cache.MAX_CACHED_PIXELS", 20_000)

    def with_total_and(others: int) -> LineCache:
        cache = LineCache()
        cache.store(line("Total"), said("Total"))
        for _ in range(others):
            cache.store(line("Shipping"), said("Shipping"))
        return cache

    room = next(count for count in range(100) if with_total_and(count).get(line("Total")) is None) - 1
    cache = with_total_and(room)
    assert cache.get(line("Total")) is not None  # and is the most recent one from now on
    for _ in range(room):
        cache.store(line("Shipping"), said("Shipping"))
    assert cache.get(line("Total")) is not None
    for _ in range(room + 1):
        cache.store(line("Shipping"), said("Shipping"))
    assert cache.get(line("Total")) is None


def test_a_line_in_other_colours_is_reused() -> None:
    """A selected row has white letters on a dark colour."""
    cache = LineCache()
    cache.store(line("Rotterdam"), said("Rotterdam"))
    selected = 255 - line("Rotterdam") * np.array([1.0, 0.7, 0.2])
    assert cache.get(selected.astype(np.uint8)) is not None


def test_a_line_that_the_codec_sharpened_is_reused() -> None:
    blurred = np.asarray(cv2.GaussianBlur(line("Rotterdam"), (0, 0), 0.5), np.uint8)
    assert of("Rotterdam", blurred) == "Rotterdam"


def test_an_uncertain_line_is_read_again_where_it_is_sharper() -> None:
    cache = LineCache()
    cache.store(np.asarray(cv2.GaussianBlur(line("Total"), (0, 0), 0.8), np.uint8), said("Tctal", 0.7))
    assert cache.get(line("Total")) is None


def test_the_same_picture_of_an_uncertain_line_is_not_read_again() -> None:
    """Icons are read with low certainty, and a table has one in each row."""
    cache = LineCache()
    cache.store(line("Total"), said("Tctal", 0.7))
    assert cache.get(line("Total", right=2, down=-4)) is not None


def test_lines_are_reused_within_a_recording_only(monkeypatch: pytest.MonkeyPatch) -> None:
    read = recognised_texts(monkeypatch)
    reader, first = LocalReader(threads=1), words("Total 182", "Delivery")
    second = np.roll(first, 120, axis=0)
    reading = reader.read_sync(first)
    assert [line.text for line in reading.lines] == read == ["Total 182", "Delivery"]
    read.clear()
    moved = reader.read_sync(second, PreviousFrame(first, reading))
    assert [line.text for line in moved.lines] == ["Total 182", "Delivery"]
    assert not {"Total 182", "Delivery"} & set(read)
    reader.read_sync(second)
    assert read[-2:] == ["Total 182", "Delivery"]


def test_a_word_that_a_picture_repeats_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claude_scope.vision.ocr.text_lines.BATCH", 2)
    read = recognised_texts(monkeypatch)
    cells = words("Express", "Freight", "Express", "Express", "Freight")
    assert [line.text for line in LocalReader(threads=1).read_sync(cells).lines] == [
        "Express", "Freight", "Express", "Express", "Freight",
    ]  # fmt: skip
    assert sorted(read) == ["Express", "Freight"]

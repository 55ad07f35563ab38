"""Beginning with the next picture changes nothing but the time that reading takes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest

from claude_scope.errors import NotAnImage
from claude_scope.vision.local import LocalReader
from claude_scope.vision.reader import Before

if TYPE_CHECKING:
    from claude_scope.values import Image, Reading
    from tests.vision.conftest import Screens


@pytest.fixture(scope="module")
def reader() -> LocalReader:
    return LocalReader(threads=1)


@pytest.fixture(scope="module")
def pictures(screens: Screens) -> list[Image]:
    """A page, a dialog over it, and the page again: parts of them, which are read soon."""
    return [screens.picture(name)[200:500, 400:900].copy() for name in ("projects", "projects_dialog", "projects")]


@pytest.fixture(scope="module")
def apart(pictures: list[Image], reader: LocalReader) -> list[Reading]:
    """Each read when the one before it is done."""
    before, readings = None, []
    for image in pictures:
        readings.append(reader.read_sync(image, before))
        before = Before(image, readings[-1])
    assert all(reading.lines for reading in readings)
    return readings


def test_pictures_that_were_begun_early_read_the_same(
    pictures: list[Image], reader: LocalReader, apart: list[Reading]
) -> None:
    before, readings = None, []
    for number, image in enumerate(pictures):
        following = [partial(_same, one) for one in pictures[number + 1 :]]
        readings.append(reader.read_sync(image, before, following[0] if following else None))
        before = Before(image, readings[-1])
    assert readings == apart


def test_another_picture_than_the_one_begun_is_read_as_ever(
    pictures: list[Image], reader: LocalReader, apart: list[Reading]
) -> None:
    first, second, _ = pictures
    reading = reader.read_sync(first, None, second.copy)
    assert reader.read_sync(second, Before(first, reading)) == apart[1]


def test_a_next_picture_that_cannot_be_loaded_is_no_problem_of_this_one(
    pictures: list[Image], reader: LocalReader, apart: list[Reading]
) -> None:
    def broken() -> Image:
        raise NotAnImage("There is no file.")

    first, second, _ = pictures
    reading = reader.read_sync(first, None, broken)
    assert reading == apart[0]
    assert reader.read_sync(second, Before(first, reading)) == apart[1]


def test_a_next_picture_of_another_size_is_read_whole(pictures: list[Image], reader: LocalReader) -> None:
    first, empty = pictures[0], np.full((300, 400, 3), 255, np.uint8)
    reading = reader.read_sync(first, None, lambda: empty)
    again = reader.read_sync(empty, Before(first, reading))
    assert (again.width, again.height, again.lines) == (400, 300, ())


def _same(image: Image) -> Image:
    return image

"""Ink beside all characters of a line with Chinese letters is a letter that was not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from claude_scope.vision.ocr.unread_letters import has_unread_letters

if TYPE_CHECKING:
    from claude_scope.values import Image

EM, INK, MARGIN = 20, 18, 3


def line(letters: int) -> Image:
    """The picture of so many letters as wide as high, each the outline of a box."""
    picture = np.full((INK + 2 * MARGIN, EM * letters + 2 * MARGIN, 3), 255, np.uint8)
    for at in range(letters):
        left = MARGIN + at * EM + 1
        picture[MARGIN : MARGIN + INK, left : left + INK] = 0
        picture[MARGIN + 2 : MARGIN + INK - 2, left + 2 : left + INK - 2] = 255
    return picture


def centres(*read: int) -> list[float]:
    """Where the centres of these letters are."""
    return [MARGIN + at * EM + EM / 2 for at in read]


@pytest.mark.parametrize(
    ("text", "read"),
    [("港潮位", (0, 2, 3)), ("港潮位", (0, 1, 2)), ("港潮位", (1, 2, 3)), ("港 潮位", (0, 1, 2, 3))],
    ids=["between", "at the end", "at the start", "under a space"],
)
def test_a_letter_that_was_not_read_is_noticed(text: str, read: tuple[int, ...]) -> None:
    assert has_unread_letters(line(4), text, centres(*read))


def test_a_line_that_was_read_whole_has_no_other_letters() -> None:
    assert not has_unread_letters(line(3), "港潮位", centres(0, 1, 2))


def test_lines_of_latin_letters_are_not_judged() -> None:
    assert not has_unread_letters(line(3), "AB", centres(0, 1))


def test_letters_that_lie_a_little_off_are_read() -> None:
    assert not has_unread_letters(line(3), "港潮位", [x + 3 for x in centres(0, 1, 2)])


def test_an_empty_picture_has_nothing_unread() -> None:
    assert not has_unread_letters(np.full((20, 60, 3), 255, np.uint8), "港", [10.0])

"""In a line with Chinese letters, ink outside all recognised characters is a letter that was not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from claude_scope.geometry import Rect
from claude_scope.vision.ocr.text_lines import Ocr
from claude_scope.vision.ocr.text_recognition import Recognised
from claude_scope.vision.ocr.unread_letters import has_unread_letters

if TYPE_CHECKING:
    from claude_scope.values import Image

EM, INK, MARGIN = 20, 18, 3


def line(letters: int) -> Image:
    """A picture with this many square letters, each drawn as the outline of a box."""
    picture = np.full((INK + 2 * MARGIN, EM * letters + 2 * MARGIN, 3), 255, np.uint8)
    for at in range(letters):
        left = MARGIN + at * EM + 1
        picture[MARGIN : MARGIN + INK, left : left + INK] = 0
        picture[MARGIN + 2 : MARGIN + INK - 2, left + 2 : left + INK - 2] = 255
    return picture


def centres(*read: int) -> list[float]:
    """The centres of these letters."""
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


@pytest.mark.parametrize("strokes", [1, 3])
def test_letters_that_are_only_strokes_are_read(strokes: int) -> None:
    picture = np.full((INK + 2 * MARGIN, 2 * EM, 3), 255, np.uint8)
    for at in range(strokes):
        picture[MARGIN + 4 + 5 * at : MARGIN + 6 + 5 * at, 10:28] = 0
    assert not has_unread_letters(picture, "一三"[strokes // 2], [19.0])


def test_an_underline_that_is_longer_than_its_letters_is_not_a_letter() -> None:
    picture = np.full((INK + 2 * MARGIN + 4, 8 * EM, 3), 255, np.uint8)
    picture[: INK + 2 * MARGIN, : 3 * EM + 2 * MARGIN] = line(3)
    picture[-3:-1] = 0
    assert not has_unread_letters(picture, "港潮位", centres(0, 1, 2))


def test_a_line_with_a_letter_that_was_not_read_is_not_sure() -> None:
    picture, box = line(4), Rect(0, 0, 4 * EM + 2 * MARGIN, INK + 2 * MARGIN)
    ocr = Ocr(1)
    for read, weakest in (((0, 2, 3), 0.0), ((0, 1, 2, 3), 0.97)):
        shares = tuple(x / box.width for x in centres(*read))
        ocr._recogniser.read = lambda _, shares=shares: [Recognised("港潮位表"[: len(shares)], 0.99, shares, 0.97)]  # type: ignore[method-assign, misc]
        ocr.forget()
        assert [item.weakest for item in ocr.read(picture, [box])] == [weakest]

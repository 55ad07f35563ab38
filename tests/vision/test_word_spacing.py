"""Spaces that OCR missed are restored, and no others are inserted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from claude_scope.vision.ocr.word_spacing import missing_spaces

if TYPE_CHECKING:
    from claude_scope.values import Image

FONT = ImageFont.load_default(18)


def line(text: str) -> tuple[Image, list[float]]:
    """The picture of a line, and the centres of its characters, except spaces."""
    picture = Pillow.new("RGB", (round(FONT.getlength(text)) + 8, 30), "white")
    ImageDraw.Draw(picture).text((4, 3), text, fill="black", font=FONT)
    edges = [4 + FONT.getlength(text[:i]) for i in range(len(text) + 1)]
    return np.asarray(picture), [(edges[i] + edges[i + 1]) / 2 for i, letter in enumerate(text) if letter != " "]


def test_missing_spaces_are_found() -> None:
    picture, centres = line("Please enter a valid email")
    assert missing_spaces(picture, "Pleaseenteravalidemail", centres) == [6, 11, 12, 17]


def test_gaps_next_to_narrow_letters_are_not_spaces() -> None:
    picture, centres = line("Full bill")
    assert missing_spaces(picture, "Fullbill", centres) == [4]


def test_a_recognised_space_is_not_inserted_twice() -> None:
    """The positions of letters are imprecise: here they are all half a letter too far right."""
    picture, centres = line("Full name")
    late = [x + 5 for x in [*centres[:4], (centres[3] + centres[4]) / 2, *centres[4:]]]
    assert missing_spaces(picture, "Full name", late) == []


@pytest.mark.parametrize("word", ["Checkout", "WAVE", "illicit", "Thumbnail", "1,204"])
def test_one_word_stays_one_word(word: str) -> None:
    picture, centres = line(word)
    assert missing_spaces(picture, word, centres) == []

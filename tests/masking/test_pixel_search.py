"""A secret is found again at its letters, and not where a line resembles the border of its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from claude_scope.geometry import Rect
from claude_scope.masking.pixel_search import SeenSecrets

if TYPE_CHECKING:
    from claude_scope.values import Image

FIELD = Rect(60, 200, 400, 240)
GROUND, INSIDE, BORDER, INK = 22, 17, 110, 110


def page(*, text: str = "", field: Rect = FIELD) -> Image:
    """A dark page with a top bar, as usual on dark pages, and a field."""
    picture = np.full((420, 640, 3), GROUND, np.uint8)
    picture[:44] = GROUND + 9
    picture[44] = BORDER
    cv2.rectangle(picture, (field.left, field.top), (field.right - 1, field.bottom - 1), (INSIDE,) * 3, -1)
    cv2.rectangle(picture, (field.left, field.top), (field.right - 1, field.bottom - 1), (BORDER,) * 3, 1)
    for n in range(len(text)):
        cv2.circle(picture, (field.left + 12 + 9 * n, field.top + 20), 3, (INK,) * 3, -1, cv2.LINE_AA)
    return picture


def again(picture: Image, *, text: str = "wolf") -> list[Rect]:
    seen = SeenSecrets()
    seen.add(page(text=text), FIELD, text)
    return seen.again(picture, [], [])


@pytest.mark.parametrize("down", [40, 120, -90])
def test_a_secret_that_moved_is_found(down: int) -> None:
    moved = FIELD.moved(0, down)
    assert moved in again(page(text="wolf", field=moved))


def test_a_line_is_not_the_border_of_its_field() -> None:
    empty = np.full((420, 640, 3), GROUND, np.uint8)
    empty[:44] = GROUND + 9
    empty[44] = BORDER
    empty[300] = BORDER
    assert again(empty) == []

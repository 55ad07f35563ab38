"""The dots of a password field are read as dots; other rows of shapes are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from claude_scope.geometry import Rect
from claude_scope.vision.ocr.password_dots import dot_centres
from claude_scope.vision.ocr.text_lines import Ocr

if TYPE_CHECKING:
    from claude_scope.values import Image
    from tests.vision.conftest import Screens

HIGH, STEP, RADIUS = 24, 9, 3


def dots(*places: float, ground: int = 255, ink: int = 30, wide: int = 200) -> Image:
    """A picture with dots at these x positions."""
    picture = np.full((HIGH, wide, 3), ground, np.uint8)
    for x in places:
        cv2.circle(picture, (round(x), HIGH // 2), RADIUS, (ink, ink, ink), -1, cv2.LINE_AA)
    return picture


def in_a_row(count: int) -> list[float]:
    return [10.0 + STEP * at for at in range(count)]


@pytest.mark.parametrize(("ground", "ink"), [(255, 30), (24, 230)], ids=["light", "dark"])
def test_equal_dots_in_a_row_are_found_in_their_place(ground: int, ink: int) -> None:
    assert dot_centres(dots(*in_a_row(8), ground=ground, ink=ink)) == pytest.approx(in_a_row(8), abs=1)


def test_a_caret_may_be_behind_the_last_dot() -> None:
    picture = dots(*in_a_row(8))
    picture[3:-3, 82] = 0
    assert len(dot_centres(picture)) == 8


@pytest.mark.parametrize("blur", [0.6, 0.8, 1.0])
def test_small_dots_that_run_together_in_a_video_are_found(blur: float) -> None:
    picture = cv2.resize(dots(*(10 + 22.4 * at for at in range(11)), wide=280), None, fx=4, fy=4)
    small = cv2.resize(cv2.GaussianBlur(picture, (0, 0), 2), None, fx=1 / 16, fy=1 / 16, interpolation=cv2.INTER_AREA)
    assert small.shape[1] == 70
    seen = np.asarray(cv2.GaussianBlur(small, (0, 0), blur), np.uint8)
    assert len(dot_centres(seen)) in (10, 11)


def test_the_picture_may_cut_the_first_dot() -> None:
    picture = dots(*in_a_row(8))[:, 10:]
    assert len(dot_centres(np.ascontiguousarray(picture))) == 7


def test_three_dots_are_a_menu_and_very_many_a_line() -> None:
    assert dot_centres(dots(*in_a_row(3))) == []
    assert len(dot_centres(dots(*in_a_row(4)))) == 4
    assert dot_centres(dots(*in_a_row(200), wide=STEP * 202)) == []


def test_dots_at_different_distances_are_not_a_password() -> None:
    assert dot_centres(dots(10, 19, 28, 60, 69, 100)) == []


def test_dots_at_different_heights_are_not_a_password() -> None:
    picture = dots(*in_a_row(2), *in_a_row(6)[3:])
    cv2.circle(picture, (28, HIGH // 2 + 4), RADIUS, (30, 30, 30), -1, cv2.LINE_AA)
    assert dot_centres(picture) == []
    assert len(dot_centres(dots(*in_a_row(6)))) == 6, "on one level"


def test_bars_are_not_dots() -> None:
    picture = dots()
    for x in in_a_row(6):
        picture[4:-4, round(x) : round(x) + 3] = 0
    assert dot_centres(picture) == []


def test_an_empty_picture_has_no_dots() -> None:
    assert dot_centres(dots()) == []
    assert dot_centres(dots()[:0]) == []


@pytest.mark.parametrize("size", [13.33, 14, 16])
def test_the_dots_of_a_field_are_read_and_letters_are_not_taken_for_them(screens: Screens, size: float) -> None:
    page = (
        f"<style>body{{margin:20px;font:{size}px sans-serif}}input{{font:inherit;width:300px;padding:8px}}</style>"
        "<p><input type=password value=swordfish1><p><input value=mmmmmm>"
    )
    picture = screens.window.rendered({"field": page}, width=400)["field"]
    dots, letters = [line.text for line in screens.reader.read_sync(picture).lines]
    assert letters == "mmmmmm"
    assert set(dots) == {"\u2022"}
    assert 8 <= len(dots) <= 10, "the detector cuts the first or the last ones"


def test_words_in_letters_of_one_height_are_not_dots(screens: Screens) -> None:
    words = "Список", "Клиент", "Иванов", "Оплачен", "Списать", "номенклатура", "пишем", "шшшшшш"
    page = "<style>body{margin:20px;font:SIZEpx 'DejaVu Sans',sans-serif}</style>" + "".join(f"<p>{w}" for w in words)
    for size in (11, 12, 13, 15, 18):
        picture = screens.window.rendered({"words": page.replace("SIZE", str(size))}, width=300)["words"]
        lines = [line.text for line in screens.reader.read_sync(picture).lines]
        assert not any("\u2022" in text for text in lines), (size, lines)


def test_a_piece_is_placed_in_the_picture_it_comes_from() -> None:
    picture = dots(*in_a_row(6))
    line = Ocr(1).read(picture, [Rect(0, 0, 200, HIGH)], (100, 50))[0]
    assert line.box == Rect(100, 50, 300, 50 + HIGH)
    assert line.centres[0] == pytest.approx(110, abs=1)

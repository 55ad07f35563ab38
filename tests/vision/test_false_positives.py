"""What is no text is left out, and what is text stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from claude_scope.geometry import Rect
from claude_scope.vision.ocr.false_positives import remove_arrow_letters, remove_radio_counts
from claude_scope.vision.ocr.text_lines import TextLine

if TYPE_CHECKING:
    from tests.vision.conftest import Screens

BADGES = (
    "<style>body{font:16px 'Noto Sans','Liberation Sans',sans-serif;margin:0;padding:40px}"
    "i{display:inline-block;min-width:20px;height:20px;border-radius:10px;text-align:center;"
    "font:bold 12px/20px sans-serif}</style><h1>Issues</h1>"
)
STYLES = ("background:#dc2626;color:#fff", "background:#0969da;color:#fff", "background:#1a7f37;color:#fff")


def line(text: str, left: int = 100) -> TextLine:
    box = Rect(left, 100, left + 10 * len(text), 120)
    return TextLine(text, box, 0.9, tuple(left + 10.0 * i + 5 for i in range(len(text))))


@pytest.mark.parametrize(
    ("read", "text"),
    [
        ("<Back", "Back"),
        ("‹Back", "Back"),
        ("←All orders", "All orders"),
        ("<Zurück", "Zurück"),
        ("«Ciao»", "«Ciao»"),
        ("«Ciao a tutti, disse", "«Ciao a tutti, disse"),
        ("‹Ciao›", "‹Ciao›"),
        ("<div class", "<div class"),
        ("<b>", "<b>"),
        ("<3 hours", "<3 hours"),
    ],
)
def test_only_an_arrow_before_a_short_label_is_removed(read: str, text: str) -> None:
    assert [one.text for one in remove_arrow_letters([line(read)])] == [text]


def test_a_zero_in_a_badge_before_a_text_is_a_count(screens: Screens) -> None:
    """As one that becomes a 1 is."""
    rows = "".join(f"<p>Open&ensp;<i style='{style}'>COUNT</i>&ensp;Closed" for style in STYLES)
    pages = {count: BADGES + rows.replace("COUNT", count) for count in "01"}
    for count, reading in screens.rendered(pages, cut=pages).items():
        assert [one.text for one in reading.lines].count(count) == len(STYLES)


@pytest.mark.parametrize("font", ["Liberation Sans", "DejaVu Sans"])
def test_a_small_zero_before_its_unit_is_no_radio_button(screens: Screens, font: str) -> None:
    """It is closed, and nearly as wide as high, but not quite."""
    style = f"<style>body{{font:12px '{font}';padding:32px}}</style><h1>Storage</h1>"
    pages = {"number": f"{style}<p>0 MB<p>0 KB of 5 GB", "radio": f"{style}<p><label><input type=radio> MB</label>"}
    reading = screens.rendered(pages, cut=pages)
    assert [one.text for one in reading["number"].lines] == ["Storage", "0 MB", "0 KB of 5 GB"]
    assert not [one for one in reading["number"].elements if one.type == "radio"]
    assert [one.label for one in reading["radio"].elements if one.type == "radio"] == ["MB"]


@pytest.mark.parametrize("page", [255, 243, 230])
def test_a_ring_before_a_text_is_no_zero(page: int) -> None:
    """Also where its inside is lighter than the card that it stands on."""
    picture = np.full((200, 400, 3), page, np.uint8)
    cv2.circle(picture, (110, 110), 9, (255, 255, 255), -1, cv2.LINE_AA)
    cv2.circle(picture, (110, 110), 9, (118, 118, 118), 1, cv2.LINE_AA)
    count = TextLine("0", Rect(101, 101, 120, 120), 0.9, (110.0,))
    assert remove_radio_counts(picture, [count], [line("Closed", 130)]) == []
    assert remove_radio_counts(picture, [count], [line("Closed", 230)]) == [count]


@pytest.mark.parametrize("fill", [(228, 231, 235), (220, 38, 38), (31, 41, 55)])
def test_a_filled_circle_before_a_text_may_hold_a_zero(fill: tuple[int, int, int]) -> None:
    picture = np.full((200, 400, 3), 255, np.uint8)
    cv2.circle(picture, (110, 110), 10, fill, -1, cv2.LINE_AA)
    cv2.ellipse(picture, (110, 110), (3, 5), 0, 0, 360, (255, 255, 255) if fill[1] < 100 else (36, 41, 47), 1)
    count = TextLine("0", Rect(100, 100, 121, 121), 0.9, (110.0,))
    assert remove_radio_counts(picture, [count], [line("Closed", 130)]) == [count]

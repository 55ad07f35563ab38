"""A shop's page with elements that resemble controls: a logo, hearts, counts, drawings, the user's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from claude_scope.values import Reading
    from tests.vision.conftest import Screens

HEART = "M12 21C5 15 3 12 3 8.5A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 9 1.5C21 12 19 15 12 21z"
INKS = ("#b8863b", "#555", "#7a5417", "#1c4f40", "#c84f2b", "#3a7690", "#f2d9a0")
DRAWING = (
    "<svg width=300 height=150>"
    + "".join(
        f"<rect x={110 + 7 * (i % 12)} y={35 + 7 * (i // 12)} width=7 height=7 fill='{INKS[i * i % 7 + i % 3 - 2]}'/>"
        for i in range(144)
    )
    + "</svg>"
)
TITLES = ("Pocket atlas", "Steel ruler", "Copper lamp")
STYLE = """
body{margin:0;background:#f6f3ec;font:16px sans-serif;color:#1d2420}
header{display:flex;align-items:center;gap:24px;height:56px;padding:0 40px;background:#fffdf8;color:#667}
header b{font-size:20px;color:#1d2420}
header svg{width:34px;height:34px;border-radius:8px;background:#1c4f40;margin-right:-14px}
.who{margin-left:auto} .count{background:#c84f2b;color:#fff;font:bold 14px sans-serif;width:24px;height:24px;
border-radius:12px;display:grid;place-items:center;margin-left:-16px}
main{padding:24px 40px} .grid{display:flex;gap:24px} article{width:300px;background:#fffdf8;border-radius:10px;
border:1px solid #e2ddd0} .shot{position:relative;height:150px;background:#eee0c8;border-radius:10px 10px 0 0}
.shot button{position:absolute;right:10px;top:10px;width:38px;height:38px;border-radius:19px;border:0;background:#fff;
display:grid;place-items:center;padding:0} h2{font-size:18px;margin:0 0 6px} .text{padding:16px;color:#667}
.text h2{color:#1d2420}
"""
CARD = (
    f"<article><div class=shot>{DRAWING}<button><svg width=22 viewBox='0 0 24 24' fill=none stroke=#1d2420 "
    f"stroke-width=2><path d='{HEART}'/></svg></button></div><div class=text><h2>%s</h2>Made by hand</div></article>"
)
PAGE = (
    f"<style>{STYLE}</style><header><svg viewBox='0 0 34 34'><path d='M17 6l9 18H8z' fill=#fff /></svg>"
    "<b>Fern & Stone</b><span>Shop</span><span>Gifts</span><span>Journal</span>"
    "<span class=who>Signed in as Solveig Dahl</span><span>Basket</span><span class=count>2</span></header>"
    f"<main><h1>New this week</h1><div class=grid>{''.join(CARD % title for title in TITLES)}</div>"
    "<p>Every parcel leaves within two working days.<p>Returns are free for thirty days.</main>"
)


@pytest.fixture(scope="module")
def reading(screens: Screens) -> Reading:
    return screens.rendered({"shop": PAGE})["shop"]


def test_a_logo_next_to_a_name_is_not_a_checkbox(reading: Reading) -> None:
    """A filled square larger than the letters next to it is not a checkbox."""
    assert [element.label for element in reading.elements if element.type in ("checkbox", "radio")] == []


def test_a_count_behind_a_text_is_text(reading: Reading) -> None:
    """The number on a coloured spot is read, and nothing in the header is a button."""
    assert [element.type for element in reading.elements if element.label == "2"] == ["text"]
    assert not [element for element in reading.elements if element.type == "button" and element.box.y < 56]


def test_the_name_of_the_user_is_not_a_link(reading: Reading) -> None:
    """A phrase in a header is text; the short entries next to it are links."""
    types = {element.label: element.type for element in reading.elements}
    assert (types["Signed in as Solveig Dahl"], types["Gifts"], types["Journal"]) == ("text", "link", "link")


def test_the_titles_of_equal_cards_are_headings(reading: Reading) -> None:
    """All of them, since they look the same."""
    types = {element.label: element.type for element in reading.elements}
    assert [types.get(title) for title in TITLES] == ["heading"] * 3

"""Controls in many designs: labels, choices in one row, fields with an open or empty box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.screens import recorded

if TYPE_CHECKING:
    from claude_scope.values import Element, Reading
    from tests.vision.conftest import Screens

BODY = (
    "body{font:16px 'Noto Sans','Liberation Sans',sans-serif;margin:0;padding:120px 48px;color:#1f2937}button{font:"
    "inherit;border:0;background:#e3e7ee;padding:9px 18px;margin:0 14px 0 0}"
    "label{margin-right:18px}.f{display:block;margin:14px 0 4px}.i{font:inherit;width:340px;height:40px;padding:0 12px;"
    "box-sizing:border-box;border:1px solid #cbd5e1;background:#fff}.bad{border-color:#e0b4b4;background:#fff6f6}"
)
FIELDS = (
    "<h1>Team</h1><label class=f>Team name</label><input class=i value=Platform><label class=f>Slug</label>"
    "<input class='i bad' value='plat form'><label class=f>City</label><input class=i value=Porto>"
)
LENS = (
    "<svg width=20 height=20 viewBox='0 0 24 24'><path d='M11 19a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM21 21l-4.3-4.3'/></svg>"
)
BAR = "<path d='M8 11h6'/>"
BELL = "<svg width=20 height=20 viewBox='0 0 24 24'><path d='M18 8a6 6 0 0 0-12 0c0 7-3 9-3 9h18s-3-2-3-9'/></svg>"
PAGES = {
    "labels": f"<style>{BODY}i{{font:13px sans-serif;line-height:24px;display:inline-block;padding:0 8px;background:"
    "#3adb76}</style><h1>Invoices</h1><p>The first one is <i>Paid</i> since Monday, the others wait.",
    "text area": f"<style>{BODY}textarea{{width:900px;height:90px;border:1px solid #d1d1d1;border-radius:4px;display:"
    "block}</style><h1>Post</h1><label class=f>Text</label><textarea></textarea>",
    "signs": f"<style>{BODY}button{{padding:0;width:40px;height:40px}}svg{{fill:none;stroke:#333;stroke-width:2;"
    f"vertical-align:middle}}</style><h1>Orders</h1><p><button>{LENS}</button><button>{LENS[:-6]}{BAR}</svg></button>"
    f"<button>{BELL}</button><p style='position:relative;width:340px'><input class=i placeholder='Order number'>"
    f"<span style='position:absolute;right:12px;top:8px'>{LENS}</span><p>None of them is late.",
    "fields": f"<style>{BODY}</style>{FIELDS}",
}
CODEC = ("fields",)
"""Those that are also read as frames of a recording."""


@pytest.fixture(scope="module")
def readings(screens: Screens) -> dict[str, Reading]:
    pictures = screens.window.rendered(PAGES, cut=PAGES.keys() - {*CODEC})
    pictures |= {f"{name}, recorded": recorded(pictures[name]) for name in CODEC}
    return {name: screens.reader.read_sync(picture) for name, picture in pictures.items()}


def of_type(reading: Reading, *kinds: str) -> list[Element]:
    return [element for element in reading.elements if element.type in kinds]


def test_a_small_label_is_not_a_button(readings: dict[str, Reading]) -> None:
    """Even if it is filled and as high as the smallest buttons."""
    assert not of_type(readings["labels"], "button")


def test_an_empty_text_area_is_recognised_by_its_resize_grip(readings: dict[str, Reading]) -> None:
    assert [(element.label, element.box.height > 80) for element in of_type(readings["text area"], "input")] == [
        ("Text", True)
    ]


@pytest.mark.parametrize("page", ["fields", "fields, recorded"])
def test_a_red_field_next_to_others_is_invalid(readings: dict[str, Reading], page: str) -> None:
    """Also if its border is pale and a codec has removed most of its colour."""
    states = {item.label: item.state for item in of_type(readings[page], "input")}
    assert states == {"Team name": (), "Slug": ("invalid",), "City": ()}


def test_a_magnifier_at_the_end_of_a_field_is_not_the_arrow_of_a_select(readings: dict[str, Reading]) -> None:
    assert [item.label for item in of_type(readings["signs"], "input", "select")] == ["Order number"]
    assert not of_type(readings["signs"], "select")

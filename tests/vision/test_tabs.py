"""Tabs in many designs, and what only resembles tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from claude_scope.values import Reading
    from tests.vision.conftest import Screens

BODY = "body{font:16px 'Noto Sans','Liberation Sans',sans-serif;margin:0;color:#1f2937}main{padding:120px 48px 24px}"
TABS = "nav{display:flex;border-bottom:1px solid #d2d2d2;width:700px}nav a{padding:12px 16px;margin-bottom:-1px}"
TEXT = "<h1>Clusters</h1>%s<p>Two nodes answer.<p>The third one is being replaced and comes back within the hour."
PAGES = {
    "a line under one of two": f"<style>{BODY}{TABS}.on{{border-bottom:3px solid #06c}}</style><main>"
    + TEXT % "<nav><a class=on>Nodes</a><a>Storage</a></nav>",
    "a box that is open below": f"<style>{BODY}{TABS}.on{{border:1px solid #d2d2d2;"
    "border-bottom-color:#fff}</style><main>" + TEXT % "<nav><a class=on>Nodes</a><a>Storage</a></nav>",
    "buttons": f"<style>{BODY}button{{font:inherit;padding:9px 18px;border:1px solid #bbb;"
    "background:#fff}</style><main>"
    + TEXT
    % "<button>Restart</button><button>Scale up</button> <a href='#'>Cancel</a>",
    "in the second row of a header": f"<style>{BODY}{TABS}main{{padding-top:8px}}header{{display:flex;gap:20px;"
    "background:#2f3b4c;color:#fff;padding:6px 16px;font-size:14px}.on{border-bottom:3px solid #06c}</style>"
    "<header><b>Griddesk</b><span>File</span><span>Edit</span></header><main>"
    + "<nav><a class=on>Nodes</a><a>Storage</a><a>Events</a></nav><h1>Clusters</h1><p>Two nodes answer.",
    "names of fields": f"<style>{BODY}div{{display:flex;gap:24px}}label{{width:130px}}input{{font:inherit;width:110px;"
    "height:34px;border:1px solid #999;display:block;box-sizing:border-box}.bad{border-color:#d22}</style><main>"
    + TEXT
    % "<div><label>From<input value=1></label><label>To<input class=bad value=0></label>"
    "<label>Step<input value=2></label></div>",
    "a filter at the side": f"<style>{BODY}aside{{position:absolute;left:0;top:0;width:230px;height:720px;"
    "padding:110px 20px 0;box-sizing:border-box;background:#eef1f5}label{display:block;margin:8px 0}"
    "main{margin-left:250px}</style>"
    "<aside><b>State</b><label><input type=checkbox> Open</label><label><input type=checkbox> Cleared</label>"
    "<p>Sorted by date<p>Newest first</aside><main>" + TEXT % "",
}


@pytest.fixture(scope="module")
def readings(screens: Screens) -> dict[str, Reading]:
    return screens.rendered(PAGES, cut=PAGES, width=640)


def tabs(reading: Reading) -> dict[str, tuple[str, ...]]:
    return {one.label: one.state for one in reading.elements if one.type == "tab"}


@pytest.mark.parametrize("page", ["a line under one of two", "a box that is open below"])
def test_the_selected_one_of_two_tabs_is_recognised(readings: dict[str, Reading], page: str) -> None:
    """By the line in a colour under it, or by the box around it that has no lower side."""
    assert tabs(readings[page]) == {"Nodes": ("selected",), "Storage": ()}


def test_tabs_right_below_a_header_are_no_links(readings: dict[str, Reading]) -> None:
    """Though they lie in the height that headers have."""
    reading = readings["in the second row of a header"]
    assert tabs(reading) == {"Nodes": ("selected",), "Storage": (), "Events": ()}
    assert {"File", "Edit"} <= {one.label for one in reading.elements if one.type == "link"}


@pytest.mark.parametrize("page", ["names of fields", "a filter at the side"])
def test_names_of_fields_and_choices_are_neither_tabs_nor_links(readings: dict[str, Reading], page: str) -> None:
    """A field's border is no line under its name's tab, and a form at the side is no navigation."""
    kinds = {one.type for one in readings[page].elements}
    assert not kinds & {"tab", "link"}


def test_a_link_beside_buttons_is_no_tab(readings: dict[str, Reading]) -> None:
    assert not tabs(readings["buttons"])

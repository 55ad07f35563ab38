"""Unusual designs that the general rules would misclassify."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from claude_scope.values import Element, Reading
    from tests.vision.conftest import Screens

BODY = "body{font:16px 'Noto Sans','Liberation Sans',sans-serif;margin:0;color:#1f2937}main{padding:24px 48px}"
CELLS = (
    "nav{display:flex;border:1px solid #d4d4d5}nav a{padding:14px 16px;border-right:1px solid #e5e5e6;color:#222}"
    "nav .on{background:#f0f0f0}table{border-collapse:collapse;width:900px}td,th{border:1px solid #ddd;padding:11px;"
    "text-align:left}.ok{border:1px solid #a3c293;background:#fcfff5;color:#2c662d;padding:14px 20px;margin:20px 0}"
)
LINES = (
    "label{display:block;font-size:12px;color:#8a8a8a;margin-top:22px}input{font:inherit;border:0;border-bottom:1px "
    "solid #9e9e9e;width:420px;height:32px;padding:0;outline:0}.bad{border-bottom:2px solid #f44336}li{padding:10px 0;"
    "border-bottom:1px solid #ddd;list-style:none}"
)
ABOVE = (
    "label{display:block}.e{color:#c5221f;font-weight:700;margin:6px 0}input{font:inherit;border:3px solid #c5221f;"
    "height:42px;width:320px;padding:0 8px}"
)
PAGES = {
    "cells": f"<style>{BODY}{CELLS}</style><nav><a>Roster</a><a class=on>Members</a><a>Teams</a><a>Billing</a></nav>"
    "<main><h1>Members</h1><div class=ok><b>Invitation sent</b><br>We have written to oskar@example.org.</div><table>"
    "<tr><th>Name<th>Role<th>Last seen<tr><td>Oskar Lind<td>Owner<td>Today<tr><td>Maya Diaz<td>Editor<td>Monday"
    "</table></main>",
    "lines": f"<style>{BODY}{LINES}</style><main><h1>Profile</h1><label>Full name</label><input value='Rosa Alvarez'>"
    "<label>Email</label><input class=bad value='rosa@home'><h2>Devices</h2><ul><li>Kitchen tablet<li>Work phone"
    "</ul></main>",
    "line at the edge": f"<style>{BODY}{LINES}p{{position:absolute;left:1240px;margin:0}}.n{{top:194px;font-size:11px}}"
    ".v{top:216px;padding-bottom:7px;border-bottom:1px solid #9e9e9e;width:60px}</style><main>"
    "<h1>Profile</h1>The rest is to the right.<p class=n>Role<p class=v>Org</main>",
    "above": f"<style>{BODY}{ABOVE}</style><main><h1>Renew your permit</h1><label>Permit number</label>"
    "<p class=e>Give all eight digits</p><input value=1234><p>You can <a href='#'>cancel any policy</a> later.</main>",
}

PAGES |= {
    "side": f"<style>{BODY}aside{{position:absolute;left:0;top:0;width:240px;height:720px;background:#1f2937;"
    "color:#cbd5e1;padding-top:120px}aside a{display:block;padding:10px 20px;margin:0 8px}"
    ".on{background:#26354c;color:#fff}main{margin-left:260px}"
    "i{font:12px sans-serif;background:#e3eefb;color:#1864ab;padding:4px 8px}</style>"
    "<aside><a class=on>Builds</a><a>Runners</a><a>Secrets</a></aside>"
    "<main><h1>Gateway</h1><p>The last run is <i>queued</i> for now.</main>",
    "back": f"<style>{BODY}</style><main><p>‹<u>Back</u><h1>Renew your permit</h1>"
    "<p>It takes about ten minutes.</main>",
    "frame": f"<style>{BODY}div{{border:2px solid #c9190b;border-radius:12px;padding:14px 18px;width:900px;"
    "font-weight:700}</style><main><h1>Clusters</h1><div>Could not reach the server</div>"
    "<p>The last answer is an hour old, and nobody has looked.<p>It had two nodes then.</main>",
}


@pytest.fixture(scope="module")
def readings(screens: Screens) -> dict[str, Reading]:
    return screens.rendered(PAGES, cut=PAGES)


def of_type(reading: Reading, kind: str) -> list[Element]:
    return [element for element in reading.elements if element.type == kind]


def test_cells_of_a_bar_at_the_upper_edge_are_links(readings: dict[str, Reading]) -> None:
    """Buttons keep a distance to the edge; an element that fills the header's height is an entry of the header."""
    assert [item.label for item in of_type(readings["cells"], "link")] == ["Roster", "Members", "Teams", "Billing"]
    assert not of_type(readings["cells"], "button")
    assert not of_type(readings["cells"], "input")


def test_bold_texts_in_cells_are_not_headings(readings: dict[str, Reading]) -> None:
    assert [item.label for item in of_type(readings["cells"], "heading")] == ["Members", "Invitation sent"]


def test_a_message_of_two_lines_is_not_a_field(readings: dict[str, Reading]) -> None:
    told = {element.label: element.type for element in readings["cells"].elements}
    assert told["We have written to oskar@example.org."] == "text"


def test_an_underline_cut_by_the_edge_is_not_a_field(readings: dict[str, Reading]) -> None:
    """The underline belongs to a page that is wider than the window."""
    assert not of_type(readings["line at the edge"], "input")
    assert "Org" in [line.text for line in readings["line at the edge"].lines]


def test_an_error_between_a_field_and_its_label(readings: dict[str, Reading]) -> None:
    """The error does not become the field's name."""
    (field,) = of_type(readings["above"], "input")
    assert (field.label, field.state) == ("Permit number", ("invalid",))


def test_an_underline_is_not_an_underscore(readings: dict[str, Reading]) -> None:
    """OCR reads a line between two words as an underscore."""
    assert [item.label for item in of_type(readings["above"], "link")] == ["cancel any policy"]


def test_entries_at_the_side_are_links(readings: dict[str, Reading]) -> None:
    """And the text of a label is not a link, whatever its colour."""
    links = [item.label for item in of_type(readings["side"], "link")]
    assert links == ["Builds", "Runners", "Secrets"]

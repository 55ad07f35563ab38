"""Regions of a page: landmarks, cards, rows, a field with its error; and what only resembles one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.geometry import contains

if TYPE_CHECKING:
    from claude_scope.values import Reading, Region
    from tests.vision.conftest import Screens

STYLE = (
    "<style>body{margin:0;font:15px 'Liberation Sans',Arial,sans-serif;color:#1f2937;background:#fff}a{color:#0b62c4;"
    "text-decoration:none}button{font:inherit;border:1px solid #9aa5b1;background:#fff;border-radius:4px;padding:7px "
    "14px}h1{font-size:26px}h2{font-size:19px;margin:0 0 12px}table{border-collapse:collapse;width:900px}td,th{"
    "text-align:left;padding:9px 12px;border-bottom:1px solid #d4dae1}.flex{display:flex}</style>"
)
ROWS: tuple[tuple[str, ...], ...] = (
    ("A-104", "Ada Lovelace", "Paid", "$120.00"),
    ("A-105", "Alan Turing", "Open", "$85.50"),
)
ROWS += (("A-106", "Grace Hopper", "Paid", "$64.99"), ("A-107", "Donald Knuth", "Draft", "$12.00"))
PAGES = {
    "orders": f"{STYLE}<style>nav{{width:210px;height:606px;background:#eef1f5;border-right:1px solid #ccd3db;padding:"
    "20px;box-sizing:border-box}nav a{display:block;padding:9px 0}footer{background:#26303c;height:74px;color:#fff;"
    "display:flex;gap:40px;align-items:center;padding:0 40px}footer a{color:#cfe0f5}main{padding:10px 40px}</style>"
    "<div class=flex style='height:606px;margin-top:40px'><nav><a>Overview</a><a>Orders</a><a>Products</a><a>Customers"
    "</a><a>Reports</a></nav><main><h1>Orders</h1><p>Everything that was ordered this week.<table><tr><th>Number<th>"
    "Customer<th>State<th>Total<th>"
    + "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}<td><a href='#'>Details</a>" for row in ROWS)
    + "</table></main></div><footer><span>© 2026 Northpeak Ltd.</span><a>Privacy</a><a>Terms</a></footer>",
    "basket": f"{STYLE}<style>main{{padding:50px 40px;gap:60px}}.side{{width:380px;height:420px;border:1px solid "
    "#c3ccd6;border-radius:8px;padding:20px;box-sizing:border-box;background:#f5f7fa}.side p{display:flex;"
    "justify-content:space-between;align-items:center}.side button{padding:3px 11px}</style><main class=flex>"
    "<div style='width:700px'><h1>Pocket atlas</h1><p>Every country on a page of its own.<p>Printed on thin paper."
    "<p>Bound in cloth, with a ribbon.<p>Leaves within two working days.<p><button>Write a review</button>"
    "<p>Returns are free for thirty days.</div><div class=side><h2>Your basket</h2><p><span>Steel ruler</span><span>"
    "<button>−</button> &nbsp; 2 &nbsp; <button>+</button></span><span>$18.00</span></p><p><span>Subtotal</span><span>"
    "$18.00</span></p><p><span>Shipping</span><span>$4.90</span></p><button style='width:100%'>Check out</button></div>"
    "</main>",
    "form": f"{STYLE}<style>main{{padding:90px 9px}}label,p{{display:block;margin:8px 0 2px}}input{{font:inherit;width:"
    "420px;height:38px;padding:0 10px;border:1px solid #9aa5b1;box-sizing:border-box}.bad{border:2px solid #c81e1e}"
    "</style><main><label>Street</label><input value='12 Mill Lane'><p>As on your passport.</p><label>Postcode</label>"
    "<input class=bad value='SW1A'><p>This postcode is too short.</p><label>Town</label><input value='London'></main>",
    "tools": f"{STYLE}<style>.bar{{display:flex;gap:9px;height:54px;align-items:center;padding:0 9px;border-bottom:1px "
    "solid #b9c2cc}p{margin:6px 0}.columns{gap:50px;padding:20px}.columns div{width:250px}</style><div class=bar>"
    "<b>November 2026</b><button>Today</button><button>Week</button><button>Month</button></div><div class='flex "
    "columns'>"
    + "".join(
        f"<div><b>{title}</b><p>{first}<p>{second}<p>{third}</div>"
        for title, first, second, third in (
            ("Made by hand", "Each piece is cut,", "sanded and oiled in", "our own workshop."),
            ("Sent by rail", "Parcels leave in the", "evening and arrive", "two days later."),
            ("Mended for free", "Whatever breaks we", "mend, as often as it", "takes, for ten years."),
        )
    )
    + "</div><div class='flex columns'>"
    + "".join(
        f"<div><p><a href='#'>{first}</a><p><a href='#'>{second}</a><p><a href='#'>{third}</a></div>"
        for first, second, third in (("Oak", "Ash", "Elm"), ("Chairs", "Tables", "Shelves"), ("Wax", "Oil", "Soap"))
    )
    + "</div>",
}


@pytest.fixture(scope="module")
def pages(screens: Screens) -> dict[str, Reading]:
    return screens.rendered(PAGES, cut={"form"})


def held(reading: Reading, region: Region) -> list[str]:
    """What the elements in a region say."""
    return [one.label or one.value for one in reading.elements if contains(region.box, one.box, 4)]


def of(reading: Reading, role: str) -> list[Region]:
    return [one for one in reading.regions if one.role == role]


def names(reading: Reading, role: str) -> list[str]:
    return sorted(one.name for one in of(reading, role))


def test_a_bar_at_the_top_is_a_banner_and_its_links_are_navigation(screens: Screens) -> None:
    reading = screens.reading("projects")
    (banner,), (navigation,) = of(reading, "banner"), of(reading, "navigation")
    assert banner.box[:3] == (0, 0, 1280)
    assert {"Worklane", "Boards", "Calendar", "Members", "Search projects", "Search"} <= set(held(reading, banner))
    assert held(reading, navigation)[-3:] == ["Boards", "Calendar", "Members"]
    assert not {"Worklane", "Search"} & set(held(reading, navigation))


def test_a_card_is_a_group_named_by_its_heading_and_holds_its_buttons(screens: Screens) -> None:
    reading = screens.reading("projects")
    assert names(reading, "group") == ["Atlas", "Borealis", "Cascade"]
    for card in of(reading, "group"):
        title, _, *controls = held(reading, card)
        assert (title, controls) == (card.name, ["Open", "Details"])


def test_an_error_stands_in_one_group_with_its_field_and_its_label(screens: Screens) -> None:
    reading = screens.reading("signup_errors")
    groups = {one.name: held(reading, one) for one in of(reading, "group")}
    assert groups == {
        "Work email": ["Work email", "Work email", "Enter a valid email address."],
        "Password": ["Password", "Password", "At least 12 characters", "Password is required."],
    }


def test_text_of_any_colour_below_an_invalid_field_is_its_error(pages: dict[str, Reading]) -> None:
    """A hint below a field that is not marked is no error, and the name of the next field is its own."""
    reading = pages["form"]
    groups = [(one.name, held(reading, one)) for one in of(reading, "group")]
    assert groups == [("Postcode", ["Postcode", "Postcode", "This postcode is too short."])]


def test_tabs_with_a_selected_one_are_a_tab_list(screens: Screens) -> None:
    reading = screens.reading("account_settings")
    (tabs,) = of(reading, "tablist")
    assert held(reading, tabs) == ["General", "Security", "Notifications", "Billing"]


def test_a_dialog_hides_the_regions_that_it_covers(screens: Screens) -> None:
    """The cards behind it are cut off; their regions are not reported as visible."""
    reading = screens.reading("projects_dialog")
    assert len(of(reading, "banner")) == 1
    assert not of(reading, "group")
    assert not of(reading, "row")


def test_the_rows_of_a_table_hold_their_cells(pages: dict[str, Reading]) -> None:
    reading = pages["orders"]
    rows = [held(reading, row) for row in sorted(of(reading, "row"), key=lambda one: one.box.y)]
    assert rows == [["Number", "Customer", "State", "Total"], *([*row, "Details"] for row in ROWS)]


def test_a_sidebar_of_links_is_navigation_and_small_print_is_the_footer(pages: dict[str, Reading]) -> None:
    reading = pages["orders"]
    (side,), (foot,) = of(reading, "navigation"), of(reading, "contentinfo")
    assert held(reading, side) == ["Overview", "Orders", "Products", "Customers", "Reports"]
    assert held(reading, foot)[1:] == ["Privacy", "Terms"]
    assert not of(reading, "banner")


def test_a_sidebar_is_complementary_and_an_item_with_a_stepper_is_a_row(
    pages: dict[str, Reading],
) -> None:
    reading = pages["basket"]
    assert names(reading, "complementary") == ["Your basket"]
    assert [held(reading, row) for row in of(reading, "row")] == [["Steel ruler", "−", "2", "+", "$18.00"]]


def test_tools_paragraphs_and_lists_of_links_are_no_landmarks_and_no_rows(pages: dict[str, Reading]) -> None:
    assert [(one.role, one.name) for one in pages["tools"].regions] == []

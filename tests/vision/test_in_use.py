"""Controls in use: a caret in a field, the pointer on a control, the selected one of several
controls, native controls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.screens import recorded
from claude_scope.vision.reader import PreviousFrame
from tests.vision.render import ROOM

if TYPE_CHECKING:
    from claude_scope.values import Element, Reading
    from tests.vision.conftest import Screens

STYLE = (
    "<style>body{font:17px 'Noto Sans','Liberation Sans',sans-serif;margin:0;padding:24px 48px;color:#111}"
    "p{margin:0 0 18px;height:44px;position:relative}span{display:inline-block;vertical-align:middle;width:233px;"
    "height:40px;padding:8px 6px;border:1px solid #777;background:#fff;margin-left:4px;white-space:nowrap}"
    "span.on{border:2px solid #000;padding:7px 5px}.small{font:13px Arial,'Liberation Sans',sans-serif;height:21px;"
    "width:185px;padding:2px 3px;line-height:15px}.small.on{padding:1px 2px}i{display:inline-block;width:1px;"
    "height:20px;background:#000;vertical-align:bottom}.small i{height:15px}"
    "input{margin:3px 4px}button{font:inherit;height:44px;min-width:56px;margin-right:8px;border:1px solid #999;"
    "border-radius:8px;background:#fff}.no{background:#ddd;color:#888}.yes{background:#06c;color:#fff}"
    "svg{position:absolute;left:0;top:0}</style>"
)
ARROW = "<svg style='left:%dpx;top:%dpx' width=14 height=21><path d='M1 1v16l4-4 3 7 3-1-3-7h5z' stroke='#fff'/></svg>"
BELOW = ROOM + 76
"""How much of the page with the table is cut off: the lower half of its last card."""
PAGES = {
    "typing": f"{STYLE}<h1>Passenger</h1><p>Surname <span class=on>Okafor<i></i></span>"
    "<p>Filter <span class='small on'>el<i></i></span>"
    "<p>Booking code <span>NX4T7Q</span>",
    "clicked": f"{STYLE}<h1>Bags</h1><p><label><input type=radio name=a> Adult</label> <label><input type=radio name=a "
    f"checked> Child</label>{ARROW % (81, 13)}<p>Checked bags <button>−</button>2 &nbsp;<button>+</button>"
    f"{ARROW % (213, 24)}<p><button>11A</button><button class=yes>11B</button><button class=no>11C</button>"
    "<button>11D</button><button>11E</button><button>11F</button>",
    "table": f"{STYLE}<style>table{{border-collapse:collapse;width:876px;background:#fff}}"
    "td,th{border:1px solid #ddd;padding:7px;text-align:left;height:40px}div{border:1px solid #ccc;border-radius:8px;"
    "padding:16px;margin-top:16px}h2{margin:12px 0}td button{font:13px Arial;height:31px;border-radius:3px}</style><p>"
    "<label><input type=checkbox> Night shift only</label><table><tr><th>Name<th>Role"
    "<th>Hours<th></tr><tr><td>Elif Kaya<td>Medic<td>40<td><button>Remove</button></table><div><h2>End</h2><p>Imprint"
    "</div>",
}


@pytest.fixture(scope="module")
def readings(screens: Screens) -> dict[str, Reading]:
    """The pages, each also as a frame of a recording."""
    pictures = screens.window.rendered(PAGES, cut=PAGES)
    pictures["table"] = pictures["table"][:-BELOW]
    pictures |= {f"{name}, recorded": recorded(picture) for name, picture in pictures.items()}
    readings = {name: screens.reader.read_sync(picture) for name, picture in pictures.items()}
    earlier = {"": PAGES["clicked"].replace("checked>", ">").replace("<svg", "<svg hidden")}
    before = screens.window.rendered(earlier, cut=earlier)[""]
    known = PreviousFrame(before, screens.reader.read_sync(before))
    return readings | {"clicked, after another": screens.reader.read_sync(pictures["clicked"], known)}


def of_type(reading: Reading, *types: str) -> list[Element]:
    return [element for element in reading.elements if element.type in types]


@pytest.mark.parametrize("page", ["table", "table, recorded"])
def test_empty_cells_and_cut_cards_are_not_fields(readings: dict[str, Reading], page: str) -> None:
    """Nor is the rest of a cell around its button."""
    assert not of_type(readings[page], "input")
    assert [item.label for item in of_type(readings[page], "heading")] == ["End"]

"""Red text is found everywhere, except on controls and in paler colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds

if TYPE_CHECKING:
    from tests.vision.conftest import Screens

PAGE = (
    "<style>body{font:18px 'DejaVu Sans',sans-serif;margin:0;padding:40px;background:#fff;color:#222}"
    "div{padding:14px 20px;border-radius:8px;margin:24px 0}button{font:inherit;padding:8px 18px;color:#b91c1c;"
    "background:#fff;border:1px solid #b91c1c;border-radius:6px}</style>"
    "<h1>My loans</h1><div style='background:#7a2b2b;color:#dff3e6'>Vent stuck at zero. Close the roof first.</div>"
    "<div style='background:#e6f3e2;border:1px solid #8bb87f'>Emma was renewed until Friday</div>"
    "<p style='color:#a40000'>Barcode unknown here</p><p style='color:#8a6d3b'>Returned last week</p>"
    "<button>Delete everything</button>"
)


def test_lines_in_red_and_messages_on_red(screens: Screens) -> None:
    reading = screens.rendered({"red": PAGE}, cut={"red"})["red"]
    red = {line.text for line in reading.lines if any(holds(box, centre(line.box)) for box in reading.red)}
    assert red == {"Vent stuck at zero. Close the roof first.", "Barcode unknown here"}

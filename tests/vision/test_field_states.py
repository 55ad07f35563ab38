"""Which fields are focused and which are invalid: a border or a tint alone may mean either or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from claude_scope.values import Reading
    from tests.vision.conftest import Screens

STYLE = (
    "<style>body{font:16px 'Noto Sans','Liberation Sans',sans-serif;margin:0;padding:40px 48px;color:#1f2937}"
    "label{display:block;margin:16px 0 4px}input{font:inherit;width:340px;height:40px;padding:0 12px;"
    "border:1px solid #cbd5e1;border-radius:6px;background:#fff;outline:0}p{margin:4px 0;font-size:14px}</style>"
    "<h1>Delivery</h1>"
)
RINGS = ("#f97316", "#ea580c", "#f96302", "#8b4513")
ORANGE = "border-color:#e85600"
TINT = "background:#ffe8e8"


def form(styles: dict[str, str], below: str = "") -> str:
    """Three fields; `styles` by name, and the message below the first styled one."""
    marked = next(iter(styles), "")
    return STYLE + "".join(
        f"<label>{name}</label><input style='{styles.get(name, '')}' value='{value}'>{below if name == marked else ''}"
        for name, value in (("Full name", "Ada Lovelace"), ("Street", "12 Quay Road"), ("City", "Porto"))
    )


def ring(colour: str) -> dict[str, str]:
    return {"Street": f"border:2px solid {colour};box-shadow:0 0 0 3px {colour}40"}


PAGES = {f"ring {colour}": form(ring(colour)) for colour in RINGS} | {
    "ring over a link": form(ring(RINGS[0]), f"<p style='color:{RINGS[0]}'>Forgot your street?</p>"),
    "orange and a message": form({"Street": ORANGE}, "<p style='color:#e85600'>This street is not known</p>"),
    "two in orange": form({"Street": ORANGE, "City": ORANGE}),
    "orange beside a focus": form({"Street": ORANGE, "City": "border:2px solid #2563eb"}),
    "tint": form({"Street": TINT}),
    "autofill": form({"Street": "background:#e8f0fe"}),
    "tint and a message": form({"Street": TINT}, "<p style='color:#b91c1c'>This street is not known</p>"),
    "focus on a tint": form({"Street": f"{TINT};border:2px solid #2563eb"}),
}
STATES: dict[str, dict[str, tuple[str, ...]]] = {
    **{f"ring {colour}": {"Street": ("focused",)} for colour in RINGS},
    "ring over a link": {"Street": ("focused",)},
    "orange and a message": {"Street": ("invalid",)},
    "two in orange": {"Street": ("invalid",), "City": ("invalid",)},
    "orange beside a focus": {"Street": ("invalid",), "City": ("focused",)},
    "tint": {},
    "autofill": {},
    "tint and a message": {"Street": ("invalid",)},
    "focus on a tint": {"Street": ("focused",)},
}


@pytest.fixture(scope="module")
def readings(screens: Screens) -> dict[str, Reading]:
    return screens.rendered(PAGES, cut=PAGES, width=640)


@pytest.mark.parametrize("page", PAGES)
def test_an_orange_border_or_a_tint_needs_a_second_sign(readings: dict[str, Reading], page: str) -> None:
    """A message that gives the reason, or another field that has the focus."""
    fields = {element.label: element.state for element in readings[page].elements if element.type == "input"}
    assert fields == {"Full name": (), "Street": (), "City": ()} | STATES[page]

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
TOAST = (
    "<style>body{font:18px 'DejaVu Sans',sans-serif;margin:0;padding:40px;color:#222}"
    "span,button{font:inherit;background:#e5484d;color:#fff;padding:8px 30px;border:0;border-radius:4px}</style>"
    "<h1>My tasks</h1><p>Nothing is due today</p><p><span>Enter the task name</span></p><button>Delete all</button>"
)


def test_lines_in_red_and_messages_on_red(screens: Screens) -> None:
    reading = screens.rendered({"red": PAGE}, cut={"red"})["red"]
    red = {line.text for line in reading.lines if any(holds(box, centre(line.box)) for box in reading.red)}
    assert red == {"Vent stuck at zero. Close the roof first.", "Barcode unknown here"}


def test_a_sentence_on_red_is_a_message_however_much_it_looks_like_a_button(screens: Screens) -> None:
    reading = screens.rendered({"toast": TOAST}, cut={"toast"})["toast"]
    red = {line.text for line in reading.lines if any(holds(box, centre(line.box)) for box in reading.red)}
    assert red == {"Enter the task name"}


def test_a_red_button_of_three_words_is_not_a_message(screens: Screens) -> None:
    page = TOAST.replace("Enter the task name", "12 tasks").replace("Delete all", "Delete this list")
    reading = screens.rendered({"button": page}, cut={"button"})["button"]
    red = {line.text for line in reading.lines if any(holds(box, centre(line.box)) for box in reading.red)}
    assert "Delete this list" in {line.text for line in reading.lines}
    assert red == set()


def test_a_red_box_as_wide_as_a_message_is_found_in_any_script(screens: Screens) -> None:
    georgian = "\u10d2\u10d0\u10db\u10d0\u10e0\u10ef\u10dd\u10d1\u10d0"
    bar = f"<p style='background:#c5301f;color:#fff;padding:6px'>{georgian}</p>"
    reading = screens.rendered({"bar": TOAST + bar}, cut={"bar"})["bar"]
    assert [round(box.width, -2) for box in reading.red_bars] == [1200, 200], "the bar and the toast, no button"


def test_the_colours_of_a_line_are_those_of_its_letters_and_of_its_ground(screens: Screens) -> None:
    reading = screens.rendered({"red": PAGE}, cut={"red"})["red"]
    line = next(line for line in reading.lines if line.text.startswith("Vent stuck"))
    assert line.ink is not None
    assert line.ground is not None
    assert max(abs(a - b) for a, b in zip(line.ground, (0x7A, 0x2B, 0x2B), strict=True)) <= 4
    assert max(abs(a - b) for a, b in zip(line.ink, (0xDF, 0xF3, 0xE6), strict=True)) <= 40

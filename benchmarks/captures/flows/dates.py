"""Date pickers of flatpickr, a text over two lines, and files for Dropzone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand

PAPER = Path(__file__).parent / "dates.py"


async def use(hand: Hand) -> None:
    start, span, why = hand.by("textbox", "Departure"), hand.by("textbox", "Leave"), hand.by("textbox", "Reason")
    await hand.click(start)
    await hand.click(hand.at(".flatpickr-calendar.open .flatpickr-next-month"))
    await hand.click(hand.at(".flatpickr-calendar.open [aria-label='June 18, 2031']"))
    await hand.key(hand.by("spinbutton", "Hour"), "Escape")
    await hand.click(span)
    await hand.click(hand.at(".flatpickr-calendar.open [aria-label='May 7, 2031']"))
    await hand.click(hand.at(".flatpickr-calendar.open [aria-label='May 11, 2031']"))
    await hand.click(why)
    await hand.type(why, "Rest\nand sun", "Rest\nand sun")
    await hand.choose_files(hand.by("button", "Drop files here to upload"), hand.at("input.dz-hidden-input"), [PAPER])

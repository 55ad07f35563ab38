"""Dialogs and toasts of SweetAlert2, a dialog of the browser, and uncaught errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def use(hand: Hand) -> None:
    sign = hand.by("textbox", "Call sign")
    await hand.click(hand.by("button", "Call"))
    await hand.click(hand.by("button", "OK"))
    await hand.click(sign)
    await hand.type(sign, "Petrel")
    await hand.key(sign, "Enter")
    await hand.click(hand.by("button", "Delete"))
    await hand.key(hand.by("button", "Delete it"), "Tab")
    await hand.key(hand.by("button", "Keep it"), "Enter")
    await hand.click(hand.by("button", "Ping"))
    await hand.wait(1_500)
    await hand.look("without toast")
    await hand.click(hand.by("button", "Mayday"))
    await hand.click(hand.by("button", "Break"))
    await hand.click(hand.by("heading", "Radio"), act="contextmenu")

"""A same-origin frame with Bootstrap and flatpickr, and a cross-origin one with Shoelace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def use(hand: Hand) -> None:
    forms, elements = (hand.page.frame_locator(f"iframe[title={title}]") for title in ("Forms", "Elements"))
    who, message = hand.by("textbox", "Officer", forms), hand.by("textbox", "Message", elements)
    await message.locator.wait_for()
    await hand.click(who)
    await hand.type(who, "Bo")
    await hand.key(who, "Tab")
    await hand.check(hand.by("checkbox", "Night", forms))
    await hand.click(hand.by("textbox", "Day", forms))
    await hand.click(hand.at(".flatpickr-calendar.open [aria-label='March 12, 2031']", within=forms))
    await hand.click(hand.by("button", "Rules", forms))
    await hand.click(message)
    await hand.type(message, "All well")
    await hand.check(hand.by("checkbox", "Urgent", elements), hand.at("sl-checkbox", within=elements))
    await hand.click(hand.by("button", "Send", elements))
    await hand.click(hand.by("button", "Flags", elements))

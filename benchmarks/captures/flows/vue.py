"""Vue: a form of Element Plus with a password, a request that fails and an uncaught rejection."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def use(hand: Hand) -> None:
    boat, secret = hand.by("textbox", "Boat"), hand.by("textbox", "Password")
    await hand.click(boat)
    await hand.type(boat, "Marten")
    await hand.key(boat, "Tab")
    await hand.type(secret, "open-sesame-42", "••••••")
    await hand.click(hand.at(".el-select__placeholder", name="Choose"))
    await hand.click(hand.by("option", "North 2"))
    await hand.uncheck(hand.by("checkbox", "Power"), hand.at("label.el-checkbox:has-text('Power')"))
    await hand.check(hand.by("radio", "Starboard"), hand.at("label.el-radio:has-text('Starboard')"))
    await hand.click(hand.by("button", "increase number"))
    await hand.click(hand.by("button", "Prices"))
    await hand.click(hand.by("button", "Book"))
    await hand.click(hand.by("button", "Confirm"))

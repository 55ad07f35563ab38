"""Web components: a form of Shoelace, all of it in shadow roots."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def use(hand: Hand) -> None:
    name, pin, wishes = hand.by("textbox", "Name"), hand.by("textbox", "Pin code"), hand.by("textbox", "Wishes")
    await name.locator.wait_for()
    await hand.click(name)
    await hand.type(name, "Ada Park")
    await hand.click(pin)
    await hand.type(pin, "4711-0815", "••••••")
    await hand.click(hand.by("combobox", "Cloth"))
    await hand.click(hand.by("option", "Nylon"))
    await hand.check(hand.by("checkbox", "With battens"), hand.at("sl-checkbox"))
    await hand.check(hand.by("switch", "Rush"), hand.at("sl-switch"))
    await hand.click(wishes)
    await hand.type(wishes, "red seams")
    await hand.click(hand.by("button", "More"))
    await hand.click(hand.by("menuitem", "Save a draft"))
    await hand.click(hand.by("button", "Order"))
    await hand.key(hand.by("dialog", "Thank you"), "Escape")
    await hand.click(hand.by("tab", "Help"))

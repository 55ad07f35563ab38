"""React: tabs, a table, a menu on hover, a dialog and an accordion of Ant Design."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def use(hand: Hand) -> None:
    find = hand.by("textbox", "Find")
    await hand.check(hand.by("switch", "Night"))
    await hand.wait(500)
    await hand.hover(hand.by("button", "Export"))
    await hand.click(hand.by("menuitem", "As PDF"))
    await hand.click(find)
    await hand.type(find, "e")
    await hand.wait(1_500)  # typing continues for that long
    await hand.edit(find, ["Backspace"], "")
    await hand.check(hand.at("tbody tr:nth-child(3) input[type=checkbox]", "checkbox", ""))
    await hand.click(hand.by("button", "Dismiss Bo"))
    await hand.click(hand.by("button", "Yes, dismiss"))
    await hand.click(hand.by("combobox", "Watch"))
    await hand.key(hand.by("combobox", "Watch"), "ArrowDown")
    await hand.key(hand.by("combobox", "Watch"), "Enter")
    await hand.click(hand.by("tab", "Help"))
    await hand.click(hand.by("button", "What is a watch?"))

"""Pages of a form: Trac, with a ticket that is previewed, Back and Forward, preferences and a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def use(hand: Hand) -> None:
    html = hand.at("html")
    await hand.wheel(html, 300, at=(640, 360))
    await hand.wheel(html, -300, at=(640, 360))
    await hand.click(hand.by("link", "New Ticket"))
    summary = hand.by("textbox", "Summary:")
    await hand.click(summary)
    await hand.type(summary, "The pump is loud")
    kind = hand.by("combobox", "Type:")
    await kind.locator.focus()
    await hand.key(kind, "ArrowDown", act="select", value="enhancement")
    await hand.wheel(html, 900, at=(640, 360))
    await hand.click(hand.at("input[name=preview]", "button", "Preview"))
    await hand.page.go_back()
    await hand.wait(900)
    await hand.look("back")
    await hand.page.go_forward()
    await hand.wait(900)
    await hand.look("forward")
    await hand.wheel(html, -900, at=(640, 360))
    await hand.click(hand.by("link", "Preferences"))
    await hand.click(hand.by("link", "Search"))
    words = hand.at("#fullsearch input[name=q]", "textbox")
    await hand.click(words)
    await hand.type(words, "pump")
    await hand.key(words, "Enter")

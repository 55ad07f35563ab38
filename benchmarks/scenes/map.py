"""A map: panned by hand until it comes to rest, zoomed, searched, flown over; the marker of the user's position pulses
all the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1600, 900)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("map", "document.querySelectorAll('.pin').length === 5", look_s=3.0)
    hand.drag(page.locator("#m svg rect").nth(7), page.locator(".pin").nth(3))
    hand.arrive("panned", "still", look_s=1.6)
    hand.click(page.locator("#plus"))
    hand.arrive("zoomed", "still && k > 1.4", look_s=1.6)
    hand.click(page.locator("#bikes"))
    hand.arrive("routes", "bikes.checked", look_s=1.4)
    hand.click(page.locator("#q"))
    hand.type("li")
    hand.arrive("hits", "hits.children.length === 2", look_s=1.4)
    hand.click(page.locator("#hits button").first)
    hand.arrive("lighthouse", "still && card.className === 'on'", look_s=1.6)
    hand.click(page.locator("#keep"))
    hand.arrive("kept", "keep.className === 'yes'", look_s=1.5)

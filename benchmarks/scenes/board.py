"""A tooltip, a card that is dragged, a toast of 300 ms, a menu, and a filter that completes names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1440, 900)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("board", "document.querySelectorAll('.card').length === 7", look_s=1.3)
    hand.hover(page.locator(".who").first)
    hand.arrive("tooltip", "getComputedStyle(document.querySelector('.who span')).opacity === '1'", look_s=1.2)
    hand.hover(page.get_by_role("heading", name="Done"))
    hand.arrive("board again", "getComputedStyle(document.querySelector('.who span')).opacity === '0'", look_s=1.0)
    hand.drag(page.get_by_text("Export as CSV"), page.get_by_text("Slow first paint"))
    hand.arrive("moved, toast", "!toast.hidden", look_s=0)
    hand.arrive("moved", "toast.hidden", look_s=1.3)
    hand.click(page.get_by_label("Menu of Rate limit headers"))
    hand.arrive("menu", "!menu.hidden", look_s=1.3)
    hand.click(page.locator("#archive"))
    hand.arrive("archived", "menu.hidden", look_s=1.3)
    hand.click(page.locator("#q"))
    hand.type("da")
    hand.arrive("names", "q.value === 'da' && !list.hidden", look_s=1.3)
    hand.click(page.locator("#list").get_by_text("Daniel Ortiz"))
    hand.arrive("filtered", "who === 2", look_s=1.4)

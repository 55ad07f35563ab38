"""Skeletons, then sorting, a filter, the second page, a selection, and a deletion with a toast."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1920, 1080)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("skeletons", "document.querySelector('.sk')", look_s=0.6, optional=True)
    hand.arrive("loaded", "!document.querySelector('.sk')", look_s=1.2)
    hand.click(page.locator("#ha"))
    hand.arrive("sorted", "ha.textContent.includes('▲')", look_s=1.2)
    hand.click(page.get_by_role("button", name="2", exact=True))
    hand.arrive("page 2", "page === 1", look_s=1.2)
    hand.click(page.get_by_label("Filter"))
    hand.type("on")
    hand.arrive("filtered", "q.value === 'on'", look_s=1.2)
    hand.click(page.get_by_label("Select Contoso"))
    hand.arrive("selected", "!del.hidden", look_s=1.2)
    hand.click(page.locator("#del"))
    hand.arrive("deleted, toast", "!toast.hidden", look_s=0.5)
    hand.arrive("toast gone", "toast.hidden", look_s=1.2)

"""A bar that fills, a toast of 300 ms and a light theme, next to a countdown, a live chart and a carousel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1280, 720)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("start", "document.getElementById('up')", look_s=3.4)
    hand.click(page.locator("#up"))
    hand.arrive("sent, toast", "!toast.hidden", look_s=0)
    hand.arrive("sent", "toast.hidden", look_s=1.6)
    hand.click(page.locator("#again"))
    hand.arrive("new code", "!document.getElementById('sent').hidden", look_s=1.7)
    hand.click(page.locator("#theme"))
    hand.arrive("light", "document.documentElement.className === 'light'", look_s=2.1)
    hand.click(page.locator("#pause"))
    hand.arrive("paused", "!live", look_s=2.2)

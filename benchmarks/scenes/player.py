"""A music player: a song plays with its time and its waveform, while a like, a tooltip and a queue appear."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1920, 1080)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("nothing plays", "document.querySelectorAll('.t').length === 8", look_s=1.5)
    hand.click(page.get_by_text("Slow train north"))
    hand.arrive("playing", "at === 2", look_s=3.6)
    hand.click(page.get_by_label("Like Moth light"))
    hand.arrive("liked", "document.querySelector('.h.yes')", look_s=1.5)
    hand.hover(page.locator("#shuffle"))
    hand.arrive("tooltip", "getComputedStyle(document.querySelector('#shuffle span')).opacity === '1'", look_s=1.4)
    hand.click(page.locator("#q"))
    hand.arrive("queue", "queue.className === 'on'", look_s=1.7)
    hand.click(page.locator("#next"))
    hand.arrive("next song", "at === 3", look_s=3.0)
    hand.click(page.locator("#q"))
    hand.arrive("queue closed", "queue.className === ''", look_s=1.6)
    hand.click(page.locator("#play"))
    hand.arrive("paused", "!playing", look_s=1.8)

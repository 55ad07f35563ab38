"""A missing name, the next step, a time chosen, back and forth, a bar that fills, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1280, 720)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("guests", "document.getElementById('guests')", look_s=1.2)
    hand.click(page.get_by_role("button", name="Continue"))
    hand.arrive("name missing", "!err.hidden", look_s=1.2)
    hand.click(page.locator("#name"))
    hand.type("Grace")
    hand.arrive("name typed", "document.getElementById('name').value === 'Grace'", look_s=0.9)
    hand.click(page.get_by_role("button", name="Continue"))
    hand.arrive("times", "document.querySelector('.times')", look_s=1.1)
    hand.click(page.get_by_role("button", name="19:00"))
    hand.arrive("19:00", "time === '19:00'", look_s=1.1)
    hand.click(page.get_by_role("button", name="Book"))
    hand.arrive("booked", "document.getElementById('sum')", look_s=1.5)
    hand.click(page.get_by_role("button", name="Book another"))
    hand.arrive("guests again", "document.getElementById('guests')", look_s=1.2)

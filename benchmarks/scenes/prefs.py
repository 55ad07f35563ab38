"""Switches, dark theme, a counter, a refused and an accepted save, next to a ticking clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1366, 768)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("preferences", "document.querySelector('.sw')", look_s=3.2)
    hand.click(page.get_by_role("switch"))
    hand.arrive("switched", "mail.ariaChecked === 'true'", look_s=1.2)
    hand.click(page.locator("#more"))
    hand.arrive("15 items", "document.getElementById('count').textContent === '15'", look_s=1.1)
    hand.click(page.locator("#save"))
    hand.arrive("refused", "!err.hidden", look_s=1.3)
    hand.click(page.locator("#name"))
    page.keyboard.press("End")
    hand.type("ice")
    hand.arrive("name typed", "document.getElementById('name').value.length > 3", look_s=1.0)
    hand.click(page.locator("#save"))
    # In the truth of the real recordings, neither a button with a spinner nor a page of skeletons is a state (there,
    # placing an order takes 1.2 s, loading up to 3.1 s). "Saving" is legible for nearly two seconds, so it may be kept.
    hand.arrive("saving", "document.querySelector('.spin')", look_s=1.2, optional=True)
    hand.arrive("saved", "!ok.hidden", look_s=1.3)
    hand.click(page.get_by_role("button", name="Dark"))
    hand.arrive("dark", "document.documentElement.className === 'dark'", look_s=1.3)

"""A dark dashboard: bars on a canvas that grow, a tooltip, a series switched off, an alert that appears."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1600, 900)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("7 days", "still", look_s=2.2)
    hand.click(page.get_by_role("button", name="30 days"))
    hand.arrive("30 days", "still && range === 1", look_s=1.4)
    hand.hover(page.locator("#c"))
    hand.arrive("tooltip", "!tip.hidden", look_s=1.4)
    hand.click(page.get_by_label("Mobile"))
    hand.arrive("without mobile", "still && tip.hidden", look_s=1.4)
    page.evaluate("alarm()")
    hand.arrive("an alert", "n.textContent === '1'", look_s=1.3)
    hand.hover(page.get_by_role("link", name="Funnels"))
    hand.arrive("link lit", "document.querySelectorAll('aside a')[1].matches(':hover')", look_s=1.1, optional=True)
    hand.click(page.get_by_role("button", name="Year"))
    hand.arrive("year", "still && range === 2", look_s=1.5)
    hand.click(page.get_by_label("Mobile"))
    hand.arrive("with mobile", "still && mobile.checked", look_s=1.5)

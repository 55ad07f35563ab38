"""A refused and an accepted sign-in, counting numbers, a drawer that slides in, and stacked toasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1920, 1080)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("sign in", "document.getElementById('u')", look_s=1.3)
    hand.click(page.locator("#u"))
    hand.type("grace@")
    hand.arrive("address", "u.value === 'grace@'", look_s=1.0)
    hand.press("Enter")
    hand.arrive("password missing", "ew.textContent", look_s=1.3)
    hand.click(page.locator("#w"))
    hand.type("rosebud")
    hand.arrive("password", "w.value.length === 7", look_s=1.0)
    hand.press("Enter")
    hand.arrive("tickets", "counted", look_s=1.5)
    hand.click(page.get_by_text("Refund for order 881"))
    hand.arrive("drawer", "d.className === 'on'", look_s=1.5)
    hand.click(page.get_by_role("button", name="History"))
    hand.arrive("history", "d.textContent.includes('rule 7')", look_s=1.2)
    hand.click(page.locator("#take"))
    hand.arrive("assigned, toast", "toasts.children.length === 1", look_s=0.8)
    hand.click(page.locator("#solve"))
    hand.arrive("solved, two toasts", "toasts.children.length === 2 && d.className === ''", look_s=0)
    hand.arrive("one toast", "toasts.children.length === 1", look_s=0)
    hand.arrive("no toast", "toasts.children.length === 0", look_s=1.5)

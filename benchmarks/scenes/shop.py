"""An accordion, a toast that slides in, a drawer and a dialog, next to a banner that changes every three seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1440, 900)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("shop", "document.querySelectorAll('.q').length === 3", look_s=3.6)
    hand.click(page.get_by_role("button", name="Which bulbs fit?"))
    hand.arrive("bulbs", "document.querySelectorAll('.q')[0].className.includes('open')", look_s=1.6)
    hand.click(page.get_by_role("button", name="Do you repair?"))
    hand.arrive("repairs", "document.querySelectorAll('.q')[2].className.includes('open')", look_s=1.6)
    hand.click(page.get_by_role("button", name="Add").nth(1))
    hand.arrive("added, toast", "toast.className === 'on'", look_s=0.4)
    hand.arrive("added", "toast.className === ''", look_s=1.5)
    hand.click(page.locator("#bag"))
    hand.arrive("drawer", "drawer.className === 'on'", look_s=1.7)
    hand.click(page.locator("#shut"))
    hand.arrive("drawer shut", "drawer.className === ''", look_s=1.5)
    hand.click(page.locator("#help"))
    hand.arrive("dialog", "dlg.className === 'on'", look_s=1.8)
    hand.click(page.locator("#ok"))
    hand.arrive("dialog gone", "dlg.className === ''", look_s=1.6)

"""Sections that open, a field validated on leaving it, a comment typed with pauses, stories loaded at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1366, 768)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("feed", "n === 8", look_s=1.3)
    hand.click(page.get_by_role("button", name="How do I subscribe?"))
    hand.arrive("first answer", "document.querySelector('.acc').className.includes('open')", look_s=1.3)
    hand.click(page.get_by_role("button", name="May I quote a story?"))
    hand.arrive("second answer", "document.querySelectorAll('.acc.open').length === 2", look_s=1.2)
    hand.click(page.locator("#mail"))
    hand.type("ada at example")
    hand.arrive("address typed", "mail.value.endsWith('example')", look_s=1.0)
    hand.click(page.locator("#text"))
    hand.arrive("refused", "!bad.hidden", look_s=1.2)
    for words in ("I saw the ferry ", "from the old pier, ", "and it was not late."):
        hand.type(words)
        hand.hesitate(0.75)
    hand.arrive("comment typed", "text.value.endsWith('late.')", look_s=0.9)
    hand.scroll(1020)
    hand.arrive("loading", "document.querySelector('.spin')", look_s=0.8, optional=True)
    hand.arrive("more stories", "n === 16", look_s=1.4)
    hand.scroll(-600)
    hand.arrive("scrolled back", "true", look_s=1.3)

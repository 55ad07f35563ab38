"""A message is sent and answered; a badge appears at another room."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1440, 900)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("general", "document.querySelector('.m')", look_s=1.2)
    hand.click(page.get_by_label("Message"))
    hand.type("The total is wrong")
    hand.arrive("typed", "text.value.endsWith('wrong')", look_s=0.9)
    hand.click(page.get_by_role("button", name="Send"))
    hand.arrive("sent", "!text.value", look_s=0.3)
    hand.arrive("mia types", "document.querySelector('#typing i')", look_s=2.2)
    hand.arrive("answered", "document.querySelectorAll('.m').length === 4", look_s=1.2)
    hand.arrive("badge", "!badge.hidden", look_s=1.2)
    hand.click(page.get_by_role("button", name="+1"))
    hand.arrive("reaction 2", "document.querySelector('.r').textContent.endsWith('2')", look_s=1.1)
    hand.click(page.get_by_role("button", name="# bugs"))
    hand.arrive("bugs", "room === 'bugs'", look_s=1.3)
    hand.click(page.get_by_role("button", name="# random"))
    hand.arrive("random", "room === 'random'", look_s=1.3)

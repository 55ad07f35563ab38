"""A spreadsheet: selecting, editing and confirming a cell, a range with its sum, bold, a filter,
another sheet, undo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1600, 900)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("costs", "document.querySelector('td')", look_s=1.4)
    hand.click(page.locator("td[data-r='3'][data-c='3']"))
    hand.arrive("cell chosen", "document.getElementById('ref').textContent === 'D4'", look_s=1.2)
    hand.type("185")
    hand.arrive("typed", "editing && editing.value === '185'", look_s=1.0)
    hand.press("Enter")
    hand.arrive("entered", "!editing && saved.textContent === 'Saved'", look_s=1.3)
    hand.drag(page.locator("td[data-r='1'][data-c='2']"), page.locator("td[data-r='4'][data-c='4']"))
    hand.arrive("range", "sel[2] === 4 && sel[3] === 4", look_s=1.2)
    hand.click(page.locator("#bold"))
    hand.arrive("bold", "bold.ariaPressed === 'true' && saved.textContent === 'Saved'", look_s=1.2)
    hand.click(page.locator("#filter"))
    hand.arrive("menu", "!menu.hidden", look_s=1.1)
    hand.click(page.get_by_role("button", name="Machines"))
    hand.arrive("filtered", "hide === 'Machines'", look_s=1.3)
    hand.click(page.get_by_role("button", name="Sales"))
    hand.arrive("sales", "sheet === 1", look_s=1.3)
    hand.press("Control+z")
    hand.arrive("undone", "sheet === 0 && saved.textContent === 'Saved'", look_s=1.3)

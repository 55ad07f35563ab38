"""A Tabulator table of 400 rows: sorted, filtered, edited in place, scrolled, and paged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def use(hand: Hand) -> None:
    await hand.page.locator(".tabulator-row").first.wait_for()
    holder = hand.at(".tabulator-tableholder")
    await hand.click(hand.at(".tabulator-col[tabulator-field=tons] .tabulator-col-title"))
    await hand.wheel(holder, 600)
    await hand.wheel(holder, -300)
    await hand.click(hand.by("button", "Next Page"))
    search = hand.at(".tabulator-col[tabulator-field=good] input", "searchbox", "")
    await hand.click(search)
    await hand.type(search, "elm")
    await hand.check(hand.at(".tabulator-row:nth-child(2) input[type=checkbox]", "checkbox", ""))
    await hand.click(hand.at(".tabulator-row:nth-child(3) [tabulator-field=good]", "gridcell"))
    cell = hand.at(".tabulator-row:nth-child(3) [tabulator-field=good] input", "textbox", "")
    await hand.edit(cell, ["End", "x"], "")
    await hand.key(cell, "Enter")
    await hand.drag(hand.at(".tabulator-col[tabulator-field=tons]"), hand.at(".tabulator-col[tabulator-field=id]"))

"""Lists of SortableJS: with HTML drag and drop, and with pointer events alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def use(hand: Hand) -> None:
    def job(text: str) -> str:
        return f"li:has-text('{text}')"

    await hand.drag(hand.at(job("Scrub"), "listitem"), hand.at(job("Oil"), "listitem"))
    await hand.drag(hand.at(job("Mend"), "listitem"), hand.at(job("Paint"), "listitem"))
    await hand.drag(hand.at("[title='Move Bow']"), hand.at("[title='Move Stern']"))
    await hand.click(hand.by("button", "Why"))
    await hand.drag(hand.at(job("Check"), "listitem"), hand.at(job("Oil"), "listitem"))
    await hand.click(hand.by("button", "Why"))

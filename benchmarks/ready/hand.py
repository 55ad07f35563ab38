"""Acts in the page of orders as a user does: pays, sorts, picks, asks to leave, stays, and searches."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

ACT_S = 0.8
_LETTERS = "la"
"""A sixth of the goods begins with these letters."""
_ROWS = 4
"""The first of the visible rows."""


async def use(page: Page, acts: int) -> None:
    """Perform this many acts, one every `ACT_S` seconds."""
    for number in range(acts):
        began = time.monotonic()
        await _act(page, number)
        await asyncio.sleep(max(0.0, ACT_S - (time.monotonic() - began)))


async def _act(page: Page, number: int) -> None:
    row = page.locator("tbody tr").nth(number % _ROWS)
    match number % 6:
        case 0:
            await row.locator("button").click()
        case 1:
            await page.locator("thead button").nth(number % 5).click()
        case 2:
            await row.locator("input").click()
        case 3:
            await page.locator("nav a").nth(number % 7).click()
        case 4:
            await page.locator("#keep").click()
        case _:
            await _search(page)


async def _search(page: Page) -> None:
    """Filter the rows, or show all of them again."""
    field = page.locator("#search")
    await field.click()
    if await field.input_value():
        for _ in _LETTERS:
            await page.keyboard.press("Backspace")
    else:
        await page.keyboard.type(_LETTERS, delay=50)

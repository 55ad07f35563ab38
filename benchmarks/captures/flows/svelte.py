"""Svelte: a JSON editor, edited by double click and keys, searched, and shown as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand

EXPAND = "Expand or collapse this array (Ctrl+Click to expand/collapse recursively)"


async def use(hand: Hand) -> None:
    await hand.page.locator(".jse-tree-mode").wait_for()
    ship = hand.at(".jse-value:has-text('Marten')", "button")
    await hand.click(hand.by("button", EXPAND))
    await hand.double_click(ship)
    field = hand.at(".jse-editable-div", "textbox", "")
    await hand.type(field, "!", "Marten!")
    await hand.key(field, "Enter")
    await hand.click(hand.by("button", "Search (Ctrl+F)"))
    search = hand.at(".jse-search-box input", "textbox")
    await hand.type(search, "Cleo")
    await hand.key(search, "Escape")
    await hand.click(hand.by("button", "Undo (Ctrl+Z)"))
    await hand.click(hand.by("button", "text"))
    await hand.click(hand.by("button", "tree"))
    await hand.click(hand.by("button", "Expand all"))

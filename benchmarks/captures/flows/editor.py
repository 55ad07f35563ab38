"""A rich text editor: Quill, with bold text, a heading, a list and a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def use(hand: Hand) -> None:
    text = hand.at(".ql-editor")
    await hand.click(text)
    await hand.key(text, "Control+End")
    await hand.type(text, " Come soon.", "Dear Ada,\nthe boat is dry. Come soon.")
    await hand.key(text, "Control+a")
    await hand.click(hand.by("button", "bold"))
    await hand.click(hand.at(".ql-header .ql-picker-label", "button"))
    await hand.click(hand.at(".ql-header .ql-picker-item[data-value='2']", "button"))
    await hand.click(hand.by("button", "list: bullet"))
    await hand.click(hand.by("button", "link"))
    await hand.type(hand.at(".ql-tooltip input", "textbox"), "https://example.test/boat")
    await hand.key(hand.at(".ql-tooltip input", "textbox"), "Enter")

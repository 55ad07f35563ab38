"""The flows on pages with components from npm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.claims.app import Flow
from benchmarks.readers.flows_of_pages import retype

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def _orders(hand: Hand) -> None:
    await hand.click(hand.by("columnheader", "Goods"))
    await hand.click(hand.by("columnheader", "Total"))
    await hand.check(hand.at(".ag-row[row-index='2'] .ag-checkbox-input", "checkbox"))
    await hand.click(hand.by("button", "Delete selected"))


async def _parts(hand: Hand) -> None:
    for field, title in (("supplier", "Supplier"), ("price", "Price")):
        await hand.click(hand.at(f".tabulator-col[tabulator-field={field}]", "columnheader", title))
    stock = hand.at(".tabulator-col[tabulator-field=stock]", "columnheader", "In stock")
    await hand.click(stock)
    await hand.click(stock)


async def _calendar(hand: Hand) -> None:
    await hand.click(hand.at(".fc-next-button", "button", "Next month"))
    await hand.click(hand.at(".fc-prev-button", "button", "Previous month"))
    await hand.click(hand.by("button", "New event"))
    for name, text in (("Title", "Dentist"), ("Date", "2031-05-15"), ("Place", "Dr Kraus")):
        await hand.click(hand.by("textbox", name))
        await hand.type(hand.by("textbox", name), text)
    await hand.click(hand.by("button", "Save"))


async def _board(hand: Hand) -> None:
    await _move_card(hand, "Print view", "doing")
    await _move_card(hand, "Write release notes", "review")


async def _move_card(hand: Hand, title: str, column: str) -> None:
    card = hand.at(f".kanban-item:has-text('{title}')")
    await hand.drag(card, hand.at(f".kanban-board[data-id={column}] .kanban-drag"))
    await hand.wait(800)


async def _playlist(hand: Hand) -> None:
    await hand.drag(hand.at("li:has-text('Amber Lines') .grip"), hand.at("li:has-text('Night Ferry')"))
    await hand.click(hand.by("button", "Remove Harbour Lights"))
    await hand.click(hand.by("button", "Undo"))


async def _payments(hand: Hand) -> None:
    for page in ("2", "3", "4"):
        await hand.click(hand.at(f".dt-paging-button:text-is('{page}')", "link", page))


async def _members(hand: Hand) -> None:
    search = hand.at("input.search-input", "searchbox")
    await hand.click(hand.at("th[data-field=town]", "columnheader", "Town"))
    await hand.click(search)
    await hand.type(search, "berlin")
    await retype(hand, search, "Berlin")


async def _schedule(hand: Hand) -> None:
    await hand.uncheck(hand.by("checkbox", "Carpentry"))
    await hand.check(hand.by("checkbox", "Carpentry"))
    await hand.uncheck(hand.by("checkbox", "Painting"))
    await hand.check(hand.by("checkbox", "Painting"))


async def _notes(hand: Hand) -> None:
    editor = hand.at(".ql-editor", "textbox")
    await hand.click(hand.by("button", "Workshop on Friday"))
    await hand.click(editor)
    await hand.key(editor, "Control+End")
    await hand.type(editor, "Ask Tom for two chargers.")
    await hand.click(hand.by("button", "Groceries"))
    await hand.click(hand.by("button", "Workshop on Friday"))


async def _plan(hand: Hand) -> None:
    for name in ("Foundation", "Roof"):
        await hand.click(hand.by("button", f"Edit {name}"))
        await hand.click(hand.by("button", "Cancel"))


FLOWS = (
    Flow("orders", _orders),
    Flow("parts", _parts),
    Flow("calendar", _calendar),
    Flow("board", _board),
    Flow("playlist", _playlist),
    Flow("payments", _payments),
    Flow("members", _members),
    Flow("schedule", _schedule),
    Flow("notes", _notes),
    Flow("plan", _plan),
)

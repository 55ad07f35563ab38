"""The flows on pages of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.claims.app import Flow

if TYPE_CHECKING:
    from benchmarks.captures.hand import Aim, Hand


async def retype(hand: Hand, aim: Aim, text: str) -> None:
    """Replace the content of a field."""
    await hand.click(aim)
    await hand.key(aim, "Control+a")
    await hand.type(aim, text)


async def _ledger(hand: Hand) -> None:
    await hand.click(hand.by("button", "Savings $5,514.20"))
    await hand.click(hand.at(".list button", "button"))
    await hand.click(hand.by("button", "Edit Green Grocer"))
    await retype(hand, hand.by("textbox", "Amount"), "-48.20")
    await hand.click(hand.by("button", "Save"))
    await hand.click(hand.by("button", "Credit card -$205.60"))
    await hand.click(hand.at(".list button", "button"))


async def _invoice(hand: Hand) -> None:
    await hand.click(hand.by("button", "One more: Travel"))
    await hand.click(hand.by("button", "Add line"))
    await hand.type(hand.by("textbox", "Description"), "Site visit")
    for name, text in (("Quantity", "3"), ("Price", "95")):
        await hand.click(hand.by("textbox", name))
        await hand.type(hand.by("textbox", name), text)
    await hand.click(hand.by("button", "Add"))
    await hand.click(hand.by("button", "One more: Drawings"))


async def _contacts(hand: Hand) -> None:
    find = hand.by("textbox", "Search")
    await hand.click(find)
    await hand.type(find, "leeds")
    await hand.edit(find, ["Backspace"] * 5, "")
    await hand.click(hand.by("button", "Edit Hiro Tanaka"))
    await retype(hand, hand.by("textbox", "Phone"), "555 0200")
    await hand.click(hand.by("button", "Save"))


async def _prefs(hand: Hand) -> None:
    await hand.check(hand.by("checkbox", "Weekly digest"))
    await hand.check(hand.by("checkbox", "Status changes"))
    await hand.uncheck(hand.by("checkbox", "Tips"))
    await hand.click(hand.by("button", "Save changes"))
    await hand.page.reload()
    await hand.wait(2_000)


async def _tickets(hand: Hand) -> None:
    for subject in ("Cannot print labels", "Mail folder full"):
        await hand.click(hand.by("button", subject))
        await hand.click(hand.by("button", "Mark as solved"))
    await hand.click(hand.by("button", "Solved 6"))
    await hand.click(hand.at(".list button", "button"))


async def _files(hand: Hand) -> None:
    for name in ("Briefs", "budget.xlsx", "press-list.csv"):
        await hand.click(hand.by("button", f"Actions for {name}"))
        await hand.click(hand.by("menuitem", "Rename"))
        await hand.click(hand.by("button", "Cancel"))


async def _booking(hand: Hand) -> None:
    await hand.click(hand.by("button", "Next"))
    await hand.click(hand.by("textbox", "Full name"))
    await hand.type(hand.by("textbox", "Full name"), "Lena Moser")
    await hand.click(hand.by("button", "Next"))
    await hand.check(hand.by("checkbox", "Parking"))
    await hand.click(hand.by("button", "Next"))
    for _ in range(3):
        await hand.click(hand.by("button", "Back"))
    await hand.check(hand.at("input[type=radio] >> nth=2", "radio", "Junior suite, €189.00 a night 38 m², balcony"))
    for _ in range(3):
        await hand.click(hand.by("button", "Next"))


async def _listings(hand: Hand) -> None:
    for name in ("House", "3 or more", "Parking", "Pets allowed"):
        await hand.check(hand.by("checkbox", name))
    await hand.uncheck(hand.by("checkbox", "Parking"))


async def _roles(hand: Hand) -> None:
    await hand.check(hand.by("checkbox", "See statistics: Author"))
    await hand.check(hand.by("checkbox", "Export data: Editor"))
    await hand.check(hand.by("checkbox", "Publish pages: Editor"))
    await hand.uncheck(hand.by("checkbox", "Upload media: Author"))
    await hand.click(hand.by("button", "Save"))


async def _checkout(hand: Hand) -> None:
    await hand.click(hand.by("button", "More: Espresso cup"))
    await hand.click(hand.by("button", "Fewer: Espresso cup"))
    await hand.click(hand.by("textbox", "Promo code"))
    await hand.type(hand.by("textbox", "Promo code"), "MAY10")
    await hand.click(hand.by("button", "Apply"))


FLOWS = (
    Flow("ledger", _ledger),
    Flow("invoice", _invoice),
    Flow("contacts", _contacts),
    Flow("prefs", _prefs),
    Flow("tickets", _tickets),
    Flow("files", _files),
    Flow("booking", _booking),
    Flow("listings", _listings),
    Flow("roles", _roles),
    Flow("checkout", _checkout),
)

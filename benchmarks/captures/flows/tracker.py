"""An application that renders on the server: Roundup, with a sign-in, a search, an issue and Back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.captures.sites import PASSWORD

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def use(hand: Hand) -> None:
    name, secret = hand.at("input[name=__login_name]", "textbox"), hand.at("input[name=__login_password]", "textbox")
    await hand.click(name)
    await hand.type(name, "ada")
    await hand.key(name, "Tab")
    await hand.type(secret, PASSWORD, "••••••")
    await hand.check(hand.by("checkbox", "Remember me?"))
    await hand.click(hand.by("button", "Login"))
    await hand.click(hand.by("link", "Create New"))
    title = hand.at("input[name=title]", "textbox")
    await hand.click(title)
    await hand.type(title, "Anchor drags")
    await hand.click(hand.by("button", "Submit New Entry"))
    await hand.page.go_back()
    await hand.wait(900)
    await hand.look("back")
    search = hand.at("#search-text", "textbox")
    await hand.click(search)
    await hand.type(search, "export")
    await hand.key(search, "Enter")
    await hand.click(hand.by("link", "The export is empty"))

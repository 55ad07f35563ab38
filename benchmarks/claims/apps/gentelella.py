"""Gentelella: the pages of an admin template, with orders, a kanban board, mail and settings."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.offline_copy import offline_copy
from benchmarks.claims.start_app import npm_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_INVALID = "Three fields are refused in red and empty again, and yet a message says that they are valid."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    offline_copy(npm_of("gentelella") / "gentelella" / "dist", folder)
    with serving(folder) as address:
        yield f"{address}production/index.html"


async def _cards(hand: Hand) -> None:
    words = hand.by("textbox", "Filter cards")
    await hand.click(hand.by("link", "Kanban"))
    await hand.click(words)
    await hand.type(words, "eng")
    await hand.edit(words, ["Control+a", "Delete"], "")
    await hand.drag(
        hand.at("article:has-text('Write FAQ')", "article"), hand.at("article:has-text('Fix DataTables')", "article")
    )
    await hand.click(hand.by("button", "+ New card"))
    title = hand.at("dialog input, [role=dialog] input", "textbox")
    await hand.type(title, "Ship the map")
    await hand.click(hand.by("button", "Create"))
    await hand.click(hand.at("button[aria-label*=theme i], button[title*=theme i]", "button"))


async def _invalid(hand: Hand) -> None:
    mail, secret, age = hand.by("textbox", "Email *"), hand.by("textbox", "Password *"), hand.by("spinbutton", "Age")
    await hand.click(hand.at("button:has-text('Forms')", "button"))
    await hand.click(hand.by("link", "Validation"))
    await hand.click(mail)
    await hand.type(mail, "ada.example")
    await hand.click(secret)
    await hand.type(secret, "short", "••••••")
    await hand.click(age)
    await hand.type(age, "300")
    await hand.click(hand.by("button", "Validate"))


APP = App(
    "gentelella",
    "scored",
    _start,
    (Flow("cards", _cards), Flow("invalid", _invalid, _INVALID)),
    npm=("gentelella@4.2.0",),
)

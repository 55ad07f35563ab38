"""Tabler, dark: the pages of a dashboard, with charts, tables, settings and a sign-in."""

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

_LOST = "The menu leads to a page that is not there: 404, and the page says so."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    offline_copy(npm_of("tabler") / "@tabler" / "preview" / "dist", folder)
    with serving(folder) as address:
        yield f"{address}index.html?theme=dark"


async def _table(hand: Hand) -> None:
    page = hand.at("html")
    await hand.click(hand.by("button", "Plugins"))
    await hand.click(hand.by("link", "Datatables"))
    await hand.click(hand.at("button[data-sort=sort-city]", "button"))
    await hand.click(hand.at("button[data-sort=sort-quantity]", "button"))
    await hand.wheel(page, 300, at=(640, 450))
    await hand.wheel(page, -300, at=(640, 450))
    await hand.click(hand.by("button", "Interface"))
    await hand.click(hand.by("link", "Modals"))
    await hand.click(hand.by("link", "Simple modal"))


async def _lost(hand: Hand) -> None:
    name = hand.at("#modal-report input[type=text]", "textbox")
    await hand.click(hand.by("link", "Show notifications"))
    await hand.click(hand.by("heading", "Dashboard"))
    await hand.click(hand.by("link", "Create new report"))
    await hand.click(name)
    await hand.type(name, "Tides of May")
    await hand.key(name, "Escape")
    await hand.click(hand.by("button", "Interface"))
    await hand.click(hand.at("a:has-text('Error pages')", "link"))
    await hand.click(hand.by("link", "404 page"))


APP = App(
    "tabler",
    "tuned",
    _start,
    (Flow("table", _table), Flow("lost", _lost, _LOST)),
    npm=("@tabler/preview@1.2.0",),
    is_dark=True,
)

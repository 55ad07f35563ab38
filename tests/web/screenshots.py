"""Takes screenshots of every page of the web app for inspection: both themes, three widths, with the sample session.

scripts/screenshots                      all of them, into out/screenshots/
scripts/screenshots review session       pages by name
scripts/screenshots --width 360 --theme dark --out FOLDER
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import async_playwright

from claude_scope.browser.find_browser import find_browser, launch_arguments
from tests.accounts.running import running
from tests.web.pages import OF_A_SESSION, OPEN, OWN, PAIR, see_all, visit
from tests.web.people import request
from tests.web.sample import ROOT
from tests.web.stored import (
    account_of,
    cut,
    finished_analysis,
    hostile_analysis,
    lame_analysis,
    store,
    store_failed,
    store_working,
)

if TYPE_CHECKING:
    from playwright.async_api import Browser

WIDTHS = (360, 1280, 2560)
HEIGHTS = {360: 780}
THEMES = ("light", "dark")
PAINT_ALL = "() => document.querySelectorAll('li, .lines').forEach((one) => (one.style.contentVisibility = 'visible'))"
"""Rows far from the viewport are rendered when they come near it; a screenshot of the whole page has no viewport."""


@dataclass(frozen=True)
class View:
    """A page to take a screenshot of, and for whom; None means not signed in."""

    name: str
    path: str
    state: Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="pages, or parts of their names; all without")
    parser.add_argument("--width", type=int, action="append", help=f"instead of {', '.join(map(str, WIDTHS))}")
    parser.add_argument("--theme", choices=THEMES, action="append", help="instead of both")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "screenshots")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "data", "--no-worker") as server:
        token = server.token_of_link()
        asyncio.run(take(Path(folder), server.url, token, server.token(), options))
    print(f"screenshots: {options.out}")


async def take(folder: Path, url: str, token: str, other: str, options: argparse.Namespace) -> None:
    """`other` is the token of a user without sessions."""
    views = [
        entry
        for entry in await prepare(folder, url, token, other)
        if not options.names or any(name in entry.name for name in options.names)
    ]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=launch_arguments())
        for theme in options.theme or THEMES:
            for width in options.width or WIDTHS:
                await take_all(browser, url, views, theme, width, options.out)
        await browser.close()


async def prepare(folder: Path, url: str, token: str, other: str) -> list[View]:
    """Sessions in every state; returns the views."""
    data, pictures = folder / "data", folder / "pictures"
    cut(pictures)
    me, them = account_of(url, token), account_of(url, other)
    hostile = await store(data, me.id, hostile_analysis(pictures))
    failed = await store_failed(data, me.id)
    working = await store_working(data, me.id, finished_analysis(pictures))
    lame = await store(data, me.id, lame_analysis(pictures))
    finished = await store(data, me.id, finished_analysis(pictures))
    views = [View(name, path, None) for name, path in OPEN.items()]
    views += [View(name, path, me.signed_in) for name, path in OWN.items()]
    views += [View(f"{name}-empty", OWN[name], them.signed_in) for name in ("dashboard", "sessions")]
    for kind, session in (("", finished), ("-lame", lame), ("-failed", failed), ("-hostile", hostile)):
        views += [View(f"{name}{kind}", path.format(id=session), me.signed_in) for name, path in OF_A_SESSION.items()]
    pairing = request("POST", f"{url}/api/pairings", json={"name": "Chromium on Linux"}).json()["id"]
    views.append(View("pair", PAIR.format(id=pairing), me.signed_in))
    return [*views, View("processing-live", OF_A_SESSION["processing"].format(id=working), me.signed_in)]


async def take_all(browser: Browser, url: str, views: list[View], theme: str, width: int, out: Path) -> None:
    for view in views:
        context = await browser.new_context(
            base_url=url,
            storage_state=view.state,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=theme,  # type: ignore[arg-type] # one of THEMES
            reduced_motion="reduce",
        )
        page = await context.new_page()
        page.on("pageerror", partial(print, view.name))
        await visit(page, view.path)
        await see_all(page)
        await page.evaluate(PAINT_ALL)
        await page.screenshot(path=out / f"{view.name}-{theme}-{width}.png", full_page=True)
        await context.close()


if __name__ == "__main__":
    main()

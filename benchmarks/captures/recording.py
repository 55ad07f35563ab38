"""Records a page while a driver acts in it: `claude-scope record` (own browser, or an open tab) or the extension."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from playwright.async_api import Error, async_playwright

from benchmarks.captures.live import register
from benchmarks.recorder_process import recorder, recorder_of_tab
from tests.browser.attach.own_browser import own_browser
from tests.extension.browser import extended
from tests.extension.recorded import asked, begun, taken_out

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

_SWITCHES = ("--window-size=1280,807", "--disable-features=BackForwardCache")
"""The page has the 1280 x 720 pixels that it has in the window of `record`. Playwright, which acts in it, does not
follow pages into the back/forward cache (tests/browser/attach has a test of that).
"""
_QUIET = "data:text/html,<title>Quiet</title><p>Quiet</p>"
_HUNG = "data:text/html,<title>Hung</title><script>setTimeout(() => { for (;;); }, 500)</script>"
_TITLE = "Start"
"""The title of the first page."""
_SHOWN_S = 1.0
"""Until the first picture of the tab is there."""


@asynccontextmanager
async def recorded(start: str, address: str, folder: Path) -> AsyncIterator[Page]:
    """Record into `folder` while the block acts; the first page shows a link to `address`, so that
    nothing is missed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    url = _start(start, address)
    async with recorder(url, folder, log=folder / "record.log") as recording, page_at(recording.address) as page:
        yield page
        await recording.stop()


@asynccontextmanager
async def recorded_tab(start: str, address: str, folder: Path) -> AsyncIterator[Page]:
    """Like `recorded`, in a tab of a running browser that has three more: a quiet, a frozen and a hung one."""
    shutil.rmtree(folder, ignore_errors=True)
    with own_browser(None, *_SWITCHES) as browser:
        async with page_at(f"http://{urlsplit(browser.address).netloc}") as page:
            for _ in range(2):
                other = await page.context.new_page()
                await other.goto(_QUIET)
            cdp = await page.context.new_cdp_session(other)
            await cdp.send("Page.setWebLifecycleState", {"state": "frozen"})
            hung = await page.context.new_page()
            await hung.goto(_HUNG)
            await page.bring_to_front()
            await page.goto(_start(start, address))
            async with recorder_of_tab(browser.address, f"{start}/start", folder, folder / "record.log") as recording:
                await asyncio.sleep(_SHOWN_S)
                yield page
                await recording.stop()


@asynccontextmanager
async def recorded_by_extension(start: str, address: str, folder: Path) -> AsyncIterator[Page]:
    """Like `recorded`, with the extension, to which every origin is granted."""
    shutil.rmtree(folder, ignore_errors=True)
    origins = ["<all_urls>"]
    with tempfile.TemporaryDirectory() as profile:
        async with extended(Path(profile), captured_title=_TITLE, host_permissions=origins) as browser:
            await register(browser.playwright)
            page = browser.context.pages[0]
            await page.goto(_start(start, address))
            pages = await begun(browser, page)
            await asyncio.sleep(_SHOWN_S)
            yield page
            stopped = await asked(pages, {"do": "stop"})
            await taken_out(pages, stopped["id"], folder / "extension.scope.part")


def _start(start: str, address: str) -> str:
    return f"{start}/start?to={quote(address, safe='')}"


@asynccontextmanager
async def page_at(address: str) -> AsyncIterator[Page]:
    """The page of the browser whose debugging port has this address, once it is loaded."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(address)
        await register(playwright)
        page = browser.contexts[0].pages[0]
        await page.wait_for_load_state("load")
        yield page
        with suppress(Error):
            await browser.close()


def capture_in(folder: Path) -> Path:
    """The capture of a finished recording, or the folder of an unfinished one."""
    found = sorted([*folder.glob("*.scope"), *folder.glob("*.scope.part")])
    if not found:
        raise FileNotFoundError(f"{folder} has no capture.")
    return found[0]

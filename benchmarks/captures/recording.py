"""Records a page with `claude-scope record`, with a driver connected to its browser."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from playwright.async_api import Error, async_playwright

from benchmarks.captures.live import register
from benchmarks.recorder_process import recorder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Page


@asynccontextmanager
async def recorded(start: str, address: str, folder: Path) -> AsyncIterator[Page]:
    """Record into `folder` while the block acts; the first page shows a link to `address`, so that
    nothing is missed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    url = f"{start}/start?to={quote(address, safe='')}"
    async with recorder(url, folder, log=folder / "record.log") as recording, page_at(recording.address) as page:
        yield page
        await recording.stop()


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

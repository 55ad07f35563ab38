"""Chromium with the extension in it, and the extension's button."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error, async_playwright

from claude_scope.browser.find_browser import find_browser, launch_arguments
from claude_scope.extension.pack import EXTENSION_ID, unpack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import BrowserContext, Page, Playwright, Worker

ORIGIN = f"chrome-extension://{EXTENSION_ID}"


@dataclass
class Extended:
    """A browser with the extension; `folder` is its profile's."""

    playwright: Playwright
    context: BrowserContext
    folder: Path

    async def worker(self) -> Worker:
        """The extension's service worker."""
        for worker in self.context.service_workers:
            if worker.url.startswith(ORIGIN):
                return worker
        return await self.context.wait_for_event("serviceworker")

    async def press_button(self, page: Page) -> None:
        """Press the extension's button for this tab, which grants activeTab. No other tab has its address."""
        await page.bring_to_front()
        assert self.context.browser is not None
        browser = await self.context.browser.new_browser_cdp_session()
        tabs = (await browser.send("Target.getTargets", {"filter": [{"type": "tab"}]}))["targetInfos"]
        (tab,) = (tab["targetId"] for tab in tabs if tab["url"] == page.url)
        await browser.send("Extensions.triggerAction", {"id": EXTENSION_ID, "targetId": tab})
        await browser.detach()

    async def end_worker(self) -> None:
        """End the service worker, as the browser does after a rest."""
        assert self.context.browser is not None
        browser = await self.context.browser.new_browser_cdp_session()
        targets = (await browser.send("Target.getTargets", {"filter": [{"type": "service_worker"}]}))["targetInfos"]
        for target in targets:
            if target["url"].startswith(ORIGIN):
                await browser.send("Target.closeTarget", {"targetId": target["targetId"]})
        await browser.detach()

    async def pid(self) -> int:
        """The browser's first process."""
        assert self.context.browser is not None
        browser = await self.context.browser.new_browser_cdp_session()
        processes = (await browser.send("SystemInfo.getProcessInfo"))["processInfo"]
        return next(int(process["id"]) for process in processes if process["type"] == "browser")

    async def kill(self) -> None:
        """Kill the browser, as a crash would."""
        os.kill(await self.pid(), signal.SIGKILL)

    async def open(self, path: str) -> Page:
        """A page of the extension in a tab, such as popup/popup.html."""
        page = await self.context.new_page()
        await page.goto(f"{ORIGIN}/{path}")
        return page


@contextlib.asynccontextmanager
async def extended(
    folder: Path, *flags: str, captured_title: str = "", minute_ms: int = 60_000, **manifest: Any
) -> AsyncIterator[Extended]:
    """A browser with the extension, in which `manifest` replaces keys of its manifest.

    `captured_title` is the title of the tab that is chosen when the browser asks which one to share; `minute_ms` is a
    shorter minute for what ends a recording.
    """
    unpacked = folder / "extension"
    unpack(unpacked)
    path = unpacked / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **manifest}))
    capture = unpacked / "recording" / "capture.js"
    text = capture.read_text()
    assert text.count("MINUTE_MS = 60_000;") == 1
    capture.write_text(text.replace("MINUTE_MS = 60_000;", f"MINUTE_MS = {minute_ms};"))
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            str(folder / "profile"),
            executable_path=find_browser(),
            headless=True,
            no_viewport=True,  # an emulated one would not be in the picture
            ignore_default_args=["--disable-extensions"],
            args=[
                *launch_arguments(),
                "--headless=new",
                "--window-size=1280,807",  # the page has 1280 x 720 pixels
                f"--load-extension={unpacked}",
                "--enable-unsafe-extension-debugging",
                f"--auto-select-tab-capture-source-by-title={captured_title}",
                *flags,
            ],
        )
        try:
            yield Extended(playwright, context, folder)
        finally:
            with contextlib.suppress(Error):  # it was killed
                await context.close()

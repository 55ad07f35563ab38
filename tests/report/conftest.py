"""A real browser with a new page for each test, which records everything that a report must never do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest_asyncio
from playwright.async_api import async_playwright

from claude_scope.browser.find_browser import find_browser, launch_arguments

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from playwright.async_api import Browser, Page
    from playwright.async_api._generated import BrowserContext

WATCH = "addEventListener('securitypolicyviolation', (e) => console.error('violation', e.violatedDirective))"


@dataclass
class Opened:
    """An open report and its violations: dialogs, console lines, errors, and requests beyond the file itself."""

    page: Page
    sins: list[str] = field(default_factory=list)


@dataclass
class Desk:
    """Opens reports in one browser, and closes them."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    async def open(
        self,
        path: Path,
        *,
        width: int = 1280,
        height: int = 800,
        scripts: bool = True,
        fragment: str = "",
        permissions: Sequence[str] = (),
    ) -> Opened:
        """The report in its own context, offline, with a list that collects violations."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            offline=True,
            permissions=permissions,
        )
        self.contexts.append(context)
        page = await context.new_page()
        opened = Opened(page)
        sins = opened.sins
        page.on("dialog", lambda dialog: sins.append(f"dialog {dialog.message}"))
        page.on("console", lambda message: sins.append(f"console {message.text}"))
        page.on("pageerror", lambda error: sins.append(f"error {error}"))
        page.on("request", lambda request: _note(sins, request.url, path))
        await page.add_init_script(WATCH)
        await page.goto(path.as_uri() + fragment)
        return opened  # fmt: skip


def _note(sins: list[str], url: str, path: Path) -> None:
    if not url.startswith(("data:image/", path.as_uri())):
        sins.append(f"request {url[:200]}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser per module: starting it takes longer than most tests."""
    async with async_playwright() as playwright:
        found = find_browser()
        assert found is not None, "these tests need a Chrome or Chromium"
        started = await playwright.chromium.launch(executable_path=found, args=launch_arguments())
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def desk(browser: Browser) -> AsyncIterator[Desk]:
    """Opens reports for one test."""
    desk = Desk(browser)
    yield desk
    for context in desk.contexts:
        await context.close()

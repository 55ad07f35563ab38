"""A browser context in which no error goes unnoticed."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, ConsoleMessage, Page

PREPARE = """window.alert = (text) => console.error(`alert ${text}`);
window.ours = (path) => import(new URL(path, document.querySelector("script[type=module]").src));
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} stopped ${event.blockedURI} ${event.sample}`))"""
DOOR = "/web/js/html.js"
"""A small file of the service: a page of its origin without scripts."""
SIZE = {"width": 1280, "height": 800}
ENTER = """async (state) => {
  localStorage.clear();
  sessionStorage.clear();
  for (const {name} of await indexedDB.databases()) {
    await new Promise((done) => Object.assign(indexedDB.deleteDatabase(name), {onsuccess: done, onblocked: done}));
  }
  if (state) localStorage.setItem("cs-auth", state);
}"""


@dataclass
class Seat:
    """A page in its own context, which tests use one after another; `said` lists errors.

    Errors are: console errors, uncaught exceptions, violations of the content security policy, and alerts. Refused
    requests and a server that is away are provoked by tests, so they do not count; a missing file of ours and a server
    error do.
    """

    page: Page
    said: list[str] = field(default_factory=list)
    _undo: AsyncExitStack = field(default_factory=AsyncExitStack)

    def __post_init__(self) -> None:
        self.watch(self.page)

    def watch(self, page: Page) -> None:
        """Monitor another page of the context; its errors are added here."""
        page.on("console", lambda message: self.said.append(message.text) if _is_ours(message) else None)
        page.on("pageerror", lambda error: self.said.append(f"exception {error}"))

    async def enter(self, token: str = "", user: dict[str, Any] | None = None) -> Page:
        """Reset the page to that of a new visitor, who is signed in if a token is given.

        Four times faster than a context whose storage Playwright fills, for which it opens another page.
        """
        await self.page.goto(DOOR)
        state = {"state": {"accessToken": token, "user": user}, "version": 0}
        await self.page.evaluate(ENTER, json.dumps(state) if token else "")
        return self.page

    async def run_first(self, script: str) -> None:
        """Run a script before those of each page that is loaded here, until the seat is left."""
        await self._undo.enter_async_context(await self.page.add_init_script(script))

    async def leave(self, *others: Page) -> None:
        """Undo what a test did, except a clock; close all pages but `others`; fail if there were errors."""
        await self._undo.aclose()
        await self.page.unroute_all(behavior="ignoreErrors")
        for page in self.page.context.pages:
            if page not in (self.page, *others):
                await page.close()
        if self.page.viewport_size != SIZE:
            await self.page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
        said, self.said[:] = list(self.said), []
        assert said == [], f"the page said: {said}"


@asynccontextmanager
async def seated(browser: Browser, url: str, **options: Any) -> AsyncIterator[Seat]:
    """A seat at a service's address, with options for the context."""
    context = await browser.new_context(base_url=url, **{"viewport": SIZE, **options})
    await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
    await context.add_init_script(PREPARE)
    seat = Seat(await context.new_page())
    yield seat
    await context.close()
    assert seat.said == [], f"the page said: {seat.said}"


@asynccontextmanager
async def watched(
    browser: Browser, url: str, token: str = "", user: dict[str, Any] | None = None, **options: Any
) -> AsyncIterator[Page]:
    """The page of a new seat for a single test, with its own clock, scripts and context."""
    async with seated(browser, url, **options) as seat:
        yield await seat.enter(token, user) if token else seat.page


def _is_ours(message: ConsoleMessage) -> bool:
    """Whether it is a real error, not a refusal or an outage that a test provoked."""
    if message.type != "error":
        return False
    status = message.text.partition("responded with a status of ")[2][:3]
    if not status:
        return not message.text.startswith("Failed to load resource")
    return status >= "500" or urlsplit(message.location["url"]).path.startswith("/web/")

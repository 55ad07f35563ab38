"""A browser's context in which nothing that goes wrong passes unseen."""

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
"""A small file of the service: a page of its origin on which nothing runs."""
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
    """A page in a context of its own, which one test after another may have; `said` is what should not have been.

    That is: an error on the console, an exception that nobody caught, a violation of the content security policy, an
    alert. Answers that refuse something are no errors, nor is a server that is away, since a test asked for them; one
    of our files that is not there is an error, and so is a mistake of the server.
    """

    page: Page
    said: list[str] = field(default_factory=list)
    _undo: AsyncExitStack = field(default_factory=AsyncExitStack)

    def __post_init__(self) -> None:
        self.watch(self.page)

    def watch(self, page: Page) -> None:
        """Another page of the context: what it says is said here."""
        page.on("console", lambda message: self.said.append(message.text) if _is_ours(message) else None)
        page.on("pageerror", lambda error: self.said.append(f"exception {error}"))

    async def enter(self, token: str = "", user: dict[str, Any] | None = None) -> Page:
        """The page as of somebody who was never here, and who is signed in if a token is given.

        Four times cheaper than a context whose storage Playwright fills: it does that in another page.
        """
        await self.page.goto(DOOR)
        state = {"state": {"accessToken": token, "user": user}, "version": 0}
        await self.page.evaluate(ENTER, json.dumps(state) if token else "")
        return self.page

    async def run_first(self, script: str) -> None:
        """Run a script before those of each page that is loaded here, until the seat is left."""
        await self._undo.enter_async_context(await self.page.add_init_script(script))

    async def leave(self, *others: Page) -> None:
        """Undo what a test did, all but a clock; close all pages but these others; fail for what was said."""
        await self._undo.aclose()
        await self.page.unroute_all(behavior="ignoreErrors")
        for one in self.page.context.pages:
            if one not in (self.page, *others):
                await one.close()
        if self.page.viewport_size != SIZE:
            await self.page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
        said, self.said[:] = list(self.said), []
        assert said == [], f"the page said: {said}"


@asynccontextmanager
async def seated(browser: Browser, url: str, **options: Any) -> AsyncIterator[Seat]:
    """A seat at a service's address, with options of the context."""
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
    """The page of a new seat, for one test alone: its clock, its scripts and its context are its own."""
    async with seated(browser, url, **options) as seat:
        yield await seat.enter(token, user) if token else seat.page


def _is_ours(message: ConsoleMessage) -> bool:
    """Whether it is a mistake, not an answer or silence that a test asked for."""
    if message.type != "error":
        return False
    status = message.text.partition("responded with a status of ")[2][:3]
    if not status:
        return not message.text.startswith("Failed to load resource")
    return status >= "500" or urlsplit(message.location["url"]).path.startswith("/web/")

"""Every page of the web app by name, with the path that leads to it."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import expect

import claude_scope
from tests.web.watch import DOOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Locator, Page, Route

PROBE = "/api/is-intercepted"
"""An address that the service does not know."""
JS = Path(claude_scope.__file__).parent / "web" / "js"
OPEN = {"landing": "/", "sign-in": "/sign-in", "sign-up": "/sign-up", "not-found": "/no/such/page"}
"""Those that somebody sees who is not signed in."""
OWN = {name: f"/{name}" for name in ("dashboard", "record", "sessions", "settings", "models", "profile")}
OF_A_SESSION = {
    "session": "/sessions/{id}",
    "processing": "/sessions/{id}/processing",
    "review": "/sessions/{id}/review",
}

PROMPT_OF_A_SESSION = "/sessions/{id}/output"
"""Its page, scrolled to the prompt."""


def patterns() -> set[str]:
    """The paths that the app itself knows, a session's id as `{id}`."""
    found = re.findall(r'pattern: "(/[^"]*)"', (JS / "pages.js").read_text())
    return {one.replace(":id", "{id}") for one in found}


def known() -> set[str]:
    """The same of the lists above, but for the page of what there is not."""
    return {*OPEN.values(), *OWN.values(), *OF_A_SESSION.values(), PROMPT_OF_A_SESSION} - {OPEN["not-found"]}


async def visit(page: Page, path: str) -> None:
    """Go to a page and wait until it shows what it loaded."""
    await page.goto(path)
    await settled(page)


async def go(page: Page, path: str) -> None:
    """Go to a page as the app's links do, which loads nothing anew, if the app is open."""
    if page.url == "about:blank":
        await page.goto(path)
    else:
        await page.evaluate("(path) => ours('router.js').then((router) => router.go(path))", path)


async def settled(page: Page) -> None:
    """Wait until the page has its heading, nothing says that it is loading, and its pictures are there."""
    await page.locator("main h1").wait_for()
    await until(
        page,
        """() => !document.querySelector(".loading, .skeleton") && document.fonts.status === "loaded" &&
          [...document.images].every((one) => one.complete || one.loading === "lazy")""",
    )


async def until(page: Page, claim: str) -> None:
    """Wait until JavaScript finds it true; `wait_for_function` asks again by `eval`, which our policy forbids."""
    async with asyncio.timeout(30):
        while not await page.evaluate(claim):  # noqa: ASYNC110 - the page makes it true
            await asyncio.sleep(0.05)


async def intercept(page: Page, pattern: str, answer: Callable[[Route], Any]) -> None:
    """Answer requests of a page, also of one that is open: from its next request on.

    Chromium tells an open page of its first route a moment after Playwright says that it is set. Until then a request
    still goes to the server, a few of a hundred that are made right away; so the page asks until a route answers.
    """
    await page.route(pattern, answer)
    if not page.url.endswith(("about:blank", DOOR)):  # what is loaded later knows from its start
        await page.route(f"**{PROBE}", lambda route: route.fulfill(status=204))
        await until(page, f"fetch('{PROBE}').then((answer) => answer.status === 204)")


async def see_all(page: Page) -> None:
    """Scroll through the page, so that what comes into view only then is loaded."""
    await page.evaluate(
        """async () => {
          for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
            scrollTo(0, y);
            await new Promise((done) => setTimeout(done, 60));
          }
          scrollTo(0, 0);
          for (const one of document.images) one.loading = "eager";
        }"""
    )
    await settled(page)


async def titled(page: Page, title: str) -> None:
    """Wait until the page has this heading."""
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)


def part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


async def kept_token(page: Page) -> str:
    """Of who is signed in."""
    token: str = await page.evaluate("JSON.parse(localStorage.getItem('cs-auth')).state.accessToken")
    return token


def rows(page: Page) -> Locator:
    """The sessions of a list."""
    return page.locator(".session")


def titles(page: Page) -> Locator:
    return page.locator(".session-title")

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
"""A path that does not exist."""
JS = Path(claude_scope.__file__).parent / "web" / "js"
OPEN = {"landing": "/", "sign-in": "/sign-in", "sign-up": "/sign-up", "not-found": "/no/such/page"}
"""Pages for visitors who are not signed in."""
OWN = {name: f"/{name}" for name in ("dashboard", "record", "sessions", "settings", "models", "profile")}
OF_A_SESSION = {
    "session": "/sessions/{id}",
    "processing": "/sessions/{id}/processing",
    "review": "/sessions/{id}/review",
}
PAIR = "/pair/{id}"
PROMPT_OF_A_SESSION = "/sessions/{id}/output"
"""Its page, scrolled to the prompt."""


def patterns() -> set[str]:
    """The paths of the app's routes, a session's id as `{id}`."""
    found = re.findall(r'pattern: "(/[^"]*)"', (JS / "pages.js").read_text())
    return {item.replace(":id", "{id}") for item in found}


def known() -> set[str]:
    """The same from the lists above, without the 404 page."""
    return {*OPEN.values(), *OWN.values(), *OF_A_SESSION.values(), PAIR, PROMPT_OF_A_SESSION} - {OPEN["not-found"]}


async def visit(page: Page, path: str) -> None:
    """Go to a page and wait until its content has loaded."""
    await page.goto(path)
    await settled(page)


async def go(page: Page, path: str) -> None:
    """Go to a page as the app's links do, without a reload, if the app is open."""
    if page.url == "about:blank":
        await page.goto(path)
    else:
        await page.evaluate("(path) => ours('router.js').then((router) => router.go(path))", path)


async def settled(page: Page) -> None:
    """Wait until the page has its heading, no loading message, and all its pictures."""
    await page.locator("main h1").wait_for()
    await until(
        page,
        """() => !document.querySelector(".loading, .skeleton") && document.fonts.status === "loaded" &&
          [...document.images].every((one) => one.complete || one.loading === "lazy")""",
    )


async def until(page: Page, claim: str) -> None:
    """Wait until a JavaScript expression is true; `wait_for_function` needs `eval`, which our policy forbids."""
    async with asyncio.timeout(30):
        while not await page.evaluate(claim):  # noqa: ASYNC110 - the page makes it true
            await asyncio.sleep(0.05)


async def intercept(page: Page, pattern: str, answer: Callable[[Route], Any]) -> None:
    """Intercept requests of a page, even an open one: from its next request on.

    Chromium enables interception in an open page a moment after Playwright has set the first route. Until then a few in
    a hundred immediate requests still reach the server, so the page retries until a route answers.
    """
    await page.route(pattern, answer)
    if not page.url.endswith(("about:blank", DOOR)):  # pages loaded later have it from the start
        await page.route(f"**{PROBE}", lambda route: route.fulfill(status=204))
        await until(page, f"fetch('{PROBE}').then((answer) => answer.status === 204)")


async def see_all(page: Page) -> None:
    """Scroll through the page, so that lazily loaded content appears."""
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
    """The token of the signed-in user."""
    token: str = await page.evaluate("JSON.parse(localStorage.getItem('cs-auth')).state.accessToken")
    return token


def rows(page: Page) -> Locator:
    """The sessions in a list."""
    return page.locator(".session")


def titles(page: Page) -> Locator:
    return page.locator(".session-title")

"""A browser's context in which nothing that goes wrong passes unseen."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, ConsoleMessage, Page

TELL = """window.alert = (text) => console.error(`alert ${text}`);
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} stopped ${event.blockedURI} ${event.sample}`))"""


@asynccontextmanager
async def watched(browser: Browser, url: str, **options: Any) -> AsyncIterator[Page]:
    """A page in a context of its own at an address; at the end it fails if anything was said that should not be.

    That is: an error on the console, an exception that nobody caught, a violation of the content security policy, an
    alert. Answers that refuse something are no errors, nor is a server that is away, since a test asked for them; one
    of our files that is not there is an error, and so is a mistake of the server.
    """
    context = await browser.new_context(base_url=url, **options)
    await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
    await context.add_init_script(TELL)
    said: list[str] = []
    page = await context.new_page()
    page.on("console", lambda message: said.append(message.text) if _is_ours(message) else None)
    page.on("pageerror", lambda error: said.append(f"exception {error}"))
    yield page
    await context.close()
    assert said == [], f"the page said: {said}"


def _is_ours(message: ConsoleMessage) -> bool:
    """Whether it is a mistake, not an answer or silence that a test asked for."""
    if message.type != "error":
        return False
    status = message.text.partition("responded with a status of ")[2][:3]
    if not status:
        return not message.text.startswith("Failed to load resource")
    return status >= "500" or urlsplit(message.location["url"]).path.startswith("/web/")

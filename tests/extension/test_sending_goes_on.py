"""A recording that is being sent arrives once, also when its page is closed or the service worker ends."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.extension.browser import ORIGIN, extended
from tests.extension.stored import pair, store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from playwright.async_api import Page

    from tests.extension.browser import Extended
    from tests.extension.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")
CHUNKS = "/api/uploads/[^/]+/chunks/.*"
STATE = "async (id) => (await (await import('/storage/recordings.js')).get(id))?.state"
LOCKS = "navigator.locks.query().then(({ held }) => held.map(({ name }) => name))"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Extended]:
    # The browser's question for this permission has no answer in a test, and covers the page.
    async with extended(tmp_path_factory.mktemp("goes-on"), host_permissions=["http://127.0.0.1/*"]) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def extension(browser: Extended, service: Service) -> AsyncIterator[Page]:
    """A page of the extension in a browser that is paired."""
    page = await browser.open("manifest.json")
    service.holds.set()
    service.asked.clear()
    service.uploads.clear()
    service.tokens.clear()
    await pair(page, service.url, service.token())
    yield page
    for other in browser.context.pages[1:]:
        await other.close()


async def sent(browser: Extended, id_: str) -> Page:
    """The review page of a recording after Send was pressed."""
    page = await browser.open(f"review/review.html#{id_}")
    await page.get_by_role("button", name="Send").click()
    return page


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - the service runs in a thread
            await asyncio.sleep(0.02)


async def test_the_session_opens_once(browser: Extended, extension: Page, service: Service) -> None:
    await store(extension, "once", title="The coupon is lost")
    page = await sent(browser, "once")
    await page.wait_for_url(re.compile(r".*/sessions/sess_[A-Z0-9]{8}$"))
    await asyncio.sleep(1.5)  # the service worker would open it within a second
    assert sum("/sessions/" in page.url for page in browser.context.pages) == 1
    assert len(service.sessions()) == 1


async def test_a_closed_page_does_not_stop_the_sending(browser: Extended, extension: Page, service: Service) -> None:
    service.holds.clear()
    await store(extension, "closed", title="closed")
    page = await sent(browser, "closed")
    await until(lambda: service.count("PUT", CHUNKS) == 1)
    await page.close()
    async with browser.context.expect_page() as opened:
        service.holds.set()
    session = await opened.value
    await session.wait_for_url(re.compile(".*/sessions/sess_.*"))
    assert len(service.sessions()) == 1
    assert await extension.evaluate(STATE, "closed") == "sent"


async def test_a_service_worker_that_ends_does_not_stop_the_sending(
    browser: Extended, extension: Page, service: Service
) -> None:
    """It ends while it sends alone. Any event wakes it, here the popup."""
    service.holds.clear()
    await store(extension, "ended", title="ended")
    page = await sent(browser, "ended")
    await until(lambda: service.count("PUT", CHUNKS) == 1)
    await page.close()
    await asyncio.sleep(0.5)  # until the page's lock is released, if the page was first
    assert await extension.evaluate(LOCKS) == ["claude-scope-sending-ended"]
    await browser.end_worker()
    service.holds.set()
    await asyncio.sleep(0.5)
    assert not service.sessions()
    await browser.open("popup/popup.html")
    async with asyncio.timeout(20):
        while await extension.evaluate(STATE, "ended") != "sent":  # noqa: ASYNC110 - the page has no event for it
            await asyncio.sleep(0.05)
    assert len(service.sessions()) == 1


async def test_after_pairing_again_the_rest_is_sent(browser: Extended, extension: Page, service: Service) -> None:
    service.tokens.clear()
    await store(extension, "again", title="again")
    page = await sent(browser, "again")
    address = page.get_by_label("Address of Claude Scope")
    await expect(address).to_have_value(service.url)
    await address.fill(f"{service.url}/")
    other = await browser.open("manifest.json")  # the service worker looks again, and finds the same
    await other.evaluate("chrome.runtime.sendMessage({ do: 'send', id: 'again' })")
    await asyncio.sleep(0.5)
    await expect(address).to_have_value(f"{service.url}/")
    await page.get_by_role("button", name="Pair").click()
    await expect(page.locator("#code")).to_have_text("ABCD-2345")
    for pairing in service.pairings.values():
        pairing["state"] = "confirmed"
    await page.wait_for_url(re.compile(f"{service.url}/sessions/.*"))
    assert len(service.sessions()) == 1
    assert ORIGIN not in page.url

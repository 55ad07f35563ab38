"""The popup: record this tab, what was not sent yet, and what may be granted besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.extension.browser import extended
from tests.extension.stored import store
from tests.web import axe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

    from tests.extension.browser import Extended

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Extended]:
    async with extended(tmp_path_factory.mktemp("popup")) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Extended) -> AsyncIterator[Page]:
    page = await browser.open("manifest.json")
    await page.evaluate("chrome.storage.local.clear()")
    yield page
    await page.close()


async def opened(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 600})
    await page.goto(page.url.replace("manifest.json", "popup/popup.html"))
    await expect(page.locator("#record")).to_be_visible()


async def test_it_offers_to_record_and_to_pair(page: Page) -> None:
    await opened(page)
    await expect(page.get_by_text("Not paired with a Claude Scope yet.")).to_be_visible()
    await expect(page.get_by_role("link", name="Pair")).to_be_visible()
    assert await axe.problems(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_a_tab_in_which_nothing_may_run_says_so(page: Page) -> None:
    """The popup's own tab is one."""
    await opened(page)
    await page.get_by_role("button", name="Record this tab").click()
    expected = "The browser allows no extension in this tab. Open the page with the bug, and press the button there."
    await expect(page.get_by_role("alert")).to_have_text(expected)


async def test_a_recording_that_was_not_sent_can_be_opened_and_discarded(page: Page) -> None:
    await store(page, "kept", title="A coupon <b>that</b> is lost between the basket and the receipt, twice")
    await opened(page)
    await expect(page.get_by_role("link", name="A coupon <b>that</b>")).to_have_attribute(
        "href", "../review/review.html#kept"
    )
    assert await axe.problems(page) == []
    await page.get_by_role("button", name="Discard A coupon").click()
    await expect(page.get_by_text("Not sent yet")).to_have_count(0)


async def test_permissions_are_asked_for_one_at_a_time_by_a_click(page: Page) -> None:
    await page.add_init_script(
        """chrome.permissions.request = async (wanted) => { (window.wanted ??= []).push(wanted); return false; };
        chrome.scripting.executeScript = async () => [{ result: ["http://localhost:3000", "https://pay.example"] }];"""
    )
    await opened(page)
    await page.get_by_text("Record more").click()
    assert await axe.problems(page) == []
    await page.get_by_role("button", name="Also record https://pay.example").click()
    await page.get_by_role("button", name="Do not ask which tab to share").click()
    await page.wait_for_function("wanted.length === 2")
    assert await page.evaluate("wanted") == [{"origins": ["https://pay.example/*"]}, {"permissions": ["tabCapture"]}]

"""The popup: records, stops, lists what was not sent, and says how it is paired."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.extension.browser import ORIGIN, extended
from tests.extension.pages import CLEAR, PAIR
from tests.extension.stored import store
from tests.web import axe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

    from tests.extension.browser import Extended

pytestmark = pytest.mark.asyncio(loop_scope="module")
WORKER = """(() => {
  globalThis.asked = [];
  globalThis.close = () => (globalThis.isClosed = true);
  const answers = ANSWERS;
  chrome.runtime.sendMessage = async (message) => {
    globalThis.asked.push(message);
    return answers[message.do];
  };
})()"""
"""The service worker's answers."""
IDLE: dict[str, Any] = {"recording": None, "waiting": None}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Extended]:
    async with extended(tmp_path_factory.mktemp("popup")) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def extension(browser: Extended) -> AsyncIterator[Page]:
    page = await browser.open("manifest.json")
    await page.evaluate(CLEAR)
    yield page
    await page.close()


async def popup(browser: Extended, **answers: Any) -> Page:
    page = await browser.context.new_page()
    await page.set_viewport_size({"width": 360, "height": 600})
    await page.add_init_script(WORKER.replace("ANSWERS", json.dumps({"state": IDLE, **answers})))
    await page.goto(f"{ORIGIN}/popup/popup.html")
    await expect(page.get_by_role("region", name="Pairing")).to_be_visible()
    return page


async def test_a_recording_begins_with_one_key(browser: Extended, extension: Page) -> None:
    page = await popup(browser, start={})
    await expect(page.get_by_role("button", name="Record this tab")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_function("globalThis.isClosed")
    tab = await page.evaluate("chrome.tabs.getCurrent().then(({ id }) => id)")
    assert (await page.evaluate("globalThis.asked"))[-1] == {"do": "start", "tab": tab}
    await page.close()


async def test_an_error_is_said_in_the_popup(browser: Extended, extension: Page) -> None:
    page = await popup(browser, start={"error": "Nothing is recorded: another tab was chosen."})
    await page.get_by_role("button", name="Record this tab").click()
    await expect(page.get_by_role("alert")).to_have_text("Nothing is recorded: another tab was chosen.")
    await expect(page.get_by_role("button", name="Record this tab")).to_be_enabled()
    await page.close()


async def test_a_recording_can_be_stopped(browser: Extended, extension: Page) -> None:
    page = await popup(browser, state={"recording": {"id": "r", "startedAt": 0}, "waiting": None}, stop={"id": "r"})
    await page.get_by_role("button", name="Stop").click()
    await page.wait_for_function("globalThis.isClosed")
    assert (await page.evaluate("globalThis.asked"))[-1] == {"do": "stop"}
    await page.close()


async def test_recordings_that_were_not_sent_can_be_opened_and_discarded(browser: Extended, extension: Page) -> None:
    await store(extension, "first", title="The coupon is lost", video=b"")
    await store(extension, "second", video=b"", problem="The account is full.")
    await store(extension, "third", video=b"", state="sent", sent={"address": "", "upload": "", "session": "sess_A"})
    page = await popup(browser)
    unsent = page.get_by_role("region", name="Not sent yet")
    await expect(unsent.get_by_role("listitem")).to_have_count(2)
    await expect(unsent).to_contain_text("Refused: The account is full.")
    async with browser.context.expect_page() as opened:
        await unsent.get_by_role("button", name="Open The coupon is lost").click()
    review = await opened.value
    assert review.url == f"{ORIGIN}/review/review.html#first"
    await review.close()
    await unsent.get_by_role("button", name="Discard The coupon is lost").click()
    await unsent.get_by_role("button", name="Sure?").click()
    await expect(unsent.get_by_role("listitem")).to_have_count(1)
    await page.close()


async def test_the_popup_says_how_the_browser_is_paired(browser: Extended, extension: Page) -> None:
    page = await popup(browser)
    pairing = page.get_by_role("region", name="Pairing")
    await expect(pairing).to_contain_text("Not paired yet")
    pending = {"address": "https://a.example", "id": "pair_1", "secret": "s", "code": "WXYZ-7654", "expiresAt": 9e15}
    await extension.evaluate("(pairingPending) => chrome.storage.session.set({ pairingPending })", pending)
    await page.reload()
    await expect(pairing).to_contain_text("WXYZ-7654")
    await extension.evaluate("chrome.storage.session.clear()")
    await extension.evaluate(PAIR, {"address": "https://scope.example.com", "token": "a.b.c"})
    await page.reload()
    await expect(pairing).to_contain_text("Paired with scope.example.com as ann@example.com")
    await extension.evaluate(
        """async () => (await import("/pairing/pairing.js")).markEnded("a.b.c")""",
    )
    await page.reload()
    await expect(pairing).to_contain_text("The pairing with scope.example.com has ended.")
    await page.close()


@pytest.mark.parametrize("state", ["empty", "full", "recording"])
async def test_axe_finds_nothing_in_the_popup(browser: Extended, extension: Page, state: str) -> None:
    if state == "full":
        await store(extension, "first", title="A long title that does not fit into one line of it", video=b"")
        await extension.evaluate(PAIR, {"address": "https://scope.example.com", "token": "a.b.c"})
    recording = {"id": "r", "startedAt": 0} if state == "recording" else None
    page = await popup(browser, state={"recording": recording, "waiting": None})
    assert await axe.problems(page) == []
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide == 360
    await page.close()

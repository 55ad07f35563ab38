"""The browser stores what was recorded until the server has it, whatever happens to the tab or the connection."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.web.pages import intercept, until
from tests.web.recorder import TITLE, UPLOADS, discard, kept

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.web.people import Person
    from tests.web.recorder import Recorder

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_a_reload_in_the_middle_asks_first_and_loses_nothing(
    recorder: Recorder, accessible: Callable[[Page], Awaitable[None]]
) -> None:
    page = recorder.page
    await recorder.start()
    await page.wait_for_timeout(1500)
    await page.reload()
    assert recorder.asked == ["beforeunload"]
    offer = page.get_by_role("region", name="A recording waits to be uploaded")
    await expect(offer).to_contain_text("It was cut off")
    await accessible(page)
    await offer.get_by_role("button", name="Look at it").click()
    await expect(page.get_by_label("Title")).to_have_value(TITLE)
    video = page.get_by_label("The recording", exact=True).locator("video")
    await expect(video).to_be_visible()
    await until(page, "document.querySelector('video')?.videoWidth > 0")
    await page.get_by_role("button", name="Take another").click()
    await offer.get_by_role("button", name="Discard").click()
    await page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    await expect(offer).to_be_hidden()
    assert await kept(page) == []


async def test_another_tab_does_not_offer_a_running_recording_nor_another_account_a_finished_one(
    recorder: Recorder, ada: Person
) -> None:
    await recorder.start()
    other = await recorder.new_page()
    await other.goto("/record")
    await expect(other.get_by_role("button", name="Start recording")).to_be_visible()
    await expect(other.get_by_text("waits to be uploaded")).to_be_hidden()
    assert len(await kept(other)) == 1

    await recorder.page.close()
    recorder.seat.page = other
    state = {"state": {"accessToken": ada.token, "user": ada.user}, "version": 0}
    await other.evaluate("(state) => localStorage.setItem('cs-auth', JSON.stringify(state))", state)
    await other.reload()
    await expect(other.get_by_role("button", name="Choose a file")).to_be_visible()
    await other.wait_for_timeout(300)
    await expect(other.get_by_text("waits to be uploaded")).to_be_hidden()
    assert len(await kept(other)) == 1


async def test_an_upload_without_connection_is_kept_and_goes_on_when_the_server_is_back(recorder: Recorder) -> None:
    page = recorder.page
    await recorder.start()
    await intercept(page, UPLOADS, lambda route: route.abort())
    await intercept(page, "**/api/health", lambda route: route.abort())
    await recorder.shop.close()  # like the browser's own bar, this ends the recording
    await expect(page.get_by_role("alert")).to_contain_text("The connection was lost while the recording was sent")
    await expect(page.get_by_text("The recording stays in this browser until the server has it")).to_be_visible()
    [found] = await kept(page)
    assert found["isWhole"] is True
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("alert")).to_contain_text("The connection was lost")
    await page.reload()
    offer = page.get_by_role("region", name="A recording waits to be uploaded")
    await expect(offer).not_to_contain_text("It was cut off")
    await offer.get_by_role("button", name="Upload").click()
    await expect(page.get_by_role("alert")).to_contain_text("The connection was lost")
    await page.unroute(UPLOADS)
    await page.unroute("**/api/health")
    await page.wait_for_url("**/processing")  # automatically
    await discard(page)


async def test_a_recording_that_the_browser_cannot_store_is_sent_from_memory(recorder: Recorder) -> None:
    page = recorder.page
    await recorder.seat.run_first(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') }"
    )
    await recorder.fill()
    await recorder.press_start()
    await expect(page.get_by_text("closing or reloading this page would lose it")).to_be_visible()
    await page.wait_for_timeout(1500)
    await page.get_by_role("button", name="Stop and upload").click()
    await page.wait_for_url("**/processing")
    await discard(page)


async def test_what_storage_did_not_take_waits_in_memory_when_the_page_is_left(recorder: Recorder) -> None:
    page = recorder.page
    await recorder.seat.run_first("""
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value) {
        if (value.number > 1) throw new DOMException("", "QuotaExceededError");
        return put.call(this, value);
      };
    """)
    await recorder.start()
    await expect(page.get_by_text("closing or reloading this page would lose it")).to_be_visible()
    await page.get_by_role("link", name="Settings").click()
    await page.wait_for_url("**/settings")
    [found] = await kept(page)
    assert (found["isWhole"], found["chunks"]) == (False, 1)  # its beginning, in case the tab is lost as well
    await page.evaluate("localStorage.setItem('was', localStorage.getItem('cs-auth'))")
    await page.evaluate("ours('state.js').then((state) => state.signOut('expired'))")
    await page.wait_for_url("**/sign-in?**")
    await page.evaluate(
        """ours('state.js').then((state) => state.signIn(JSON.parse(localStorage.getItem('was')).state))"""
    )
    await page.evaluate("ours('router.js').then((router) => router.go('/record'))")
    offer = page.get_by_role("region", name="A recording waits to be uploaded")
    await expect(offer).to_contain_text("until this tab is closed")
    await expect(offer).not_to_contain_text("It was cut off")
    await offer.get_by_role("button", name="Upload").click()
    await page.wait_for_url("**/processing")
    assert await kept(page) == []
    await discard(page)


async def test_what_is_sent_as_it_is_leaves_the_form_alone_and_is_sent_once(recorder: Recorder) -> None:
    page = recorder.page
    await recorder.start()
    await page.reload()
    other = await recorder.new_page()
    await other.goto("/record")
    offer = other.get_by_role("region", name="A recording waits to be uploaded")
    await expect(offer).to_contain_text(TITLE)
    await page.bring_to_front()
    await page.get_by_label("Title").fill("Something else")
    await intercept(page, UPLOADS, lambda route: route.fulfill(status=429, json={"message": "Too many uploads."}))
    await page.get_by_role("button", name="Upload").click()
    await expect(page.get_by_role("alert")).to_contain_text("Too many uploads.")
    await page.get_by_role("button", name="Back").click()
    await expect(page.get_by_label("Title")).to_have_value("Something else")
    await page.unroute(UPLOADS)
    await page.get_by_role("button", name="Upload").click()
    await page.wait_for_url("**/processing")
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    await other.bring_to_front()
    await offer.get_by_role("button", name="Upload").click()
    await expect(other.get_by_role("alert")).to_contain_text("another tab has sent or discarded it")
    await expect(other.get_by_role("heading", name="Not here any more")).to_be_visible()
    await expect(other.get_by_role("link", name="Your sessions")).to_be_visible()
    await expect(other.get_by_role("button", name=re.compile("Try again|Save as a file"))).to_have_count(0)
    await page.bring_to_front()
    await discard(page)
    await page.goto("/record")
    await expect(page.get_by_label("Title")).to_have_value("Something else")

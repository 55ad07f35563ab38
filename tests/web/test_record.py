"""Recording: starting, stopping, leaving the page, and failing to start."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.web.pages import intercept, until
from tests.web.recorder import TITLE, UPLOADS, kept, recording, video_only

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.web.conftest import App
    from tests.web.recorder import Recorder


pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_it_stops_by_itself(browser: Browser, app: App, shop_url: str) -> None:
    async with recording(browser, app.url, shop_url) as recorder:  # whose clock the test controls
        await recorder.enter(app)
        page = recorder.page
        await page.clock.install()
        await intercept(page, UPLOADS, lambda route: route.abort())
        await recorder.fill()
        await page.get_by_label("Stop by itself after").select_option("1 minute")
        began = time.monotonic()
        await recorder.press_start()
        await expect(page.get_by_text("stops by itself at 1:00")).to_be_visible()
        await recorder.first_chunk()
        await page.clock.fast_forward(50_000)
        await page.wait_for_timeout(800)
        await expect(page.get_by_role("timer")).to_be_visible()
        await page.clock.fast_forward(10_000)
        await expect(page.get_by_text("Stopped after 1:0")).to_be_visible()
        [found] = await kept(page)
        assert 60_000 <= found["durationMs"] <= 61_000 + (time.monotonic() - began) * 1000


async def test_leaving_the_page_asks_and_keeps_what_was_recorded(recorder: Recorder) -> None:
    page = recorder.page
    await recorder.start()
    await page.get_by_role("link", name="Settings").click()
    await page.wait_for_url("**/settings")
    assert recorder.asked == ["confirm"]
    async with asyncio.timeout(30):
        while not (await kept(page))[0]["isWhole"]:  # noqa: ASYNC110 - the page stops it, so it is not cut off
            await asyncio.sleep(0.05)
    await page.goto("/record")
    await expect(page.get_by_role("region", name="A recording waits to be uploaded")).to_contain_text(TITLE)


async def test_going_back_asks_first_and_a_refusal_stays(recorder: Recorder) -> None:
    page = recorder.page
    await page.goto("/dashboard")
    await page.get_by_role("link", name="New recording").first.click()
    await video_only(page)
    await page.get_by_label("Title").fill(TITLE)
    await page.get_by_label("App URL").fill(recorder.shop.url)
    await recorder.press_start()
    recorder.accepts = False
    await page.evaluate("history.back()")
    await recorder.was_asked("confirm")
    await expect(page).to_have_url(re.compile("/record$"))
    await expect(page.get_by_role("timer")).to_be_visible()
    recorder.accepts = True
    await page.evaluate("history.back()")
    await expect(page.get_by_role("timer")).to_be_hidden()
    await recorder.was_asked("confirm", "confirm")
    await expect(page).to_have_url(re.compile("/dashboard$"))


async def test_a_start_that_fails_leaves_nothing_behind(recorder: Recorder) -> None:
    page = recorder.page
    await recorder.seat.run_first("""
      window.shared = [];
      const ask = MediaDevices.prototype.getDisplayMedia;
      MediaDevices.prototype.getDisplayMedia = async function (options) {
        const stream = await ask.call(this, options);
        shared.push(...stream.getTracks());
        return stream;
      };
      MediaRecorder.prototype.start = () => { throw new DOMException("", "NotSupportedError") };
    """)
    await recorder.fill()
    await page.get_by_role("button", name="Start recording").click()
    await expect(page.get_by_role("alert")).to_contain_text("the browser's recorder could not begin")
    assert await page.evaluate("shared.map((track) => track.readyState)") == ["ended"]
    # the browser ends the sharing itself
    await until(page, "navigator.locks.query().then(({held}) => held.length === 0)")
    assert await kept(page) == []


async def test_a_browser_that_cannot_record_says_so_and_takes_files(recorder: Recorder) -> None:
    await recorder.seat.run_first("delete MediaDevices.prototype.getDisplayMedia")
    await recorder.page.goto("/record")
    await video_only(recorder.page)
    await expect(recorder.page.get_by_text("This browser cannot record a tab")).to_be_visible()
    await expect(recorder.page.get_by_role("button", name="Start recording")).to_be_hidden()
    await expect(recorder.page.get_by_role("button", name="Choose a file")).to_be_visible()


async def test_a_refusal_is_explained(recorder: Recorder) -> None:
    await recorder.fill()
    start = recorder.page.get_by_role("button", name="Start recording")
    for name, told in (
        ("NotAllowedError", "allow screen recording for this browser"),
        ("NotReadableError", "the system keeps the browser from seeing"),
        ("NotFoundError", "found no tab or window"),
        ("InvalidStateError", "Press Start again"),
    ):
        does = f"async () => {{ throw new DOMException('', '{name}') }}"
        await recorder.page.evaluate(f"() => {{ MediaDevices.prototype.getDisplayMedia = {does} }}")
        await start.click()
        await expect(recorder.page.get_by_role("alert")).to_contain_text(told)
        await expect(start).to_be_enabled()

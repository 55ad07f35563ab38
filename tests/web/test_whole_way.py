"""End to end: a recording made here, one recovered after a crash, or a file, up to the prompts."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Error, ViewportSize, expect

from tests.web.handed import DROP, file_of
from tests.web.journey import from_the_review_to_prompts
from tests.web.recorder import TITLE, kept, recording, session_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from tests.web.conftest import App
    from tests.web.recorder import Recorder

pytestmark = pytest.mark.asyncio(loop_scope="package")
COUNTER = "The counter stops at 2"
NOWHERE = "http://127.0.0.1:9/"
PROCESSED_MS = 90_000
WHOLE = ViewportSize(width=1280, height=720)


@pytest.fixture(scope="module")
def app(working: App) -> App:
    """In a service with a worker."""
    return working


async def test_a_tab_is_recorded_with_its_bug_and_processed(
    browser: Browser, app: App, shop_url: str, accessible: Callable[[Page], Awaitable[None]]
) -> None:
    async with recording(browser, app.url, shop_url, WHOLE) as recorder:
        await recorder.enter(app)
        began = time.monotonic()
        await record_the_bug(recorder, accessible)
        await process_it(recorder, app, began)


async def record_the_bug(recorder: Recorder, accessible: Callable[[Page], Awaitable[None]]) -> None:
    page = recorder.page
    await recorder.fill()
    await page.get_by_label("Codex").check()
    await page.get_by_label("Notes").fill("10 % off is expected of both.")
    await page.get_by_role("button", name="Start recording").click()
    await expect(page.get_by_role("timer")).to_have_text(re.compile("^0:0[1-9]$"))
    await expect(page).to_have_title(re.compile("^● 0:0[1-9] - Claude Scope$"))
    await accessible(page)
    await show_the_bug(recorder.shop)
    await page.bring_to_front()
    shown = await page.locator("video").evaluate("(video) => [video.videoWidth, video.videoHeight]")
    assert shown == [WHOLE["width"], WHOLE["height"]]
    [found] = await kept(page)
    assert found["chunks"] >= 2  # stored while the recording goes on
    assert found["details"]["title"] == TITLE


async def show_the_bug(shop: Page) -> None:
    """The discount does not follow the number of notebooks."""
    await shop.bring_to_front()
    await shop.locator(".product").first.get_by_role("button", name="Add to basket").click()
    await shop.wait_for_timeout(1200)
    await shop.get_by_label("Promo code").fill("SPRING10")
    await shop.get_by_role("button", name="Apply").click()
    await shop.wait_for_timeout(1200)
    await shop.get_by_role("button", name="One Dot-grid notebook more").click()
    await expect(shop.locator("#badge")).to_have_text("2")
    await shop.wait_for_timeout(1500)


async def process_it(recorder: Recorder, app: App, began: float) -> None:
    page = recorder.page
    await page.get_by_role("button", name="Stop and upload").click()
    await page.wait_for_url("**/processing")
    took_s = time.monotonic() - began
    assert await kept(page) == []
    # a user on this page is taken there automatically
    await page.wait_for_url("**/sessions/sess_*", timeout=PROCESSED_MS)
    session = app.ask("GET", f"/sessions/{session_of(page)}").json()
    assert session["status"] == "complete"
    told = {name: session[name] for name in ("title", "seedUrl", "notes", "agentTarget")}
    assert told == {
        "title": TITLE,
        "seedUrl": recorder.shop.url,
        "notes": "10 % off is expected of both.",
        "agentTarget": "CODEX",
    }
    assert 5 <= session["duration"] <= took_s
    assert len(session["frames"]) >= 3
    assert "SPRING10" in session["prompt"]
    await from_the_review_to_prompts(page, app, session["id"])

    await page.goto("/record")
    await expect(page.get_by_label("App URL")).to_have_value(recorder.shop.url)
    await expect(page.get_by_label("Codex")).to_be_checked()
    await expect(page.get_by_label("Title")).to_have_value("")


async def test_what_a_crashed_tab_recorded_is_offered_and_can_be_processed(
    browser: Browser, app: App, shop_url: str
) -> None:
    async with recording(browser, app.url, shop_url) as recorder:
        await recorder.enter(app)
        await recorder.start(NOWHERE)
        await recorder.shop.locator(".product").first.get_by_role("button", name="Add to basket").click()
        await recorder.page.wait_for_timeout(2500)
        with pytest.raises(Error, match="crash"):
            await recorder.page.goto("chrome://crash")
        page = await recorder.new_page()
        await page.goto("/record")
        offer = page.get_by_role("region", name="A recording waits to be uploaded")
        await expect(offer).to_contain_text(TITLE)
        await expect(offer).to_contain_text("It was cut off")
        await offer.get_by_role("button", name="Upload").click()
        await page.wait_for_url("**/processing")
        await page.wait_for_url("**/sessions/sess_*", timeout=PROCESSED_MS)
        session = app.ask("GET", f"/sessions/{session_of(page)}").json()
        assert (session["status"], session["title"], session["seedUrl"]) == ("complete", TITLE, NOWHERE)
        assert session["duration"] >= 1
        assert await kept(page) == []


async def test_a_dropped_file_is_looked_at_and_processed(
    page: Page, app: App, video: Path, accessible: Callable[[Page], Awaitable[None]]
) -> None:
    await page.goto("/record")
    await page.get_by_label("Title").fill(COUNTER)
    await page.get_by_label("App URL").fill(NOWHERE)
    assert await page.evaluate(DROP, file_of(video, "<b>counter</b>.webm")) is True
    chosen = page.get_by_role("region", name="The recording")
    await expect(chosen).to_contain_text("<b>counter</b>.webm")
    await expect(chosen).to_contain_text("0:04")
    await accessible(page)
    await chosen.get_by_role("button", name="Upload and process").click()
    await page.wait_for_url("**/processing")
    await page.wait_for_url("**/sessions/sess_*", timeout=PROCESSED_MS)
    session = app.ask("GET", f"/sessions/{session_of(page)}").json()
    assert (session["status"], session["title"], session["duration"]) == ("complete", COUNTER, 4)
    assert len(session["frames"]) == 3
    await from_the_review_to_prompts(page, app, session["id"], "Claude Code")

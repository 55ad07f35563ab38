"""The review page: shows what is in a recording, covers places, sends, saves, discards."""

from __future__ import annotations

import asyncio
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.extension.pages import CLEAR, PAIR, review, sending
from tests.extension.service import Service, serving
from tests.extension.stored import SHOP, store
from tests.web import axe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from playwright.async_api import Page

    from tests.extension.browser import Extended

pytestmark = pytest.mark.asyncio(loop_scope="module")
CHUNKS = "/api/uploads/[^/]+/chunks/.*"
STATE = "async (id) => (await (await import('/storage/recordings.js')).get(id))?.state"
NO_ENCODER = "delete globalThis.VideoEncoder"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with serving() as service:
        yield service


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Extended]:
    async with sending(tmp_path_factory.mktemp("review"), host_permissions=["http://127.0.0.1/*"]) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def extension(browser: Extended, service: Service) -> AsyncIterator[Page]:
    """A page of the extension in a browser that is paired and has no recordings."""
    page = await browser.open("manifest.json")
    await page.evaluate(CLEAR)
    service.holds.set()
    for state in (service.faults, service.asked, service.uploads, service.by_key, service.tokens):
        state.clear()
    await page.evaluate(PAIR, {"address": service.url, "token": service.token()})
    yield page
    for other in browser.context.pages:
        if other != browser.context.pages[0]:
            await other.close()


async def eventually(page: Page, expression: str) -> None:
    """Wait until an asynchronous function of the page gives true."""
    async with asyncio.timeout(20):
        while not await page.evaluate(expression):  # noqa: ASYNC110 - the page has no event for it
            await asyncio.sleep(0.05)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - the service runs in a thread
            await asyncio.sleep(0.02)


async def test_the_page_shows_what_is_in_the_recording(browser: Extended, extension: Page, service: Service) -> None:
    await store(extension, "shown", title="The coupon is lost")
    page = await review(browser, "shown")
    facts = page.get_by_role("region", name="What is in it")
    with zipfile.ZipFile(SHOP) as archive:
        events = [json.loads(line) for line in archive.read("events-000.jsonl").splitlines()]
    number = {kind: sum(event["kind"] == kind for event in events) for kind in ("action", "console", "request")}
    await expect(facts).to_contain_text(f"{number['action']} acts")
    await expect(facts).to_contain_text(f"{number['console']} line")
    await expect(facts).to_contain_text(f"{number['request']} requests, 1 failed")
    await expect(facts).to_contain_text("312 KB are the video")
    await facts.get_by_text("Addresses").click()
    await expect(facts.get_by_role("listitem").first).to_contain_text("http://127.0.0.1")
    await expect(page.locator("#where")).to_contain_text(f"{service.url}, as ann@example.com, and nowhere else")
    duration = await page.locator("video").evaluate("(video) => video.duration")
    assert 20 < duration < 40
    assert not service.asked
    assert await axe.problems(page) == []


async def test_title_and_notes_go_with_it_and_the_session_opens(
    browser: Extended, extension: Page, service: Service
) -> None:
    await store(extension, "sent")
    page = await review(browser, "sent")
    await page.get_by_label("Title").fill("The coupon is lost")
    await page.get_by_label("Notes").fill("Since Monday")
    await page.get_by_role("button", name="Send").click()
    await page.wait_for_url(re.compile(r".*/sessions/sess_[A-Z0-9]{8}$"))
    (upload,) = service.sessions()
    assert page.url == f"{service.url}/sessions/{upload['sessionId']}"
    assert (upload["given"]["title"], upload["given"]["notes"]) == ("The coupon is lost", "Since Monday")
    with zipfile.ZipFile(io.BytesIO(upload["data"])) as archive:
        assert json.loads(archive.read("manifest.json"))["title"] == "The coupon is lost"
    await asyncio.sleep(1.5)  # the service worker would open the session within a second
    assert sum("/sessions/" in page.url for page in browser.context.pages) == 1


async def drag(page: Page) -> None:
    """Cover a quarter of the picture, from its left upper corner on."""
    await page.get_by_role("button", name="Cover a place").click()
    area = await page.locator(".stage").bounding_box()
    assert area is not None
    await page.mouse.move(area["x"] + 2, area["y"] + 2)
    await page.mouse.down()
    await page.mouse.move(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    await page.mouse.up()
    await expect(page.locator("#masks li")).to_have_count(1)


async def test_what_is_covered_is_not_sent(browser: Extended, extension: Page, service: Service) -> None:
    await store(extension, "covered")
    page = await review(browser, "covered")
    await drag(page)
    await page.get_by_role("button", name="Send").click()
    await page.wait_for_url(re.compile(".*/sessions/.*"), timeout=90_000)
    (upload,) = service.sessions()
    with zipfile.ZipFile(io.BytesIO(upload["data"])) as archive, zipfile.ZipFile(SHOP) as shop:
        film, original = archive.read("video.webm"), shop.read("video.webm")
    frames, before = decoded(film), decoded(original)
    assert len(frames) == len(before)
    assert max(int(np.ptp(frame[10:340, 10:620])) for frame in frames) < 12
    assert max(np.abs(new[380:] - old[380:]).mean() for new, old in zip(frames, before, strict=True)) < 3


def decoded(video: bytes) -> list[np.ndarray]:
    with av.open(io.BytesIO(video), "r") as container:
        return [frame.to_ndarray(format="gray").astype(np.int16) for frame in container.decode(video=0)]


async def test_a_cover_can_be_made_and_timed_without_a_mouse(browser: Extended, extension: Page) -> None:
    await store(extension, "keys")
    page = await review(browser, "keys")
    await page.get_by_role("button", name="Cover a place").press("Enter")
    box = page.locator("#mask-0")
    await expect(box).to_be_focused()
    left = await box.evaluate("(box) => box.style.left")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Shift+ArrowDown")
    assert await box.evaluate("(box) => [box.style.left, box.style.height]") == ["36.5%", "26%"] != [left, "25%"]
    await page.locator("video").evaluate("(video) => { video.currentTime = 4 }")
    await page.get_by_role("button", name="From this moment: cover 1").press("Enter")
    await page.locator("video").evaluate("(video) => { video.currentTime = 9.5 }")
    await page.get_by_role("button", name="To this moment: cover 1").press("Enter")
    await expect(page.locator("#masks")).to_contain_text("0:04.0 to 0:09.5")
    stored = "async () => (await (await import('/storage/recordings.js')).get('keys')).masks[0].to === 9.5"
    await eventually(extension, stored)
    await page.reload()
    await expect(page.locator("#masks")).to_contain_text("0:04.0 to 0:09.5")
    await box.press("Delete")
    await expect(page.locator("#masks li")).to_have_count(0)


async def test_without_an_encoder_the_video_is_left_out_and_the_page_says_so_first(
    browser: Extended, extension: Page, service: Service
) -> None:
    await store(extension, "old")
    page = await review(browser, "old", NO_ENCODER)
    await expect(page.locator("#left-out")).to_contain_text("the video is left out of what is sent")
    await drag(page)
    await page.get_by_role("button", name="Send").click()
    await page.wait_for_url(re.compile(".*/sessions/.*"))
    (upload,) = service.sessions()
    with zipfile.ZipFile(io.BytesIO(upload["data"])) as archive:
        assert "video.webm" not in archive.namelist()


async def test_it_can_be_saved_as_a_file(browser: Extended, extension: Page, service: Service, tmp_path: Path) -> None:
    await store(extension, "saved", title="The total / is wrong")
    page = await review(browser, "saved")
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Save as a file").click()
    saved = await download.value
    assert saved.suggested_filename == "The-total-is-wrong.scope"
    await saved.save_as(tmp_path / "saved.scope")
    with zipfile.ZipFile(tmp_path / "saved.scope") as archive:
        assert archive.testzip() is None
    assert not service.asked


async def test_discarding_asks_once_more(browser: Extended, extension: Page) -> None:
    await store(extension, "gone")
    page = await review(browser, "gone")
    await page.get_by_role("button", name="Discard").click()
    assert await extension.evaluate(STATE, "gone") == "review"
    await page.get_by_role("button", name="Discard for good").click()
    await expect(page.get_by_role("heading")).to_have_text("This recording is not in this browser any more")
    assert await extension.evaluate(STATE, "gone") is None


async def test_a_closed_page_does_not_stop_the_sending(browser: Extended, extension: Page, service: Service) -> None:
    service.holds.clear()
    await store(extension, "closed")
    page = await review(browser, "closed")
    await page.get_by_role("button", name="Send").click()
    await until(lambda: service.count("PUT", CHUNKS) == 1)
    await page.close()
    async with browser.context.expect_page() as opened:
        service.holds.set()
    session = await opened.value
    await session.wait_for_url(re.compile(".*/sessions/sess_.*"))
    assert len(service.sessions()) == 1
    assert await extension.evaluate(STATE, "closed") == "sent"


async def test_a_dead_service_worker_does_not_stop_the_sending(
    browser: Extended, extension: Page, service: Service
) -> None:
    """It dies while it sends alone; any event wakes it, here the popup."""
    service.holds.clear()
    await store(extension, "dead")
    page = await review(browser, "dead")
    await page.get_by_role("button", name="Send").click()
    await until(lambda: service.count("PUT", CHUNKS) == 1)
    await page.close()
    await asyncio.sleep(0.5)  # until the page's lock is released, if the page was first
    assert await extension.evaluate("navigator.locks.query().then(({ held }) => held.map(({ name }) => name))") == [
        "claude-scope-sending-dead"
    ]
    await kill_worker(browser, extension)
    service.holds.set()
    await asyncio.sleep(0.5)
    assert not service.sessions()
    popup = await browser.open("popup/popup.html")
    await eventually(popup, f"async () => (await ({STATE})('dead')) === 'sent'")
    assert len(service.sessions()) == 1


async def kill_worker(browser: Extended, page: Page) -> None:
    assert browser.context.browser is not None
    session = await browser.context.browser.new_browser_cdp_session()
    targets = (await session.send("Target.getTargets"))["targetInfos"]
    (worker,) = (target["targetId"] for target in targets if target["type"] == "service_worker")
    await session.send("Target.closeTarget", {"targetId": worker})
    await session.detach()


async def test_a_lost_connection_shows_a_countdown(browser: Extended, extension: Page, service: Service) -> None:
    service.faults.extend([("POST", "/api/uploads", (503, {"message": "The service is starting."}))] * 3)
    await store(extension, "lost")
    page = await review(browser, "lost")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("heading", name="The connection was lost")).to_be_visible()
    await expect(page.get_by_text("The service is starting.")).to_be_visible()
    await expect(page.get_by_text(re.compile(r"Trying again in \d s"))).to_be_visible()
    assert await axe.problems(page) == []
    while service.faults:
        await page.get_by_role("button", name="Try now").click()
    await page.wait_for_url(re.compile(".*/sessions/.*"))


async def test_after_a_revoked_token_the_page_pairs_again_and_goes_on(
    browser: Extended, extension: Page, service: Service
) -> None:
    service.tokens.clear()
    await store(extension, "revoked")
    page = await review(browser, "revoked")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("heading", name="Pair this browser again")).to_be_visible()
    await expect(page.get_by_label("Address")).to_have_value(service.url)
    await page.get_by_role("button", name="Pair").click()
    await expect(page.locator("#code")).to_have_text("ABCD-2345")
    for pairing in service.pairings.values():
        pairing["state"] = "confirmed"
    await page.wait_for_url(re.compile(".*/sessions/.*"))
    assert len(service.sessions()) == 1


async def test_a_refusal_is_shown_as_text(browser: Extended, extension: Page, service: Service) -> None:
    service.faults.append(("POST", "/api/uploads", (400, {"message": "<img src=x onerror=alert(1)> is full"})))
    await store(extension, "refused")
    page = await review(browser, "refused")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("alert")).to_have_text("<img src=x onerror=alert(1)> is full")
    assert await page.locator("img").count() == 0
    await expect(page.get_by_role("button", name="Send")).to_be_enabled()

"""Before a recording is sent, the user sees what is in it, covers places, and saves, sends or discards it."""

from __future__ import annotations

import contextlib
import io
import secrets
import zipfile
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
import pytest_asyncio
from playwright.async_api import TimeoutError, expect

from claude_scope.capture.read import read_capture
from tests.extension.browser import extended
from tests.extension.stored import pair, recording, store
from tests.web import axe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Page

    from tests.extension.browser import Extended
    from tests.extension.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")
GREY = (0x5B, 0x64, 0x72)
COVER = (0.25, 0.25, 0.5, 0.5)
"""Left, top, width and height, as parts of the picture."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Extended]:
    async with extended(tmp_path_factory.mktemp("review")) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Extended, service: Service) -> AsyncIterator[Page]:
    page = await browser.open("manifest.json")
    await pair(page, service.url, service.token())
    yield page
    await page.close()


async def reviewed(page: Page, **about: Any) -> str:
    """Store a recording and open its review page; returns its id."""
    id_ = secrets.token_hex(8)
    await store(page, id_, **about)
    await page.goto(page.url.replace("manifest.json", f"review/review.html#{id_}"))
    await expect(page.get_by_role("heading", name="Look at it before it is sent")).to_be_visible()
    return id_


async def saved(page: Page, folder: Path) -> Path:
    """The file that "Save as a file" saves."""
    async with page.expect_download(timeout=60_000) as saving:
        await page.get_by_role("button", name="Save as a file").click()
    path = folder / (await saving.value).suggested_filename
    await (await saving.value).save_as(path)
    return path


def pictures(scope: Path) -> list[tuple[float, np.ndarray[Any, Any]]]:
    """The time and the pixels of each frame of its video."""
    with zipfile.ZipFile(scope) as archive, av.open(io.BytesIO(archive.read("video.webm")), "r") as video:
        return [(float(frame.time or 0), frame.to_ndarray(format="rgb24")) for frame in video.decode(video=0)]


async def test_it_says_what_is_in_it_and_where_it_goes(page: Page, service: Service) -> None:
    await reviewed(page, title="Two notebooks")
    facts = page.locator(".facts")
    for text in ("acts", "console", "request", "http://127.0.0.1:"):
        await expect(facts).to_contain_text(text, ignore_case=True)
    await expect(page.get_by_label("Title")).to_have_value("Two notebooks")
    where = service.url.removeprefix("http://")
    await expect(page.get_by_text(f"It goes to {where}, to the account of Ann, and nowhere else.")).to_be_visible()
    assert await axe.problems(page) == []


async def test_a_covered_place_is_flat_in_each_frame_of_its_range_and_the_rest_stays(
    page: Page, tmp_path: Path
) -> None:
    await reviewed(page, title="whole")
    before = pictures(await saved(page, tmp_path))
    id_ = await reviewed_again(page)
    left, top, width, height = COVER
    stage = page.locator(".cover-area")
    box = await stage.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + left * box["width"], box["y"] + top * box["height"])
    await page.mouse.down()
    await page.mouse.move(box["x"] + (left + width) * box["width"], box["y"] + (top + height) * box["height"])
    await page.mouse.up()
    await page.get_by_label("Position").fill("6")
    await page.wait_for_function("document.querySelector('video').currentTime >= 5.9")
    await page.get_by_role("button", name="Cover 1: until here").click()
    kept = await recording(page, id_)
    assert kept is not None
    until = kept["masks"][0]["to"]
    after = pictures(await saved(page, tmp_path))
    assert [time for time, _ in after] == pytest.approx([time for time, _ in before], abs=0.002)
    high, wide = before[0][1].shape[:2]
    rows = slice(int((top + 0.02) * high), int((top + height - 0.02) * high))
    inner = np.s_[rows, int((left + 0.02) * wide) : int((left + width - 0.02) * wide)]
    outer = np.s_[: int((top - 0.03) * high), :]
    assert {time <= until for time, _ in after} == {True, False}
    for (time, was), (_, now) in zip(before, after, strict=True):
        if time <= until:
            assert np.abs(now[inner].astype(int) - GREY).max() < 30
        else:
            assert np.abs(now[inner].astype(int) - was[inner]).mean() < 6
        assert np.abs(now[outer].astype(int) - was[outer]).mean() < 6


async def reviewed_again(page: Page) -> str:
    await page.goto(page.url.partition("/review/")[0] + "/manifest.json")
    return await reviewed(page, title="covered")


async def test_the_saved_file_is_a_capture_with_the_edited_words(page: Page, tmp_path: Path) -> None:
    await reviewed(page)
    await page.get_by_label("Title").fill("The coupon is lost")
    await page.get_by_label("Notes").fill("Since Monday")
    path = await saved(page, tmp_path)
    assert path.name == "The-coupon-is-lost.scope"
    capture = read_capture(path, tmp_path / "capture")
    assert (capture.title, capture.notes) == ("The coupon is lost", "Since Monday")


async def test_without_webcodecs_a_covered_video_is_left_out(page: Page, tmp_path: Path) -> None:
    await page.add_init_script("delete window.VideoEncoder")
    await reviewed(page, title="no codecs")
    await expect(page.get_by_text("with one it is left out")).to_be_visible()
    await page.get_by_role("button", name="Cover a place").click()
    with zipfile.ZipFile(await saved(page, tmp_path)) as archive:
        assert "video.webm" not in archive.namelist()


async def test_a_recording_needs_a_title_to_be_sent(page: Page, service: Service) -> None:
    service.asked.clear()
    await reviewed(page)
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("alert")).to_have_text("Give it a title: what is wrong, in a few words.")
    assert not service.asked


async def test_discarding_is_asked_twice_and_leaves_nothing(page: Page) -> None:
    id_ = await reviewed(page)
    await page.get_by_role("button", name="Discard", exact=True).click()
    assert await recording(page, id_) is not None
    await page.get_by_role("button", name="Discard it for good").click()
    await expect(page.get_by_text("it was discarded")).to_be_visible()
    assert await recording(page, id_) is None


async def test_a_lost_connection_shows_a_countdown_and_goes_on(page: Page, service: Service) -> None:
    service.faults.extend([("POST", "/api/uploads", (503, {"message": "The service is busy."}))] * 3)
    await reviewed(page, title="lost")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("The service is busy.")).to_be_visible()
    assert await axe.problems(page) == []
    while service.faults:
        with contextlib.suppress(TimeoutError):  # it may try again by itself in this moment
            await page.get_by_role("button", name="Try now").click(timeout=500)
    await page.wait_for_url(f"{service.url}/sessions/*")


async def test_an_ended_token_offers_to_pair_again(page: Page, service: Service) -> None:
    service.tokens.clear()
    await reviewed(page, title="ended")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("does not take this browser's token any more")).to_be_visible()
    await expect(page.get_by_label("Address of Claude Scope")).to_have_value(service.url)


async def test_words_of_a_page_are_never_html(page: Page) -> None:
    bad = "<img src=x onerror=document.title='owned'>"
    await reviewed(page, title=bad, url=f"http://{bad}/")
    await page.wait_for_timeout(200)
    assert await page.title() == f"Look at “{bad}”"
    assert await page.locator("main img").count() == 0

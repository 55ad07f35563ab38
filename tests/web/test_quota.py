"""A full account: the page says what to delete, and the recording is kept and can be sent when there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from examples.record import SHOP
from tests.accounts.running import running
from tests.web.pages import intercept
from tests.web.people import signed_up
from tests.web.recorder import UPLOADS, discard, kept
from tests.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from tests.web.people import Person
    from tests.web.recorder import Recorder

    Accessible = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="package")
LONG_BYTES = 60_000_000
"""More than the buffers of a connection hold: the server answers while the browser is still sending."""


@pytest.fixture
def full(tmp_path: Path) -> Iterator[tuple[Person, str]]:
    """A user whose quota of one session is used, and that session's id."""
    with running(tmp_path / "data", "--no-worker", CLAUDE_SCOPE_MAX_SESSIONS_PER_ACCOUNT="1") as server:
        person = signed_up(server.url)
        yield person, person.make("The coupon is lost")


@pytest.fixture(params=["short", "long"])
def recording(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file that is sent before the answer comes, and one that is not."""
    made = tmp_path / "recording.webm"
    content = SHOP.read_bytes()
    made.write_bytes(content if request.param == "short" else content.ljust(LONG_BYTES, b"\0"))
    return made


async def test_a_full_account_learns_what_to_delete_and_can_send_the_recording_then(
    browser: Browser, full: tuple[Person, str], recording: Path, accessible: Accessible
) -> None:
    person, there = full
    async with watched(browser, person.url, person.token, person.user) as page:
        await page.goto("/record")
        await page.get_by_label("Title").fill("The total is wrong")
        await page.get_by_label("App URL").fill("http://127.0.0.1:9/")
        await page.locator("input[type=file]").set_input_files(recording)
        await page.get_by_role("button", name="Upload and process").click()
        told = page.get_by_role("alert")
        await expect(told).to_contain_text(
            'The account is full: it has 1 session and may have 1. Delete at least 1; the oldest: "The coupon is lost"'
        )
        await expect(page.get_by_role("button", name="Take another")).to_have_count(0)
        await accessible(page)
        async with page.context.expect_page() as opened:
            await page.get_by_role("link", name="Your sessions, in a new tab").click()
        sessions = await opened.value
        await expect(sessions.get_by_role("main").get_by_role("link", name="The coupon is lost")).to_be_visible()
        await sessions.close()
        await page.get_by_role("button", name="Try again").click()
        await expect(told).to_contain_text("The account is full: ")
        assert person.ask("DELETE", f"/sessions/{there}").status_code == 204
        await page.get_by_role("button", name="Try again").click()
        await page.wait_for_url("**/processing")
    assert [session["title"] for session in person.ask("GET", "/sessions").json()] == ["The total is wrong"]


async def test_a_recording_of_a_full_account_stays_in_the_browser(recorder: Recorder) -> None:
    page = recorder.page
    said = 'The account is full: it has 1 session and may have 1. Delete at least 1; the oldest: "A" (2026-01-01).'
    await recorder.start()
    await intercept(page, UPLOADS, lambda route: route.fulfill(status=400, json={"statusCode": 400, "message": said}))
    await page.wait_for_timeout(1500)
    await page.get_by_role("button", name="Stop and upload").click()
    await expect(page.get_by_role("alert")).to_contain_text(said)
    await expect(page.get_by_text("The recording stays in this browser until the server has it")).to_be_visible()
    await expect(page.get_by_role("button", name="Discard the recording")).to_have_count(0)
    [one] = await kept(page)
    assert one["isWhole"] is True
    await page.reload()
    await (
        page.get_by_role("region", name="A recording waits to be uploaded").get_by_role("button", name="Upload").click()
    )
    await expect(page.get_by_role("alert")).to_contain_text(said)
    await page.unroute(UPLOADS)
    await page.get_by_role("button", name="Try again").click()
    await discard(page)


async def test_settings_tell_what_is_used(browser: Browser, full: tuple[Person, str]) -> None:
    person, _ = full
    async with watched(browser, person.url, person.token, person.user) as page:
        await page.goto("/settings")
        storage = page.get_by_role("region", name="Storage")
        await expect(storage).to_contain_text("1 of 1 session, 0 bytes of 100 GB")
        await page.get_by_role("button", name="Delete all sessions…").click()
        await expect(page.get_by_role("dialog", name="Delete the one session?")).to_be_visible()
        await page.get_by_role("dialog").get_by_role("button", name="Delete all sessions").click()
        await expect(storage).to_contain_text("0 of 1 session, 0 bytes of 100 GB")
        await expect(page.get_by_role("main")).to_contain_text("There are none.")
        told = await page.evaluate(
            """async (usages) => {
              const { words } = await ours("settings/storage.js");
              return usages.map(words);
            }""",
            [
                {"sessions": 123, "maxSessions": 10_000, "bytes": 1_234_000_000, "maxBytes": 20_000_000_000},
                {"sessions": 1, "maxSessions": None, "bytes": 5_500_000, "maxBytes": None},
            ],
        )
        assert told == ["123 of 10,000 sessions, 1.2 GB of 20 GB", "1 session, 5.5 MB"]

"""The work on a session as the page shows it: live, stopped, restarted, and while the server is away."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import expect

from claude_scope.jobs import control
from claude_scope.store.queries import files, work
from tests.accounts.running import Running
from tests.web.pages import until
from tests.web.stored import service_in
from tests.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from tests.web.conftest import App
    from tests.web.watch import Seat

pytestmark = pytest.mark.asyncio(loop_scope="package")
NOWHERE = "http://127.0.0.1:9/"
PROCESSED_MS = 90_000
LANES = """["Vision lane", "Playwright lane"].map((name) =>
  [...document.querySelectorAll("section")].find((one) => one.querySelector("h2, h3")?.textContent === name)
    .getBoundingClientRect().toJSON())"""
"""Their positions at the same moment: the page grows meanwhile."""
LISTEN = """
const heard = window.heard = {titles: [], said: []};
const note = (list, text) => text && list.at(-1) !== text && list.push(text);
new MutationObserver(() => {
  note(heard.titles, document.title);
  note(heard.said, document.querySelector(".processing > [role=status]")?.textContent);
}).observe(document, {subtree: true, childList: true, characterData: true});
"""


@pytest.fixture(scope="module")
def app(working: App) -> App:
    """In a service with a worker."""
    return working


def uploaded(url: str, token: str, video: Path, title: str = "The counter stops at 2") -> str:
    """Create a session that a worker begins at once, with an address where nothing answers; returns its id."""
    headers = {"authorization": f"Bearer {token}", "prefer": "respond-async"}
    form = {"title": title, "seedUrl": NOWHERE}
    answer = httpx.post(f"{url}/api/recordings", headers=headers, data=form, files={"file": video.read_bytes()})
    assert answer.status_code == 202, answer.text
    found: str = answer.json()["id"]
    return found


def station(page: Page, name: str) -> Any:
    return page.get_by_role("region", name=name, exact=True)


async def test_the_work_is_shown_as_it_goes_on_and_leads_to_the_review(
    page: Page, seat: Seat, app: App, video: Path, accessible: Callable[[Page], Awaitable[None]]
) -> None:
    await seat.run_first(LISTEN)
    session_id = uploaded(app.url, app.token, video)
    await page.goto(f"/sessions/{session_id}/processing")
    await expect(page.get_by_role("heading", level=1)).to_have_text("The counter stops at 2")
    pictures = page.get_by_role("img", name=re.compile(r"^Keyframe \d, at 0:0\d$"))
    await expect(pictures).to_have_count(3, timeout=PROCESSED_MS)
    await until(page, "[...document.querySelectorAll('.found img')].every((one) => one.naturalWidth === 640)")
    vision, browser = await page.evaluate(LANES)
    assert vision["y"] == browser["y"], "the lanes are side by side"
    assert vision["x"] + vision["width"] <= browser["x"]
    await page.get_by_role("button", name="Stay here").click(timeout=PROCESSED_MS)

    await expect(station(page, "Keyframes")).to_contain_text("done")
    await expect(station(page, "Vision lane")).to_contain_text("3 keyframes read")
    await expect(station(page, "Playwright lane")).to_contain_text("failed")
    await expect(station(page, "Synthesis")).to_contain_text("done")
    await expect(pictures).to_have_count(3)
    log = await page.get_by_role("region", name="Log").locator("li").all_inner_texts()
    times = [line[:8] for line in log]
    assert times == sorted(times)
    told = "\n".join(log)
    for line in (
        "Received",
        "Keyframes: began",
        "3 keyframes found",
        "Synthesis: done in",
        "Ready",
    ):
        assert line in told
    await expect(page).to_have_title("Ready - The counter stops at 2 - Claude Scope")
    heard = await page.evaluate("heard")
    assert [item for item in heard["titles"] if item.startswith("Reading ")], heard["titles"]
    assert heard["titles"][-1] == "Ready - The counter stops at 2 - Claude Scope"
    assert set(heard["said"]) <= {
        *("Waiting for a worker", "Finding keyframes", "Reading the keyframes", "Joining what was found", "Saving"),
        "Ready",
    }
    await accessible(page)
    await page.wait_for_timeout(3500)
    assert page.url.endswith("/processing")

    await page.get_by_role("link", name="Review frames").click()
    await page.wait_for_url("**/review")
    await page.go_back()
    await expect(page.get_by_text("Ready").first).to_be_visible()
    await expect(page.get_by_role("button", name="Stay here")).to_be_hidden()
    await expect(pictures).to_have_count(3)


async def test_work_is_stopped_and_discarded(
    page: Page, app: App, video: Path, accessible: Callable[[Page], Awaitable[None]]
) -> None:
    session_id = uploaded(app.url, app.token, video)
    await page.goto(f"/sessions/{session_id}/processing")
    await page.get_by_role("button", name="Cancel").first.click()
    stop = page.get_by_role("dialog", name="Stop the work?")
    await stop.get_by_role("button", name="Keep working").click()
    await page.get_by_role("button", name="Cancel").first.click()
    await stop.get_by_role("button", name="Stop it").click()
    await expect(page.get_by_role("alert")).to_contain_text("The session was cancelled, and its recording deleted.")
    await expect(page.get_by_role("button", name="Try again")).to_be_hidden()
    await expect(page.get_by_role("heading", level=1)).to_be_focused()  # and is not lost together with the button
    await expect(page).to_have_title(re.compile("^Cancelled - "))
    await expect(page.get_by_text("The session was cancelled")).to_have_count(1)
    told = set(await page.locator(".station .state").all_inner_texts())
    assert {item.strip() for item in told} <= {"done", "stopped", "not reached"}
    assert app.ask("GET", f"/sessions/{session_id}").json()["status"] == "error"
    await accessible(page)

    await page.goto("/sessions")
    row = page.get_by_role("listitem").filter(has=page.locator(f"a[href='/sessions/{session_id}']"))
    await expect(row).to_contain_text("Cancelled")
    await expect(row).to_contain_text("The session was cancelled, and its recording deleted.")
    await page.get_by_label("Status").select_option("Failed")
    await expect(row).to_have_count(0)
    await page.get_by_label("Status").select_option("Cancelled")
    await expect(row).to_be_visible()
    await page.goto(f"/sessions/{session_id}/processing")  # a user who comes back finds it unchanged
    await expect(page.get_by_role("alert")).to_contain_text("The session was cancelled")
    await page.get_by_role("button", name="Discard").click()
    await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert app.ask("GET", f"/sessions/{session_id}").status_code == 200
    await page.get_by_role("button", name="Discard").click()
    await page.get_by_role("dialog", name="Discard this session?").get_by_role("button", name="Discard").click()
    await page.wait_for_url("**/sessions")
    assert app.ask("GET", f"/sessions/{session_id}").status_code == 404


async def test_failed_work_is_retried_and_a_busy_user_stays_on_the_page(page: Page, app: App, video: Path) -> None:
    session_id = uploaded(app.url, app.token, video)
    give_up(app, session_id, "The worker broke.")
    await page.goto(f"/sessions/{session_id}/processing")
    await expect(page.get_by_role("alert")).to_contain_text("The worker broke.")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("alert")).to_be_hidden()
    await expect(page.get_by_text("Tried again; waits for a worker")).to_be_visible()
    await page.get_by_role("button", name="Discard").focus()
    await expect(page.get_by_role("link", name="Review frames")).to_be_visible(timeout=PROCESSED_MS)
    await expect(page.get_by_role("button", name="Stay here")).to_be_hidden()
    assert app.ask("GET", f"/sessions/{session_id}").json()["status"] == "complete"


def give_up(app: App, session_id: str, message: str) -> None:
    """As when workers failed in a way that a retry may fix."""
    with service_in(app.folder) as service, service.database.transaction() as tx:
        control.fail_attempt(tx, session_id, work.running_attempt(tx, session_id)[0], message)


async def test_a_retry_without_the_video_is_refused_in_words(page: Page, app: App, video: Path) -> None:
    session_id = uploaded(app.url, app.token, video)
    give_up(app, session_id, "The worker broke.")
    with service_in(app.folder) as service, service.database.transaction() as tx:
        files.mark_for_deletion(tx, session_id, ())
    await page.goto(f"/sessions/{session_id}/processing")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("alert").first).to_contain_text("is gone; upload the recording again")
    await expect(page.get_by_role("button", name="Try again")).to_be_hidden()
    await expect(page.get_by_role("alert").get_by_role("link", name="New recording")).to_be_focused()


async def test_a_session_that_is_deleted_elsewhere_is_reported(page: Page, app: App, video: Path) -> None:
    session_id = uploaded(app.url, app.token, video)
    await page.goto(f"/sessions/{session_id}/processing")
    await expect(station(page, "Vision lane")).to_be_visible()
    app.ask("DELETE", f"/sessions/{session_id}")
    await expect(page.get_by_role("heading", name="There is no such session")).to_be_visible(timeout=30_000)


async def test_the_server_may_go_and_come_back(browser: Browser, tmp_path: Path, video: Path) -> None:
    first = Running(tmp_path / "data")
    token = first.token()
    session_id = uploaded(first.url, token, video)
    async with watched(browser, first.url, token, {"id": "usr_AAAAAAAA"}) as page:
        await page.goto(f"/sessions/{session_id}/processing")
        await expect(station(page, "Vision lane")).to_be_visible()
        first.end(signal.SIGKILL)
        await expect(page.get_by_text("The server does not answer; looking for it.")).to_be_visible(timeout=20_000)
        second = Running(tmp_path / "data", "--port", str(urlsplit(first.url).port))
        try:
            await expect(page.get_by_text("The server does not answer")).to_be_hidden(timeout=20_000)
            await page.wait_for_url("**/sessions/sess_*", timeout=PROCESSED_MS)  # it followed the work to its end
        finally:
            await page.close()
            second.close()


async def test_what_is_missing_is_reported(page: Page, app: App) -> None:
    for unknown in ("sess_ZZZZZZZZ", "nothing"):
        await page.goto(f"/sessions/{unknown}/processing")
        await expect(page.get_by_role("heading", name="There is no such session")).to_be_visible()
    made = app.ask("POST", "/sessions", json={"title": "Made elsewhere"}).json()
    await page.goto(f"/sessions/{made['id']}/processing")
    await expect(page.get_by_text("This session was made without a recording.")).to_be_visible()

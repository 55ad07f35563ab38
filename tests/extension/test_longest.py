"""A recording ends when it is as long as the account's settings allow, so that the service takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.sites import Site
from tests.extension.browser import extended
from tests.extension.recorded import asked, begun
from tests.extension.stored import pair, recording

if TYPE_CHECKING:
    from pathlib import Path

    from tests.extension.service import Service

TITLE = "Orders"
MINUTE_MS = 300


@pytest.mark.parametrize(("status", "minutes"), [(200, 7), (503, 10)])
async def test_it_ends_at_the_longest_recording_of_the_account(
    tmp_path: Path, service: Service, status: int, minutes: int
) -> None:
    """Ten minutes if the service does not say how long that is."""
    service.faults.append(("GET", "/api/settings", (status, {"maxRecordingLength": 7})))
    async with (
        Site({"/": f"<title>{TITLE}</title><h1>Orders</h1>"}) as site,
        extended(tmp_path, captured_title=TITLE, minute_ms=MINUTE_MS) as browser,
    ):
        pages = await browser.open("manifest.json")
        await pair(pages, service.url, service.token())
        page = await browser.context.new_page()
        await page.goto(site.url)
        pages = await begun(browser, page)
        title = await pages.evaluate("chrome.action.getTitle({})")
        assert title == f"Stop recording (it ends by itself at {minutes}:00)"
        id_ = (await asked(pages, {"do": "state"}))["recording"]["id"]
        review = await browser.context.wait_for_event("page", timeout=30_000)
        assert review.url.endswith(f"review.html#{id_}")
        found = await recording(pages, id_)
        assert found is not None
        assert (found["state"], found["why"], found["manifest"]["endedBy"]) == ("review", "time", "time limit")
        assert found["endedAt"] - found["startedAt"] >= minutes * MINUTE_MS

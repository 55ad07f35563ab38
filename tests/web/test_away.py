"""The server going away and coming back at the same address is survived, on whatever page one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.accounts.running import Running
from tests.web.pages import settled, visit
from tests.web.stored import account_of, finished_analysis, store
from tests.web.watch import watched

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

pytestmark = pytest.mark.asyncio(loop_scope="module")

AWAY = "The server does not answer"
SOON_MS = 60_000
"""Starting a server takes a while on a busy machine."""


async def test_the_server_goes_away_and_comes_back(tmp_path: Path, sample_pictures: Path, browser: Browser) -> None:
    data = tmp_path / "data"
    server = Running(data, "--no-worker")
    try:
        ana = account_of(server.url, server.token_of_link())
        session = await store(data, ana.id, finished_analysis(sample_pictures))
        async with watched(browser, server.url, storage_state=ana.signed_in) as page:
            await visit(page, "/dashboard")
            await page.get_by_role("link", name="Settings", exact=True).click()
            await settled(page)
            server.end()

            # A page whose module is there, and one whose module is not.
            await page.get_by_role("link", name="Dashboard", exact=True).click()
            await expect(page.get_by_role("alert")).to_contain_text(AWAY)
            await page.get_by_role("link", name="Sessions", exact=True).click()
            await expect(page.get_by_role("heading", level=1)).to_have_text("This page could not be loaded")
            await expect(page.get_by_text(AWAY)).to_be_visible()

            server = Running(data, "--no-worker", "--port", server.url.rpartition(":")[2])
            await expect(page.get_by_text(AWAY)).to_have_count(0, timeout=SOON_MS)
            await expect(page.get_by_role("main").get_by_role("link", name="Two notebooks")).to_be_visible()
            await page.get_by_role("main").get_by_role("link", name="Two notebooks").click()
            await expect(page).to_have_url(f"{server.url}/sessions/{session}")
    finally:
        server.close()

"""A recording of a page whose title, labels and console are script and markup, shown on every page of the app."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.sites import Route, Site
from tests.web.conftest import SHARED_TAB
from tests.web.pages import OF_A_SESSION, OWN, see_all, visit
from tests.web.probes import INJECTED
from tests.web.recorder import recording, session_of
from tests.web.stored import MARKUP

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.web.conftest import App

pytestmark = pytest.mark.asyncio(loop_scope="package")

TEXT = escape(MARKUP)
SAID = json.dumps(MARKUP).replace("<", r"\u003c")
PAGE = f"""<!doctype html><title>TITLE</title><h1>{TEXT}</h1>
<p><button aria-label="{TEXT}" onclick="this.textContent = document.title = this.ariaLabel">Pay</button>
<p><label>{TEXT} <input value="{TEXT}"></label>
<script>console.error({SAID})</script>"""
SHARED = PAGE.replace("TITLE", escape(SHARED_TAB))
"""The page has this title until its button is pressed: the browser shares the tab with exactly this title."""


@pytest.fixture(scope="module")
def app(working: App) -> App:
    """In a service with a worker."""
    return working


@pytest.mark.attack("page texts")
async def test_what_a_recorded_page_holds_is_only_ever_text(browser: Browser, app: App) -> None:
    """The seat reports anything that runs or is requested, and fails the test."""
    routes: dict[str, Route] = {"/": PAGE.replace("TITLE", TEXT), "/shared": SHARED}
    async with Site(routes) as site, recording(browser, app.url, f"{site.url}shared") as recorder:
        await recorder.enter(app)
        page = recorder.page
        await page.goto("/record?choice=video")
        await page.get_by_label("Title").fill(MARKUP)
        await page.get_by_label("Notes").fill(MARKUP)
        await page.get_by_label("App URL").fill(site.url)
        await recorder.press_start()
        await recorder.shop.bring_to_front()
        await recorder.shop.get_by_role("button").click()
        await expect(recorder.shop).to_have_title(MARKUP)
        await recorder.shop.wait_for_timeout(1500)
        await page.bring_to_front()
        await page.get_by_role("button", name="Stop and upload").click()
        await page.wait_for_url("**/processing")
        assert await page.locator(INJECTED).count() == 0
        await page.wait_for_url("**/sessions/sess_*", timeout=90_000)

        session = app.ask("GET", f"/sessions/{session_of(page)}").json()
        [inspected] = session["inspection"]["snapshots"]
        assert (inspected["title"], inspected["success"]) == (MARKUP, True)
        assert MARKUP in json.dumps(inspected["console"], ensure_ascii=False).replace('\\"', '"')
        paths = [*OWN.values(), *(path.format(id=session["id"]) for path in OF_A_SESSION.values())]
        for path in paths:
            await visit(page, path)
            await see_all(page)
            assert (path, await page.locator(INJECTED).count()) == (path, 0)
        await visit(page, OF_A_SESSION["review"].format(id=session["id"]))
        await expect(page.get_by_text(MARKUP[:28]).first).to_be_visible()
        assert recorder.asked == []

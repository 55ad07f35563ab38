"""One session: where it went wrong, what happened in it, and its prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.web.conftest import App

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.mark.parametrize("which", ["finished", "hostile"])
async def test_a_session_shows_where_it_went_wrong_what_happened_and_its_prompt(
    page: Page, app: App, which: str, finished: str, hostile: str
) -> None:
    session_id, is_asked = (hostile, True) if which == "hostile" else (finished, False)
    session = app.ask("GET", f"/sessions/{session_id}").json()
    await page.goto(f"/sessions/{session_id}")
    await expect(page.get_by_role("heading", level=1)).to_have_text(session["title"])
    answer = page.get_by_role("region", name="It went wrong at 0:23")
    await expect(answer).to_contain_text(session["timeline"]["wrongBecause"][1:])
    await expect(answer.get_by_role("link", name="0:09")).to_have_attribute(
        "href", f"/sessions/{session_id}/review?frame=5"
    )
    for width, height in ((1440, 900), (390, 844)):
        await page.set_viewport_size({"width": width, "height": height})
        if not is_asked:
            await expect(answer.get_by_role("img", name="After, at 0:23")).to_be_in_viewport(ratio=1)
            await expect(answer.get_by_role("img", name="Before, at 0:22")).to_be_in_viewport(ratio=1)
    frames = page.locator(".happened-frame")
    await expect(frames).to_have_count(13)
    await expect(frames.nth(4)).to_have_attribute("href", f"/sessions/{session_id}/review?frame=5")
    for word in ("lane", "ARIA tree", "+0"):
        assert word not in await page.get_by_role("main").inner_text()
    happened = page.locator(".happened > li")
    await expect(happened).to_have_count(13)
    moment = session["timeline"]["moments"][12]
    await expect(happened.nth(12)).to_contain_text(moment["summary"][:1].upper() + moment["summary"][1:])
    await expect(happened.nth(12)).to_contain_text(f"May have gone wrong here: {session['timeline']['wrongBecause']}")
    assert bool(moment["modelSays"]) == bool(session["understanding"]) == is_asked
    for line in moment["modelSays"]:
        await expect(happened.nth(12)).to_contain_text(f"A model says: {line}")
    shown = page.get_by_text("A model says:", exact=True)
    await expect(shown).to_have_count(int(is_asked))
    if is_asked:
        await expect(page.locator("p", has=shown)).to_contain_text(session["understanding"]["shown"])
    await expect(page.get_by_role("tabpanel")).to_contain_text("A developer recorded a browser tab")
    assert await page.locator("main img[src=x], main script").count() == 0
    await page.set_viewport_size({"width": 360, "height": 700})
    assert await page.evaluate("document.documentElement.scrollWidth") == 360

"""One session: its frames, what happened in it, and its prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.web.conftest import App

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.mark.parametrize("which", ["finished", "hostile"])
async def test_a_session_shows_its_frames_what_happened_and_its_prompts(
    page: Page, app: App, which: str, finished: str, hostile: str
) -> None:
    session_id = hostile if which == "hostile" else finished
    session = app.ask("GET", f"/sessions/{session_id}").json()
    await page.goto(f"/sessions/{session_id}")
    await expect(page.get_by_role("heading", level=1)).to_have_text(session["title"])
    await expect(page.locator(".strip a")).to_have_count(13)
    await expect(page.locator(".strip a").nth(4)).to_have_attribute("href", f"/sessions/{session_id}/review?frame=5")
    happened = page.locator(".happened > li")
    await expect(happened).to_have_count(13)
    moment = session["timeline"]["moments"][12]
    await expect(happened.nth(12)).to_contain_text(moment["summary"][:1].upper() + moment["summary"][1:])
    await expect(happened.nth(12)).to_contain_text(f"May have gone wrong here: {session['timeline']['wrongBecause']}")
    is_asked = which == "hostile"
    assert bool(moment["modelSays"]) == bool(session["understanding"]) == is_asked
    for line in moment["modelSays"]:
        await expect(happened.nth(12)).to_contain_text(f"A model says: {line}")
    shown = page.get_by_text("A model says:", exact=True)
    await expect(shown).to_have_count(int(is_asked))
    if is_asked:
        await expect(page.locator("p", has=shown)).to_contain_text(session["understanding"]["shown"])
    await page.get_by_role("tab", name="Codex").click()
    await expect(page.get_by_role("tabpanel")).to_contain_text("<!-- Run from the repository: codex exec")
    assert app.ask("GET", f"/sessions/{session_id}").json()["updatedAt"] == session["updatedAt"]
    assert await page.locator("main img[src=x], main script").count() == 0
    await page.set_viewport_size({"width": 360, "height": 700})
    assert await page.evaluate("document.documentElement.scrollWidth") == 360

"""One session: where it went wrong, what happened in it, and its prompt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from claude_scope.values import LogLine
from tests.captured import captured_analysis
from tests.web.stored import store

if TYPE_CHECKING:
    from pathlib import Path

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


PARTS = ("Clicks", "Page", "Console", "Network", "Picture")


@pytest.mark.parametrize(("which", "missing"), [("captured", ()), ("finished", PARTS[:4])])
async def test_a_session_says_which_parts_it_has(
    page: Page, captured: str, finished: str, which: str, missing: tuple[str, ...]
) -> None:
    await page.goto(f"/sessions/{captured if which == 'captured' else finished}")
    parts = page.get_by_role("list", name="Recorded").get_by_role("listitem")
    await expect(parts).to_have_text([f"{part} missing" if part in missing else part for part in PARTS])


async def test_console_and_network_stand_in_the_timeline_at_their_state(
    page: Page, captured: str, finished: str
) -> None:
    await page.goto(f"/sessions/{captured}")
    states = page.locator(".happened > li")
    lines = states.nth(10).get_by_role("list", name="Console and network").get_by_role("listitem")
    await expect(lines).to_have_text(
        [
            "0:22.0 POST /api/order 500",
            "0:22.0 GET https://other.example/poll no answer",
            "0:22.0 console log placing the order",
            "0:22.1 uncaught error TypeError: x is null",
        ]
    )
    await expect(page.locator(".happened-lines .is-error")).to_have_count(2)
    await expect(states.nth(3)).to_contain_text("console warning slow field 2 times")
    await expect(states.nth(1).locator(".happened-lines")).to_have_count(0)
    await page.goto(f"/sessions/{finished}")
    await expect(states).to_have_count(13)
    await expect(page.locator(".happened-lines")).to_have_count(0)


async def test_of_many_lines_the_errors_are_shown_and_the_review_has_the_others(
    page: Page, app: App, tmp_path: Path
) -> None:
    analysis = captured_analysis(tmp_path)
    moments = list(analysis.timeline.moments)
    said = [LogLine(3_300 + n, "log", f"step {n}") for n in range(30)]
    said += [LogLine(3_400, "log", "again"), LogLine(3_410, "log", "again", count=2)]
    said.append(LogLine(3_500, "uncaught error", "It broke"))
    moments[1] = replace(moments[1], log=tuple(said))
    timeline = replace(analysis.timeline, moments=tuple(moments))
    session_id = await store(app.folder, app.user["id"], replace(analysis, timeline=timeline))
    await page.goto(f"/sessions/{session_id}")
    lines = page.locator(".happened > li").nth(1).locator(".happened-lines li")
    await expect(lines).to_have_count(5)
    await expect(lines.nth(3)).to_contain_text("It broke")
    more = lines.get_by_role("link", name="and 28 more lines")  # equal ones count once
    await expect(more).to_have_attribute("href", f"/sessions/{session_id}/review?frame=2")

"""The pages of a session with a capture show what the page itself recorded, and call none of it inferred."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from claude_scope.values import CaptureLanes
from tests.captured import captured_analysis
from tests.report.cases import MARKUP, captured_markup
from tests.web.pages import OF_A_SESSION, go, part, see_all, titled, visit
from tests.web.probes import INJECTED
from tests.web.stored import store, store_rebuilding

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import Page

    from tests.web.conftest import App

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.fixture
def page(open_page: Page) -> Page:
    """A page on which the app is loaded once."""
    return open_page


async def opened(page: Page, session_id: str, frame: int) -> None:
    await go(page, f"/sessions/{session_id}/review?frame={frame}")
    await expect(page.get_by_role("tree")).to_be_visible()


async def test_the_filmstrip_says_what_was_done_between_two_frames(page: Page, captured: str) -> None:
    await opened(page, captured, 4)
    card = page.locator(".shot[aria-current]")
    await expect(card.locator(".done-act")).to_have_text(
        [re.compile('click textbox "Card number"'), re.compile('type "4242" into')]
    )
    await expect(card).to_contain_text("and 1 more")
    await expect(page.locator("#frame-title")).to_have_text(re.compile('^Click textbox "Card number"; type'))


async def test_an_act_is_marked_on_the_frame_before_and_named_below_it(page: Page, captured: str) -> None:
    await opened(page, captured, 3)
    await expect(page.locator(".act-box")).to_have_count(3)
    await expect(page.locator(".act-marks .act-point")).to_have_count(1)  # a key press has no position
    await expect(page.get_by_role("list", name="Done next").get_by_role("listitem")).to_have_count(3)
    picture = await page.locator(".canvas .picture").bounding_box()
    box = await page.locator(".act-box").first.bounding_box()
    assert picture is not None
    assert box is not None
    assert box["x"] - picture["x"] == pytest.approx(40 * picture["width"] / 1280, abs=3)
    await page.get_by_role("radio", name="None", exact=True).check()
    await expect(page.locator(".act-box")).to_have_count(0)


async def test_console_and_network_keep_in_step_and_lead_to_their_frames(page: Page, captured: str) -> None:
    await opened(page, captured, 11)
    await expect(page.locator(".feed .is-current")).to_have_count(4)
    await expect(part(page, "Network").locator(".is-error")).to_contain_text("POST /api/order 500")
    link = part(page, "Console").get_by_role("link", name="Frame 4")
    await link.focus()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"frame=4$"))
    await expect(link).to_have_attribute("aria-current", "true")
    await expect(link).to_be_focused()
    await part(page, "Console").get_by_text("placing the order").click()
    await expect(page).to_have_url(re.compile(r"frame=11$"))


async def test_a_row_of_the_tree_is_its_box_and_a_fact(page: Page, captured: str) -> None:
    await opened(page, captured, 4)
    await page.get_by_role("treeitem", name="Card number").first.click()
    await expect(part(page, "Element")).to_contain_text("the page itself")
    await expect(part(page, "Element")).not_to_contain_text("Confidence")
    await expect(page.locator(".boxes .mark.picked")).to_have_count(1)


@pytest.mark.parametrize("name", ["session", "review"])
async def test_nothing_that_the_page_recorded_is_called_inferred_or_missing(
    page: Page, captured: str, name: str, accessible: Callable[[Page], Awaitable[None]]
) -> None:
    await go(page, OF_A_SESSION[name].format(id=captured))
    await titled(page, "The coupon is lost after a validation error")
    await expect(page.locator(".skeleton, .loading")).to_have_count(0)
    text = await page.locator("main").inner_text()
    for wrong in ("pictures only", "No page was inspected", "fresh browser", "pixels of each frame"):
        assert wrong not in text
    assert set(re.findall(r"wrong here[^:\n]*", text)) <= {"wrong here (inferred)"}
    await accessible(page)


async def test_times_are_those_of_the_prompt(page: Page, app: App, captured: str) -> None:
    prompt = app.ask("GET", f"/sessions/{captured}").json()["prompt"]
    rows = re.findall(r"^\d+ \| (\d:\d\d\.\d) \|", prompt, re.MULTILINE)
    await opened(page, captured, 1)
    assert await page.locator(".shot .time").all_inner_texts() == rows
    await go(page, f"/sessions/{captured}")
    await expect(page.locator(".happened-frame .time")).to_have_text(rows)


async def test_a_session_of_an_attached_tab_says_what_it_has_and_what_it_cannot_have(
    page: Page, app: App, tmp_path: Path
) -> None:
    analysis = captured_analysis(tmp_path)
    lanes = replace(analysis.capture_lanes or CaptureLanes(), is_attached=True)
    session_id = await store(app.folder, app.user["id"], replace(analysis, capture_lanes=lanes))
    await go(page, f"/sessions/{session_id}")
    missing = page.get_by_role("region", name="What is missing")
    for part_name in ("Before 0:00: unknown", "Clicks that an earlier listener of the page stopped: not recorded"):
        await expect(missing.get_by_text(part_name, exact=True)).to_be_visible()
    details = page.get_by_role("region", name="Details")
    await expect(details.get_by_text("Requests: from the browser, without bodies", exact=True)).to_be_visible()


async def test_the_work_on_a_capture_is_named_as_that(page: Page, app: App) -> None:
    session_id = await store_rebuilding(app.folder, app.user["id"])
    await go(page, f"/sessions/{session_id}/processing")
    await expect(page.locator(".headline")).to_contain_text("Rebuilding state 12 of 34")
    await expect(page.get_by_role("progressbar", name="Playwright lane")).to_be_visible()
    await expect(part(page, "Playwright lane")).to_contain_text("Rebuilds the page as it was in each state")
    await expect(part(page, "Vision lane")).to_contain_text("not needed")


@pytest.mark.attack("page texts")
async def test_acts_console_network_and_addresses_are_only_ever_text(page: Page, app: App, tmp_path: Path) -> None:
    session_id = await store(app.folder, app.user["id"], captured_markup(tmp_path))
    for name, path in OF_A_SESSION.items():
        await visit(page, path.format(id=session_id))
        await see_all(page)
        assert (name, await page.locator(INJECTED).count()) == (name, 0)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await visit(page, OF_A_SESSION["review"].format(id=session_id))
    await expect(page.locator(".feed .said").first).to_have_text(MARKUP)

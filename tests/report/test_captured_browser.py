"""In a real browser, the report of a capture marks the acts, and its lists keep in step with the filmstrip."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from claude_scope.report.page import write_report
from claude_scope.values import Box, Change, UiElement
from tests.captured import captured_analysis
from tests.report.cases import MARKUP, captured_markup, prompts
from tests.web import axe

if TYPE_CHECKING:
    from pathlib import Path

    from tests.report.conftest import Desk

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a capture."""
    folder = tmp_path_factory.mktemp("captured")
    return write_report(captured_analysis(folder / "frames"), prompts(), folder)


async def test_lines_of_the_selected_state_are_marked(desk: Desk, report: Path) -> None:
    opened = await desk.open(report, fragment="#state-11")
    page = opened.page
    await expect(page.locator(".feed .is-current")).to_have_count(4)
    await expect(page.locator(".feed .is-current.is-error")).to_have_count(2)
    await page.keyboard.press("k")
    await expect(page.locator(".feed .is-current")).to_have_count(0)
    assert opened.sins == []


async def test_a_line_selects_its_state_by_pointer_and_by_key(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-1")).page
    await page.locator(".feed").get_by_text("placing the order").click()
    await expect(page.locator(".state:visible")).to_have_id("state-11")
    link = page.get_by_role("region", name="Console").get_by_role("link", name="State 4")
    await link.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".state:visible")).to_have_id("state-4")
    await expect(link).to_have_attribute("aria-current", "true")
    await expect(link).to_be_focused()


async def test_the_box_of_a_removed_element_is_drawn_only_where_nothing_else_is_now(desk: Desk, tmp_path: Path) -> None:
    """The entries below a removed one move up; the list around them is no other element at its place."""
    analysis = captured_analysis(tmp_path / "frames")
    entries = UiElement("e1", "other", "", "", Box(30, 90, 300, 120), 1.0, name="To-dos")
    paid = UiElement("e2", "text", "", "", Box(40, 100, 200, 20), 1.0, name="Pay rent")
    gone = replace(paid, id="e3", name="Buy milk")
    below = replace(gone, id="e4", name="Call Ada", box=Box(40, 140, 200, 20))
    moment = replace(
        analysis.timeline.moments[1],
        elements=(entries, paid),
        changes=tuple(Change("removed", element) for element in (gone, below)),
    )
    moments = (analysis.timeline.moments[0], moment, *analysis.timeline.moments[2:])
    analysis = replace(analysis, timeline=replace(analysis.timeline, moments=moments))
    page = (await desk.open(write_report(analysis, prompts(), tmp_path), fragment="#state-2")).page
    await page.get_by_role("radio", name="Changed", exact=True).check()
    boxes = page.locator(".state:visible .box.removed")
    await expect(boxes).to_have_count(1)
    await expect(boxes).to_have_attribute("y", "140")


async def test_what_was_done_is_marked_on_the_picture_of_the_state_before(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-3")).page
    shown = page.locator(".state:visible")
    await expect(shown.locator(".done-next li")).to_have_count(3)
    await expect(shown.locator(".act-point")).to_have_count(1)  # a key press has no position
    picture = await shown.locator(".canvas > img").bounding_box()
    box = await shown.locator(".act-box").first.bounding_box()
    assert picture is not None
    assert box is not None
    assert box["x"] - picture["x"] == pytest.approx(40 * picture["width"] / 1280, abs=3)
    await page.keyboard.press("End")
    await page.goto(page.url.replace("#state-3", "#state-5"))
    await expect(page.locator(".state:visible .act-way")).to_have_count(1)


async def test_an_element_of_the_page_has_no_confidence(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-4")).page
    await page.locator(".state:visible .box").last.click()
    facts = page.locator(".state:visible .inspector")
    await expect(facts).to_contain_text("the page itself")
    await expect(facts).not_to_contain_text("Confidence")


@pytest.mark.attack("page texts")
async def test_acts_console_network_and_addresses_are_only_ever_text(desk: Desk, tmp_path: Path) -> None:
    opened = await desk.open(write_report(captured_markup(tmp_path / "frames"), prompts(), tmp_path))
    page = opened.page
    await page.keyboard.press("j")
    assert await page.locator(".feed .said").first.text_content() == MARKUP
    assert await page.locator("script, img[onerror], a[href^=javascript], svg[onload]").count() == 2
    for width in (360, 1280):
        await page.set_viewport_size({"width": width, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert opened.sins == []


async def test_axe_finds_nothing_in_light_and_dark(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-11")).page
    assert await axe.problems(page) == []

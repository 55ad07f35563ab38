"""In a real browser the report makes no requests, runs nothing of the page's, and can be operated by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from claude_scope.report.page import write_report
from tests.analyses import checkout_analysis, hostile_analysis, minimal_analysis
from tests.report.cases import MARKUP, hostile_everywhere, large, prompts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from claude_scope.values import Analysis
    from tests.report.conftest import Desk

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout's report."""
    folder = tmp_path_factory.mktemp("checkout")
    return write_report(checkout_analysis(folder / "frames"), prompts(), folder)


@pytest.fixture(scope="module")
def large_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of 20 states of 300 elements, and of a page of 5,000 nodes."""
    folder = tmp_path_factory.mktemp("large")
    return write_report(large(folder / "frames"), (), folder)


@pytest.mark.parametrize("make", [checkout_analysis, minimal_analysis, hostile_analysis, hostile_everywhere, large])
@pytest.mark.attack("page texts")
async def test_no_dialog_no_error_no_violation_no_request(
    desk: Desk, tmp_path: Path, make: Callable[[Path], Analysis]
) -> None:
    opened = await desk.open(write_report(make(tmp_path / "frames"), prompts(MARKUP), tmp_path))
    for _ in range(3):
        await opened.page.keyboard.press("k")
    await opened.page.locator("[role=treeitem]").first.click()
    assert opened.sins == []


@pytest.mark.attack("page texts")
async def test_what_a_page_says_is_only_ever_text(desk: Desk, tmp_path: Path) -> None:
    opened = await desk.open(write_report(hostile_everywhere(tmp_path / "frames"), prompts(MARKUP), tmp_path))
    page = opened.page
    assert await page.locator("h1").text_content() == MARKUP
    assert await page.locator(".tree .name").first.text_content() == MARKUP
    assert await page.locator("#prompt-1-text").text_content() == f"{MARKUP}For claude-code.\n"
    assert await page.locator("script, img[onerror], a[href^=javascript]").count() == 2  # the data and our script


async def test_it_opens_where_it_went_wrong(desk: Desk, report: Path) -> None:
    page = (await desk.open(report)).page
    await expect(page.locator(".state:visible h3")).to_contain_text("coupon gone")
    await expect(page.locator(".filmstrip a[aria-current]")).to_contain_text("went wrong")


async def test_the_address_names_a_state(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-4")).page
    await expect(page.locator(".state:visible")).to_have_id("state-4")


async def test_the_filmstrip_is_one_stop_and_moves_by_keys(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-4")).page
    strip, shown = page.locator(".filmstrip a"), page.locator(".state:visible")
    assert await strip.and_(page.locator("[tabindex='0']")).count() == 1
    await strip.nth(3).focus()
    for key, state in [
        ("ArrowRight", 5), ("j", 6), ("K", 5), ("ArrowLeft", 4), ("End", 11), ("ArrowRight", 11), ("Home", 1), ("k", 1),
    ]:  # fmt: skip
        await page.keyboard.press(key)
        await expect(shown).to_have_id(f"state-{state}")
        await expect(strip.nth(state - 1)).to_be_focused()


async def test_keys_from_anywhere_change_the_state_and_say_so(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-4")).page
    await page.keyboard.press("j")
    await expect(page.locator("#announcer")).to_have_text("State 5: Quantity 1 -> 2, total $93.90 -> $182.90")


async def test_keys_that_are_typed_or_belong_to_the_browser_change_no_state(desk: Desk, large_report: Path) -> None:
    """The state stays, and changes when the key is pressed alone outside the field."""
    page = (await desk.open(large_report)).page
    shown = await page.locator(".state:visible").get_attribute("id")
    field = page.get_by_role("searchbox").first
    await field.press_sequentially("jJj")
    await expect(field).to_have_value("jJj")
    await field.blur()
    for key in ("Control+j", "Alt+j", "Meta+j"):
        await page.keyboard.press(key)
    await expect(page.locator(".state:visible")).to_have_id(str(shown))
    await page.keyboard.press("j")
    await expect(page.locator(".state:visible")).not_to_have_id(str(shown))


async def test_boxes_are_where_the_elements_are(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-5")).page
    picture = await page.locator(".state:visible .canvas > img").bounding_box()
    box = await page.locator(".state:visible .box.changed").last.bounding_box()
    assert picture is not None
    assert box is not None
    scale = picture["width"] / 1280
    assert box["x"] - picture["x"] == pytest.approx(40 * scale, abs=3)
    assert box["y"] - picture["y"] == pytest.approx(180 * scale, abs=3)
    assert box["width"] == pytest.approx(90 * scale, abs=4)


async def test_boxes_are_chosen_and_coloured(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-11")).page
    boxes = page.locator(".state:visible .box")
    await expect(boxes).to_have_count(12)
    await page.get_by_role("radio", name="Changed", exact=True).check()
    await expect(boxes).to_have_count(3)
    await page.get_by_role("radio", name="Source", exact=True).check()
    await expect(page.locator(".state:visible .box.pixels")).to_have_count(3)
    await page.get_by_role("radio", name="None", exact=True).check()
    await expect(boxes).to_have_count(0)


async def test_the_tree_is_walked_by_keys_and_marks_the_box(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-7")).page
    tree = page.locator(".state:visible").get_by_role("tree")
    dialog = tree.get_by_role("treeitem").filter(has_text="dialog Coupon")
    await tree.locator("[tabindex='0']").focus()
    await page.keyboard.press("End")
    await expect(tree.get_by_role("treeitem").last).to_be_focused()
    await dialog.focus()
    await page.keyboard.press("ArrowLeft")
    await expect(dialog).to_have_attribute("aria-expanded", "false")
    await expect(tree.get_by_text("Cancel")).to_have_count(0)
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator(".state:visible .inspector dd").first).to_have_text("button")
    await expect(page.locator(".state:visible .box.picked")).to_have_count(1)


async def test_a_box_that_is_pointed_at_marks_its_row(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-4")).page
    await page.locator(".state:visible .box").last.hover()
    await expect(page.locator(".state:visible .row.hovered")).to_have_count(1)
    await expect(page.locator(".state:visible .chip")).to_be_visible()


async def test_the_frame_is_compared_with_the_one_before(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-5")).page
    await page.get_by_role("radio", name="Before / after").check()
    slider = page.locator(".state:visible").get_by_role("slider")
    await slider.focus()
    await page.keyboard.press("Home")
    assert await page.locator(".state:visible .before").evaluate("(e) => getComputedStyle(e).clipPath") == (
        "inset(0px 100% 0px 0px)"
    )
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".state:visible")).to_have_id("state-5")
    await page.get_by_role("radio", name="Difference", exact=True).check()
    await expect(page.locator(".state:visible .before")).to_have_css("mix-blend-mode", "difference")


async def test_prompts_are_tabs(desk: Desk, report: Path) -> None:
    page = (await desk.open(report)).page
    await page.get_by_role("tab", name="Claude Code").focus()
    for key, last in [("ArrowRight", "codex"), ("End", "raw"), ("ArrowRight", "claude-code")]:
        await page.keyboard.press(key)
        await expect(page.get_by_role("tabpanel")).to_contain_text(f"For {last}.")


async def test_a_prompt_and_a_locator_are_copied_as_they_are(desk: Desk, report: Path) -> None:
    permissions = ("clipboard-read", "clipboard-write")
    page = (await desk.open(report, fragment="#state-5", permissions=permissions)).page
    await page.get_by_role("button", name="Copy prompt").click()
    await expect(page.locator("#announcer")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == "Fix the coupon.\nFor claude-code.\n"
    await page.locator(".state:visible").get_by_label("Copy the locator").first.click()
    locator = await page.locator(".state:visible .locator code").first.text_content()
    await page.wait_for_function("(copied) => navigator.clipboard.readText().then((t) => t === copied)", arg=locator)


async def test_a_page_of_five_thousand_nodes_shows_only_rows_that_are_open(desk: Desk, large_report: Path) -> None:
    page = (await desk.open(large_report)).page
    tree = page.get_by_role("tree", name="ARIA snapshot")
    await expect(tree.get_by_role("treeitem")).to_have_count(51)
    await tree.get_by_role("treeitem").nth(50).focus()
    await page.keyboard.press("ArrowRight")
    await expect(tree.get_by_role("treeitem")).to_have_count(150)


async def test_without_scripts_all_frames_and_changes_can_be_read(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, scripts=False)).page
    await expect(page.locator(".state:visible")).to_have_count(11)
    await expect(page.locator(".canvas > img:visible")).to_have_count(11)
    await expect(page.locator(".prompt:visible")).to_have_count(4)
    await expect(
        page.get_by_role("toolbar").or_(page.locator("#toolbar, .copy")).and_(page.locator(":visible"))
    ).to_have_count(0)


@pytest.mark.parametrize("make", [checkout_analysis, hostile_everywhere, large])
async def test_nothing_is_wider_than_the_window(desk: Desk, tmp_path: Path, make: Callable[[Path], Analysis]) -> None:
    page = (await desk.open(write_report(make(tmp_path / "frames"), prompts(MARKUP * 5), tmp_path))).page
    for width in (360, 768, 2560):
        await page.set_viewport_size({"width": width, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_on_paper_every_state_is_there(desk: Desk, report: Path) -> None:
    page = (await desk.open(report)).page
    await page.emulate_media(media="print")
    await expect(page.locator(".state:visible")).to_have_count(11)
    await expect(page.locator("#toolbar")).to_be_hidden()


async def test_a_row_of_a_large_tree_is_found_though_it_is_closed(desk: Desk, large_report: Path) -> None:
    page = (await desk.open(large_report)).page
    await page.get_by_role("searchbox").fill("item 37.42")
    await expect(page.locator(".row.found")).to_have_text("listitem Item 37.42")
    await expect(page.locator(".finder [role=status]")).to_have_text("1 of 1")


async def test_the_first_state_has_nothing_to_be_compared_with(desk: Desk, report: Path) -> None:
    page = (await desk.open(report, fragment="#state-1")).page
    await expect(page.get_by_role("radio", name="Difference")).to_be_disabled()
    await page.keyboard.press("j")
    await expect(page.get_by_role("radio", name="Difference")).to_be_enabled()

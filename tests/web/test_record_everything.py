"""New recording's choice between everything and a video, and recording everything by the extension or the command."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.web.pages import visit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.web.watch import Seat

    Look = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="package")
EXTENSION = """
  const appear = () => document.documentElement.setAttribute("data-claude-scope-extension", "0.1.0");
  document.addEventListener("DOMContentLoaded", () => setTimeout(appear, 50));
  window.asked = [];
  document.addEventListener("claude-scope:record", ({detail}) => {
    window.asked.push(JSON.parse(detail));
    const answer = window.answer ?? "{}";
    if (answer) document.dispatchEvent(new CustomEvent("claude-scope:recording", {detail: answer}));
  });
"""
"""What the extension does to a page of the service; it appears when the page has loaded."""


async def with_extension(seat: Seat, answer: str = "{}") -> Page:
    await seat.run_first(f"window.answer = {json.dumps(answer)}; {EXTENSION}")
    await visit(seat.page, "/record")
    return seat.page


async def asked(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await page.evaluate("window.asked")
    return found


def arguments(command: str) -> list[str]:
    """What a shell passes to `claude-scope`."""
    script = f'claude-scope() {{ printf "%s\n" "$@"; }}; {command}'
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout.splitlines()


async def test_the_choice_says_what_each_has_and_is_remembered(page: Page, accessible: Look) -> None:
    await visit(page, "/record")
    everything, video = (page.get_by_role("radio", name=name) for name in ("Everything", "Video only"))
    await expect(everything).to_be_checked()
    await expect(everything).to_have_accessible_description(re.compile("step, request and message"))
    missing = page.locator("label", has=video).locator(".missing")
    await expect(missing).to_have_text(["Clicks missing", "Page missing", "Console missing", "Network missing"])
    await expect(page.get_by_role("button", name="Start recording")).to_be_hidden()
    await accessible(page)
    await everything.focus()
    await page.keyboard.press("ArrowRight")
    await expect(video).to_be_checked()
    await expect(page.get_by_role("button", name="Start recording")).to_be_visible()
    await expect(page.get_by_label("Stop by itself after")).to_be_visible()
    await page.reload()
    await expect(video).to_be_checked()
    await visit(page, "/record?choice=everything")
    await expect(everything).to_be_checked()


async def test_both_choices_are_side_by_side_unless_the_window_is_narrow(page: Page) -> None:
    await visit(page, "/record")
    for width, is_beside in ((1440, True), (390, False)):
        await page.set_viewport_size({"width": width, "height": 900})
        first, second = [await way.bounding_box() for way in await page.locator(".way").all()]
        assert first is not None
        assert second is not None
        assert (first["y"] == second["y"], first["x"] == second["x"]) == (is_beside, not is_beside)
        assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_without_the_extension_three_steps_and_a_download_lead_to_it(page: Page) -> None:
    await visit(page, "/record")
    steps = page.locator(".steps li")
    await expect(steps).to_have_count(3)
    await expect(steps.nth(2)).to_contain_text(page.url.removesuffix("/record"))
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download the extension").click()
    saved = await download.value
    assert saved.suggested_filename == "claude-scope-extension.zip"
    with zipfile.ZipFile(await saved.path()) as archive:
        assert "manifest.json" in archive.namelist()
    await page.get_by_role("button", name="Copy the address").click()
    assert await page.evaluate("navigator.clipboard.readText()") == "chrome://extensions"


async def test_the_command_has_the_typed_address(page: Page) -> None:
    await visit(page, "/record")
    command = page.locator(".command code")
    await expect(command).to_have_text("claude-scope record URL")
    await page.get_by_label("App URL").fill("localhost:3000/basket")
    await expect(command).to_have_text("claude-scope record http://localhost:3000/basket")
    await page.get_by_role("button", name="Copy the command").click()
    assert await page.evaluate("navigator.clipboard.readText()") == await command.inner_text()
    await page.get_by_label("App URL").fill("no address at all")
    await expect(command).to_have_text("claude-scope record URL")


@pytest.mark.attack("page texts")
async def test_a_shell_reads_nothing_but_the_address_in_the_command(page: Page) -> None:
    await visit(page, "/record")
    typed = """http://localhost:3000/a b;c?d=$(touch x)&e=`f`&g="h"|'i'!j\\k^l#$m>n"""
    for address in (typed.replace(" ", ""), "http://localhost:3000/$HOME/*?~"):
        await page.get_by_label("App URL").fill(address)
        command = await page.locator(".command code").inner_text()
        assert command.startswith('claude-scope record "http://localhost:3000/')
        assert arguments(command) == ["record", command.partition('"')[2].removesuffix('"')]


async def test_the_extension_gets_title_address_and_notes(seat: Seat, page: Page, accessible: Look) -> None:
    await with_extension(seat)
    start = page.get_by_role("button", name="Record everything")
    await expect(page.get_by_text("Download the extension")).to_be_hidden()
    await start.click()
    await expect(page.get_by_label("App URL")).to_be_focused()  # nothing else is needed
    assert await asked(page) == []
    await page.get_by_label("App URL").fill("localhost:3000/basket")
    await page.get_by_label("Title").fill("The total is wrong")
    await page.get_by_label("Notes").fill("It should be less.")
    await start.press("Enter")
    await expect(page.get_by_role("status").get_by_text("Press the button of Claude Scope there")).to_be_visible()
    [wanted] = await asked(page)
    told = {name: wanted[name] for name in ("title", "url", "notes")}
    assert told == {
        "title": "The total is wrong",
        "url": "http://localhost:3000/basket",
        "notes": "It should be less.",
    }
    await accessible(page)
    await page.reload()
    await expect(page.get_by_label("App URL")).to_have_value("http://localhost:3000/basket")


async def test_the_error_of_the_extension_is_shown_as_text(seat: Seat, page: Page) -> None:
    await with_extension(seat, json.dumps({"error": "Allow <b>pop-ups</b> for this page."}))
    await page.get_by_label("App URL").fill("localhost:3000")
    await page.get_by_role("button", name="Record everything").click()
    await expect(page.get_by_role("alert")).to_have_text("Allow <b>pop-ups</b> for this page.")
    await expect(page.get_by_text("The tab is open.")).to_be_hidden()


async def test_an_extension_that_does_not_answer_is_reported(seat: Seat, page: Page) -> None:
    await with_extension(seat, "")
    await page.get_by_label("App URL").fill("localhost:3000")
    await page.get_by_role("button", name="Record everything").click()
    await expect(page.get_by_role("alert")).to_contain_text("The extension did not answer. Reload this page")


async def test_the_landing_page_knows_the_extension_and_leads_to_the_choice(seat: Seat, page: Page) -> None:
    await seat.run_first(EXTENSION)
    await visit(page, "/")
    await expect(page.get_by_text("The extension is in this browser.")).to_be_visible()
    await page.get_by_role("link", name="Record a video").click()
    await expect(page.get_by_role("radio", name="Video only")).to_be_checked()

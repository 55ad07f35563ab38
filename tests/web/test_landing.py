"""The landing page: its demonstration is real, its steps work, and the page is small."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.async_api import expect

import claude_scope
from tests.web.pages import part

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.web.conftest import App
    from tests.web.watch import Seat

    Look = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="package")
DEMO = Path(claude_scope.__file__).parent / "web" / "demo"
FIRST_PAGE_BYTES = 150_000
NAMES = ("Everything", "Video only")


def exported(name: str) -> dict[str, Any]:
    """The value that a file of the demonstration exports: JSON after `export const NAME =`."""
    text = (DEMO / f"{name}.js").read_text()
    found: dict[str, Any] = json.loads(text.partition(f"export const {name} = ")[2].rstrip().removesuffix(";"))
    return found


WAYS = ("everything", "video")


def rows(prompt: str) -> list[str]:
    """The rows of a prompt's timeline."""
    return re.findall(r"^\d+ \| \d+:\d\d\.\d \| .*$", prompt.partition("</timeline>")[0], re.MULTILINE)


async def test_the_demonstration_shows_each_row_of_both_prompts_once() -> None:
    """tests/cli/test_capture.py compares those of the capture with its analysis."""
    states, prompts = exported("demo")["states"], exported("prompts")
    for way in WAYS:
        shown = [row for state in states for row in state[way]]
        assert [" | ".join((str(row["number"]), row["time"], *row["cells"])) for row in shown] == rows(
            prompts[way]["text"]
        )
        said = " ".join(prompts[way]["text"].split())
        for row in shown:
            assert f"in state {row['number']} ({row['time']})" in said or row["because"] is None
            assert f"why (inferred): {row['because']}" in said or row["because"] is None
        assert prompts[way]["text"].endswith("</steps>")
        assert str(Path.home()) not in prompts[way]["text"]  # nothing about the machine that made it


async def test_rows_of_the_same_time_are_side_by_side() -> None:
    for state in exported("demo")["states"]:
        [row] = state["everything"]
        assert state["video"] == [] or abs(seconds(state["video"][0]["time"]) - seconds(row["time"])) <= 0.3


def seconds(time: str) -> float:
    minutes, rest = time.split(":")
    return 60 * int(minutes) + float(rest)


async def test_its_pictures_are_the_frames_and_small() -> None:
    demo = exported("demo")
    for state in demo["states"]:
        path = DEMO / state["picture"]
        with Image.open(path) as picture:
            assert picture.format == "WEBP"
            assert picture.width / picture.height == pytest.approx(demo["width"] / demo["height"], abs=0.01)
        assert path.stat().st_size < 20_000
    assert {path.name for path in DEMO.glob("*.webp")} == {state["picture"] for state in demo["states"]}


async def test_a_guest_steps_through_the_states_and_sees_both_results(guest: Page, accessible: Look) -> None:
    states = exported("demo")["states"]
    await guest.goto("/")
    await expect(guest.get_by_role("heading", level=1)).to_have_text("Show your coding agent the bug")
    current = guest.locator(".demo-steps [aria-current=step]")
    await expect(current).to_have_accessible_name("State 7, 0:14.2, may have gone wrong")
    everything, video = (part(guest, "One recording, told twice").get_by_role("group", name=name) for name in NAMES)
    await expect(everything).to_contain_text("May have gone wrong here: Total $52.90, though Subtotal $48.00")
    await expect(video).to_contain_text('"$26.50" -> "$52.90"')
    await expect(video).not_to_contain_text("gone wrong")
    await guest.get_by_role("button", name="Next").click()
    await expect(guest.get_by_text("State 8 of 11")).to_be_visible()
    await expect(guest.get_by_role("img", name="The sample shop at 0:17.2")).to_have_js_property("complete", True)
    await expect(guest.locator(".demo-screen rect")).to_have_count(len(states[7]["boxes"]))
    await guest.get_by_role("button", name="State 11, 0:23.6").click()
    await expect(everything).to_contain_text("POST /api/orders 500")
    await expect(video.locator(".demo-row")).to_have_count(2)
    await expect(guest.get_by_role("button", name="Next")).to_be_disabled()
    await accessible(guest)


async def test_both_results_are_side_by_side(guest: Page) -> None:
    await guest.goto("/")
    await guest.get_by_role("heading", name="And how both prompts begin").scroll_into_view_if_needed()
    await guest.mouse.wheel(0, 600)
    prompts = [guest.get_by_role("region", name=f"Beginning of the prompt: {name}") for name in NAMES]
    for prompt in prompts:
        await expect(prompt).to_contain_text("It went wrong in state")
    columns = guest.locator(".demo-words > div")
    for pair in (prompts, [columns.first, columns.last]):
        first, second = [await item.bounding_box() for item in pair]
        assert first is not None
        assert second is not None
        assert first["x"] + first["width"] <= second["x"]
    for width in (360, 2560):
        await guest.set_viewport_size({"width": width, "height": 900})
        assert await guest.evaluate("document.documentElement.scrollWidth") == width


async def test_it_leads_to_the_recording_by_way_of_signing_in(guest: Page, seat: Seat, app: App) -> None:
    await guest.goto("/")
    await expect(guest.get_by_role("link", name="Sign in")).to_have_attribute("href", "/sign-in")
    await guest.get_by_role("link", name="Record a video").click()
    await expect(guest).to_have_url(re.compile("/sign-in\\?next=%2Frecord%3Fchoice%3Dvideo$"))
    page = await seat.enter(app.token, app.user)
    await page.goto("/")
    await page.get_by_role("link", name="Go to the dashboard").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Good "))


@pytest.mark.parametrize("path", ["/", "/dashboard"])
async def test_the_first_page_is_small(own_page: Page, path: str) -> None:
    """The whole transfer including headers, with an empty cache."""
    watch = await own_page.context.new_cdp_session(own_page)
    await watch.send("Network.enable")
    sizes: list[int] = []
    watch.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    await own_page.goto(path)
    await expect(own_page.get_by_role("heading", level=1)).to_be_visible()
    await own_page.wait_for_load_state("networkidle")
    assert len(sizes) > 20
    assert sum(sizes) < FIRST_PAGE_BYTES

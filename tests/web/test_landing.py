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
from tests.web.sample import session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.web.conftest import App
    from tests.web.watch import Seat

    Look = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="package")
DEMO = Path(claude_scope.__file__).parent / "web" / "demo"
FIRST_PAGE_BYTES = 150_000


def exported(name: str) -> dict[str, Any]:
    """The value that a file of the demonstration exports: JSON after `export const NAME =`."""
    text = (DEMO / f"{name}.js").read_text()
    found: dict[str, Any] = json.loads(text.partition(f"export const {name} = ")[2].rstrip().removesuffix(";"))
    return found


async def test_the_demonstration_is_what_the_analysis_of_the_sample_says() -> None:
    """Run scripts/landing-demo to update it when the analysis of the sample changes."""
    demo, sample = exported("demo"), session()
    moments, frames = sample["timeline"]["moments"], sample["keyframes"]["frames"]
    assert [demo["keyframes"], demo["decoded"]] == [len(frames), sample["keyframes"]["decodedFrames"]]
    wrong = [sample["timeline"]["wrong"], *(entry["moment"] for entry in sample["timeline"]["alsoWrong"])]
    assert {state["number"] - 1 for state in demo["states"] if state["because"] is not None} == set(wrong)
    for state in demo["states"]:
        moment = moments[state["number"] - 1]
        assert [state["summary"], state["kind"]] == [moment["summary"], moment["kind"]]
        assert state["timestamp"] == frames[state["number"] - 1]["timestampMs"]
        assert [entry["after"] for entry in state["changes"]] == [entry["after"] for entry in moment["changes"][:6]]
    excerpt = exported("prompt")["excerpt"]
    assert excerpt.startswith('<about>\nA developer recorded a browser tab: "Two notebooks with a promo code"\n')
    assert str(Path.home()) not in excerpt  # nothing about the machine that made it


async def test_its_pictures_are_the_frames_and_small() -> None:
    demo = exported("demo")
    for state in demo["states"]:
        path = DEMO / state["picture"]
        with Image.open(path) as picture:
            assert picture.format == "WEBP"
            assert picture.width / picture.height == pytest.approx(demo["width"] / demo["height"], abs=0.01)
        assert path.stat().st_size < 20_000
    assert {path.name for path in DEMO.glob("*.webp")} == {state["picture"] for state in demo["states"]}


async def test_a_guest_steps_through_the_states_and_sees_the_prompt(guest: Page) -> None:
    demo = exported("demo")
    await guest.goto("/")
    await expect(guest.get_by_role("heading", level=1)).to_have_text("Show your coding agent the bug")
    current = guest.locator(".demo-steps [aria-current=step]")
    await expect(current).to_have_accessible_name("State 5, 0:09, may have gone wrong")
    await guest.get_by_role("button", name="Next").click()
    state = demo["states"][[entry["number"] for entry in demo["states"]].index(5) + 1]
    await expect(guest.get_by_text(f"State {state['number']} of 13")).to_be_visible()
    await expect(guest.get_by_role("img", name=state["summary"])).to_have_js_property("complete", True)
    await expect(guest.locator(".demo-screen rect")).to_have_count(len(state["boxes"]))
    await guest.get_by_role("button", name="State 1, 0:00").click()
    await expect(guest.get_by_role("button", name="Before")).to_be_disabled()
    await guest.get_by_role("heading", name="And the prompt").scroll_into_view_if_needed()
    await guest.mouse.wheel(0, 600)
    prompt = guest.get_by_role("region", name="Beginning of the prompt")
    await expect(prompt).to_contain_text("It went wrong in state")
    for width in (360, 2560):
        await guest.set_viewport_size({"width": width, "height": 900})
        assert await guest.evaluate("document.documentElement.scrollWidth") == width


async def test_it_leads_to_the_recording_by_way_of_signing_in(guest: Page, seat: Seat, app: App) -> None:
    await guest.goto("/")
    await expect(guest.get_by_role("main").get_by_role("link", name="Sign in")).to_have_attribute("href", "/sign-in")
    await guest.get_by_role("link", name="New recording").click()
    await expect(guest).to_have_url(re.compile("/sign-in\\?next=%2Frecord$"))
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

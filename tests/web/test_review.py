"""The review of frames: moving between them, linked highlights, and frames that are removed and restored."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from tests.web.pages import go, intercept
from tests.web.stored import MARKUP

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Locator, Page, Route

    from tests.web.conftest import App

pytestmark = pytest.mark.asyncio(loop_scope="package")
REFUSED, PRICED = 5, 8
"""The frame in which the promo code is refused, and the one in which the total changes."""
IS_SEEN = """(row) => {
  const [inner, outer] = [row, row.closest(".tree-scroller")].map((one) => one.getBoundingClientRect());
  return inner.top >= outer.top && inner.bottom <= outer.bottom;
}"""
UNTOLD = 2
"""A frame whose change has no description."""
WRONG = 13
"""The frame where it went wrong."""


@pytest.fixture
def page(open_page: Page) -> Page:
    """A page on which the app is loaded once."""
    return open_page


async def opened(page: Page, session_id: str, frame: int | None = None) -> None:
    """The review, once the frame's elements are shown."""
    await go(page, f"/sessions/{session_id}/review{f'?frame={frame}' if frame else ''}")
    await expect(page.get_by_role("tree")).to_be_visible()


def row(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("treeitem", name=name)


def box(page: Page, element_id: str) -> Locator:
    return page.locator(f".boxes g [data-element='{element_id}']")


def marked(page: Page, element_id: str) -> Locator:
    """The overlay on the box of an element that is hovered or selected."""
    return page.locator(f".boxes .mark[data-element='{element_id}']")


async def shows(page: Page, frame: int) -> None:
    await expect(page).to_have_url(re.compile(rf"\?frame={frame}$"))
    await expect(page.locator(".shot[aria-current]")).to_contain_text(f"Frame {frame} ")


async def test_the_keys_move_through_the_frames_except_while_the_user_types(page: Page, finished: str) -> None:
    await opened(page, finished, 2)
    for key, frame in (("j", 3), ("j", 4), ("k", 3), ("ArrowRight", 4), ("ArrowLeft", 3)):
        await page.keyboard.press(key)
        await shows(page, frame)
    await page.get_by_role("searchbox", name="Find in the tree").fill("")
    await page.keyboard.type("jk")
    await shows(page, 3)
    await page.locator(".shot[aria-current]").focus()
    for key, frame in (("End", 13), ("ArrowLeft", 12), ("Home", 1), ("ArrowLeft", 1), ("ArrowRight", 2)):
        await page.keyboard.press(key)
        await shows(page, frame)
        await expect(page.locator(".shot[aria-current]")).to_be_focused()
    await page.keyboard.press("Control+j")
    await shows(page, 2)


async def test_letters_as_shortcuts_can_be_switched_off_for_good(page: Page, finished: str) -> None:
    """WCAG 2.1.4."""
    await opened(page, finished, 2)
    await page.get_by_role("checkbox", name="Shortcuts").uncheck()
    await page.reload()
    await expect(page.get_by_role("tree")).to_be_visible()
    await page.keyboard.press("j")
    await shows(page, 2)
    await page.keyboard.press("ArrowRight")
    await shows(page, 3)


async def test_the_address_keeps_the_frame_and_without_one_it_is_where_it_went_wrong(page: Page, finished: str) -> None:
    await opened(page, finished)
    await expect(page.locator(".shot[aria-current]")).to_contain_text(f"Frame {WRONG} ")
    heading = page.get_by_role("heading", level=2, name="could not be placed")
    await expect(heading).to_have_text(re.compile("^Error: .*could not be placed"))
    await expect(page.get_by_text("It probably went wrong here")).to_be_visible()
    await page.get_by_role("link", name=re.compile("^Frame 9 ")).click()
    await shows(page, 9)
    await page.reload()
    await expect(page.locator(".shot[aria-current]")).to_contain_text("Frame 9 ")
    await expect(page.get_by_role("status").filter(has_text="Frame 9")).to_have_count(0)
    await page.get_by_role("button", name="Next frame").click()
    await expect(page.get_by_role("status").filter(has_text="Frame 10: ")).to_have_count(1)


async def test_a_missing_frame_is_reported_and_another_shown(page: Page, finished: str) -> None:
    await opened(page, finished, 99)
    await expect(page.get_by_text("Frame 99 is not among the frames of this session")).to_be_visible()
    await expect(page.locator(".shot[aria-current]")).to_contain_text(f"Frame {WRONG} ")


async def test_a_box_a_row_and_a_change_show_the_same_element(page: Page, app: App, finished: str) -> None:
    await opened(page, finished, REFUSED)
    change = (await detail(app, finished, REFUSED))["changes"][0]
    element, name = change["element"]["id"], change["element"]["label"]
    of_tree, of_picture = row(page, re.compile(rf"{change['kind']} text {name}")), marked(page, element)
    of_changes = page.locator(".change").filter(has_text=name).first

    await box(page, element).hover()
    for item in (of_tree, of_picture, of_changes):
        await expect(item).to_have_class(re.compile("hovered"))
    await expect(page.locator(".chip")).to_have_text(f"text {name}")
    await box(page, element).click()
    await page.mouse.move(0, 0)
    for item in (of_tree, of_picture, of_changes):
        await expect(item).to_have_class(re.compile("picked"))
    await expect(of_tree).to_have_attribute("aria-selected", "true")
    assert await of_tree.evaluate(IS_SEEN)
    await expect(page.get_by_role("region", name="Element")).to_contain_text(name)

    first = page.get_by_role("treeitem", name="link Pine & Paper")
    await page.locator(".tree-scroller").evaluate("(scroller) => scroller.scrollTo(0, 0)")
    await first.click()
    await expect(first).to_have_class(re.compile("picked"))
    await expect(page.locator(".box.picked")).to_have_count(1)
    assert await page.locator(".box.picked").get_attribute("data-element") != element
    await page.get_by_role("button", name=name, exact=True).click()
    await page.mouse.move(0, 0)  # the hovered element is marked too
    await expect(of_picture).to_have_class(re.compile("picked"))
    await expect(of_tree).to_have_attribute("aria-selected", "true")


async def test_boxes_lie_where_the_elements_are_whatever_the_size_of_the_picture(
    page: Page, app: App, finished: str
) -> None:
    await opened(page, finished, REFUSED)
    told = await detail(app, finished, REFUSED)
    element = told["changes"][0]["element"]
    for width in (1280, 500):
        await page.set_viewport_size({"width": width, "height": 800})
        picture = await page.get_by_role("img", name="The screen at").bounding_box()
        drawn = await box(page, element["id"]).bounding_box()
        assert picture is not None
        assert drawn is not None
        scale = picture["width"] / told["width"]
        x, y, w, h = element["box"]
        wanted = (picture["x"] + x * scale, picture["y"] + y * scale, w * scale, h * scale)
        assert (drawn["x"], drawn["y"], drawn["width"], drawn["height"]) == pytest.approx(wanted, abs=3)  # the border


async def test_which_boxes_are_drawn_and_what_their_colours_mean(page: Page, app: App, finished: str) -> None:
    await opened(page, finished, REFUSED)
    told = await detail(app, finished, REFUSED)
    rects = page.locator(".boxes g rect")
    await expect(rects).to_have_count(sum(entry["box"] is not None for entry in told["elements"]))
    await page.get_by_role("radio", name="Changed").check()
    await expect(rects).to_have_count(len(told["changes"]))
    await page.get_by_role("radio", name="Source").check()
    await expect(page.get_by_role("list", name="Legend of the boxes")).to_have_text(
        "screen and tree screen only tree only"
    )
    await expect(page.locator(".boxes g .both, .boxes g .pixels")).to_have_count(len(told["changes"]))
    await page.get_by_role("radio", name="None").check()
    await expect(rects).to_have_count(0)


async def test_the_frame_before_is_compared_with_a_slider_that_keys_move(page: Page, finished: str) -> None:
    await opened(page, finished, REFUSED)
    await page.get_by_role("radio", name="Before / after").check()
    slider = page.get_by_role("slider", name="How much of the frame before is shown")
    before = page.locator(".swipe .before")
    previous = page.locator(".shot").nth(REFUSED - 2).locator("img")
    assert str(await before.get_attribute("src")) != await page.locator(".picture").get_attribute("src")
    await expect(previous).to_be_attached()
    await slider.focus()
    for key, percent in (("Home", 0), ("End", 100), ("ArrowLeft", 99), ("PageDown", 89)):
        await page.keyboard.press(key)
        await expect(slider).to_have_attribute("aria-valuetext", f"{percent} % before, the rest after")
    await shows(page, REFUSED)
    assert await before.evaluate("(picture) => getComputedStyle(picture).clipPath") == "inset(0px 11% 0px 0px)"
    await page.keyboard.press("k")
    await shows(page, REFUSED - 1)
    await expect(slider).to_be_visible()
    await page.get_by_role("link", name=re.compile("^Frame 1 ")).click()
    await expect(page.get_by_text("there is nothing to compare it with")).to_be_visible()
    await expect(slider).to_have_count(0)
    await expect(page.get_by_role("radio", name="Before / after")).to_be_disabled()


async def test_a_change_says_from_what_to_what(page: Page, app: App, finished: str) -> None:
    await opened(page, finished, PRICED)
    told = (await detail(app, finished, PRICED))["changes"][0]
    change = page.locator(".change").first
    await expect(change).to_contain_text(re.compile(rf"{told['before']}\s*→to\s+{told['after']}"))
    await expect(page.locator(".frame-when")).to_contain_text(re.compile(r"0:14\.3\s*since 0:13\.3"))


async def test_the_locator_of_an_element_can_be_copied(page: Page, app: App, finished: str) -> None:
    await opened(page, finished, REFUSED)
    promo = next(entry for entry in (await detail(app, finished, REFUSED))["elements"] if entry["name"] == "Promo code")
    await box(page, promo["id"]).click()
    await page.get_by_role("region", name="Element").get_by_role("button", name="Copy the locator").click()
    await expect(page.get_by_text("The locator was copied.")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == promo["locator"] != ""


async def test_a_removed_frame_is_gone_from_the_session_until_it_is_put_back(
    page: Page, app: App, finished: str
) -> None:
    was = shown(app, finished)
    await opened(page, finished, 3)
    await page.get_by_role("button", name="Remove frame", exact=True).click()
    await shows(page, 4)
    assert shown(app, finished) == [number for number in was if number != 3]
    await expect(page.get_by_role("heading", name="Filmstrip")).to_have_text("Filmstrip 12 frames, 1 removed")
    told = (await detail(app, finished, 4))["diffSummary"]
    await expect(page.locator(".shot[aria-current]").get_by_role("img")).to_have_accessible_name(
        f"{told['added']} added, {told['changed']} changed, {told['removed']} removed"
    )
    await page.keyboard.press("k")
    await shows(page, 2)  # the removed one is skipped
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("heading", name="Filmstrip")).to_have_text("Filmstrip 13 frames")
    assert shown(app, finished) == was


async def test_a_removal_does_not_call_back_a_user_who_went_on(page: Page, app: App, finished: str) -> None:
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        if route.request.method == "DELETE":
            await held.wait()
        await route.continue_()

    await opened(page, finished, 3)
    await intercept(page, "**/frames/*", hold)
    await page.get_by_role("button", name="Remove frame", exact=True).click()
    # it works, and reacts to no second click
    await expect(page.get_by_role("button", name="Removing…")).to_be_disabled()
    await expect(page.locator(".flag", has_text="removing…")).to_be_visible()
    await page.get_by_role("link", name=re.compile("^Frame 9 ")).click()
    await shows(page, 9)
    held.set()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("heading", name="Filmstrip")).to_have_text("Filmstrip 13 frames")
    await shows(page, 9)


async def test_removed_frames_stay_to_be_put_back_also_after_a_reload(page: Page, app: App, finished: str) -> None:
    was = shown(app, finished)
    await opened(page, finished, 6)
    await page.locator(".shot[aria-current]").focus()
    await page.keyboard.press("Delete")
    await shows(page, 7)
    await page.get_by_role("button", name="Dismiss").click()
    await page.get_by_role("link", name=re.compile("^Frame 8 ")).hover()
    await page.get_by_role("button", name="Remove frame 8").click()
    back = page.get_by_role("button", name="Put back frame 8")
    await expect(back).to_be_focused()
    assert shown(app, finished) == [number for number in was if number not in (6, 8)]
    await page.get_by_role("button", name="Put back frame 6").click()
    await expect(page.get_by_role("heading", name="Filmstrip")).to_have_text("Filmstrip 12 frames, 1 removed")
    await page.reload()
    await expect(page.get_by_role("heading", name="Filmstrip")).to_have_text("Filmstrip 12 frames, 1 removed")
    await page.get_by_role("button", name="Put back frame 8").click()
    await expect(page.get_by_role("heading", name="Filmstrip")).to_have_text("Filmstrip 13 frames")
    assert shown(app, finished) == was


async def test_the_last_frame_stays_and_that_is_reported(page: Page, app: App, lame: str) -> None:
    for number in shown(app, lame)[1:]:
        assert app.ask("DELETE", f"/sessions/{lame}/frames/{frame_id(lame, number)}").status_code == 204
    await opened(page, lame)
    await page.get_by_role("button", name="Remove frame", exact=True).click()
    await expect(page.locator(".toast")).to_contain_text("This is the last frame, so it has to stay.")
    assert shown(app, lame) == [1]


async def test_a_frame_that_another_tab_removed_is_removed_and_undo_leads_back_to_it(
    page: Page, app: App, finished: str
) -> None:
    await opened(page, finished, 3)
    frame = f"/sessions/{finished}/frames/{frame_id(finished, 3)}"
    assert app.ask("DELETE", frame).status_code == 204
    await page.locator(".shot[aria-current]").focus()
    await page.keyboard.press("Delete")
    await expect(page.locator(".toast")).to_contain_text("Frame 3 was removed")
    await expect(page.get_by_role("heading", name="Filmstrip")).to_have_text("Filmstrip 12 frames, 1 removed")
    await shows(page, 4)
    await expect(page.locator(".shot[aria-current]")).to_be_focused()
    await page.get_by_role("button", name="Undo").press("Enter")
    await shows(page, 3)
    await expect(page.get_by_role("heading", name="Filmstrip")).to_have_text("Filmstrip 13 frames")
    await expect(page.locator(".shot[aria-current]")).to_be_focused()


@pytest.mark.attack("page texts")
async def test_what_the_page_and_the_browser_said_is_only_ever_text(page: Page, hostile: str) -> None:
    await opened(page, hostile, REFUSED)
    await expect(page.get_by_role("heading", level=1)).to_have_text(MARKUP * 6)
    for place in (
        ".frame-head h2",
        ".tree-row.added",
        ".change",
        ".evidence",
        ".page-log",
        ".snapshot",
        ".tally + .observed",
    ):
        await expect(page.locator(place).first).to_contain_text("<script>alert(2)</script>")
    assert await page.locator("main script, main [onerror], main img[src='x']").count() == 0
    await row(page, re.compile("^added text")).click()
    await expect(page.get_by_role("region", name="Element")).to_contain_text("<script>alert(2)</script>")


async def test_the_inspection_counts_quotes_and_tells_errors(page: Page, app: App, finished: str, lame: str) -> None:
    await opened(page, finished)
    snapshot = app.ask("GET", f"/sessions/{finished}").json()["inspection"]["snapshots"][0]
    inspected = page.get_by_role("region", name=re.compile("^Structural inspection"))
    counts = snapshot["counts"]
    await expect(inspected.get_by_role("list", name="Counts")).to_contain_text(
        re.compile(rf"{counts['buttons']} buttons\s*{counts['inputs']} inputs?\s*{counts['links']} links")
    )
    await expect(inspected.locator("pre")).to_have_text(snapshot["ariaTree"])
    await inspected.get_by_role("button", name="Copy").click()
    await expect(inspected.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == snapshot["ariaTree"]
    await go(page, f"/sessions/{lame}/review")
    await expect(inspected.get_by_text("connection refused")).to_be_visible()
    await expect(inspected.get_by_text("not inspected")).to_be_visible()
    await expect(inspected.get_by_role("list", name="Counts")).to_have_count(0)


async def test_what_is_not_there_yet_or_at_all_is_reported(page: Page, app: App) -> None:
    empty = app.ask("POST", "/sessions", json={"title": "Without a video"}).json()["id"]
    await go(page, f"/sessions/{empty}/review")
    await expect(page.get_by_role("heading", name="The recording is still being processed")).to_be_visible()
    app.ask("PATCH", f"/sessions/{empty}", json={"status": "complete"})
    await page.reload()
    await expect(page.get_by_role("heading", name="This session has no frames")).to_be_visible()
    app.ask("PATCH", f"/sessions/{empty}", json={"status": "error"})
    await page.reload()
    await expect(page.get_by_role("alert")).to_contain_text("The recording could not be processed")
    await expect(page.get_by_role("heading", name="This session has no frames")).to_have_count(0)
    await page.goto("/sessions/sess_00000000/review")
    await expect(page.get_by_role("heading", level=1)).to_have_text("There is no such session")
    await expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    await expect(page.get_by_role("link", name="All sessions")).to_be_visible()


async def test_a_frame_whose_elements_or_picture_do_not_come_says_so_and_can_be_tried_again(
    page: Page, app: App, finished: str
) -> None:
    async def mislead(route: Route) -> None:
        await route.continue_(url=f"{app.url}/api/sessions/{finished}/frames/{frame_id(finished, 99)}")

    # Only its large picture: if small pictures fail, the session is reloaded, and this frame with it.
    session = app.ask("GET", f"/sessions/{finished}").json()
    own = urlsplit(session["frames"][3]["imageUrl"]).path
    for pattern in ("**/frames/*", f"**{own}*"):
        await intercept(page, pattern, mislead)
    await go(page, f"/sessions/{finished}/review?frame=4")
    trouble = page.get_by_role("alert").filter(has_text="This frame's elements could not be loaded")
    await expect(trouble).to_contain_text("There is no such frame.")
    picture = page.get_by_role("alert").filter(has_text="The picture of this frame could not be loaded.")
    await expect(picture).to_be_visible()
    await page.unroute_all()
    await trouble.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("tree")).to_be_visible()
    await picture.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("img", name="The screen at")).to_be_visible()


async def test_what_no_words_tell_is_shown_before_and_after(page: Page, finished: str) -> None:
    """Crops of both frames, each with the number of its row; frames with a description have none."""
    await opened(page, finished, UNTOLD)
    shown = page.get_by_role("region", name="Before and after")
    for name, frame in (("Before", UNTOLD - 1), ("After", UNTOLD)):
        crop = shown.get_by_role("img", name=f"{name}: frame {frame}").first
        place = await crop.bounding_box()
        assert place is not None
        assert min(place["width"], place["height"]) > 60
    sources = await shown.locator("image").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    assert len(set(sources)) == 2
    await opened(page, finished, REFUSED)
    await expect(shown).to_have_count(0)


async def test_a_frame_is_shown_alone_where_the_one_before_does_not_come(page: Page, finished: str) -> None:
    await opened(page, finished, REFUSED)
    lost = page.get_by_role("alert").filter(has_text="The picture of the frame before could not be loaded.")
    slider = page.get_by_role("slider", name="How much of the frame before is shown")
    await intercept(page, "**/api/assets/*", lambda route: route.abort())
    for view in ("Before / after", "Difference"):
        await page.get_by_role("radio", name=view).check()
        await expect(lost).to_be_visible()
        await expect(page.get_by_role("img", name="The screen at")).to_be_visible()
        await expect(page.locator(".canvas .before, .is-difference")).to_have_count(0)
    await page.unroute_all()
    await lost.get_by_role("button", name="Try again").click()
    await expect(lost).to_have_count(0)
    await page.get_by_role("radio", name="Before / after").check()
    await expect(slider).to_be_visible()


async def test_thumbnails_that_fail_are_requested_once_more_and_then_replaced_by_words(
    page: Page, finished: str
) -> None:
    """Their URLs may have expired: the reloaded session has new ones."""
    asked: list[str] = []
    await page.goto("about:blank")  # requests of the previous test's page are not counted
    page.on("request", lambda request: asked.append(request.url))
    for path in ("", "/review?frame=1"):
        asked.clear()
        await intercept(page, "**/api/assets/**", lambda route: route.fulfill(status=403))
        await page.goto(f"/sessions/{finished}{path}")
        words = page.locator(".no-picture")
        await expect(words.first).to_be_visible()
        await page.wait_for_load_state("networkidle")
        assert len([url for url in asked if url.endswith(f"/api/sessions/{finished}")]) == 2
        await expect(words.first).to_have_text("No picture" if path else "Before, at 0:22: no picture")
        await page.unroute_all(behavior="wait")


async def test_the_neighbouring_frames_are_loaded_ahead(page: Page, finished: str) -> None:
    asked: list[str] = []
    await page.goto("about:blank")  # requests of the previous test's page are not counted
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    async with page.expect_response(lambda answer: answer.url.endswith(frame_id(finished, 4))):
        await opened(page, finished, REFUSED)
    await page.wait_for_load_state("networkidle")
    near = [frame_id(finished, number) for number in (REFUSED, REFUSED + 1, REFUSED - 1)]
    assert [name for name in asked if name.startswith("frm_")] == near, asked
    await page.keyboard.press("j")
    await expect(page.get_by_role("tree")).to_be_visible()
    await page.wait_for_load_state("networkidle")
    assert [name for name in asked if name.startswith("frm_")] == [*near, frame_id(finished, REFUSED + 2)]


async def test_axe_finds_nothing(
    page: Page, finished: str, hostile: str, accessible: Callable[[Page], Awaitable[None]]
) -> None:
    """With a removed frame that can still be restored, the previous frame side by side, and a selected element."""
    await opened(page, finished, REFUSED)
    await page.get_by_role("radio", name="Before / after").check()
    await page.get_by_role("button", name="Remove frame", exact=True).click()
    await shows(page, REFUSED + 1)
    await page.locator(".change .target").first.click()
    await expect(page.get_by_role("region", name="Element")).to_be_visible()
    await accessible(page)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("heading", name="Filmstrip")).to_have_text("Filmstrip 13 frames")
    await page.set_viewport_size({"width": 360, "height": 700})
    await opened(page, hostile)
    await accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


def frame_id(session_id: str, number: int) -> str:
    return f"frm_{session_id.removeprefix('sess_')}_{number}"


def shown(app: App, session_id: str) -> list[int]:
    """The numbers of the frames in the API's answer."""
    return [frame["number"] for frame in app.ask("GET", f"/sessions/{session_id}").json()["frames"]]


async def detail(app: App, session_id: str, number: int) -> dict[str, Any]:
    answer: dict[str, Any] = app.ask("GET", f"/sessions/{session_id}/frames/{frame_id(session_id, number)}").json()
    return answer

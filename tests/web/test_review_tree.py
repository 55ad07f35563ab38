"""The tree view: keyboard navigation as in the ARIA Authoring Practices Guide, and trees of any size without delay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.web.pages import go, intercept
from tests.web.stored import MARKUP

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page, Route

    from tests.web.conftest import App

pytestmark = pytest.mark.asyncio(loop_scope="package")
SMALL = """
1 banner Top
2 link Home
2 navigation Shop
3 link Stationery
3 link Gifts
1 main Content
2 heading Your basket
2 list Items
3 listitem First item
4 button Remove
3 listitem Second item
1 contentinfo Foot
"""
OPENING = """(rows) => new Promise((done) => {
  const start = performance.now();
  new MutationObserver(() => {
    const tree = document.querySelector("[role=tree]");
    if (tree?.querySelector("[aria-setsize='" + rows + "']")) done(performance.now() - start);
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
  document.querySelector("[aria-label='Next frame']").click();
})"""
"""Milliseconds from the press of a button until the tree's rows are in the document."""


def parsed(text: str) -> list[dict[str, Any]]:
    lines = [line.split(" ", 2) for line in text.strip().splitlines()]
    rows = [{"level": int(level), "role": role, "name": name, "source": "aria"} for level, role, name in lines]
    for number, row in enumerate(rows):
        row["elementId"] = f"x{number}"
    return rows


@pytest.fixture
def page(open_page: Page) -> Page:
    """A page on which the app is loaded once."""
    return open_page


@pytest_asyncio.fixture(loop_scope="package")
async def tree_of(page: Page, app: App, finished: str) -> Callable[..., Awaitable[None]]:
    """Opens a frame whose tree is replaced by the given rows."""

    async def open_it(rows: list[dict[str, Any]], *, frame: int = 5, shows: int | None = None) -> None:
        async def answer(route: Route) -> None:
            await altered(route, tree=rows, treeRows=len(rows))

        await intercept(page, f"**/frames/*_{frame}", answer)
        await go(page, f"/sessions/{finished}/review?frame={shows or frame}")
        await expect(page.get_by_role("tree")).to_be_visible()

    return open_it


async def focused(page: Page) -> str | None:
    """The text of the focused row."""
    text: str | None = await page.evaluate("document.activeElement?.closest('[role=treeitem]')?.textContent ?? null")
    return text and " ".join(text.split())


async def press(page: Page, *keys: str) -> str | None:
    for key in keys:
        await page.keyboard.press(key)
    return await focused(page)


async def test_arrows_home_and_end_move_open_and_close(page: Page, tree_of: Callable[..., Awaitable[None]]) -> None:
    await tree_of(parsed(SMALL))
    await page.get_by_role("treeitem", name="banner Top").focus()
    assert await press(page, "ArrowUp") == "banner Top"
    assert await press(page, "ArrowDown") == "link Home"
    assert await press(page, "ArrowRight") == "link Home"
    assert await press(page, "ArrowLeft") == "banner Top"
    assert await press(page, "ArrowRight") == "link Home"
    assert await press(page, "ArrowDown", "ArrowLeft") == "navigation Shop"
    shop = page.get_by_role("treeitem", name="navigation Shop")
    await expect(shop).to_have_attribute("aria-expanded", "false")
    await expect(page.get_by_role("treeitem", name="link Gifts")).to_have_count(0)
    assert await press(page, "ArrowDown") == "main Content"
    assert await press(page, "ArrowUp", "ArrowRight") == "navigation Shop"
    await expect(shop).to_have_attribute("aria-expanded", "true")
    assert await press(page, "ArrowRight") == "link Stationery"
    assert await press(page, "ArrowLeft", "ArrowLeft") == "navigation Shop"
    assert await press(page, "ArrowLeft") == "banner Top"
    assert await press(page, "End") == "contentinfo Foot"
    assert await press(page, "ArrowDown") == "contentinfo Foot"
    assert await press(page, "Home") == "banner Top"
    await expect(page).to_have_url(re.compile(r"frame=5$"))


async def test_enter_and_space_open_and_close_and_a_star_opens_all_siblings(
    page: Page, tree_of: Callable[..., Awaitable[None]]
) -> None:
    await tree_of(parsed(SMALL))
    main = page.get_by_role("treeitem", name="main Content")
    banner = page.get_by_role("treeitem", name="banner Top")
    await main.focus()
    for key, is_open in (("Enter", "false"), ("Space", "true"), ("Space", "false")):
        await page.keyboard.press(key)
        await expect(main).to_have_attribute("aria-expanded", is_open)
    await banner.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("treeitem")).to_have_count(3)
    await page.keyboard.press("*")
    await expect(page.get_by_role("treeitem")).to_have_count(12)
    await page.locator(".twist").last.click()
    await expect(page.get_by_role("treeitem", name="listitem First item")).to_have_attribute("aria-expanded", "false")


async def test_letters_go_to_the_next_row_that_begins_with_them(
    page: Page, tree_of: Callable[..., Awaitable[None]]
) -> None:
    await tree_of(parsed(SMALL))
    await page.get_by_role("treeitem", name="banner Top").focus()
    assert await press(page, "s") == "navigation Shop"
    assert await press(page, "s") == "link Stationery"
    await page.wait_for_timeout(700)
    assert await press(page, "y", "o", "u", "r", "Space", "b") == "heading Your basket"
    await page.wait_for_timeout(700)
    assert await press(page, "j") == "heading Your basket"
    await expect(page).to_have_url(re.compile(r"frame=5$"))


async def test_one_row_is_a_tab_stop_and_each_tells_its_position(
    page: Page, tree_of: Callable[..., Awaitable[None]]
) -> None:
    await tree_of(parsed(SMALL))
    await page.get_by_role("treeitem", name="link Gifts").click()
    assert await page.locator("[role=treeitem][tabindex='0']").all_text_contents() == ["link Gifts"]
    item = page.get_by_role("treeitem", name="listitem Second item")
    told = [await item.get_attribute(f"aria-{name}") for name in ("level", "posinset", "setsize", "selected")]
    assert told == ["3", "2", "2", "false"]
    assert await item.get_attribute("aria-expanded") is None
    await page.keyboard.press("Tab")
    assert await focused(page) is None
    await page.keyboard.press("Shift+Tab")
    assert await focused(page) == "link Gifts"


async def test_a_row_that_was_closed_away_is_shown_again_when_its_element_is_picked_elsewhere(
    page: Page, app: App, finished: str, tree_of: Callable[..., Awaitable[None]]
) -> None:
    changed = app.ask("GET", f"/sessions/{finished}/frames/frm_{finished[5:]}_5").json()["changes"][0]["element"]
    rows = parsed(SMALL)
    rows[9] |= {"elementId": changed["id"], "diffStatus": "changed"}
    await tree_of(rows)
    await page.get_by_role("treeitem", name="main Content").focus()
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_role("treeitem", name="changed button Remove")).to_have_count(0)
    await page.locator(f".boxes g [data-element='{changed['id']}']").click()
    await expect(page.get_by_role("treeitem", name="changed button Remove")).to_have_attribute("aria-selected", "true")


async def test_differences_are_shown_by_sign_and_word(page: Page, tree_of: Callable[..., Awaitable[None]]) -> None:
    rows = parsed(SMALL)
    for row, status in zip(rows, ("added", "changed", "removed"), strict=False):
        row["diffStatus"] = status
    await tree_of(rows)
    shown = await page.locator(".tree-sign").all_inner_texts()
    assert [" ".join(item.split()) for item in shown] == ["+ added", "~ changed", "− removed"]
    await expect(page.get_by_role("treeitem", name="removed navigation Shop")).to_be_visible()


@pytest.mark.attack("page texts")
async def test_names_that_reorder_text_or_hold_markup_are_shown_as_they_are(
    page: Page, tree_of: Callable[..., Awaitable[None]]
) -> None:
    rows = parsed(SMALL)
    rows[0]["name"] = MARKUP
    rows[1]["name"] = "pay\u202e01$"
    rows[2]["name"] = "x" * 2000
    await tree_of(rows)
    shown = page.locator(".tree-name")
    await expect(shown.nth(0)).to_have_text(MARKUP)
    await expect(shown.nth(1)).to_have_text("pay\\u202e01$")
    assert len(await shown.nth(2).inner_text()) < 700
    assert await page.locator("[role=tree] img, [role=tree] script").count() == 0


@pytest.mark.parametrize("many", [1_000, 10_000])
async def test_a_large_tree_renders_no_more_rows_than_are_in_view(
    page: Page, tree_of: Callable[..., Awaitable[None]], many: int
) -> None:
    """Counts rows instead of time: the same small number for any tree. benchmarks/web.py measures the time."""
    await tree_of(large(many), shows=4)
    await page.wait_for_load_state("networkidle")  # the next frame was preloaded
    milliseconds = await page.evaluate(OPENING, many // 10)
    print(f"\na tree of {many} rows opened in {milliseconds:.0f} ms")
    tree = page.get_by_role("tree")
    assert await tree.get_by_role("treeitem").count() < 70
    await page.get_by_role("treeitem").first.focus()
    assert await press(page, "End") == f"link Link {many - 1}"
    assert await press(page, "ArrowUp") == f"link Link {many - 2}"
    assert await tree.get_by_role("treeitem").count() < 70
    assert await press(page, "Home", "ArrowLeft") == "group Group 0"
    assert await press(page, "ArrowDown") == "group Group 10"
    await page.get_by_role("searchbox", name="Find in the tree").fill(f"link {many - 3}")
    await expect(page.get_by_role("treeitem", name=f"link Link {many - 3}")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("status").filter(has_text="1 of 1")).to_be_visible()
    await page.locator(".tree-scroller").evaluate("(scroller) => scroller.scrollTo(0, scroller.scrollHeight / 2)")
    await expect(page.get_by_role("treeitem", name=f"Link {many // 2 + 15}", exact=False)).to_be_visible()


async def test_a_frame_of_a_thousand_changes_shows_some_of_them_at_once(page: Page, app: App, finished: str) -> None:
    told = app.ask("GET", f"/sessions/{finished}/frames/frm_{finished[5:]}_5").json()["changes"][0]
    many = [told | {"element": told["element"] | {"id": f"x{number}"}} for number in range(1_000)]
    await intercept(page, "**/frames/*_5", lambda route: altered(route, changes=many))
    await go(page, f"/sessions/{finished}/review?frame=5")
    await expect(page.locator(".change")).to_have_count(30)
    await page.get_by_role("button", name="970 more changes").click()
    await expect(page.locator(".change")).to_have_count(230)


async def test_a_tree_that_was_cut_says_so(page: Page, tree_of: Callable[..., Awaitable[None]], finished: str) -> None:
    await tree_of(large(100))
    await intercept(page, "**/frames/*_4", lambda route: altered(route, tree=large(100), treeRows=12_345))
    await page.reload()
    await page.get_by_role("button", name="Previous frame").click()
    await expect(page.get_by_text("The first 100 of 12,345 nodes")).to_be_visible()


async def altered(route: Route, **fields: Any) -> None:
    """The server's answer with changed fields."""
    await route.fulfill(json=await (await route.fetch()).json() | fields)


async def test_a_frame_that_nobody_could_read_says_so(page: Page, finished: str) -> None:
    async def unread(route: Route) -> None:
        await altered(route, tree=[], treeRows=0, reader="", elements=[], changes=[])

    await intercept(page, "**/frames/*_5", unread)
    await go(page, f"/sessions/{finished}/review?frame=5")
    await expect(page.get_by_text("This frame could not be read; only its picture is known.")).to_be_visible()


def large(many: int) -> list[dict[str, Any]]:
    """Groups of ten rows."""
    return [
        {"level": 2, "role": "link", "name": f"Link {number}", "elementId": f"x{number}", "source": "both"}
        if number % 10
        else {"level": 1, "role": "group", "name": f"Group {number}", "source": "aria"}
        for number in range(many)
    ]

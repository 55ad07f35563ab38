"""What holds on every page of the app: axe-core finds nothing in either theme, nothing scrolls sideways, the keyboard
reaches everything, nothing moves if the user prefers reduced motion, and recorded content is only ever text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.web.pages import OF_A_SESSION, OPEN, OWN, PAIR, known, patterns, see_all, until, visit
from tests.web.probes import INJECTED, moving, not_by_keyboard, too_wide
from tests.web.snapshots import differs
from tests.web.stored import MARKUP, WHY, store_failed
from tests.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from playwright.async_api import Browser, Page

    from tests.web.conftest import App

    Look = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="package")

WIDTHS = (360, 1280, 2560)


@pytest.fixture(scope="module")
def app(machine: App) -> App:
    """The account of this machine; some pages have extra content for it."""
    return machine


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def still(browser: Browser, app: App) -> AsyncIterator[Page]:
    """One page for all routes, signed in, with reduced motion."""
    async with watched(browser, app.url, app.token, app.user, reduced_motion="reduce") as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def still_guest(browser: Browser, app: App) -> AsyncIterator[Page]:
    async with watched(browser, app.url, reduced_motion="reduce") as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def failed(app: App) -> str:
    """The id of a session whose recording could not be read."""
    return await store_failed(app.folder, app.user["id"])


async def test_all_pages_of_the_app_are_walked_through() -> None:
    assert known() == patterns()


@pytest.mark.parametrize("name", OPEN)
async def test_a_page_for_everybody(still_guest: Page, accessible: Look, name: str) -> None:
    await visit(still_guest, OPEN[name])
    await holds(still_guest, accessible)
    assert differs(name, await still_guest.locator("body").aria_snapshot()) == ""


@pytest.mark.parametrize("name", OWN)
async def test_a_page_of_an_account(
    still: Page, accessible: Look, name: str, finished: str, lame: str, hostile: str, failed: str
) -> None:
    """With sessions, among them a hostile and a failed one."""
    await visit(still, OWN[name])
    await holds(still, accessible)
    if name in ("dashboard", "sessions"):
        await expect(still.get_by_text(WHY)).to_have_count(1)
    assert differs(name, await still.locator("body").aria_snapshot()) == ""


async def test_the_page_that_confirms_a_pairing(still: Page, accessible: Look, app: App) -> None:
    pairing = app.ask("POST", "/pairings", json={"name": f"Chromium {MARKUP}"[:100]}).json()
    await visit(still, PAIR.format(id=pairing["id"]))
    await holds(still, accessible)
    snapshot = await still.locator("body").aria_snapshot()
    assert differs("pair", snapshot.replace(pairing["code"], "CODE")) == ""


@pytest.mark.parametrize("name", OF_A_SESSION)
async def test_a_page_of_a_session(still: Page, accessible: Look, name: str, finished: str) -> None:
    await visit(still, OF_A_SESSION[name].format(id=finished))
    snapshot = await still.locator("body").aria_snapshot()  # the pointer may be over a box afterwards
    await holds(still, accessible)
    assert differs(name, snapshot) == ""


@pytest.mark.parametrize("name", OF_A_SESSION)
@pytest.mark.attack("page texts")
async def test_a_page_of_a_session_whose_texts_are_script_and_markup(
    still: Page, accessible: Look, name: str, hostile: str
) -> None:
    await visit(still, OF_A_SESSION[name].format(id=hostile))
    shown = await still.locator("body").inner_text()
    assert MARKUP[:28] in shown
    assert MARKUP[:28] in await still.title()
    await holds(still, accessible)


@pytest.mark.parametrize("name", OF_A_SESSION)
async def test_a_page_of_a_session_that_failed_says_once_what_failed_where(
    still: Page, accessible: Look, name: str, failed: str
) -> None:
    await visit(still, OF_A_SESSION[name].format(id=failed))
    told = still.get_by_role("alert").filter(has_text="Failed in the step “Keyframes”")
    await expect(told.get_by_text(WHY)).to_be_visible()
    await expect(still.get_by_text(WHY)).to_have_count(1)
    await expect(told.get_by_role("button", name="Try again")).to_have_count(0)  # a retry could not succeed
    await expect(told.get_by_role("link", name="New recording")).to_be_visible()
    await expect(still.get_by_text("waits")).to_have_count(0)
    await holds(still, accessible)


async def test_lists_say_in_which_step_a_session_failed(still: Page, failed: str) -> None:
    for path in ("/sessions", "/dashboard"):
        await visit(still, path)
        row = still.get_by_role("listitem").filter(has=still.locator(f"a[href='/sessions/{failed}']"))
        await expect(row).to_contain_text(f"In the step “Keyframes”: {WHY}")


async def holds(page: Page, accessible: Look) -> None:
    """The requirements for every page. `accessible` is the fixture."""
    await expect(page).to_have_title(re.compile(" - Claude Scope$"))
    assert await page.locator("h1").count() == 1
    assert await page.locator("main").count() == 1
    assert await page.locator(INJECTED).count() == 0
    assert await moving(page) == []
    await see_all(page)
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        assert (width, await too_wide(page)) == (width, [])
    await page.set_viewport_size({"width": 1280, "height": 800})
    await accessible(page)
    assert await not_by_keyboard(page) == []


async def test_the_first_stop_of_the_keyboard_skips_the_bar(page: Page) -> None:
    await visit(page, "/sessions")
    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    assert await skip.evaluate("(one) => one === document.activeElement && one.getBoundingClientRect().top >= 0")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("#main$"))
    await page.keyboard.press("Tab")
    await until(page, "document.activeElement.closest('main') !== null")

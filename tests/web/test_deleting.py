"""Deleted sessions disappear at once, and are deleted for good when the time for undoing is over."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.web.pages import intercept, titles

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page, Route

    from tests.web.people import Person
    from tests.web.watch import Seat

    Look = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="package")
UNDO_MS = 8_000
"""The value in web/js/sessions/deleting.js."""


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def seat(seat: Seat) -> Seat:
    """Here the tests control the clock."""
    await seat.page.clock.install()
    return seat


@pytest.fixture
def who(ada: Person) -> Person:
    """The pages of a new user without sessions."""
    return ada


async def gone(account: Person, session_id: str) -> None:
    """Wait until the API does not know a session any more."""
    for _ in range(200):
        if account.title(session_id) is None:
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"{session_id} was not deleted")


async def test_a_deleted_session_is_hidden_at_once_and_undo_brings_it_back(ada: Person, page: Page) -> None:
    ids = {title: ada.make(title) for title in ("One", "Two", "Three")}
    await page.goto("/sessions")
    await page.get_by_role("button", name="Delete Two").click()
    await expect(titles(page)).to_have_text(["Three", "One"])
    await expect(page.get_by_role("button", name="Delete One")).to_be_focused()
    await expect(page.get_by_role("status").filter(has_text="“Two” was deleted.")).to_be_visible()
    assert ada.title(ids["Two"]) == "Two"
    await page.get_by_role("button", name="Undo").click()
    await expect(titles(page)).to_have_text(["Three", "Two", "One"])
    await page.clock.fast_forward(UNDO_MS + 500)
    assert ada.title(ids["Two"]) == "Two"


async def test_a_deletion_that_is_not_undone_reaches_the_server(ada: Person, page: Page) -> None:
    ids = {title: ada.make(title) for title in ("Stays", "Waits", "Leaves")}
    await page.goto("/sessions")
    await page.get_by_role("button", name="Delete Waits").click()
    await page.get_by_role("link", name="Dashboard").click()
    await expect(titles(page)).to_have_text(["Leaves", "Stays"])
    assert ada.title(ids["Waits"]) == "Waits"
    await page.clock.fast_forward(UNDO_MS)
    await gone(ada, ids["Waits"])

    await page.goto("/sessions")
    await page.get_by_role("button", name="Delete Leaves").click()
    await page.goto("about:blank")  # the page is left before the time is over
    await gone(ada, ids["Leaves"])
    assert ada.title(ids["Stays"]) == "Stays"


async def test_a_late_deletion_is_made_with_the_sign_in_of_then_and_does_not_end_it(ada: Person, page: Page) -> None:
    session_id = ada.make("Late")
    await page.goto("/sessions")
    old = f"Bearer {ada.token}"

    async def old_has_ended(route: Route) -> None:
        # The new token is a second one of the same account; here the server uses the first instead.
        if route.request.headers["authorization"] == old:
            await route.fulfill(status=401, json={"statusCode": 401, "message": "Unauthorized"})
        else:
            await route.continue_(headers={**route.request.headers, "authorization": old})

    await page.get_by_role("button", name="Delete Late").click()
    await intercept(page, "**/api/**", old_has_ended)
    await page.evaluate(
        """ours("state.js").then(({ auth, signIn }) =>
          signIn({ ...auth.value, accessToken: `${auth.value.accessToken}new` }))"""
    )
    await page.clock.fast_forward(UNDO_MS)
    await gone(ada, session_id)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sessions")
    assert await page.evaluate("localStorage.getItem('cs-auth')") is not None


async def test_undo_stays_while_the_pointer_is_on_it_and_gives_the_focus_back(ada: Person, page: Page) -> None:
    ids = {title: ada.make(title) for title in ("Kept", "Other")}
    await page.goto("/sessions")
    await page.get_by_role("button", name="Delete Kept").click()
    undo = page.get_by_role("button", name="Undo")
    await undo.hover()
    place = await undo.bounding_box()
    await page.evaluate("ours('state.js').then(({ toast }) => { for (const n of '12345') toast(n); })")
    await expect(page.locator(".toast").filter(has_text="5")).to_be_visible()
    assert await undo.bounding_box() == place, "what comes does not push it away from the pointer"
    await page.clock.fast_forward(5 * UNDO_MS)
    await expect(undo).to_be_visible()
    assert ada.title(ids["Kept"]) == "Kept"
    await page.get_by_role("button", name="Delete Other").focus()
    await undo.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Delete Other")).to_be_focused()
    await expect(titles(page)).to_have_text(["Other", "Kept"])


async def test_what_could_not_be_deleted_comes_back(ada: Person, page: Page) -> None:
    ada.make("Sticks")
    await page.goto("/sessions")
    await intercept(page, "**/api/sessions/*", lambda route: route.abort())
    await page.get_by_role("button", name="Delete Sticks").click()
    await expect(page.get_by_role("heading", name="No sessions yet")).to_be_visible()
    await page.clock.fast_forward(UNDO_MS)
    await expect(page.locator(".toast.problem")).to_contain_text("“Sticks” could not be deleted. The server does not")
    await expect(titles(page)).to_have_text(["Sticks"])


async def test_a_session_is_deleted_when_that_was_confirmed(ada: Person, page: Page, accessible: Look) -> None:
    session_id = ada.make("To be deleted", status="error")
    await page.goto(f"/sessions/{session_id}")
    await page.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete this session?")
    await expect(dialog).to_be_visible()
    await accessible(page)
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await page.get_by_role("button", name="Delete").click()
    await dialog.get_by_role("button", name="Delete").click()
    await expect(page).to_have_url(re.compile("/sessions$"))
    assert ada.title(session_id) is None

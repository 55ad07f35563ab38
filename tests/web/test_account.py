"""An account's own pages: profile and settings, and its deletion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.api.providers import GOOD
from tests.web.pages import intercept, part, titled
from tests.web.people import PASSWORD, signed_up

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.web.conftest import App
    from tests.web.people import Person
    from tests.web.watch import Seat

    Accessible = Callable[[Page], Awaitable[None]]


pytestmark = pytest.mark.asyncio(loop_scope="package")
ANOTHER = "a new and longer password"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def who(ada: Person) -> Person:
    """The pages of a new user."""
    return ada


async def test_the_name_is_kept(page: Page, ada: Person) -> None:
    await page.goto("/profile")
    await expect(page.locator(".avatar")).to_have_text("AK")
    await page.get_by_label("Name").fill("Ångström 李 小龍")
    await page.keyboard.press("Enter")
    await expect(page.locator(".avatar")).to_have_text("Å小")
    await page.reload()
    await expect(page.get_by_label("Name")).to_have_value("Ångström 李 小龍")


async def test_another_password_ends_other_sign_ins_and_not_this_one(page: Page, ada: Person) -> None:
    await page.goto("/profile")
    now = page.get_by_label("Current password", exact=True)
    await now.fill("not the password")
    await page.get_by_label("New password", exact=True).fill(ANOTHER)
    await page.keyboard.press("Enter")
    await expect(now).to_have_accessible_description(re.compile("This is not the account's password"))
    await now.fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("The password is changed")).to_be_visible()
    await expect(now).to_have_value("")
    assert ada.ask("GET", "/auth/me").status_code == 401
    await page.reload()
    await titled(page, "Profile")
    assert ada.signs_in(ANOTHER) == 200


async def test_the_token_for_scripts_is_copied_whole_and_shown_in_part(page: Page, ada: Person) -> None:
    await page.goto("/profile")
    await page.get_by_role("button", name="Copy token").click()
    await expect(page.get_by_text("The token is on the clipboard.")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == ada.token
    await page.get_by_role("button", name="Copy both lines").click()
    await expect(page.get_by_text("Both lines are on the clipboard")).to_be_visible()
    first, second = (await page.evaluate("navigator.clipboard.readText()")).split("\n")
    assert first == f"TOKEN={ada.token}"
    assert second == f'curl -H "Authorization: Bearer $TOKEN" {ada.url}/api/sessions'
    assert ada.token not in await page.content()


async def test_signing_out_of_all_devices_is_asked_about_and_ends_this_one_too(page: Page, ada: Person) -> None:
    await page.goto("/profile")
    opener = page.get_by_role("button", name="Sign out of all devices")
    await opener.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(opener).to_be_focused()
    assert ada.ask("GET", "/auth/me").status_code == 200
    await opener.click()
    await page.get_by_role("button", name="Sign out everywhere").click()
    await titled(page, "Sign in")
    assert ada.ask("GET", "/auth/me").status_code == 401


async def test_each_preference_is_saved_as_it_changes(page: Page, ada: Person) -> None:
    await page.goto("/settings")
    await page.get_by_label("Codex").check()
    await page.get_by_label("30 minutes").check()
    await page.get_by_label("Screenshots").uncheck()
    await page.get_by_label("Page structure").uncheck()
    await page.get_by_label("Raw diff").check()
    await expect(part(page, "New recordings").get_by_text("Saved", exact=True)).to_have_count(5)
    assert ada.ask("GET", "/settings").json() == {
        "defaultAgent": "CODEX",
        "includeScreenshots": False,
        "inlineAriaTree": False,
        "includeRawDiff": True,
        "maxRecordingLength": 30,
    }
    await page.reload()
    await expect(page.get_by_label("Codex")).to_be_checked()
    await expect(page.get_by_label("30 minutes")).to_be_checked()
    await expect(page.get_by_label("Screenshots")).not_to_be_checked()


async def test_what_could_not_be_saved_goes_back_and_says_why(page: Page, ada: Person) -> None:
    said = {"statusCode": 503, "message": "The database is busy.", "error": "Service Unavailable"}
    await page.goto("/settings")
    await expect(page.get_by_label("Claude Code")).to_be_checked()
    await intercept(page, "**/api/settings", lambda route: route.fulfill(status=429, json={**said, "statusCode": 429}))
    await page.get_by_label("Cursor").click()
    await expect(part(page, "New recordings")).to_contain_text("Not saved. The database is busy.")
    await expect(page.get_by_label("Claude Code")).to_be_checked()


async def test_colours_are_chosen_and_kept_in_this_browser(page: Page) -> None:
    await page.emulate_media(color_scheme="light")
    await page.goto("/settings")
    look, kept = (
        part(page, "Appearance"),
        "[document.documentElement.dataset.theme, localStorage.getItem('cs-theme')]",
    )
    await look.get_by_label("Dark").check()
    assert await page.evaluate(kept) == ["dark", "dark"]
    await page.reload()
    await expect(look.get_by_label("Dark")).to_be_checked()
    assert await page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    await look.get_by_label("As the system").check()
    assert await page.evaluate(kept) == [None, None]


async def test_all_sessions_are_deleted_after_a_question(page: Page, ada: Person) -> None:
    for title in ("one", "two"):
        assert ada.ask("POST", "/sessions", json={"title": title}).status_code == 201
    await page.goto("/settings")
    await page.get_by_role("button", name="Delete all sessions").click()
    question = page.get_by_role("dialog", name="Delete all 2 sessions?")
    await question.get_by_role("button", name="Cancel").click()
    assert len(ada.ask("GET", "/sessions").json()) == 2
    await page.get_by_role("button", name="Delete all sessions").click()
    await question.get_by_role("button", name="Delete all sessions").click()
    await expect(part(page, "Deleting")).to_contain_text("There are none.")
    await expect(page.get_by_role("button", name="Delete all sessions")).to_be_focused()
    assert ada.ask("GET", "/sessions").json() == []
    assert ada.ask("GET", "/auth/me").status_code == 200


async def test_an_account_is_deleted_with_its_password(page: Page, ada: Person) -> None:
    await page.goto("/settings")
    await page.get_by_role("button", name="Delete account").click()
    question = page.get_by_role("dialog", name="Delete the account?")
    password = question.get_by_label("Password", exact=True)
    await question.get_by_role("button", name="Delete the account").click()
    await expect(password).to_have_accessible_description(re.compile("Give the account's password"))
    await password.fill("not the password")
    await page.keyboard.press("Enter")
    await expect(password).to_have_accessible_description(re.compile("This is not the account's password"))
    assert ada.ask("GET", "/auth/me").status_code == 200
    await password.fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{ada.url}/")
    await expect(page.get_by_text("The account is deleted")).to_be_visible()
    assert await page.evaluate("localStorage.getItem('cs-auth')") is None
    assert ada.signs_in(PASSWORD) == 401


@pytest.mark.usefixtures("guest")
async def test_pages_of_an_account_are_accessible_and_fit_a_phone(seat: Seat, app: App, accessible: Accessible) -> None:
    """With the longest texts that users can enter."""
    ada = signed_up(app.url, "x" * 200)
    body = {"provider": "openai-compatible", "baseUrl": f"https://{'a' * 60}.example.com/{'b' * 200}", "key": GOOD}
    body |= {"label": "l" * 200, "model": "m" * 200}
    assert ada.ask("POST", "/credentials", json=body).status_code == 201
    assert ada.ask("POST", "/sessions", json={"title": "one"}).status_code == 201
    page = await seat.enter(ada.token, ada.user)
    await page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    for path, opener in (("/profile", "Sign out of all"), ("/settings", "Delete account"), ("/models", "Delete")):
        await page.goto(path)
        await expect(page.get_by_role("button", name=opener).first).to_be_visible()
        await accessible(page)
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width == PHONE["width"], path
        await page.get_by_role("button", name=opener).first.click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await accessible(page)
        await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Add a key").click()
    await accessible(page)

"""Signing up, in and out, in one tab and in others, without a trace of another user's data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.web.pages import intercept, kept_token, titled, until
from tests.web.people import PASSWORD, signed_up, whose

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.web.conftest import App
    from tests.web.people import Person

    Accessible = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="package")
MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def who(ada: Person) -> Person:
    """The pages of a new user."""
    return ada


async def test_signing_up_tells_what_is_wrong_at_its_field_and_then_leads_on(guest: Page, app: App) -> None:
    await guest.goto("/sign-up?next=%2Fprofile")
    await guest.get_by_label("Password", exact=True).fill("short")
    await guest.get_by_role("button", name="Sign up").click()
    email, password = guest.get_by_label("E-mail"), guest.get_by_label("Password", exact=True)
    await expect(email).to_have_accessible_description(re.compile("Give an e-mail address"))
    await expect(password).to_have_accessible_description(re.compile("At least 8 characters; these are 5"))
    await expect(email).to_be_focused()
    taken = signed_up(app.url)
    await guest.get_by_label("Name").fill(MARKUP)
    await email.fill(taken.email)
    await password.fill(PASSWORD)
    await guest.keyboard.press("Enter")
    await expect(email).to_have_accessible_description(re.compile("This address cannot be used to sign up"))
    await email.fill(f"new-{taken.email}")
    await guest.keyboard.press("Enter")
    await expect(guest).to_have_url(f"{app.url}/profile")
    await expect(guest.get_by_role("main")).to_contain_text(f"{MARKUP}new-{taken.email}")
    assert whose(app.url, await kept_token(guest)).json()["name"] == MARKUP


async def test_closed_sign_up_is_reported(guest: Page) -> None:
    terms = {"signUp": "closed", "provider": {"issuer": "https://id.example.com"}, "local": False}
    await intercept(guest, "**/api/auth/config", lambda route: route.fulfill(json=terms))
    await guest.goto("/sign-up")
    await expect(guest.get_by_role("main")).to_contain_text("Nobody can sign up here")
    await expect(guest.get_by_label("E-mail")).to_have_count(0)
    await guest.get_by_role("main").get_by_role("link", name="Sign in").click()
    await titled(guest, "Sign in")
    await expect(guest.get_by_label("E-mail")).to_be_visible()
    await expect(guest.get_by_role("main")).not_to_contain_text("terminal")
    await expect(guest.get_by_role("main").get_by_role("link", name="Sign up")).to_have_count(0)
    await guest.get_by_text("Sign in with a token").click()
    await expect(guest.get_by_role("main")).to_contain_text("https://id.example.com")


async def test_an_expired_sign_in_leads_to_the_page_for_it_and_back(page: Page, ada: Person) -> None:
    await page.goto("/settings?from=somewhere")
    await expect(page.get_by_label("Raw diff")).to_be_visible()
    other = await page.context.new_page()
    await other.goto("/record")
    await titled(other, "New recording")
    assert ada.ask("POST", "/auth/logout-all").status_code == 204
    # Whichever tab sends a request first notices, and signs out the other; this one may be signed out by now.
    await page.evaluate("document.querySelector('[name=includeRawDiff]')?.click()")
    await titled(page, "Sign in")
    await titled(other, "Sign in")
    await expect(other.get_by_role("main")).to_contain_text("Your sign-in has expired")
    await other.close()
    await expect(page.get_by_role("main")).to_contain_text("Your sign-in has expired, or was ended on another device")
    assert await page.evaluate("localStorage.getItem('cs-auth')") is None
    await page.get_by_text("Sign in with e-mail and password").click()
    await page.get_by_label("E-mail").fill(ada.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{ada.url}/settings?from=somewhere")
    await expect(page.get_by_label("Raw diff")).not_to_be_checked()


async def test_another_tab_follows_who_is_signed_in(page: Page, ada: Person) -> None:
    await page.goto("/profile")
    other = await page.context.new_page()
    await other.goto("/settings")
    await other.get_by_role("button", name="Account", exact=True).click()
    await other.get_by_role("button", name="Sign out").click()
    await titled(page, "Sign in")
    await expect(page.get_by_role("main")).to_contain_text("You signed out in another tab")
    ben = signed_up(ada.url, "Ben")
    await other.get_by_text("Sign in with a token").click()
    await other.get_by_label("Access token").fill(ben.token)
    await other.keyboard.press("Enter")
    await expect(page).to_have_url(f"{ada.url}/profile")
    await expect(page.get_by_role("main")).to_contain_text(ben.email)


async def test_signing_out_asks_where_something_would_be_lost(page: Page, ada: Person) -> None:
    await page.goto("/profile")
    await page.evaluate(
        """ours("router.js").then(({ leaving }) => {
          window.asked = [];
          leaving.ask = () => window.asked.push("") > 1;
        })"""
    )
    menu = page.get_by_role("button", name="Account", exact=True)
    out = page.get_by_role("button", name="Sign out", exact=True)
    await menu.click()
    await out.click()
    await until(page, "window.asked.length === 1")
    assert await kept_token(page) == ada.token
    await titled(page, "Profile")
    await menu.click()
    await out.click()
    await titled(page, "Sign in")
    assert await page.evaluate("window.asked.length") == 2


@pytest.mark.attack("other accounts")
async def test_a_session_of_another_account_is_not_found(page: Page, app: App) -> None:
    made = app.ask("POST", "/sessions", json={"title": "The coupon is lost"})
    for place in ("", "/processing", "/review", "/output"):
        await page.goto(f"/sessions/{made.json()['id']}{place}")
        await expect(page.get_by_role("main")).to_contain_text(re.compile("no such session", re.IGNORECASE))
        await expect(page.get_by_role("main")).not_to_contain_text("coupon")
    await page.goto("/sessions")
    await expect(page.get_by_role("main")).to_contain_text(re.compile("no sessions", re.IGNORECASE))
    await expect(page.get_by_role("main")).not_to_contain_text("coupon")


async def test_what_is_missing_to_sign_in_is_reported_accessibly(guest: Page, accessible: Accessible) -> None:
    await guest.goto("/sign-in")
    for summary in ("Sign in with e-mail and password", "Sign in with a token"):
        await guest.get_by_text(summary).click()
    await guest.get_by_role("button", name="Sign in", exact=True).click()
    await expect(guest.get_by_text("Give your password.")).to_be_visible()
    await accessible(guest)

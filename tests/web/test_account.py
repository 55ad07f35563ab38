"""Accounts through the app: signing up and in, expiry, profile, settings, keys, deletion, and nothing of others'."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.async_api import expect

from tests.accounts.running import ran, running
from tests.accounts.service import as_bearer
from tests.api.providers import GOOD, provider
from tests.web.pages import until
from tests.web.stored import kept_sign_in
from tests.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from playwright.async_api import Browser, Locator, Page

    from tests.accounts.running import Running
    from tests.web.conftest import App

    Accessible = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="module")
PASSWORD, ANOTHER = "correct horse battery staple", "a new and longer password"
MARKUP = "<img src=x onerror=alert(1)>"
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Person:
    """Somebody with an account of their own."""

    url: str
    email: str
    token: str
    user: dict[str, Any]

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        return httpx.request(method, f"{self.url}/api{path}", headers=as_bearer(self.token), timeout=30, **options)

    def signs_in(self, password: str) -> int:
        """The status that it has."""
        body = {"email": self.email, "password": password}
        return httpx.post(f"{self.url}/api/auth/login", json=body).status_code

    def opens(self, browser: Browser, **options: Any) -> AbstractAsyncContextManager[Page]:
        """A page of theirs, signed in."""
        return watched(browser, self.url, storage_state=kept_sign_in(self.url, self.token, self.user), **options)


def somebody(url: str, name: str = "Ada King") -> Person:
    email = f"{secrets.token_hex(4)}@example.com"
    body = {"email": email, "password": PASSWORD, "name": name}
    made = httpx.post(f"{url}/api/auth/signup", json=body)
    assert made.status_code == 201, made.text
    return Person(url, email, made.json()["accessToken"], made.json()["user"])


def who(url: str, token: str) -> httpx.Response:
    return httpx.get(f"{url}/api/auth/me", headers=as_bearer(token))


@pytest.fixture
def ada(app: App) -> Person:
    return somebody(app.url)


@pytest.fixture(scope="module")
def invited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Path]]:
    """A service that lets in whoever has an invitation, and its folder."""
    folder = tmp_path_factory.mktemp("invited") / "data"
    with running(folder, "--no-worker", CLAUDE_SCOPE_SIGN_UP="invitation") as server:
        yield server, folder


async def titled(page: Page, title: str) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)


def part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


async def kept_token(page: Page) -> str:
    token: str = await page.evaluate("JSON.parse(localStorage.getItem('cs-auth')).state.accessToken")
    return token


# --- signing up and in ------------------------------------------------------------------------------------------------


async def test_signing_up_tells_what_is_wrong_at_its_field_and_then_leads_on(guest: Page, app: App) -> None:
    await guest.goto("/sign-up?next=%2Fprofile")
    await guest.get_by_label("Password", exact=True).fill("short")
    await guest.get_by_role("button", name="Sign up").click()
    email, password = guest.get_by_label("E-mail"), guest.get_by_label("Password", exact=True)
    await expect(email).to_have_accessible_description(re.compile("Give an e-mail address"))
    await expect(password).to_have_accessible_description(re.compile("At least 8 characters; these are 5"))
    await expect(email).to_be_focused()
    taken = somebody(app.url)
    await guest.get_by_label("Name").fill(MARKUP)
    await email.fill(taken.email)
    await password.fill(PASSWORD)
    await guest.keyboard.press("Enter")
    await expect(email).to_have_accessible_description(re.compile("This address cannot be used to sign up"))
    await email.fill(f"new-{taken.email}")
    await guest.keyboard.press("Enter")
    await expect(guest).to_have_url(f"{app.url}/profile")
    await expect(guest.get_by_role("main")).to_contain_text(f"{MARKUP}new-{taken.email}")
    assert who(app.url, await kept_token(guest)).json()["name"] == MARKUP


async def test_an_invitation_lets_in_once(browser: Browser, invited: tuple[Running, Path]) -> None:
    server, folder = invited
    code = ran("invite", "--data-dir", str(folder)).stdout.strip()
    async with watched(browser, server.url) as page:
        await page.goto("/sign-up")
        await page.get_by_label("E-mail").fill("ada@example.com")
        await page.get_by_label("Password", exact=True).fill(PASSWORD)
        await page.get_by_label("Invitation").fill("not a code")
        await page.keyboard.press("Enter")
        invitation = page.get_by_label("Invitation")
        await expect(invitation).to_have_accessible_description(re.compile("It is not valid, or not any more"))
        await invitation.fill(code)
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(f"{server.url}/dashboard")


async def test_where_nobody_can_sign_up_that_is_said(guest: Page) -> None:
    terms = {"signUp": "closed", "provider": {"issuer": "https://id.example.com"}, "local": False}
    await guest.route("**/api/auth/config", lambda route: route.fulfill(json=terms))
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


async def test_an_expired_sign_in_leads_to_the_page_for_it_and_back(browser: Browser, ada: Person) -> None:
    async with ada.opens(browser) as page:
        await page.goto("/settings?from=somewhere")
        await expect(page.get_by_label("Raw diff")).to_be_visible()
        other = await page.context.new_page()
        await other.goto("/record")
        await titled(other, "New recording")
        assert ada.ask("POST", "/auth/logout-all").status_code == 204
        await page.get_by_label("Raw diff").click()
        await titled(page, "Sign in")
        await titled(other, "Sign in")
        await expect(other.get_by_role("main")).to_contain_text("Your sign-in has expired")
        await other.close()
        await expect(page.get_by_role("main")).to_contain_text(
            "Your sign-in has expired, or was ended on another device"
        )
        assert await page.evaluate("localStorage.getItem('cs-auth')") is None
        await page.get_by_text("Sign in with e-mail and password").click()
        await page.get_by_label("E-mail").fill(ada.email)
        await page.get_by_label("Password", exact=True).fill(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(f"{ada.url}/settings?from=somewhere")
        await expect(page.get_by_label("Raw diff")).not_to_be_checked()


async def test_another_tab_follows_who_is_signed_in(browser: Browser, ada: Person) -> None:
    async with ada.opens(browser) as page:
        await page.goto("/profile")
        other = await page.context.new_page()
        await other.goto("/settings")
        await other.get_by_role("button", name="Account", exact=True).click()
        await other.get_by_role("button", name="Sign out").click()
        await titled(page, "Sign in")
        await expect(page.get_by_role("main")).to_contain_text("You signed out in another tab")
        ben = somebody(ada.url, "Ben")
        await other.get_by_text("Sign in with a token").click()
        await other.get_by_label("Access token").fill(ben.token)
        await other.keyboard.press("Enter")
        await expect(page).to_have_url(f"{ada.url}/profile")
        await expect(page.get_by_role("main")).to_contain_text(ben.email)


async def test_signing_out_asks_where_something_would_be_lost(browser: Browser, ada: Person) -> None:
    async with ada.opens(browser) as page:
        await page.goto("/profile")
        await page.evaluate(
            """import("/web/js/router.js").then(({ leaving }) => {
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


async def test_a_session_of_somebody_else_is_none(browser: Browser, app: App, ada: Person) -> None:
    made = app.ask("POST", "/sessions", json={"title": "The coupon is lost"})
    async with ada.opens(browser) as page:
        for place in ("", "/processing", "/review", "/output"):
            await page.goto(f"/sessions/{made.json()['id']}{place}")
            await expect(page.get_by_role("main")).to_contain_text(re.compile("no such session", re.IGNORECASE))
            await expect(page.get_by_role("main")).not_to_contain_text("coupon")
        await page.goto("/sessions")
        await expect(page.get_by_role("main")).to_contain_text(re.compile("no sessions", re.IGNORECASE))
        await expect(page.get_by_role("main")).not_to_contain_text("coupon")


# --- profile ----------------------------------------------------------------------------------------------------------


async def test_the_name_is_kept(browser: Browser, ada: Person) -> None:
    async with ada.opens(browser) as page:
        await page.goto("/profile")
        await expect(page.locator(".avatar")).to_have_text("AK")
        await page.get_by_label("Name").fill("Ångström 李 小龍")
        await page.keyboard.press("Enter")
        await expect(page.locator(".avatar")).to_have_text("Å小")
        await page.reload()
        await expect(page.get_by_label("Name")).to_have_value("Ångström 李 小龍")


async def test_another_password_ends_other_sign_ins_and_not_this_one(browser: Browser, ada: Person) -> None:
    async with ada.opens(browser) as page:
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


async def test_the_token_for_scripts_is_copied_whole_and_shown_in_part(browser: Browser, ada: Person) -> None:
    async with ada.opens(browser) as page:
        await page.goto("/profile")
        await page.get_by_role("button", name="Copy token").click()
        assert await page.evaluate("navigator.clipboard.readText()") == ada.token
        await page.get_by_role("button", name="Copy both lines").click()
        first, second = (await page.evaluate("navigator.clipboard.readText()")).split("\n")
        assert first == f"TOKEN={ada.token}"
        assert second == f'curl -H "Authorization: Bearer $TOKEN" {ada.url}/api/sessions'
        assert ada.token not in await page.content()


async def test_signing_out_of_all_devices_is_asked_about_and_ends_this_one_too(browser: Browser, ada: Person) -> None:
    async with ada.opens(browser) as page:
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


# --- settings ---------------------------------------------------------------------------------------------------------


async def test_each_preference_is_saved_as_it_changes(browser: Browser, ada: Person) -> None:
    async with ada.opens(browser) as page:
        await page.goto("/settings")
        await page.get_by_label("Codex").check()
        await page.get_by_label("30 minutes").check()
        await page.get_by_label("Screenshots").uncheck()
        await page.get_by_label("ARIA tree").uncheck()
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


async def test_what_could_not_be_saved_goes_back_and_says_why(browser: Browser, ada: Person) -> None:
    said = {"statusCode": 503, "message": "The database is busy.", "error": "Service Unavailable"}
    async with ada.opens(browser) as page:
        await page.goto("/settings")
        await expect(page.get_by_label("Claude Code")).to_be_checked()
        await page.route("**/api/settings", lambda route: route.fulfill(status=429, json={**said, "statusCode": 429}))
        await page.get_by_label("Cursor").click()
        await expect(part(page, "New recordings")).to_contain_text("Not saved. The database is busy.")
        await expect(page.get_by_label("Claude Code")).to_be_checked()


async def test_colours_are_chosen_and_kept_in_this_browser(browser: Browser, ada: Person) -> None:
    async with ada.opens(browser, color_scheme="light") as page:
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


# --- deletion ---------------------------------------------------------------------------------------------------------


async def test_all_sessions_are_deleted_after_a_question(browser: Browser, ada: Person) -> None:
    for title in ("one", "two"):
        assert ada.ask("POST", "/sessions", json={"title": title}).status_code == 201
    async with ada.opens(browser) as page:
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


async def test_an_account_is_deleted_with_its_password(browser: Browser, ada: Person) -> None:
    async with ada.opens(browser) as page:
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


async def test_this_machines_account_is_deleted_with_a_word(browser: Browser, invited: tuple[Running, Path]) -> None:
    """It has no password; a sign-in that is not new is told how to go on."""
    server, _ = invited
    said = {"statusCode": 400, "message": "To delete this account, sign in again first.", "error": "Bad Request"}
    async with watched(browser, server.url) as page:
        await page.goto(server.link.removeprefix(server.url))
        await expect(page).to_have_url(f"{server.url}/dashboard")
        token = await kept_token(page)
        await page.goto("/settings")
        await page.get_by_role("button", name="Delete account").click()
        word = page.get_by_label("Type delete to go on")
        await word.fill("no")
        await page.keyboard.press("Enter")
        await expect(word).to_have_accessible_description(re.compile("Type the word delete"))
        await word.fill("Delete")
        await page.route("**/api/auth/me", lambda route: route.fulfill(status=400, json=said))
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Sign out, to sign in again")).to_be_visible()
        await page.unroute("**/api/auth/me")
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(f"{server.url}/")
    assert who(server.url, token).status_code == 401


# --- models -----------------------------------------------------------------------------------------------------------


async def test_a_key_is_tried_and_one_of_its_models_chosen(browser: Browser, ada: Person) -> None:
    with provider() as at:
        async with ada.opens(browser) as page:
            await page.goto("/models")
            await expect(part(page, "Local reader")).to_contain_text("Chosen")
            await page.get_by_role("button", name="Add a key").click()
            await expect(page.get_by_label("Provider")).to_be_focused()
            await page.get_by_label("Provider").select_option("openai-compatible")
            await page.get_by_role("button", name="Add and test").click()
            base = page.get_by_label("Base URL")
            await expect(base).to_have_accessible_description(re.compile("Give the address of the server"))
            await base.fill(at)
            await page.get_by_label("Key", exact=True).fill("sk-wrong-0123456789abcdef")
            await page.get_by_label("Label").fill(MARKUP)
            await page.keyboard.press("Enter")
            card = page.get_by_role("listitem", name=MARKUP)
            await expect(card.get_by_role("heading")).to_be_focused()
            await expect(card.get_by_role("status")).to_have_text("127.0.0.1 answered 401: invalid key ***")
            await card.get_by_role("button", name="Change").click()
            await card.get_by_label("Key", exact=True).fill(GOOD)
            await page.keyboard.press("Enter")
            await card.get_by_role("button", name="Test").click()
            await expect(card.get_by_role("status")).to_contain_text("accepts the key and offers 2 models")
            await card.get_by_label("Model").select_option("model-b")
            await card.get_by_role("button", name="Choose this model").click()
            await expect(card).to_contain_text("Chosen")
            await expect(part(page, "Local reader").get_by_text("Chosen")).to_have_count(0)
            assert GOOD not in await page.content()
        (kept,) = ada.ask("GET", "/credentials").json()
        assert (kept["provider"], kept["baseUrl"], kept["model"], kept["active"]) == (
            "openai-compatible",
            at,
            "model-b",
            True,
        )


async def test_of_several_models_one_is_chosen_and_a_key_is_deleted_after_a_question(
    browser: Browser, ada: Person
) -> None:
    for label in ("home", "work"):
        body = {"provider": "anthropic", "key": GOOD, "label": label, "model": "claude-x", "active": label == "home"}
        assert ada.ask("POST", "/credentials", json=body).status_code == 201
    async with ada.opens(browser) as page:
        await page.goto("/models")
        home, work = (page.get_by_role("listitem", name=name) for name in ("home", "work"))
        await work.get_by_role("button", name="Choose").click()
        await expect(work).to_contain_text("Chosen")
        await expect(home.get_by_text("Chosen")).to_have_count(0)
        await part(page, "Local reader").get_by_role("button", name="Choose").click()
        await expect(work.get_by_text("Chosen")).to_have_count(0)
        assert [one["active"] for one in ada.ask("GET", "/credentials").json()] == [False, False]
        await home.get_by_role("button", name="Delete").click()
        await page.get_by_role("button", name="Delete the key").click()
        await expect(home).to_have_count(0)
        await expect(part(page, "Keys").get_by_role("heading", name="Keys")).to_be_focused()
        assert [one["label"] for one in ada.ask("GET", "/credentials").json()] == ["work"]


# --- for everybody ----------------------------------------------------------------------------------------------------


async def test_pages_for_guests_are_accessible(guest: Page, accessible: Accessible) -> None:
    await guest.goto("/sign-in")
    for summary in ("Sign in with e-mail and password", "Sign in with a token"):
        await guest.get_by_text(summary).click()
    await guest.get_by_role("button", name="Sign in", exact=True).click()
    await expect(guest.get_by_text("Give your password.")).to_be_visible()
    await accessible(guest)
    await guest.goto("/sign-up")
    await expect(guest.get_by_label("E-mail")).to_be_visible()
    await accessible(guest)


async def test_pages_of_an_account_are_accessible_and_fit_a_phone(
    browser: Browser, app: App, accessible: Accessible
) -> None:
    """With all the longest that people can enter."""
    ada = somebody(app.url, "x" * 200)
    body = {"provider": "openai-compatible", "baseUrl": f"https://{'a' * 60}.example.com/{'b' * 200}", "key": GOOD}
    body |= {"label": "l" * 200, "model": "m" * 200}
    assert ada.ask("POST", "/credentials", json=body).status_code == 201
    assert ada.ask("POST", "/sessions", json={"title": "one"}).status_code == 201
    async with ada.opens(browser, viewport=PHONE) as page:
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

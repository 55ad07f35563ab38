"""Signing in with a real browser, on a real server on this machine."""

from __future__ import annotations

import asyncio
import re
import shlex
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect

from claude_scope.api.auth.automatic_accounts import local_user
from claude_scope.api.auth.locked_accounts import LOCKED
from claude_scope.api.auth.sign_in_links import mint_link
from claude_scope.browser.find_browser import find_browser, launch_arguments
from claude_scope.store.database import Database
from tests.accounts.running import ran, running
from tests.accounts.service import EMAIL, PASSWORD, as_bearer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from playwright.async_api import Browser, Page, Route

    from tests.accounts.running import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")
expect.set_options(timeout=20_000)  # a generous limit for busy machines, not an assertion
MARKUP = "<img src=x onerror=alert(1)>"
WATCH = "addEventListener('securitypolicyviolation', (e) => console.error('violation', e.violatedDirective))"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laptop") / "data"


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    with running(folder, "--no-worker", CLAUDE_SCOPE_SIGN_INS_PER_MINUTE="1000") as started:
        yield started


@pytest.fixture
def link(server: Running, folder: Path) -> str:
    """A new link, as a restart would print it."""
    database = Database(f"sqlite:///{folder / 'claude-scope.db'}")
    token = mint_link(database, local_user(database).id)
    database.close()
    return f"{server.url}/sign-in#token={token}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        found = find_browser()
        assert found is not None, "these tests need a Chrome or Chromium"
        started = await playwright.chromium.launch(executable_path=found, args=launch_arguments())
        yield started
        await started.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def watched(browser: Browser) -> tuple[Page, list[str]]:
    """One page for all tests, so that files are loaded once; it also collects errors."""
    page = await browser.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(f"dialog {dialog.message}"))
    page.on("pageerror", lambda error: said.append(f"error {error}"))
    page.on("console", lambda message: said.append(message.text))
    await page.add_init_script(WATCH)
    return page, said


@pytest_asyncio.fixture(loop_scope="module")
async def page(watched: tuple[Page, list[str]], server: Running) -> AsyncIterator[Page]:
    """The page of a new visitor; console messages are errors of ours, unless they report a response."""
    page, said = watched
    await page.goto("about:blank")
    tools = await page.context.new_cdp_session(page)
    await tools.send("Storage.clearDataForOrigin", {"origin": server.url, "storageTypes": "all"})
    await tools.detach()
    said.clear()
    yield page
    await page.unroute_all(behavior="ignoreErrors")
    assert [line for line in said if not line.startswith("Failed to load resource")] == []


def ask(server: Running, path: str, method: str = "GET", **options: Any) -> httpx.Response:
    """Make a request as another program does."""
    return httpx.request(method, server.url + path, **options)


async def token_in(page: Page) -> str | None:
    """The payload of a token, as scripts and users read it according to the contract."""
    found: str | None = await page.evaluate("JSON.parse(localStorage.getItem('cs-auth'))?.state.accessToken")
    return found


async def test_the_link_signs_in_and_leaves_nothing_in_the_address(page: Page, link: str, server: Running) -> None:
    addresses: list[str] = []
    page.on("framenavigated", lambda frame: addresses.append(frame.url))
    await page.goto(link)
    await expect(page).to_have_url(f"{server.url}/dashboard")
    token = await token_in(page)
    assert token is not None
    assert ask(server, "/api/auth/me", headers=as_bearer(token)).status_code == 200
    assert [address.partition("#")[2] for address in addresses[1:]] == [""] * (len(addresses) - 1)
    await page.go_back()
    assert page.url == "about:blank", "neither the link nor the page for it is gone back to"


async def test_the_token_of_a_link_is_out_of_the_address_before_the_server_is_asked(page: Page, link: str) -> None:
    at: list[str] = []

    async def asked(route: Route) -> None:
        at.append(page.url)
        await route.continue_()

    await page.route("**/api/**", asked)
    await page.goto(link)
    await expect(page).to_have_url(re.compile("/dashboard$"))
    assert at[0].endswith("/sign-in")


async def test_a_link_that_is_pasted_while_the_app_is_open_signs_in(page: Page, link: str, server: Running) -> None:
    """This does not reload the page."""
    await page.goto(f"{server.url}/sign-in?next=%2Fprofile")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    await page.evaluate("token => location.hash = token", link.partition("#")[2])
    await expect(page).to_have_url(f"{server.url}/profile")


async def test_a_link_that_was_used_elsewhere_is_reported(page: Page, link: str, server: Running) -> None:
    ask(server, "/api/auth/link", "POST", json={"token": link.partition("=")[2]})
    await page.goto(link)
    await expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work any more")
    await expect(page.get_by_role("main")).to_contain_text("Start claude-scope serve again")
    assert await token_in(page) is None


async def test_whoever_opens_the_link_again_is_still_signed_in(page: Page, link: str, server: Running) -> None:
    for _ in range(2):
        await page.goto("about:blank")
        await page.goto(link)
        await expect(page).to_have_url(f"{server.url}/dashboard")


async def test_signing_out_forgets_the_token(page: Page, link: str, server: Running) -> None:
    await page.goto(link)
    await page.get_by_role("button", name="Account", exact=True).click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert await page.evaluate("localStorage.getItem('cs-auth')") is None
    await page.goto(f"{server.url}/dashboard")
    await expect(page).to_have_url(f"{server.url}/sign-in?next=%2Fdashboard")
    told = page.get_by_role("status").filter(has_text="the token that it prints")
    command = shlex.split(await told.locator("code").first.inner_text())
    assert command[0] == "claude-scope"
    printed = await asyncio.to_thread(ran, *command[1:])
    await page.get_by_text("Sign in with a token").click()
    await page.get_by_label("Access token").fill(printed.stdout)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{server.url}/dashboard")


@pytest.mark.parametrize("value", ["nonsense", "null", "{}", '{"state": {"accessToken": "stale"}}'])
async def test_stored_data_that_does_not_fit_is_ignored(page: Page, server: Running, value: str) -> None:
    await page.goto(f"{server.url}/api/health")
    await page.evaluate("value => localStorage.setItem('cs-auth', value)", value)
    await page.goto(f"{server.url}/sign-in")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    has_expired = page.get_by_text("Your sign-in has expired")
    await expect(has_expired).to_have_count(1 if "stale" in value else 0)


async def test_a_server_that_does_not_answer_is_asked_again_with_the_same_link(page: Page, link: str) -> None:
    await page.route("**/api/auth/link", lambda route: route.abort())
    await page.goto(link)
    await expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    await page.unroute("**/api/auth/link")
    await page.get_by_role("button", name="Try again").click()
    await expect(page).to_have_url(re.compile("/dashboard$"))


async def test_an_answer_that_asks_to_wait_is_shown(page: Page, link: str) -> None:
    said = {"statusCode": 429, "message": "Too many requests; try again in 7 s.", "error": "Too Many Requests"}
    await page.route("**/api/auth/link", lambda route: route.fulfill(status=429, json=said))
    await page.goto(link)
    await expect(page.get_by_role("alert")).to_contain_text("Too many requests; try again in 7 s.")
    await expect(page.get_by_role("button", name="Try again")).to_be_visible()


async def test_an_account_signs_in_with_its_password_by_keyboard(page: Page, server: Running) -> None:
    """And its name is only ever text."""
    account = {"email": EMAIL, "password": PASSWORD, "name": MARKUP}
    assert ask(server, "/api/auth/signup", "POST", json=account).status_code == 201
    await page.goto(f"{server.url}/sign-in?next=%2Fprofile")
    await page.get_by_text("Sign in with e-mail and password").focus()
    await page.keyboard.press("Enter")
    await page.get_by_label("E-mail").fill(EMAIL)
    await page.get_by_label("Password", exact=True).fill("not the password")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("The e-mail address or the password is not right.")).to_be_visible()
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{server.url}/profile")
    await expect(page.get_by_role("main").get_by_text(MARKUP, exact=True)).to_be_visible()


async def test_a_locked_account_says_who_can_unlock_it(page: Page, server: Running, folder: Path) -> None:
    account = {"email": "locked@example.com", "password": PASSWORD, "name": "Lo"}
    assert ask(server, "/api/auth/signup", "POST", json=account).status_code == 201
    lock = "UPDATE users SET locked = 1 WHERE email = 'locked@example.com'"
    with closing(sqlite3.connect(folder / "claude-scope.db")) as connection, connection:
        connection.execute(lock)
    await page.goto(f"{server.url}/sign-in")
    await page.get_by_text("Sign in with e-mail and password").click()
    await page.get_by_label("E-mail").fill("locked@example.com")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(LOCKED.partition("{")[0])).to_be_visible()


async def test_a_token_that_a_command_printed_signs_in(page: Page, server: Running) -> None:
    await page.goto(f"{server.url}/sign-in")
    await page.get_by_text("Sign in with a token").click()
    await page.get_by_label("Access token").fill("no.token.of-ours")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("This token is not valid here")).to_be_visible()
    token = server.token()
    await page.get_by_label("Access token").fill(f" {token}\n")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{server.url}/dashboard")
    assert await token_in(page) == token


@pytest.mark.parametrize(
    "next_",
    ["https://example.com/", "//example.com/", "/..//example.com/", "javascript:alert(1)", "/api/docs", "/sign-in"],
)
async def test_signing_in_redirects_only_to_pages_of_this_server(
    page: Page, link: str, server: Running, next_: str
) -> None:
    address, _, token = link.partition("#")
    await page.goto(f"{address}?{urlencode({'next': next_})}#{token}")
    await expect(page).to_have_url(f"{server.url}/dashboard")

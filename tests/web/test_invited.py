"""A service that admits users with an invitation, and the account of its machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.accounts.running import ran, running
from tests.web.pages import intercept, kept_token, settled
from tests.web.people import PASSWORD, whose
from tests.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.async_api import Browser, Route

    from tests.accounts.running import Running


pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.fixture(scope="module")
def invited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Path]]:
    """The service and its folder."""
    folder = tmp_path_factory.mktemp("invited") / "data"
    with running(folder, "--no-worker", CLAUDE_SCOPE_SIGN_UP="invitation") as server:
        yield server, folder


async def test_an_invitation_lets_in_once(browser: Browser, invited: tuple[Running, Path]) -> None:
    server, folder = invited
    invited_by = ran("invite", "--data-dir", str(folder))
    assert invited_by.returncode == 0, invited_by.stderr
    code = invited_by.stdout.strip()
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
        await settled(page)


async def test_this_machines_account_is_deleted_with_a_word(browser: Browser, invited: tuple[Running, Path]) -> None:
    """It has no password; if the sign-in is not recent, the page says how to continue."""
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

        async def refuse(route: Route) -> None:  # the page also asks who is signed in
            await (route.fulfill(status=400, json=said) if route.request.method == "DELETE" else route.fallback())

        await intercept(page, "**/api/auth/me", refuse)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Sign out, to sign in again")).to_be_visible()
        await page.unroute("**/api/auth/me")
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(f"{server.url}/")
        await settled(page)
    assert whose(server.url, token).status_code == 401

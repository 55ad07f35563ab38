"""The user confirms the pairing of a browser extension on its page, and revokes it in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from tests.web.pages import intercept, part, titled
from tests.web.people import Person, request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    Accessible = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="package")
NAME = "Chromium on Linux"


class Extension:
    """An extension that asks a service for access."""

    def __init__(self, url: str, name: str = NAME) -> None:
        self.url = url
        self.begun: dict[str, Any] = request("POST", f"{url}/api/pairings", json={"name": name}).json()
        self.path = f"/pair/{self.begun['id']}"

    def asks(self) -> tuple[int, dict[str, Any]]:
        """Whether it has got its token."""
        there = f"{self.url}/api/pairings/{self.begun['id']}/token"
        answer = request("POST", there, json={"secret": self.begun["secret"]})
        return answer.status_code, answer.json()


@pytest.fixture
def who(ada: Person) -> Person:
    """The pages of a new user."""
    return ada


async def test_a_code_is_compared_and_confirmed(page: Page, ada: Person, accessible: Accessible) -> None:
    extension = Extension(ada.url)
    await page.goto(extension.path)
    await titled(page, "Pair a browser")
    told = part(page, "The pairing")
    for text in (extension.begun["code"], ada.email, f"“{NAME}”", "Confirm only if you have just begun this yourself"):
        await expect(told).to_contain_text(text)
    assert extension.asks() == (200, {"status": "waiting"})
    await page.get_by_role("button", name="Yes, confirm").click()
    await titled(page, "The browser is paired")
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await accessible(page)
    status, taken = extension.asks()
    assert (status, taken["user"]["email"]) == (200, ada.email)


async def test_a_pairing_is_refused(page: Page, ada: Person, accessible: Accessible) -> None:
    extension = Extension(ada.url)
    await page.goto(extension.path)
    await page.get_by_role("button", name="No, refuse").click()
    await titled(page, "The pairing is refused")
    await accessible(page)
    assert extension.asks()[0] == 404
    await page.reload()
    await expect(page.get_by_role("alert")).to_contain_text("There is nothing to confirm")
    await expect(page.get_by_role("alert")).to_contain_text("begin another in the extension")
    await expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    await accessible(page)


async def test_a_pairing_that_has_ended_meanwhile_says_so(page: Page, ada: Person) -> None:
    extension = Extension(ada.url)
    await page.goto(extension.path)
    await titled(page, "Pair a browser")
    assert ada.ask("DELETE", f"/pairings/{extension.begun['id']}").status_code == 204
    await page.get_by_role("button", name="Yes, confirm").click()
    await expect(page.get_by_text("was refused, taken, or has expired")).to_be_visible()


async def test_what_failed_for_another_reason_can_be_tried_again(page: Page, ada: Person) -> None:
    extension = Extension(ada.url)
    answers = {"statusCode": 429, "message": "Too many requests; try again in 1 s.", "error": "Too Many Requests"}
    await intercept(page, "**/api/pairings/*", lambda route: route.fulfill(status=429, json=answers))
    await page.goto(extension.path)
    await expect(page.get_by_role("alert")).to_contain_text("Too many requests")
    await page.unroute_all()
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_text(extension.begun["code"])).to_be_visible()


async def test_a_visitor_signs_in_first_and_comes_back(guest: Page, ada: Person) -> None:
    extension = Extension(ada.url)
    await guest.goto(extension.path)
    await guest.wait_for_url(f"**/sign-in?next={quote(extension.path, safe='')}")
    await guest.get_by_text("Sign in with a token").click()
    await guest.get_by_label("Token").fill(ada.token)
    await guest.keyboard.press("Enter")
    await titled(guest, "Pair a browser")
    await expect(guest.get_by_text(extension.begun["code"])).to_be_visible()


async def test_paired_browsers_are_listed_and_revoked(page: Page, ada: Person, accessible: Accessible) -> None:
    await page.goto("/settings")
    paired = part(page, "Paired browsers")
    await expect(paired).to_contain_text("None. The extension shows how to pair it.")
    tokens = []
    for name in ("Work laptop", "An extension with a long name " + "x" * 70):
        extension = Extension(ada.url, name)
        ada.ask("POST", f"/pairings/{extension.begun['id']}/confirm", json={"code": extension.begun["code"]})
        tokens.append(extension.asks()[1]["accessToken"])
    me = f"{ada.url}/api/auth/me"
    assert request("GET", me, headers={"authorization": f"Bearer {tokens[0]}"}).status_code == 200
    await page.reload()
    rows = paired.get_by_role("listitem")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("Paired just now, last used just now")
    await expect(rows.last).to_contain_text("not used yet")
    await accessible(page)
    await page.get_by_role("button", name="Revoke Work laptop").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Revoke “Work laptop”?")
    await accessible(page)
    await page.get_by_role("button", name="Revoke", exact=True).click()
    await expect(rows).to_have_count(1)
    await expect(page.locator("#paired-list")).to_be_focused()
    assert request("GET", me, headers={"authorization": f"Bearer {tokens[0]}"}).status_code == 401
    assert request("GET", me, headers={"authorization": f"Bearer {tokens[1]}"}).status_code == 200

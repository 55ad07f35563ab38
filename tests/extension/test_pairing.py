"""Pairing begins in the extension, and ends with a token when the user has confirmed the code."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from claude_scope.extension.pack import files_of
from claude_scope.report import __file__ as report
from tests.extension.browser import extended
from tests.extension.service import LOST, Service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

    from tests.extension.browser import Extended

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEPT = "async () => (await chrome.storage.local.get('pairing')).pairing ?? null"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Extended]:
    # The browser's question for this permission has no answer in a test, and covers the page.
    async with extended(tmp_path_factory.mktemp("pairing"), host_permissions=["http://127.0.0.1/*"]) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Extended, service: Service) -> AsyncIterator[Page]:
    page = await browser.open("pairing/pairing.html")
    await page.evaluate("Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()])")
    await page.reload()
    service.faults.clear()
    yield page
    await page.close()


async def begin(page: Page, service: Service) -> str:
    """Begin a pairing; returns its id."""
    before = set(service.pairings)
    await page.get_by_label("Address").fill(service.url)
    await page.get_by_role("button", name="Pair").click()
    await expect(page.locator("#code")).to_have_text("ABCD-2345")
    (id_,) = set(service.pairings) - before
    return id_


async def test_a_confirmed_code_gives_the_token(browser: Extended, page: Page, service: Service) -> None:
    id_ = await begin(page, service)
    async with browser.context.expect_page() as opened:
        await page.get_by_role("button", name="Confirm in Claude Scope").click()
    tab = await opened.value
    assert tab.url == f"{service.url}/pair/{id_}"
    await tab.close()
    service.pairings[id_]["state"] = "confirmed"
    await expect(page.get_by_role("heading", name="This browser is paired")).to_be_visible()
    await expect(page.locator("dl")).to_contain_text("Ann (ann@example.com)")
    kept: dict[str, Any] = await page.evaluate(KEPT)
    assert kept["address"] == service.url
    assert kept["token"] in service.tokens
    assert service.names[-1].startswith("Chromium")
    await page.get_by_role("button", name="Unpair").click()
    await expect(page.get_by_label("Address")).to_be_visible()
    assert await page.evaluate(KEPT) is None


async def test_without_the_permission_for_its_origin_a_service_is_paired(tmp_path: Path, service: Service) -> None:
    async with extended(tmp_path) as browser:
        page = await browser.open("pairing/pairing.html")
        service.pairings[await begin(page, service)]["state"] = "confirmed"
        await expect(page.get_by_role("heading", name="This browser is paired")).to_be_visible()


async def test_a_reloaded_page_waits_for_the_same_code(page: Page, service: Service) -> None:
    id_ = await begin(page, service)
    await page.reload()
    await expect(page.locator("#code")).to_have_text("ABCD-2345")
    service.pairings[id_]["state"] = "confirmed"
    await expect(page.get_by_role("heading", name="This browser is paired")).to_be_visible()
    assert service.count("POST", "/api/pairings") == len(service.names)


async def test_a_lost_connection_is_no_refusal(page: Page, service: Service) -> None:
    service.faults.append(("POST", "/api/pairings/.*/token", (503, {"message": "Later."})))
    id_ = await begin(page, service)
    service.pairings[id_]["state"] = "confirmed"
    await expect(page.get_by_role("heading", name="This browser is paired")).to_be_visible()


async def test_a_refused_pairing_says_so(page: Page, service: Service) -> None:
    del service.pairings[await begin(page, service)]
    await expect(page.get_by_role("alert")).to_have_text(
        "The pairing was refused, or its ten minutes are over. Begin again."
    )
    assert await page.evaluate(KEPT) is None


async def test_a_token_whose_answer_was_lost_is_not_waited_for(page: Page, service: Service) -> None:
    id_ = await begin(page, service)
    service.faults.append(("POST", "/api/pairings/.*/token", LOST))
    service.pairings[id_]["state"] = "confirmed"
    await expect(page.get_by_role("alert")).to_contain_text("Begin again")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Write the address"),
        ("http://scope.example.com", "Use https"),
        ("http://8.8.8.8:8765", "Use https"),
        ("http://192.168.0.example.com", "Use https"),
        ("ftp://scope.example.com", "is not an address"),
        ("https://ann:secret@scope.example.com", "Leave the name and the password out"),
    ],
)
async def test_an_address_that_others_could_read_is_refused(page: Page, written: str, said: str) -> None:
    await page.get_by_label("Address").fill(written or " ")
    await page.get_by_role("button", name="Pair").click()
    await expect(page.get_by_role("alert")).to_contain_text(said)


async def test_addresses_are_read_as_people_write_them(page: Page) -> None:
    read = await page.evaluate(
        """async (written) => {
          const { addressOf } = await import("/pairing/address.js");
          return written.map(addressOf);
        }""",
        ["scope.example.com/sessions", "localhost:8765", "http://10.1.2.3:80/", "http://[::1]:9/", "HTTPS://A.example"],
    )
    assert read == [
        *("https://scope.example.com", "http://localhost:8765", "http://10.1.2.3", "http://[::1]:9"),
        "https://a.example",
    ]


async def test_a_service_on_this_computer_is_found(page: Page, service: Service) -> None:
    find = "async (address) => (await import('/pairing/pairing.js')).find(address)"
    assert await page.evaluate(find, service.url) == service.url
    service.faults.append(("GET", "/api/health", (200, {"status": "ok"})))
    assert await page.evaluate(find, service.url) is None


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"status": "confirmed", "accessToken": "<img src=x>", "user": {}}),
        (200, {"status": "confirmed", "accessToken": "a.b.c" * 9000, "user": {}}),
        (200, b"[" * 100_000),
        (302, b"/elsewhere"),
    ],
)
async def test_an_answer_that_is_not_a_token_is_not_kept(page: Page, service: Service, answer: Any) -> None:
    service.faults.append(("POST", "/api/pairings/.*/token", answer))
    await page.get_by_label("Address").fill(service.url)
    await page.get_by_role("button", name="Pair").click()
    if answer[0] == 200:
        await expect(page.get_by_role("alert")).to_have_text(re.compile(r".+"))
    else:
        async with asyncio.timeout(10):
            while service.faults:  # noqa: ASYNC110 - the browser asks
                await asyncio.sleep(0.05)
        await expect(page.locator("#code")).to_be_visible()
    assert await page.evaluate(KEPT) is None
    assert not service.count("GET", "/elsewhere")


@pytest.mark.parametrize("field", ["id", "secret", "code"])
async def test_a_pairing_that_could_lead_elsewhere_is_refused(page: Page, service: Service, field: str) -> None:
    begun = {"id": "pair_7Q2M0XKD4N8QW2Z", "secret": "s" * 40, "code": "ABCD-2345", field: "../../evil"}
    service.faults.append(("POST", "/api/pairings", (201, begun)))
    await page.get_by_label("Address").fill(service.url)
    await page.get_by_role("button", name="Pair").click()
    await expect(page.get_by_role("alert")).to_contain_text(f"no usable {field}")


async def test_the_colours_are_those_of_the_report() -> None:
    assert files_of()["ui/tokens.css"] == (Path(report).parent / "css" / "00-tokens.css").read_bytes()

"""The sample shop works, and its bug appears in a real browser as examples/README.md describes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from examples.capture import recorded_page
from examples.record import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page


@pytest.fixture
def shop() -> Iterator[str]:
    with served() as url:
        yield url


def post(url: str, body: object) -> tuple[int, Any]:
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(request) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def status_of(url: str) -> int:
    try:
        with urlopen(url) as response:
            return int(response.status)
    except HTTPError as error:
        with error:
            return error.code


def test_the_shop_serves_its_page_and_its_shelf(shop: str) -> None:
    with urlopen(shop) as response:
        assert b"Pine &amp; Paper" in response.read()
    with urlopen(shop + "api/products") as response:
        assert len(json.load(response)) == 6


@pytest.mark.parametrize("path", ["nothing.html", "../server.py", "%2e%2e/server.py", "static/../../server.py"])
def test_nothing_outside_the_pages_is_served(shop: str, path: str) -> None:
    assert status_of(shop + path) == 404


def test_a_promo_code_is_checked(shop: str) -> None:
    assert post(shop + "api/promo", {"code": " spring10 "})[1] == {"valid": True, "code": "SPRING10", "percent": 10}
    assert not post(shop + "api/promo", {"code": "SPRING"})[1]["valid"]


@pytest.mark.parametrize(("total", "status"), [(4810, 201), (5290, 500)])
def test_an_order_is_taken_only_at_what_it_costs(
    shop: str, total: int, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    order = {"items": {"notebook": 2}, "promo": "SPRING10", "email": "ada@example.org", "total_cents": total}
    assert post(shop + "api/orders", order)[0] == status
    assert ("the order costs 4810" in capsys.readouterr().err) == (status == 500)


def test_a_body_that_is_not_an_object_is_refused(shop: str) -> None:
    assert post(shop + "api/orders", [1])[0] == 400


def put_two_notebooks_and_a_code(page: Page) -> None:
    page.get_by_role("button", name="Add to basket").first.click()
    page.get_by_label("Promo code").fill("SPRING10")
    page.get_by_role("button", name="Apply").click()
    page.get_by_text("SPRING10 (10% off)").wait_for()
    page.get_by_role("button", name="One Dot-grid notebook more").click()


def cents(page: Page, field: str) -> int:
    text = page.locator(f"#{field}").inner_text()
    return int(text.replace("$", "").replace(".", ""))


def test_after_a_promo_code_a_change_of_quantity_makes_the_total_wrong(shop: str) -> None:
    with recorded_page(shop) as page:
        put_two_notebooks_and_a_code(page)
        assert page.locator("#badge").inner_text() == "2"
        lines = [cents(page, field) for field in ("subtotal", "discount", "shipping")]
        assert lines == [4800, -240, 490]  # ten percent of one notebook, not of two
        assert cents(page, "total") == 5290 != sum(lines)


def test_the_wrong_total_makes_the_order_fail(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    with recorded_page(shop) as page:
        console: list[str] = []
        page.on("console", lambda message: console.append(message.text))
        put_two_notebooks_and_a_code(page)
        page.get_by_role("button", name="Check out").click()
        page.get_by_role("button", name="Place order").click()
        assert "email" in page.locator("#email-error").inner_text()
        page.get_by_label("Email", exact=True).fill("ada@example.org")
        page.get_by_role("button", name="Place order").click()
        page.get_by_text("Your order could not be placed").wait_for()
        assert any("500" in line for line in console)
    capsys.readouterr()  # the server's traceback belongs to this test


def test_without_a_promo_code_the_order_is_placed(shop: str) -> None:
    with recorded_page(shop) as page:
        page.get_by_role("button", name="Add to basket").first.click()
        page.get_by_role("button", name="Check out").click()
        page.get_by_label("Email", exact=True).fill("ada@example.org")
        page.get_by_role("button", name="Place order").click()
        page.get_by_text("Thank you. Your order is PP-").wait_for()


def test_the_hearts_have_no_accessible_name(shop: str) -> None:
    with recorded_page(shop) as page:
        page.get_by_role("heading", name="Dot-grid notebook").wait_for()
        hearts = page.locator(".heart")
        assert hearts.count() == 6
        assert hearts.first.aria_snapshot().splitlines()[0] == "- button:"

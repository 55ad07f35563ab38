"""The fixtures work as documented."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.pages import visit
from tests.web.probes import INJECTED, moving, not_by_keyboard, too_wide
from tests.web.sample import ROOT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.web.conftest import App
    from tests.web.watch import Seat

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_stored_sessions_are_what_the_api_shows(app: App, finished: str, lame: str, hostile: str) -> None:
    whole, without, marked = (app.ask("GET", f"/sessions/{item}").json() for item in (finished, lame, hostile))
    assert [entry["status"] for entry in (whole, without, marked)] == ["complete"] * 3
    assert [len(entry["frames"]) for entry in (whole, without, marked)] == [13] * 3
    assert [lane["error"] for lane in whole["lanes"]] == [None, None]
    assert "connection refused" in without["lanes"][1]["error"]
    assert "<script>" in marked["title"]
    assert "<script>" in marked["timeline"]["moments"][3]["summary"]


async def test_what_goes_wrong_on_a_page_is_reported(seat: Seat) -> None:
    page = await seat.enter()
    await page.goto("/sign-in")
    picture = "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.com/x'}))"
    for does, told in (
        ("console.error('so it is')", "so it is"),
        ("setTimeout(() => { throw new Error('nobody catches it') })", "nobody catches it"),
        (picture, "img-src"),
        ("fetch('/web/nothing.js')", "404"),
        ("setTimeout(() => alert('hello'))", "alert hello"),
    ):
        await page.evaluate(f"() => {{ {does} }}")
        async with asyncio.timeout(20):
            while not any(told in item for item in seat.said):  # noqa: ASYNC110 - the browser tells of it
                await asyncio.sleep(0.02)
        with pytest.raises(AssertionError, match=told):
            await seat.leave()
        seat.said.clear()


async def test_no_test_routes_requests_but_by_intercept() -> None:
    """A route that is set on an open page directly may miss its next request."""
    tests = Path(__file__).parent.glob("test_*.py")
    assert [path.name for path in tests if re.search(r"\.route\(", path.read_text())] == []


async def test_axe_finds_errors_of_one_theme_under_the_content_security_policy(
    page: Page, accessible: Callable[[Page], Awaitable[None]]
) -> None:
    await page.goto("/nothing/there")
    await page.get_by_role("heading", level=1).wait_for()
    await accessible(page)
    await page.evaluate("document.querySelector('h1').style.color = '#222'")  # readable on white
    with pytest.raises(AssertionError, match="dark: color-contrast") as found:
        await accessible(page)
    assert "light:" not in str(found.value)


async def test_the_probes_find_what_they_look_for(page: Page) -> None:
    """Each on a page that violates it."""
    await visit(page, "/no/such/page")
    assert (await too_wide(page), await moving(page), await not_by_keyboard(page)) == ([], [], [])
    await page.evaluate(
        """() => {
          const make = (tag, style) => {
            const one = document.createElement(tag);
            Object.assign(one.style, style);
            document.querySelector("main").append(one);
            return one;
          };
          make("p", {width: "3000px", height: "1px"});
          make("p", {transition: "color 200ms"});
          make("button", {outline: "none"}).textContent = "unseen";
          make("button", {}).addEventListener("keydown", (event) => event.preventDefault());
          make("button", {}).textContent = "beyond";
          make("img", {}).setAttribute("src", "x");
        }"""
    )
    assert "3000px" in (await too_wide(page))[0]
    assert "200ms" in (await moving(page))[0]
    missed, unseen = await not_by_keyboard(page)
    assert ("beyond" in missed, "unseen" in unseen) == (True, True)
    assert await page.locator(INJECTED).count() == 1


async def test_the_npm_packages_are_those_of_no_registry_in_particular() -> None:
    """The lock file names packages, versions and checksums, and leaves the choice of a registry to the user."""
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = [item for name, item in lock["packages"].items() if name]
    assert [package for package in packages if "resolved" in package] == []
    assert all(package["integrity"].startswith("sha512-") for package in packages)

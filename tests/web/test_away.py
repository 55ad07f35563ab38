"""On every page, the app survives that the server disappears and comes back at the same address."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.async_api import expect

from tests.accounts.running import Running
from tests.web.pages import intercept, settled, visit
from tests.web.stored import account_of, finished_analysis, kept_sign_in, store
from tests.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.async_api import Browser, Page, Route

    from tests.web.conftest import App

pytestmark = pytest.mark.asyncio(loop_scope="package")

AWAY = "The server does not answer"
SOON_MS = 60_000
"""Starting a server takes a while on a busy machine."""
PINGED_MS = 4_500
"""In this time the app has looked for a server twice."""


class Proxy(ThreadingHTTPServer):
    """A reverse proxy for a service: forwards requests, or answers 502 as long as `is_away`."""

    is_away = False

    def __init__(self, behind: str) -> None:
        super().__init__(("127.0.0.1", 0), Forwarding)
        self.behind = behind
        self.url = f"http://127.0.0.1:{self.server_port}"


class Forwarding(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        if self.server.is_away:
            return self._answer(502, "text/html", b"<h1>502 Bad Gateway</h1>")
        headers = {"authorization": self.headers.get("authorization", "")}
        found = httpx.get(f"{self.server.behind}{self.path}", headers=headers)
        return self._answer(found.status_code, found.headers.get("content-type", ""), found.content)

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@contextmanager
def proxied(behind: str) -> Iterator[Proxy]:
    with Proxy(behind) as proxy:
        thread = Thread(target=proxy.serve_forever)
        thread.start()
        yield proxy
        proxy.shutdown()
        thread.join()


async def test_the_server_goes_away_and_comes_back(tmp_path: Path, sample_pictures: Path, browser: Browser) -> None:
    data = tmp_path / "data"
    server = Running(data, "--no-worker")
    try:
        ana = account_of(server.url, server.token_of_link())
        session = await store(data, ana.id, finished_analysis(sample_pictures))
        async with watched(browser, server.url, ana.token, ana.user) as page:
            await visit(page, "/dashboard")
            await page.get_by_role("link", name="Settings", exact=True).click()
            await settled(page)
            server.end()

            # A page whose module is loaded already, and one whose module is not.
            await page.get_by_role("link", name="Dashboard", exact=True).click()
            await expect(page.get_by_role("alert")).to_contain_text(AWAY)
            await page.get_by_role("link", name="Sessions", exact=True).click()
            await expect(page.get_by_role("heading", level=1)).to_have_text("This page could not be loaded")
            await expect(page.get_by_text(AWAY)).to_be_visible()

            server = Running(data, "--no-worker", "--port", server.url.rpartition(":")[2])
            await expect(page.get_by_text(AWAY)).to_have_count(0, timeout=SOON_MS)
            await expect(page.get_by_role("main").get_by_role("link", name="Two notebooks")).to_be_visible()
            await page.get_by_role("main").get_by_role("link", name="Two notebooks").click()
            await expect(page).to_have_url(f"{server.url}/sessions/{session}")
    finally:
        server.close()


async def test_a_proxy_without_its_server_does_not_count_as_a_server(browser: Browser, app: App) -> None:
    """The app retries until the server itself answers."""
    with proxied(app.url) as proxy:
        signed_in = kept_sign_in(proxy.url, app.token, app.user)
        # Not monitored: the browser logs each 502, which this test provokes.
        context = await browser.new_context(base_url=proxy.url, storage_state=signed_in)
        page = await context.new_page()
        await page.goto("/settings")
        await settled(page)
        await page.get_by_role("link", name="Dashboard", exact=True).click()
        await settled(page)
        await page.get_by_role("link", name="Settings", exact=True).click()
        await settled(page)
        proxy.is_away = True
        await page.get_by_role("link", name="Dashboard", exact=True).click()
        await expect(page.get_by_role("alert")).to_contain_text(AWAY)
        await page.wait_for_timeout(PINGED_MS)
        await expect(page.locator(".away")).to_contain_text(AWAY)
        proxy.is_away = False
        await expect(page.get_by_text(AWAY)).to_have_count(0)
        await settled(page)
        await context.close()


async def test_a_silent_stream_of_events_is_asked_for_again(own_page: Page, finished: str) -> None:
    asked: list[Route] = []
    await own_page.clock.install()

    async def silent_at_first(route: Route) -> None:
        asked.append(route)
        if len(asked) > 1:
            await route.continue_()

    await intercept(own_page, "**/api/sessions/*/events", silent_at_first)
    async with own_page.expect_request("**/api/sessions/*/events"):
        await own_page.goto(f"/sessions/{finished}/processing")
    await own_page.clock.fast_forward(30_000)
    assert len(asked) == 1
    async with own_page.expect_request("**/api/sessions/*/events"):
        await own_page.clock.fast_forward(16_000)
        await own_page.clock.fast_forward(2_000)
    await expect(own_page.get_by_role("heading", level=1)).to_be_visible()


async def test_looks_that_could_not_be_loaded_come_when_the_server_is_back(page: Page) -> None:
    await page.goto("/dashboard")
    await settled(page)
    await intercept(page, "**/css/account.css", lambda route: route.abort())
    await intercept(page, "**/api/**", lambda route: route.abort())  # any answer would mean that it is back
    await page.get_by_role("link", name="Settings", exact=True).click()
    await expect(page.locator(".away")).to_be_visible()
    async with page.expect_response("**/css/account.css") as found:
        await page.unroute("**/css/account.css")
        await page.unroute("**/api/**")
    assert (await found.value).ok
    await expect(page.locator('link[href$="account.css"]')).to_have_count(1)

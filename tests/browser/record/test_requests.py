"""Requests are recorded once, with the response that the page got."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.record.driven import driven, read_events
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.sites import Route

WORKER = """self.addEventListener("install", () => self.skipWaiting());
    self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
    self.addEventListener("fetch", (event) => event.respondWith(fetch(event.request)));
    self.addEventListener("message", () => fetch("/background"));"""
PAGE = """<h1>Prices</h1><form action=/order method=post><button>Order</button></form>
    <script>navigator.serviceWorker.register("/worker.js");
        navigator.serviceWorker.ready.then((one) => document.title = "Ready")</script>"""


async def test_requests_that_a_service_worker_passes_on(tmp_path: Path) -> None:
    routes: dict[str, Route] = {
        "/": PAGE,
        "/worker.js": Answer(WORKER, headers={"Content-Type": "text/javascript"}),
        "/order": Answer("", 302, {"Location": "/done"}),
        "/done": "<h1>Ordered</h1>",
        "/prices": Answer("[]", headers={"Content-Type": "application/json"}),
        "/background": "kept",
        "*": Answer("", 404),
    }
    capture = tmp_path / "worker.scope"
    async with Site(routes) as site, driven(site.url, capture) as driver:
        page = driver.page
        await page.wait_for_function("document.title === 'Ready' && navigator.serviceWorker.controller")
        await page.evaluate("fetch('/prices').then((answer) => answer.json())")
        await page.evaluate("navigator.serviceWorker.controller.postMessage('now')")
        await page.wait_for_timeout(300)
        await page.click("button")
        await page.wait_for_url("**/done")
        await driver.until(
            lambda events: {"order", "done"} <= {event.get("url", "").rpartition("/")[2] for event in events}
        )
        await page.wait_for_timeout(500)  # for a copy
    events = [event for event in read_events(capture) if event["kind"] == "request"]
    requests = sorted(
        (event["method"], event["url"].removeprefix(site.url), event["status"], event.get("failure", ""))
        for event in events
        if not event["url"].endswith(("favicon.ico", "worker.js"))
    )  # each is written when it ends, which may be in another order on a busy machine
    assert requests == [
        ("GET", "", 200, ""),
        ("GET", "done", 200, ""),
        ("GET", "prices", 200, ""),
        ("POST", "order", 302, ""),
    ]

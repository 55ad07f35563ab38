"""Nothing in the inspecting browser can bypass the guard proxy."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from playwright.async_api import Browser, Error, async_playwright

from claude_scope.browser.chromium import launch_chromium
from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.browser.find_browser import find_headless, is_root
from tests.browser.escapes import ALONE, IN_A_TAB, PAGES, WAYS
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

NAME = "inner.example"
QUIET = {"manifest", "preconnect", "redirected worker", "speculation rules"}
"""Ways that headless Chromium 156 does not take, or not always, even without the proxy; another version may."""


@dataclass
class Target(asyncio.DatagramProtocol):
    """A forbidden server: one port over TCP and UDP on all addresses, which only counts connections."""

    arrivals: int = 0
    port: int = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, None, 0, family=socket.AF_INET)
        self.port = self._server.sockets[0].getsockname()[1]
        with contextlib.suppress(OSError):  # a machine without IPv6
            self._six = await asyncio.start_server(self._serve, "::1", self.port)
        loop = asyncio.get_running_loop()
        self._udp, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("0.0.0.0", self.port))

    def stop(self) -> None:
        self._server.close()
        if hasattr(self, "_six"):
            self._six.close()
        self._udp.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.arrivals += 1
        writer.write(Answer("", headers={"Access-Control-Allow-Origin": "*"}).encode())
        with contextlib.suppress(OSError):
            await writer.drain()
        writer.close()

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.arrivals += 1


def own_address() -> str:
    """The address of this machine in its network, or loopback if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # connecting a UDP socket sends nothing
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def page_of(way: str, port: int) -> str:
    at = f"127.0.0.1:{port}"
    forms = {scheme: f"{scheme}://{at}/" for scheme in ("http", "https", "ws", "wss")}
    return WAYS[way].format(**forms, host=at, ip=own_address(), port=port, name=NAME)


async def answer(path: str, targets: dict[str, Target]) -> Answer:
    """The responses of the page's own site."""
    route, _, query = path.partition("?")
    if route == "/redirect":
        return Answer("", 302, {"Location": query})
    if route == "/csp":
        return Answer("<img src=data:,>", headers={"Content-Security-Policy": f"img-src 'none'; report-uri {query}"})
    if route.startswith("/sw-"):
        load = "fetch('{0}', {{mode: 'no-cors'}})" if "fetch" in route else "importScripts('{0}')"
        code = load.format(f"http://127.0.0.1:{query}/")
        return Answer(code, headers={"Content-Type": "text/javascript"})
    if route == "/frames":
        return Answer("".join(f"<iframe src='/{way}'></iframe>" for way in WAYS if way not in IN_A_TAB | ALONE))
    if route == "/tab":
        return Answer("".join(page_of(way, targets[way].port) for way in WAYS if way in IN_A_TAB))
    way = unquote(route[1:])
    return Answer(page_of(way, targets[way].port)) if way in targets else Answer("", 404)


async def try_all(browser: Browser, origin: str, targets: dict[str, Target], patience_s: float) -> set[str]:
    """Open the pages that try all ways, and return those that reached the forbidden server."""
    context = await browser.new_context(ignore_https_errors=True)
    for path in PAGES:
        page = await context.new_page()
        with contextlib.suppress(Error):  # a page that redirects to a refused address becomes an error page
            await page.goto(f"{origin}/{path}", wait_until="commit", timeout=10_000)
            await page.mouse.move(50, 50)
    for _ in range(round(patience_s / 0.1)):
        await asyncio.sleep(0.1)
        if all(target.arrivals for way, target in targets.items() if way not in QUIET):
            break
    await context.close()
    return {way for way, target in targets.items() if target.arrivals}


class Pages(Site):
    """The allowed site, whose pages depend on the path."""

    targets: dict[str, Target]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            path = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split(" ")[1]
            self.requests.append(path)
            writer.write((await answer(path, self.targets)).encode())
            await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def world():  # type: ignore[no-untyped-def]
    targets = {way: Target() for way in WAYS}
    for target in targets.values():
        await target.start()
    pages = Pages({})
    pages.targets = targets
    async with pages:
        yield pages, targets
    for target in targets.values():
        target.stop()


async def test_every_way_is_real_in_a_browser_without_the_guard() -> None:
    shown = find_headless()
    assert shown is not None
    no_window = {"icon"} if "headless" in shown.name else set()  # some ways exist only in pages with windows
    async with world() as (pages, targets), async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shown,
            chromium_sandbox=not is_root(),
            args=[f"--host-resolver-rules=MAP {NAME} 127.0.0.1, MAP {NAME}. 127.0.0.1"],
        )
        reached = await try_all(browser, f"http://app.localhost:{pages.port}", targets, 30)
        await browser.close()
    assert set(WAYS) - reached <= QUIET | no_window


@pytest.mark.attack("pages", cases=len(WAYS))
async def test_no_way_gets_past_the_guard(tidy: Path) -> None:
    async with world() as (pages, targets):
        origin = f"app.localhost:{pages.port}"

        hosts: set[str] = set()

        async def resolve(host: str, port: int) -> list[str]:
            hosts.add(host)
            return {"::1": ["::1"], "::ffff:7f00:1": ["::ffff:7f00:1"]}.get(host, ["127.0.0.1"])

        policy = Policy(allow_private=False, allowed_hosts=frozenset({origin}))
        async with Guard(policy, resolve) as guard, launch_chromium(guard.url) as browser:
            reached = await try_all(browser, f"http://{origin}", targets, 6)
            refused = guard.refused()
    assert {f"/{page}" for page in PAGES} <= set(pages.requests)
    assert reached == set()
    assert len(refused) > len(WAYS) / 2
    assert {host for host in hosts if "google" in host} == set()  # and the browser itself contacts nobody

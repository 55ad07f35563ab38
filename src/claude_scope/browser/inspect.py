"""The Playwright lane: loads pages in a headless browser and takes their ARIA snapshots."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from claude_scope.browser import aria, fields, hidden
from claude_scope.browser.chromium import chromium, finish
from claude_scope.browser.egress import Guard, Policy
from claude_scope.browser.load import Traffic, open_page, settle, shown
from claude_scope.browser.locator import with_locators
from claude_scope.errors import BadInput, InspectionError
from claude_scope.values import Node, Snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, Response

_TAKE_S = 10.0
"""For taking what is there once the waiting has ended; a snapshot of 50,000 nodes with boxes takes about half of it."""
_MOST_LINES = 50
_LINE = 500


@dataclass  # without slots: Playwright leaves a mark on the object whose methods it calls
class _Visit:
    """What is collected while one page loads."""

    traffic: Traffic = field(default_factory=Traffic)
    console: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: _append(self.console, f"uncaught: {error}"))
        page.on("request", self.traffic.begin)
        page.on("requestfinished", self.traffic.end)
        page.on("requestfailed", self._on_failed)
        page.on("response", self._on_response)
        page.on("dialog", self._on_dialog)
        context.on("page", self._on_popup)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            _append(self.console, message.text)

    def _on_failed(self, request: Request) -> None:
        self.traffic.end(request)
        if request.failure != "net::ERR_ABORTED":
            _append(self.failed, f"{request.method} {shown(request.url)}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            _append(self.failed, f"{response.request.method} {shown(response.url)}: HTTP {response.status}")

    async def _on_dialog(self, dialog: Dialog) -> None:
        self.note(f"The page showed a dialog ({dialog.type}: {_line(dialog.message)[:120]!r}), which was dismissed.")
        await finish(dialog.dismiss(), 1.0)

    async def _on_popup(self, popup: Page) -> None:
        if await popup.opener() is None:
            return
        self.note("The page opened another window, which was closed.")
        await finish(popup.close(), 1.0)

    def note(self, text: str) -> None:
        """Say something to the person, once."""
        if text not in self.notes and len(self.notes) < _MOST_LINES:
            self.notes.append(text)


async def inspect(
    urls: Sequence[str],
    out: Path,
    *,
    viewport: tuple[int, int] = (1280, 720),
    allow_private: bool = True,
    storage_state: Path | None = None,
    timeout_s: float = 15.0,
) -> tuple[Snapshot, ...]:
    """Inspect each page in a fresh browser context; one snapshot an address, in order, screenshots as PNG in `out`.

    `viewport` is (width, height) in CSS pixels. `timeout_s` bounds the loading of one page. A page that cannot be
    inspected is a snapshot without success whose `error` says why.

    Raises:
        BrowserMissing: there is no browser, or it does not start.
        BadInput: `storage_state` is not a file that Playwright wrote.
    """
    check_storage_state(storage_state)
    snapshots: list[Snapshot] = []
    async with Guard(Policy(allow_private=allow_private)) as guard, chromium(guard.url) as browser:
        for number, url in enumerate(urls, 1):
            picture = out / f"page-{number:02d}.png"
            snapshots.append(await _inspect(browser, guard, url, picture, viewport, storage_state, timeout_s))
    return tuple(snapshots)


def check_storage_state(path: Path | None) -> None:
    """Refuse a storage-state file that Playwright did not write.

    Raises:
        BadInput: it is missing, not JSON, or has no cookies.
    """
    if path is None:
        return
    how = "write one with `playwright codegen --save-storage=FILE`"
    try:
        state = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadInput(f"The storage state {path} cannot be read ({error.strerror}); check the name.") from error
    except ValueError as error:
        raise BadInput(f"The storage state {path} is not JSON; {how}.") from error
    if not isinstance(state, dict) or not isinstance(state.get("cookies"), list):
        raise BadInput(f"The storage state {path} holds no cookies; {how}.")


async def _inspect(
    browser: Browser,
    guard: Guard,
    url: str,
    picture: Path,
    viewport: tuple[int, int],
    storage_state: Path | None,
    timeout_s: float,
) -> Snapshot:
    began = time.monotonic()
    nothing = Snapshot(url=shown(url), success=False, viewport=viewport)
    try:
        _check(url)
        context = await browser.new_context(
            viewport={"width": viewport[0], "height": viewport[1]},
            storage_state=storage_state,
            accept_downloads=False,
        )
        try:
            async with asyncio.timeout(timeout_s + _TAKE_S):
                taken = await _visit(context, guard, url, picture, timeout_s)
        finally:
            await finish(context.close(), 5.0)
    except InspectionError as error:
        taken = replace(nothing, error=str(error))
    except TimeoutError:
        taken = replace(nothing, error=f"{shown(url)} keeps the browser too busy to inspect it; give a lighter page.")
    return replace(taken, url=shown(url), viewport=viewport, duration_ms=round(1000 * (time.monotonic() - began)))


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InspectionError(f"{shown(url)} is not an address of a web page; give one with http:// or https://.")


async def _visit(context: BrowserContext, guard: Guard, url: str, picture: Path, timeout_s: float) -> Snapshot:
    deadline = asyncio.get_running_loop().time() + timeout_s
    page = await context.new_page()
    visit = _Visit()
    visit.listen(context, page)
    response = await open_page(page, url, guard, deadline)
    if response is not None and response.status >= 400:
        visit.note(f"The page was answered with HTTP {response.status}.")
    secrets, still = await settle(page, visit.traffic, deadline)
    if not still:
        visit.note(f"The page was still changing after {timeout_s:g} s; this is what was there then.")
    tree = await _take(page, secrets, visit)
    await page.screenshot(path=picture, type="png", animations="disabled", caret="hide", timeout=5000)
    return Snapshot(
        url=url,
        success=True,
        final_url=fields.mask_text(shown(page.url), secrets),
        title=fields.mask_text(_line(await page.title()), secrets),
        tree=tree,
        counts=aria.count(tree),
        console=tuple(fields.mask_text(line, secrets) for line in visit.console),
        failed_requests=tuple(fields.mask_text(line, secrets) for line in visit.failed),
        screenshot=picture,
        notes=tuple(visit.notes),
    )


async def _take(page: Page, secrets: set[str], visit: _Visit) -> Node:
    """The tree with boxes, without secrets, with locators; the fields are masked before and checked after."""
    await _mask(page, secrets)
    text = await page.aria_snapshot(mode="ai", boxes=True, timeout=1000 * _TAKE_S)
    await _mask(page, secrets)
    tree, left_out = aria.parse_bounded(text)
    if left_out:
        visit.note(f"The page has more than {aria.MAX_NODES:,} nodes; {left_out:,} lines of its tree were left out.")
    tree = hidden.arrange(tree, await hidden.places(page, tree))
    return with_locators(_masked(tree, secrets))


async def _mask(page: Page, secrets: set[str]) -> None:
    for frame in page.frames:
        secrets.update(await fields.mask_in_page(frame))


def _masked(node: Node, secrets: set[str]) -> Node:
    clean = fields.mask_node(node, secrets)
    return replace(clean, children=tuple(_masked(child, secrets) for child in node.children))


def _line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LINE else flat[: _LINE - 1] + "…"


def _append(lines: list[str], text: str) -> None:
    line = _line(text)
    if len(lines) < _MOST_LINES and line not in lines:
        lines.append(line)

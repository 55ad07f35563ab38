"""The Playwright lane: loads pages in a headless browser and takes their ARIA snapshots."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.browser import aria, fields, hidden
from claude_scope.browser.answers import ask_count, ask_text
from claude_scope.browser.chromium import chromium, finish
from claude_scope.browser.egress import Guard, Policy
from claude_scope.browser.load import INTERFERES, MAX_ELEMENTS, CertificateError, open_page, settle, why_not
from claude_scope.browser.locator import with_locators
from claude_scope.browser.scripts import REMEMBER, SIZE, TRIM
from claude_scope.browser.signin import NOTE, is_sign_in
from claude_scope.browser.storage import check_storage_state
from claude_scope.browser.visit import Visit, line
from claude_scope.browser.web import is_web_address, shown
from claude_scope.errors import InspectionError
from claude_scope.values import Node, Snapshot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from playwright.async_api import Browser, Page

_TAKE_S = 20.0
"""For taking what is there once the waiting has ended, which is slow for many elements on a busy machine."""
_CLOSE_S = 5.0
_BETWEEN_DOCUMENTS = ("context was destroyed", "Frame was detached", "navigat", "Unable to capture screenshot")
_SCREENSHOT_MS = 10_000.0


@dataclass(frozen=True, slots=True)
class _How:
    """How one page is to be inspected; `picture` is where its screenshot goes."""

    picture: Path
    viewport: tuple[int, int]
    storage_state: Path | None
    timeout_s: float


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
            how = _How(out / f"page-{number:02d}.png", viewport, storage_state, timeout_s)
            snapshots.append(await _inspect(browser, guard, url, how))
    return tuple(snapshots)


async def _inspect(browser: Browser, guard: Guard, url: str, how: _How) -> Snapshot:
    """One page in a context of its own; a certificate that nobody vouches for is accepted from a private address."""
    from playwright.async_api import Error

    began = time.monotonic()
    guard.problems.clear()
    try:
        _check(url)
        try:
            taken = await _in_context(browser, guard, url, how, trusting=False)
        except CertificateError:
            if not guard.is_private(url):
                raise
            taken = await _in_context(browser, guard, url, how, trusting=True)
    except InspectionError as error:
        taken = Snapshot(url="", success=False, error=str(error))
    except TimeoutError:
        taken = Snapshot(url="", success=False, error=f"{shown(url)} keeps the browser too busy to look at it.")
    except OSError as error:
        reason = f"its screenshot could not be written ({error.strerror}); check the folder {how.picture.parent}"
        taken = Snapshot(url="", success=False, error=f"{shown(url)} could not be inspected: {reason}.")
    except Error as error:
        taken = Snapshot(url="", success=False, error=why_not(url, error.message, guard))
    except Exception:  # a page must not end the inspection of the others, whatever it makes our scripts return
        taken = Snapshot(url="", success=False, error=f"{shown(url)} could not be inspected: {INTERFERES}.")
    duration_ms = round(1000 * (time.monotonic() - began))
    return replace(taken, url=shown(url), viewport=how.viewport, duration_ms=duration_ms)


def _check(url: str) -> None:
    if not is_web_address(url):
        raise InspectionError(f"{shown(url)!r} is not the address of a web page; give one with http:// or https://.")


async def _in_context(browser: Browser, guard: Guard, url: str, how: _How, *, trusting: bool) -> Snapshot:
    from playwright.async_api import Error

    visit = Visit()
    context = await browser.new_context(
        viewport={"width": how.viewport[0], "height": how.viewport[1]},
        storage_state=how.storage_state,
        accept_downloads=False,
        ignore_https_errors=trusting,
    )
    try:
        async with asyncio.timeout(how.timeout_s + _TAKE_S):
            await context.add_init_script(script=REMEMBER)
            page = await context.new_page()
            visit.listen(context, page)
            if trusting:
                visit.note("The page's certificate is not one that browsers trust.")
            return await _load_and_take(page, visit, guard, url, how)
    except Error as error:
        raise InspectionError(why_not(url, "crashed" if visit.crashed else error.message, guard)) from error
    finally:
        await finish(context.close(), _CLOSE_S)


async def _load_and_take(page: Page, visit: Visit, guard: Guard, url: str, how: _How) -> Snapshot:
    deadline = asyncio.get_running_loop().time() + how.timeout_s
    try:
        response = await open_page(page, url, guard, deadline)
        secrets, still = await settle(page, visit.traffic, deadline)
    except InspectionError as error:
        if visit.crashed:
            raise InspectionError(why_not(url, "crashed", guard)) from error
        if visit.status >= 400 and "HTTP" not in str(error):
            raise type(error)(f"{str(error)[:-1]} (HTTP {visit.status}).") from error
        raise
    if response is not None and response.status >= 400:
        visit.note(f"The page was answered with HTTP {response.status}.")
    if not still:
        visit.note(f"The page was still changing after {how.timeout_s:g} s; this is what was there then.")
    taken = await _persistently(lambda: _take(page, secrets, visit, how.picture))
    if taken.tree and is_sign_in(url, taken.final_url, taken.tree):
        visit.note(NOTE)
    if refused := guard.refused():
        visit.note(f"Requests to {', '.join(refused[:5])} were refused: pages may not reach such addresses.")

    def clean(lines: list[str]) -> tuple[str, ...]:
        return tuple(fields.mask_text(line, secrets) for line in lines)

    return replace(taken, console=clean(visit.console), failed_requests=clean(visit.failed), notes=clean(visit.notes))


async def _persistently(take: Callable[[], Awaitable[Snapshot]]) -> Snapshot:
    """Take again when the page went to another document meanwhile; whoever calls this sets the time limit."""
    from playwright.async_api import Error

    while True:
        try:
            return await take()
        except Error as error:
            if not any(sign in error.message for sign in _BETWEEN_DOCUMENTS):
                raise
            await asyncio.sleep(0.1)


async def _take(page: Page, secrets: set[str], visit: Visit, picture: Path) -> Snapshot:
    """The page as it is now: fields are masked before anything is taken, and looked for in all that was taken."""
    await fields.mask_in_page(page, secrets)
    await page.screenshot(path=picture, type="png", animations="disabled", caret="hide", timeout=_SCREENSHOT_MS)
    tree = await _tree(page, visit) if await ask_text(page, SIZE) else Node(aria.FRAGMENT)
    await fields.mask_in_page(page, secrets)
    tree = with_locators(_masked(tree, secrets))
    return Snapshot(
        url="",
        success=True,
        final_url=fields.mask_text(shown(page.url), secrets),
        title=fields.mask_text(line(await page.title()), secrets),
        tree=tree,
        counts=aria.count(tree),
        screenshot=picture,
    )


async def _tree(page: Page, visit: Visit) -> Node:
    """The tree of a page and its iframes, with boxes in the page's coordinates."""
    await _trim(page, visit)
    text = await page.aria_snapshot(mode="ai", boxes=True, depth=2 * aria.MAX_DEPTH, timeout=1000 * _TAKE_S)
    tree, left_out = aria.parse_bounded(text)
    if left_out:
        visit.note(f"The page has more than {aria.MAX_NODES:,} nodes; {left_out:,} lines of its tree were left out.")
    return hidden.arrange(tree, await hidden.places(page, tree))


async def _trim(page: Page, visit: Visit) -> None:
    elements = await ask_count(page, TRIM, MAX_ELEMENTS)
    if elements > MAX_ELEMENTS:
        visit.note(f"The page has {elements:,} elements; what comes after the first {MAX_ELEMENTS:,} was left out.")


def _masked(node: Node, secrets: set[str]) -> Node:
    clean = fields.mask_node(node, secrets)
    return replace(clean, children=tuple(_masked(child, secrets) for child in node.children))

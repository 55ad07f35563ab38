"""Loads one page and waits until its accessibility tree is still."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claude_scope.browser.answers import Interference, ask_text
from claude_scope.browser.fields import mask_in_page
from claude_scope.browser.reasons import BUSY, sentence
from claude_scope.browser.scripts import SIZE
from claude_scope.errors import InspectionError

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Response

STILL_S = 0.5
"""A tree that has not changed for this long while nothing is being fetched is taken as settled."""
STILL_THOUGH_BUSY_S = 2.5
"""The same for a page that is still fetching, or shows that it is loading."""
RESTLESS_S = 4.0
"""A page whose tree changes all the time, but only in its texts (a clock), is taken after this long."""
_LONG_POLL_S = 4.0
"""A request that has been open for longer does not hold up the page (server-sent events, long polling)."""
_SLOWEST_POLL_S = 1.0
_LOOK_S = 5.0
"""The least time for a first look at the tree, however long the loading took."""
MAX_ELEMENTS = 10_000
"""Of one document. The time that Playwright's snapshot takes grows faster than the number of elements."""
_ELSEWHERE = "interrupted by another navigation"
"""What Playwright says when a page goes to another one before it is there itself."""
_LOADING = re.compile(r"\b(loading|please wait|one moment|laden|chargement|cargando)\b", re.IGNORECASE)


@dataclass  # without slots: Playwright leaves a mark on the object whose methods it calls
class Traffic:
    """The requests of a page that are under way, by when they started (seconds on the loop's clock)."""

    started: dict[Request, float] = field(default_factory=dict)

    def begin(self, request: Request) -> None:
        """A request was sent."""
        self.started[request] = _now()

    def end(self, request: Request) -> None:
        """A request finished or failed."""
        self.started.pop(request, None)

    def busy(self) -> bool:
        """Whether something is being fetched that the page may be waiting for."""
        return any(_now() - start < _LONG_POLL_S for start in self.started.values())


async def open_page(page: Page, url: str, deadline: float) -> Response | None:
    """Go to the address and wait for `load`, at most until `deadline` (seconds on the loop's clock).

    Raises:
        InspectionError: it did not answer.
        playwright.async_api.Error: nothing was loaded.
    """
    from playwright.async_api import Error, TimeoutError

    response = None
    try:
        response = await page.goto(url, wait_until="commit", timeout=_left_ms(deadline))
    except TimeoutError as error:
        raise InspectionError(sentence("it did not answer in time; check that the app is up")) from error
    except Error as error:
        if _ELSEWHERE not in error.message:
            raise
    with suppress(TimeoutError):  # some picture or script never comes: what is there is worth taking
        await page.wait_for_load_state("load", timeout=_left_ms(deadline))
    return response


async def settle(page: Page, traffic: Traffic, deadline: float) -> tuple[set[str], bool]:
    """Wait until the tree is still; returns the values of secret fields seen meanwhile, and whether it became still.

    Raises:
        InspectionError: the page did not answer once, because a script of it never ends.
    """
    secrets: set[str] = set()
    before: str | None = None  # a page that shows nothing has an empty tree, which is worth a snapshot
    shape_before = ""
    changed_at = shape_at = _now()
    while before is None or _now() < deadline:
        began = _now()
        tree = await _look(page, secrets, max(deadline, began + _LOOK_S))
        if tree is None and _now() >= deadline:
            break
        tree = tree or ""
        shape = re.sub(r'(?m)(?<=: ).*$|"(?:[^"\\]|\\.)*"', "", tree)
        if tree != before:
            before, changed_at = tree, _now()
        if shape != shape_before:
            shape_before, shape_at = shape, _now()
        if _is_still(tree, _now() - changed_at, _now() - shape_at, traffic):
            return secrets, True
        await asyncio.sleep(min(max(0.1, 2 * (_now() - began)), _SLOWEST_POLL_S, max(0.0, deadline - _now())))
    if before is None:
        raise InspectionError(sentence(BUSY))
    return secrets, False


def _is_still(tree: str, unchanged_s: float, same_shape_s: float, traffic: Traffic) -> bool:
    waiting = traffic.busy() or tree.count("\n") < 2 or "progressbar" in tree or _LOADING.search(tree) is not None
    return unchanged_s >= (STILL_THOUGH_BUSY_S if waiting else STILL_S) or same_shape_s >= RESTLESS_S


async def _look(page: Page, secrets: set[str], deadline: float) -> str | None:
    """The tree as it is now, None while the page is between two documents or does not answer."""
    from playwright.async_api import Error

    try:
        async with asyncio.timeout_at(deadline):
            await mask_in_page(page, secrets)
            size = await ask_text(page, SIZE)
            if not size or _elements(size) > MAX_ELEMENTS:
                return size
            return await page.aria_snapshot(mode="default", timeout=_left_ms(deadline))
    except (Error, TimeoutError):
        if page.is_closed():
            raise
        return None


def _elements(size: str) -> int:
    first = size.partition("\n")[0]
    if not re.fullmatch(r"[0-9]{1,9}", first):
        raise Interference
    return int(first)


def _left_ms(deadline: float) -> float:
    return max(1.0, 1000 * (deadline - _now()))


def _now() -> float:
    return asyncio.get_running_loop().time()

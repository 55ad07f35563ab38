"""Loads one page, and knows what it is fetching."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claude_scope.browser.load_errors import sentence
from claude_scope.errors import InspectionError

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Response

_LONG_POLL_S = 4.0
"""A request that has been open for longer does not hold up the page (server-sent events, long polling)."""
_ELSEWHERE = "interrupted by another navigation"
"""What Playwright says when a page goes to another one before it is there itself."""


@dataclass  # without slots: Playwright leaves a mark on the object whose methods it calls
class Traffic:
    """The requests of a page that are under way, by when they started (seconds on the loop's clock)."""

    started: dict[Request, float] = field(default_factory=dict)

    def begin(self, request: Request) -> None:
        """A request was sent."""
        self.started[request] = now()

    def end(self, request: Request) -> None:
        """A request finished or failed."""
        self.started.pop(request, None)

    def busy(self) -> bool:
        """Whether something is being fetched that the page may be waiting for."""
        return any(now() - start < _LONG_POLL_S for start in self.started.values())


async def open_page(page: Page, url: str, deadline: float) -> Response | None:
    """Go to the address and wait for `load`, at most until `deadline` (seconds on the loop's clock).

    Raises:
        InspectionError: it did not answer.
        playwright.async_api.Error: nothing was loaded.
    """
    from playwright.async_api import Error, TimeoutError

    response = None
    try:
        response = await page.goto(url, wait_until="commit", timeout=remaining_ms(deadline))
    except TimeoutError as error:
        raise InspectionError(sentence("it did not answer in time; check that the app is up")) from error
    except Error as error:
        if _ELSEWHERE not in error.message:
            raise
    with suppress(TimeoutError):  # some picture or script never comes: what is there is worth taking
        await page.wait_for_load_state("load", timeout=remaining_ms(deadline))
    return response


def remaining_ms(deadline: float) -> float:
    """What Playwright may still take, in milliseconds."""
    return max(1.0, 1000 * (deadline - now()))


def now() -> float:
    """Seconds on the loop's clock."""
    return asyncio.get_running_loop().time()

"""Opens one page and tracks its pending requests."""

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
"""A request that is open for longer is not waited for (server-sent events, long polling)."""
_ELSEWHERE = "interrupted by another navigation"
"""What Playwright reports when a page navigates away before it has loaded."""


@dataclass  # without slots: Playwright sets an attribute on objects whose methods it calls
class Traffic:
    """The pending requests of a page and when they started (seconds on the loop's clock)."""

    started: dict[Request, float] = field(default_factory=dict)

    def begin(self, request: Request) -> None:
        """A request was sent."""
        self.started[request] = now()

    def end(self, request: Request) -> None:
        """A request finished or failed."""
        self.started.pop(request, None)

    def busy(self) -> bool:
        """Whether a request is pending that the page may be waiting for."""
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
    with suppress(TimeoutError):  # some resource never arrives: inspect what is there
        await page.wait_for_load_state("load", timeout=remaining_ms(deadline))
    return response


def remaining_ms(deadline: float) -> float:
    """The time until the deadline in milliseconds, at least 1, for Playwright's timeouts."""
    return max(1.0, 1000 * (deadline - now()))


def now() -> float:
    """Seconds on the loop's clock."""
    return asyncio.get_running_loop().time()

"""Loads one page and waits until its accessibility tree is still; says in one sentence why it cannot be loaded."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claude_scope.browser.answers import Interference, ask_text
from claude_scope.browser.egress import HEADER
from claude_scope.browser.fields import mask_in_page
from claude_scope.browser.plain import plain
from claude_scope.browser.scripts import SIZE
from claude_scope.browser.web import shown
from claude_scope.errors import InspectionError

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Response

    from claude_scope.browser.egress import Guard

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
_LOADING = re.compile(r"\b(loading|please wait|one moment|laden|chargement|cargando)\b", re.IGNORECASE)
INTERFERES = "its scripts interfere with the inspection; look at the page in a browser of your own"
_REASONS = {
    "ERR_NAME_NOT_RESOLVED": "its name does not resolve to an address; check the spelling",
    "ERR_CONNECTION_REFUSED": "nothing listens there; start the app and try again",
    "ERR_TOO_MANY_REDIRECTS": "it redirects for ever; it may need a sign-in, which --storage-state FILE gives",
    "ERR_CONNECTION_RESET": "the server broke off the connection; try again",
    "ERR_EMPTY_RESPONSE": "the server answered nothing; check that it speaks HTTP on this port",
    "ERR_INVALID_HTTP_RESPONSE": "the server does not speak HTTP on this port; check the address",
    "ERR_SSL_PROTOCOL_ERROR": "it does not speak TLS on this port; try http://",
    "ERR_CERT": "its certificate is not valid; give an address whose certificate browsers trust",
    "ERR_HTTP_RESPONSE_CODE_FAILURE": "the server answered with an error and no page; look into its log",
    "ERR_UNSAFE_PORT": "browsers refuse this port; serve the app on another one",
    "ERR_INVALID_URL": "this is not an address; give one that starts with http:// or https://",
    "ERR_INVALID_REDIRECT": "it redirects to an address that browsers refuse; check the redirect",
    "ERR_UNSAFE_REDIRECT": "it redirects to an address that browsers refuse; check the redirect",
    "ERR_ABORTED": "the server answered with nothing to show; check the address",
    "Download is starting": "it is a file to download, not a page; give the address of a page",
    "ms exceeded": "it keeps the browser too busy to look at it; open it in a browser to see why",
    "has been closed": "the browser ended while it looked at the page; try again",
    "crashed": "the page crashed the browser's tab; open it in a browser to see why",
    # the last: nothing else explains why a script of ours or of Playwright fails in the page
    "evaluate: ": INTERFERES,
    "aria_snapshot: ": INTERFERES,
}


class CertificateError(InspectionError):
    """The server's certificate is not one that browsers trust."""


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


async def open_page(page: Page, url: str, guard: Guard, deadline: float) -> Response | None:
    """Go to the address and wait for `load`, at most until `deadline` (seconds on the loop's clock).

    Raises:
        InspectionError: nothing was loaded; the message says why.
    """
    from playwright.async_api import Error, TimeoutError

    try:
        response = await page.goto(url, wait_until="commit", timeout=_left_ms(deadline))
    except TimeoutError as error:
        raise InspectionError(_sentence(url, "it did not answer in time; check that the app is up")) from error
    except Error as error:
        kind = CertificateError if "ERR_CERT" in error.message else InspectionError
        raise kind(why_not(url, error.message, guard)) from error
    if response is not None and HEADER in response.headers and (problem := guard.problem(response.url)):
        raise InspectionError(_sentence(url, _guarded(problem.kind, problem.reason)))
    try:
        await page.wait_for_load_state("load", timeout=_left_ms(deadline))
    except TimeoutError:
        pass  # some picture or script never comes: what is there is worth taking
    except Error as error:
        raise InspectionError(why_not(url, error.message, guard)) from error
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
        raise InspectionError(
            f"{shown(page.url)} keeps the browser too busy to look at it; a script of the page may never end."
        )
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


def why_not(url: str, message: str, guard: Guard) -> str:
    """One sentence for a failure that Playwright reports as `message`."""
    if problem := guard.problem(url):
        return _sentence(url, _guarded(problem.kind, problem.reason))
    reason = next((text for sign, text in _REASONS.items() if sign in message), None)
    sign = re.search(r"net::(ERR_\w+)", message)
    return _sentence(url, reason or f"the browser gave up ({sign.group(1) if sign else message.splitlines()[0][:120]})")


def _guarded(kind: str, reason: str) -> str:
    """What the guard proxy knows about a failed connection, and what to do."""
    todo = {
        "policy": "give an address on the public internet",
        "resolve": "check the spelling",
        "connect": "start the app and try again",
        "timeout": "check that the app is up",
    }
    return f"{reason}; {todo[kind]}"


def _sentence(url: str, reason: str) -> str:
    return plain(f"{shown(url)} could not be loaded: {reason}.")


def _left_ms(deadline: float) -> float:
    return max(1.0, 1000 * (deadline - _now()))


def _now() -> float:
    return asyncio.get_running_loop().time()

"""Inspects pages in a headless browser: one snapshot per address."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.browser.chromium import launch_chromium
from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.browser.load_errors import BUSY, COMMAND_LINE, INTERFERES, Advice, load_error, sentence
from claude_scope.browser.page import secret_fields
from claude_scope.browser.page.load import open_page
from claude_scope.browser.page.page_events import PageEvents, one_line
from claude_scope.browser.page.page_stability import wait_until_stable
from claude_scope.browser.page.sign_in import is_sign_in
from claude_scope.browser.page.take_snapshot import SNAPSHOT_TIMEOUT_S, take_snapshot
from claude_scope.browser.scripts import REMEMBER
from claude_scope.browser.storage_state import check_storage_state
from claude_scope.browser.urls import (
    Credentials,
    display_url,
    is_web_address,
    origin,
    remove_user_info,
    split_credentials,
)
from claude_scope.errors import InspectionError
from claude_scope.redaction.redact import redact_text
from claude_scope.threads import finish_cleanup
from claude_scope.values import Snapshot

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from playwright.async_api import Browser, Error, HttpCredentials, Page, Response

_CLOSE_S = 5.0


@dataclass(frozen=True, slots=True)
class _PageOptions:
    """The options of one inspection; `picture` is the file of the screenshot."""

    picture: Path
    viewport: tuple[int, int]
    storage_state: Path | None
    timeout_s: float
    credentials: Credentials | None
    advice: Advice
    ignore_certificate: bool = False


class _CertificateError(InspectionError):
    """Browsers do not trust the certificate of the server at `url`."""

    def __init__(self, sentence: str, url: str) -> None:
        super().__init__(sentence)
        self.url = url


async def inspect(
    urls: Sequence[str],
    out: Path,
    *,
    viewport: tuple[int, int] = (1280, 720),
    allow_private: bool = True,
    storage_state: Path | None = None,
    timeout_s: float = 15.0,
    credentials: Sequence[Credentials] = (),
    allowed_hosts: Collection[str] = (),
    advice: Advice = COMMAND_LINE,
) -> tuple[Snapshot, ...]:
    """Inspect each page in a fresh browser context; return a snapshot per address, in order; write PNGs to `out`.

    `viewport` is (width, height) in CSS pixels. `timeout_s` bounds the loading of one page. `allowed_hosts`, as
    `host_port` spells them, may be reached at any address. If a page cannot be inspected, its snapshot has `success`
    False and an `error` that does not repeat the address; `advice` words what to do about a sign-in. Credentials, from
    an address or from `credentials`, are sent only to their own origin, when it asks.

    Raises:
        BrowserMissing: there is no browser, or it does not start.
        InspectionError: the guard proxy cannot listen.
        BadInput: `storage_state` is not a file that Playwright wrote.
    """
    check_storage_state(storage_state)
    snapshots: list[Snapshot] = []
    async with Guard(Policy(allow_private, frozenset(allowed_hosts))) as guard, launch_chromium(guard.url) as browser:
        for number, url in enumerate(urls, 1):
            address, known = split_credentials(url) if is_web_address(url) else (url, None)
            known = known or next((c for c in credentials if is_web_address(url) and c.origin == origin(url)), None)
            options = _PageOptions(out / f"page-{number:02d}.png", viewport, storage_state, timeout_s, known, advice)
            snapshots.append(await _inspect(browser, guard, address, options))
    return tuple(snapshots)


async def _inspect(browser: Browser, guard: Guard, url: str, options: _PageOptions) -> Snapshot:
    """Inspects one page in its own context; accepts an untrusted certificate from a private address."""
    from playwright.async_api import Error

    began = time.monotonic()
    guard.problems.clear()
    taken = Snapshot(url="", success=False)
    try:
        _check_address(url)
        try:
            taken = await _in_context(browser, guard, url, options)
        except _CertificateError as error:
            if not guard.is_private(error.url):
                raise
            taken = await _in_context(browser, guard, url, replace(options, ignore_certificate=True))
    except InspectionError as error:
        taken = replace(taken, error=str(error))
    except TimeoutError:
        taken = replace(taken, error=sentence(BUSY))
    except OSError as error:
        reason = f"its screenshot could not be written ({error.strerror}); check the disk"
        taken = replace(taken, error=sentence(reason))
    except Error as error:
        taken = replace(taken, error=load_error(error.message, guard, url, "", options.advice))
    except Exception:  # whatever a page makes our scripts return, the other pages are still inspected
        taken = replace(taken, error=sentence(INTERFERES))
    if not taken.success:
        options.picture.unlink(missing_ok=True)
    duration_ms = round(1000 * (time.monotonic() - began))
    return replace(taken, url=display_url(url), viewport=options.viewport, duration_ms=duration_ms)


def _check_address(url: str) -> None:
    if not is_web_address(url):
        raise InspectionError("This is not the address of a web page; give one that starts with http:// or https://.")


async def _in_context(browser: Browser, guard: Guard, url: str, options: _PageOptions) -> Snapshot:
    from playwright.async_api import Error

    visit = PageEvents(guard, options.advice)
    context = await browser.new_context(
        viewport={"width": options.viewport[0], "height": options.viewport[1]},
        storage_state=options.storage_state,
        accept_downloads=False,
        ignore_https_errors=options.ignore_certificate,
        http_credentials=_http_credentials(options.credentials),
    )
    try:
        async with asyncio.timeout(options.timeout_s + SNAPSHOT_TIMEOUT_S):
            await context.add_init_script(script=REMEMBER)
            page = await context.new_page()
            visit.listen(context, page)
            if options.ignore_certificate:
                visit.note("The page's certificate is not one that browsers trust.")
            return await _load_and_take(page, visit, url, options)
    except (Error, InspectionError) as error:
        raise _failure(error, visit, url) from error
    finally:
        await finish_cleanup(context.close(), _CLOSE_S)


def _http_credentials(credentials: Credentials | None) -> list[HttpCredentials]:
    """The credentials per origin. Other origins get empty ones; otherwise the browser would show a form and wait."""
    nothing: HttpCredentials = {"username": "", "password": ""}
    if credentials is None:
        return [nothing]
    return [{"username": credentials.user, "password": credentials.password, "origin": credentials.origin}, nothing]


async def _load_and_take(page: Page, visit: PageEvents, url: str, options: _PageOptions) -> Snapshot:
    deadline = asyncio.get_running_loop().time() + options.timeout_s
    response = await open_page(page, url, deadline)
    settled = await wait_until_stable(page, visit.traffic, deadline)
    secrets = settled.secrets
    if options.credentials:
        secrets.given.add(options.credentials.password)
    if response is not None and response.status >= 400:
        visit.note(
            f"The page was answered with HTTP {response.status}.{await _sign_in_advice(response, options.advice)}"
        )
    if not settled.still:
        visit.note(f"The page was still changing after {options.timeout_s:g} s; this is what was there at that moment.")
    elif settled.busy:
        visit.note("The page still marked a part of it as loading; this is what was there at that moment.")
    taken = await take_snapshot(page, url, visit, secrets, options.picture)
    if taken.tree and is_sign_in(url, taken.final_url, taken.tree):
        visit.note(options.advice.sign_in)
    if refused := visit.guard.refused():
        visit.note(f"Requests to {', '.join(refused[:5])} were refused: pages may not reach such addresses.")
    if visit.guard.is_spent:
        visit.note(f"What the page loads was cut off after {visit.guard.policy.max_bytes:,} bytes.")

    searched = secrets.searched()

    def masked(lines: list[str]) -> list[str]:
        return [redact_text(secret_fields.mask_text(remove_user_info(text), searched))[0] for text in lines]

    console, failed = (tuple(dict.fromkeys(map(one_line, masked(lines)))) for lines in (visit.console, visit.failed))
    return replace(taken, console=console, failed_requests=failed, notes=tuple(masked(visit.notes)))


async def _sign_in_advice(response: Response, advice: Advice) -> str:
    asks = response.status == 401 and await response.header_value("www-authenticate")
    return f" {sentence(advice.asks)}" if asks else ""


def _failure(error: Error | InspectionError, visit: PageEvents, url: str) -> InspectionError:
    """The error for a failure while a page was loaded or inspected."""
    if isinstance(error, InspectionError) and not visit.crashed:
        text = str(error)
    else:
        text = load_error("crashed" if visit.crashed else str(error), visit.guard, url, visit.document, visit.advice)
    if visit.status >= 400 and "HTTP" not in text:
        text = f"{text[:-1]} (HTTP {visit.status})."
    if "ERR_CERT" in str(error):
        return _CertificateError(text, visit.document or url)
    return InspectionError(text)

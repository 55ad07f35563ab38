"""Starts the headless browser, and stops it even on cancellation and after crashes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from claude_scope.browser.find_browser import BROWSER_VARIABLE, find_headless, is_root, launch_arguments
from claude_scope.browser.terminal_text import strip_controls
from claude_scope.errors import BrowserMissing
from claude_scope.threads import finish_cleanup

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from playwright.async_api import Browser, Playwright
    from playwright.async_api._context_manager import PlaywrightContextManager

_START_TIMEOUT_MS = 30_000.0
"""A cold start takes seconds; a browser that takes longer than this will not start at all."""
_CLOSE_TIMEOUT_S = 10.0
_NODE = "PLAYWRIGHT_NODEJS_PATH"
"""Environment variable with the path of a Node.js that runs Playwright's driver instead of the bundled Node.js."""


@asynccontextmanager
async def launch_chromium(proxy: str) -> AsyncIterator[Browser]:
    """A headless browser that sends all traffic through `proxy`; it is stopped afterwards, even on cancellation.

    Raises:
        BrowserMissing: there is no browser on this machine, or it does not start.
    """
    # A driver that is stopped during a start leaves the browser's profile in the temporary folder, and a killed browser
    # leaves its sockets there, so they get their own folder, which is removed afterwards.
    with TemporaryDirectory(prefix="claude-scope-", ignore_cleanup_errors=True) as scratch:
        async with driver(scratch) as playwright:
            browser: Browser | None = None
            try:
                browser = await _launch(playwright, proxy, scratch)
                yield browser
            finally:
                if browser is not None:
                    await finish_cleanup(browser.close(), _CLOSE_TIMEOUT_S)


@asynccontextmanager
async def driver(scratch: str) -> AsyncIterator[Playwright]:
    """Playwright's driver with its temporary files in `scratch`; it is stopped afterwards, even on cancellation.

    Raises:
        BrowserMissing: the driver does not start.
    """
    from playwright.async_api import async_playwright  # slow to import, and most commands need no browser

    manager = async_playwright()
    with _temporary_files_in(scratch):
        playwright = await _start_driver(manager)
    try:
        yield playwright
    finally:
        # Stopping the driver also kills a browser that is still running.
        await finish_cleanup(playwright.stop(), _CLOSE_TIMEOUT_S)
        _discard_driver_error(manager)


_starting: list[str | None] = []
"""For each driver that is starting, this process's folder for temporary files before the first start."""


@contextlib.contextmanager
def _temporary_files_in(folder: str) -> Iterator[None]:
    """Programs started in this context keep their temporary files in `folder`.

    Playwright has no option for its driver's environment, so this process's environment changes temporarily.
    """
    before = _starting[0] if _starting else os.environ.get("TMPDIR")
    _starting.append(before)
    os.environ["TMPDIR"] = folder
    try:
        yield
    finally:
        _starting.remove(before)
        if not _starting:
            os.environ.pop("TMPDIR")
            os.environ.update({} if before is None else {"TMPDIR": before})


def _discard_driver_error(manager: PlaywrightContextManager) -> None:
    """Retrieve the error of a driver that Ctrl-C ended before we could, because asyncio prints unretrieved errors."""
    with contextlib.suppress(AttributeError):  # a private attribute: Playwright has no public one
        future = manager._client._transport.on_error_future  # type: ignore[union-attr]
        if future.done() and not future.cancelled():
            future.exception()


async def _start_driver(manager: PlaywrightContextManager) -> Playwright:
    """Starts Playwright's driver, a Node.js program. Errors of its start are not of a Playwright type.

    Playwright leaves the driver running when its start is cancelled, so this waits for the start and stops it.
    """
    chosen = os.environ.get(_NODE)
    if chosen and shutil.which(chosen) is None:
        raise BrowserMissing(f"{_NODE} names {chosen}, which is not a program; unset it, or set it to that of Node.js.")
    starting = asyncio.ensure_future(manager.start())
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await finish_cleanup(_stop(starting), _CLOSE_TIMEOUT_S)
        _discard_driver_error(manager)
        raise
    except Exception as error:
        todo = f"unset {_NODE}, which names {chosen}" if chosen else "install the package `playwright` again"
        reason = strip_controls(str(error)).rstrip(".")[:160] or type(error).__name__
        raise BrowserMissing(f"Playwright's driver does not start ({reason}); {todo}.") from error


async def _stop(starting: asyncio.Future[Playwright]) -> None:
    await (await starting).stop()


async def _launch(playwright: Playwright, proxy: str, scratch: str) -> Browser:
    from playwright.async_api import Error

    path = find_headless()
    if path is None:
        raise BrowserMissing(browser_missing())
    try:
        return await playwright.chromium.launch(
            executable_path=path,
            args=launch_arguments(),
            chromium_sandbox=not is_root(),
            # Chromium bypasses a proxy for loopback addresses unless this rule forbids it. Playwright adds the rule
            # too, but an environment variable can switch that off.
            proxy={"server": proxy, "bypass": "<-loopback>"},
            env={**os.environ, "TMPDIR": scratch},
            timeout=_START_TIMEOUT_MS,
        )
    except Error as error:
        raise BrowserMissing(start_error(str(path), error.message)) from error


def browser_missing() -> str:
    """Why there is no browser, and how to get one."""
    if chosen := os.environ.get(BROWSER_VARIABLE):
        return f"{BROWSER_VARIABLE} names {chosen}, which is not a program; set it to the path of Chrome or Chromium."
    return (
        "No Chrome or Chromium was found on this machine; "
        f"run `playwright install --with-deps chromium`, or set {BROWSER_VARIABLE} to the path of one."
    )


def start_error(path: str, message: str) -> str:
    """Why the browser at `path` does not start, from Playwright's `message`."""
    if "sandbox" in message.lower() and "no usable sandbox" in message.lower():
        return (
            f"{path} does not start because this system does not allow its sandbox; install the system's own chromium "
            f"package, or allow unprivileged user namespaces."
        )
    errors = re.findall(r"(?m)\berror\b.*?: *(.+)$|(exited?: .*|exitCode=[^ ,]+, signal=\w+)", message, re.IGNORECASE)
    last = next((text for pair in reversed(errors) for text in pair if text), message.splitlines()[0])
    reason = strip_controls(last).strip(" >")[:160]
    return f"{path} does not start ({reason}); run `claude-scope doctor`, or set {BROWSER_VARIABLE} to another browser."

"""Starts the browser to record, with its own profile."""

from __future__ import annotations

import os
import re
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from claude_scope.browser.chromium import browser_missing, driver, finish_cleanup, start_error
from claude_scope.browser.find_browser import find_browser, has_screen, is_root, launch_arguments
from claude_scope.errors import BrowserMissing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import BrowserContext, ViewportSize

    from claude_scope.browser.record.options import RecordOptions

HEADLESS_VIEWPORT = (1280, 720)
NO_DISPLAY = (
    "There is no display to show a window on; record on a desktop, run it under `xvfb-run`, or use --headless with "
    "--cdp-port, so that a script acts in the page."
)
_OF_DISPLAY = re.compile(r"X server|DISPLAY|\bozone", re.IGNORECASE)
_CLOSE_TIMEOUT_S = 10.0
_START_TIMEOUT_MS = 30_000.0


@asynccontextmanager
async def open_window(options: RecordOptions) -> AsyncIterator[BrowserContext]:
    """A window of the installed browser, or a headless one; closed afterwards.

    Raises:
        BrowserMissing: there is no browser on this machine, or it does not start.
    """
    with TemporaryDirectory(prefix="claude-scope-", ignore_cleanup_errors=True) as scratch:
        async with driver(scratch) as playwright:
            from playwright.async_api import Error

            path = find_browser()
            if path is None:
                raise BrowserMissing(browser_missing())
            context: BrowserContext | None = None
            try:
                try:
                    context = await playwright.chromium.launch_persistent_context(
                        options.profile or Path(scratch, "profile"),
                        executable_path=path,
                        headless=options.headless,
                        args=_arguments(options),
                        chromium_sandbox=not is_root(),
                        viewport=_viewport(options),
                        no_viewport=None if _viewport(options) else True,
                        accept_downloads=True,
                        env={**os.environ, "TMPDIR": scratch},
                        timeout=_START_TIMEOUT_MS,
                        # Ctrl-C in the terminal also reaches the driver, which must not close the window.
                        handle_sigint=False,
                        handle_sigterm=False,
                        handle_sighup=False,
                    )
                except Error as error:
                    lacks_screen = not (options.headless or has_screen()) and _OF_DISPLAY.search(error.message)
                    why = NO_DISPLAY if lacks_screen else start_error(str(path), error.message)
                    raise BrowserMissing(why) from error
                yield context
            finally:
                if context is not None:
                    await finish_cleanup(context.close(), _CLOSE_TIMEOUT_S)


def _viewport(options: RecordOptions) -> ViewportSize | None:
    size = options.viewport or (HEADLESS_VIEWPORT if options.headless else None)
    return {"width": size[0], "height": size[1]} if size else None


def _arguments(options: RecordOptions) -> list[str]:
    # The page is the user's own: its WebRTC connections must work as usual.
    flags = [flag for flag in launch_arguments() if "webrtc" not in flag]
    flags += [] if options.cdp_port is None else [f"--remote-debugging-port={options.cdp_port}"]
    if options.viewport and not options.headless:
        flags.append(f"--window-size={options.viewport[0]},{options.viewport[1] + 90}")
    return flags

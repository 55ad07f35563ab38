"""Starts the browser to record, with its own profile."""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from claude_scope.browser.chromium import browser_missing
from claude_scope.browser.devtools.launch import launch
from claude_scope.browser.devtools.storage_state import restore_storage_state
from claude_scope.browser.find_browser import find_browser, launch_arguments
from claude_scope.errors import BadInput, BrowserMissing
from claude_scope.threads import in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from claude_scope.browser.devtools.connection import Connection
    from claude_scope.browser.record.options import RecordOptions

HEADLESS_VIEWPORT = (1280, 720)
_PORT_TIMEOUT_S = 5.0
_TOOLBAR_HEIGHT = 90
"""How much taller a window is than its page, in CSS pixels."""
_SWITCHES = (
    # No bar above the page: Chromium warns about `--disable-blink-features`, `--gaia-url` and `--no-sandbox`.
    # `--test-type` also hides the bars about Google API keys, an old system, and the default browser.
    *("--test-type", "--disable-infobars"),
    # No pages, prompts or bubbles of the browser itself.
    *("--no-default-browser-check", "--disable-search-engine-choice-screen", "--hide-crash-restore-bubble"),
    *("--disable-default-apps", "--disable-prompt-on-repost", "--disable-hang-monitor", "--no-service-autorun"),
    # No extensions: they change pages.
    *("--disable-extensions", "--disable-component-extensions-with-background-pages"),
    # Passwords and cookies are encrypted with a fixed key, so that no system's keyring asks for a password.
    *("--password-store=basic", "--use-mock-keychain"),
    # Tabs in the background go on as usual: a recorded page may be covered by another window.
    *("--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows"),
    *("--disable-renderer-backgrounding", "--disable-ipc-flooding-protection", "--disable-popup-blocking"),
    # A page that the user goes back to is loaded again.
    "--disable-back-forward-cache",
    # The same picture on each machine, even without a graphics card or with a small /dev/shm.
    *("--force-color-profile=srgb", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage"),
    *("--enable-features=CDPScreenshotNewSurface,SkipListAccountsWithoutGaiaCookies", "--allow-pre-commit-input"),
    # No experiments, reports or updates.
    *("--disable-field-trial-config", "--disable-breakpad", "--disable-stack-profiler", "--metrics-recording-only"),
    *("--disable-updater-scheduler", "--disable-edgeupdater"),
    # On Windows, a browser that restarts itself would lose its pipes.
    *("--do-not-de-elevate", "--edge-skip-compat-layer-relaunch"),
)
_HEADLESS_SWITCHES = (
    *("--headless", "--hide-scrollbars", "--mute-audio"),
    # Pages find a mouse that can hover, as on a desktop.
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
)


@dataclass(frozen=True, slots=True)
class Window:
    """A browser with one window of one tab at about:blank.

    `version` is its name and version, such as "Chromium 156.0.8078.114". `downloads` is the folder for downloaded
    files, each named after the id of its download; it is deleted afterwards. `viewport` is the page's size in CSS
    pixels, which the caller emulates in each page; None means the size of the window.
    """

    connection: Connection
    version: str
    downloads: Path
    viewport: tuple[int, int] | None


@asynccontextmanager
async def open_window(options: RecordOptions) -> AsyncIterator[Window]:
    """A window of the installed browser, or a headless one; closed afterwards.

    Raises:
        BrowserMissing: there is no browser on this machine, or it does not start.
        BadInput: the folder of the profile cannot be created, or the storage state cannot be restored.
    """
    path = find_browser()
    if path is None:
        raise BrowserMissing(browser_missing())
    with TemporaryDirectory(prefix="claude-scope-", ignore_cleanup_errors=True) as scratch:
        profile = _folder(options.profile or Path(scratch, "profile"))
        downloads = _folder(Path(scratch, "downloads"))
        viewport = options.viewport or (HEADLESS_VIEWPORT if options.headless else None)
        arguments = [*_arguments(options, viewport), f"--user-data-dir={profile}", "about:blank"]
        async with launch(path, arguments, env={**os.environ, "TMPDIR": scratch}) as connection:
            version = await connection.send("Browser.getVersion")
            saving = {"behavior": "allowAndName", "downloadPath": str(downloads), "eventsEnabled": True}
            await connection.send("Browser.setDownloadBehavior", saving)
            if options.cdp_port is not None:
                await _listening(options.cdp_port)
            if options.storage_state is not None:
                await restore_storage_state(connection, json.loads(await in_thread(options.storage_state.read_bytes)))
            yield Window(connection, f"Chromium {version['product'].rpartition('/')[2]}", downloads, viewport)


def window_switches() -> list[str]:
    """Switches for a window that shows a page and nothing of the browser."""
    # The page is the user's own: its WebRTC connections must work as usual.
    return [*(flag for flag in launch_arguments() if "webrtc" not in flag), *_SWITCHES]


async def _listening(port: int) -> None:
    """Wait until the browser accepts connections at its debugging port, so that a script can connect at once."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_PORT_TIMEOUT_S):
            while True:
                with suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    return
                await asyncio.sleep(0.02)


def _folder(folder: Path) -> Path:
    """Create a folder. If Chromium could not create its profile's folder, it would use the user's own profile."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"The folder {folder} cannot be used ({error.strerror}); give another one.") from error
    return folder.resolve()


def _arguments(options: RecordOptions, viewport: tuple[int, int] | None) -> list[str]:
    flags = [*window_switches(), *(_HEADLESS_SWITCHES if options.headless else ())]
    flags += [] if options.cdp_port is None else [f"--remote-debugging-port={options.cdp_port}"]
    if viewport:
        flags.append(f"--window-size={viewport[0]},{viewport[1] + _TOOLBAR_HEIGHT}")
    return flags

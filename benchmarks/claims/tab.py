"""Records a tab of the browser that `claude-scope record` records, from a second tab in it."""

from __future__ import annotations

import asyncio
import base64
import http.server
import os
import shlex
import shutil
import threading
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

from playwright.async_api import Error, async_playwright

from benchmarks.recorder_process import recorder
from claude_scope.browser.find_browser import BROWSER_VARIABLE, find_browser
from claude_scope.errors import BrowserMissing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from playwright.async_api import Page

    from benchmarks.claims.lot import Lot

_TITLE = "This tab is recorded"
"""Title of the page before the application's: the browser selects the tab that has it, and stays with that tab."""
_RECORDER = Path(__file__).with_name("recorder.js")
_POINTER = Path(__file__).with_name("pointer.js")
_FRAME_RATE = 30
_CHOOSE_S = 20.0


@dataclass
class Tab:
    """The tab of the application, and the one that records it."""

    page: Page
    _recorder: Page
    _lot: Lot
    offset_ms: float = 0.0
    """Epoch time of video time 0."""

    async def start(self) -> None:
        """Start the video."""
        options = {"mimeType": self._lot.mime_type, "videoBitsPerSecond": self._lot.bits_per_second}
        self.offset_ms = float(await self._recorder.evaluate("options => __recorder.start(options)", options))

    async def stop(self, file: Path) -> None:
        """End the video, and write it."""
        video = base64.b64decode(await self._recorder.evaluate("__recorder.stop()"))
        await asyncio.to_thread(file.write_bytes, video)


@asynccontextmanager
async def recorded(address: str, folder: Path, lot: Lot) -> AsyncIterator[Tab]:
    """Record a capture into `folder` while the block acts; the tab shows the application, and the video has not
    started.
    """
    with _pages() as ours, _browser(lot.size) as browser:
        url = f"{ours}/start?to={quote(address, safe='')}"
        environment = {**os.environ, BROWSER_VARIABLE: str(browser)}
        async with (
            recorder(url, folder, "--viewport", "{}x{}".format(*lot.size), environment=environment) as recording,
            async_playwright() as playwright,
        ):
            connected = await playwright.chromium.connect_over_cdp(recording.address)
            context = connected.contexts[0]
            page = context.pages[0]
            second = await context.new_page()
            await second.goto(f"{ours}/recorder")
            await second.evaluate(_RECORDER.read_text())
            await page.wait_for_load_state("load")
            async with asyncio.timeout(_CHOOSE_S):
                await second.evaluate("rate => __recorder.choose(rate)", _FRAME_RATE)
            await context.add_init_script(path=_POINTER)
            await page.get_by_role("link").click()
            await page.wait_for_load_state("load")
            yield Tab(page, second, lot)
            await recording.stop()
            with suppress(Error):
                await connected.close()


@contextmanager
def _browser(size: tuple[int, int]) -> Iterator[Path]:
    """A script that starts the browser with a window of this size, in which a tab can be recorded without a prompt."""
    path = find_browser()
    if path is None:
        raise BrowserMissing("No Chrome or Chromium was found; `claude-scope doctor` says how to install one.")
    flags = (f"--auto-select-tab-capture-source-by-title={_TITLE}", "--window-size={},{}".format(*size))
    with TemporaryDirectory() as folder:
        script = Path(folder, "browser")
        script.write_text(f'#!/bin/sh\nexec {shlex.join([str(path), *flags])} "$@"\n')
        script.chmod(0o755)
        yield script


class _Handler(http.server.BaseHTTPRequestHandler):
    """`/start?to=URL`, a page with one link and the title that the browser looks for, and `/recorder`."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        to = parse_qs(parts.query).get("to", [""])[0]
        title, link = (_TITLE, f'<a href="{to}">Open the page</a>') if parts.path == "/start" else ("Recorder", "")
        body = f"<!doctype html><title>{title}</title>{link}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def _pages() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def emptied(folder: Path) -> Path:
    """The folder, without files of an earlier run."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder

"""A page in the browser of `claude-scope record`, and in the same browser alone.

python -m benchmarks.capture_cost.windows URL PORT runs the browser alone, until its input is closed
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import async_playwright

from benchmarks.captures.recording import page_at
from benchmarks.recorder_process import recorder
from claude_scope.browser.record.options import RecordOptions
from claude_scope.browser.record.window import open_window
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

_END_S = 30.0


@dataclass(frozen=True)
class Window:
    """A page to act in, and the process that started its browser."""

    page: Page
    pid: int


@asynccontextmanager
async def recorded_window(url: str, folder: Path) -> AsyncIterator[Window]:
    """A window that is recorded into `folder`; the capture is complete after the block."""
    async with recorder(url, folder) as recording, page_at(recording.address) as page:
        yield Window(page, recording.pid)
        await recording.stop()


@asynccontextmanager
async def window_alone(url: str) -> AsyncIterator[Window]:
    """A window that is not recorded, opened with the same options."""
    port = free_port()
    command = (sys.executable, "-m", __name__, url, str(port))
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        if not await process.stdout.readline():
            raise RuntimeError("the browser alone did not open the page")
        async with page_at(f"http://127.0.0.1:{port}") as page:
            yield Window(page, process.pid)
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _END_S)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _open(url: str, port: int) -> None:
    async with (
        open_window(RecordOptions(url, Path("none.scope"), headless=True, cdp_port=port)),
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        browser.contexts[0].on("dialog", lambda _: None)  # else Playwright dismisses what the driver answers
        await browser.contexts[0].pages[0].goto(url)
        print("open", flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_open(sys.argv[1], int(sys.argv[2])))

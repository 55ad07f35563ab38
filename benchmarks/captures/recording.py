"""Runs `claude-scope record` on a page, and connects a driver to its browser."""

from __future__ import annotations

import asyncio
import shutil
import sys
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from playwright.async_api import Error, async_playwright

from benchmarks.captures.live import register
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Page

_START_S = 60.0
_STOP_S = 90.0


@asynccontextmanager
async def recorded(start: str, address: str, folder: Path) -> AsyncIterator[Page]:
    """Record into `folder` while the block acts; the page shows a link to `address`, so that nothing is missed."""
    shutil.rmtree(folder, ignore_errors=True)
    port = free_port()
    url = f"{start}/start?to={quote(address, safe='')}"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "claude_scope", "record", url, "--headless", "--cdp-port", str(port)),
        *("--no-analyze", "--out", str(folder)),
        stderr=asyncio.subprocess.PIPE,
    )
    said: list[str] = []
    running = asyncio.Event()
    reading = asyncio.create_task(_read(process, said, running))
    try:
        async with asyncio.timeout(_START_S):
            await running.wait()
        if process.returncode is not None:
            raise RuntimeError("record ended at once: " + " ".join(said))
        async with async_playwright() as playwright:
            browser = await playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
            await register(playwright)
            page = browser.contexts[0].pages[0]
            await page.wait_for_load_state("load")
            yield page
            process.terminate()
            async with asyncio.timeout(_STOP_S):
                await process.wait()
            with suppress(Error):
                await browser.close()
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading
        (folder / "record.log").write_text("\n".join(said))


async def _read(process: asyncio.subprocess.Process, said: list[str], running: asyncio.Event) -> None:
    assert process.stderr is not None
    async for line in process.stderr:
        said.append(line.decode().rstrip())
        if said[-1].startswith("Recording "):
            running.set()
    running.set()


def capture_in(folder: Path) -> Path:
    """The capture of a finished recording, or the folder of one that was not finished."""
    found = sorted([*folder.glob("*.scope"), *folder.glob("*.scope.part")])
    if not found:
        raise FileNotFoundError(f"{folder} has no capture.")
    return found[0]

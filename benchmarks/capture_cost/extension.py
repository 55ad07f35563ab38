"""What the browser extension adds to the processor time of a page, while it records and while it does not."""

from __future__ import annotations

import statistics
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.capture_cost.processor import CASES, TURNS, used
from benchmarks.capture_cost.windows import Window
from tests.extension.browser import extended
from tests.extension.recorded import asked, begun

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.extension.browser import Extended

_TITLES = {"motion.html": "Motion", "table.html": "Table"}


@dataclass(frozen=True)
class ExtensionCost:
    """Cores that the same browser uses without the extension, with it, and while it records; medians over rounds."""

    without: float
    idle: float
    recording: float


async def measure_extension(address: str, case: str) -> ExtensionCost:
    """Measure a case in rounds; `address` serves the pages."""
    url = address + CASES[case][0]
    rounds = []
    for _ in range(TURNS):
        async with _opened(url, "--disable-extensions") as (browser, window):
            without = await used(window, None)
        async with _opened(url) as (browser, window):
            idle = await used(window, None)
            pages = await begun(browser, window.page)
            recording = await used(window, None)
            await asked(pages, {"do": "stop"})
        rounds.append((without.cores, idle.cores, recording.cores))
    return ExtensionCost(*map(statistics.median, zip(*rounds, strict=True)))


@asynccontextmanager
async def _opened(url: str, *flags: str) -> AsyncIterator[tuple[Extended, Window]]:
    title = next(title for page, title in _TITLES.items() if page in url)
    with tempfile.TemporaryDirectory() as folder:
        async with extended(Path(folder), *flags, captured_title=title) as browser:
            page = browser.context.pages[0]
            await page.goto(url)
            yield browser, Window(page, await browser.pid())

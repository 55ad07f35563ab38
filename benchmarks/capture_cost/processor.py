"""What recording adds to the processor time of a page, to its painted frames, and to disk writes."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.capture_cost.process_tree import processor_s
from benchmarks.capture_cost.windows import recorded_window, window_alone

if TYPE_CHECKING:
    from benchmarks.capture_cost.windows import Window

PAGES = Path(__file__).parent / "pages"
CASES = {
    "a page in constant motion": ("motion.html", 1.0),
    "a table of 1,000 rows at rest": ("table.html", 0.08),
    "a table of 1,000 rows that churns": ("table.html?churn", None),
}
"""Each page, and how many additional cores recording may use; None: it is published without a limit."""
TURNS = 3
_SETTLE_S, _MEASURE_S = 3.0, 10.0


@dataclass(frozen=True)
class Used:
    """Busy cores, painted frames per second, and megabytes written per minute."""

    cores: float
    frames: float
    mb: float


@dataclass(frozen=True)
class Cost:
    """Medians over the rounds, and the smallest and largest difference in cores within a round."""

    alone: Used
    recorded: Used
    more: tuple[float, float, float]
    """The median, the least and the most."""


async def measure(address: str, case: str) -> Cost:
    """Measure a case in rounds; `address` serves PAGES."""
    url = address + CASES[case][0]
    alone, recorded = [], []
    for _ in range(TURNS):
        async with window_alone(url) as window:
            alone.append(await used(window, None))
        with tempfile.TemporaryDirectory() as scratch:
            async with recorded_window(url, Path(scratch)) as window:
                recorded.append(await used(window, Path(scratch)))
    more = [ours.cores - bare.cores for ours, bare in zip(recorded, alone, strict=True)]
    return Cost(_median(alone), _median(recorded), (statistics.median(more), min(more), max(more)))


async def used(window: Window, folder: Path | None) -> Used:
    """What a window uses, once it has settled; `folder` is that of a recording."""
    await asyncio.sleep(_SETTLE_S)
    before = await _count(window, folder)
    await asyncio.sleep(_MEASURE_S)
    after = await _count(window, folder)
    seconds, cores, frames, mb = (later - earlier for earlier, later in zip(before, after, strict=True))
    return Used(cores / seconds, frames / seconds, mb / seconds * 60)


async def _count(window: Window, folder: Path | None) -> tuple[float, float, float, float]:
    """The current time, processor seconds, frames and megabytes."""
    frames = await window.page.evaluate("window.framesPainted")
    return time.monotonic(), processor_s(window.pid), frames, _mb(folder) if folder else 0.0


def _mb(folder: Path) -> float:
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # it was renamed
            total += path.stat().st_size
    return total / 1e6


def _median(turns: list[Used]) -> Used:
    return Used(*(statistics.median(getattr(turn, name) for turn in turns) for name in ("cores", "frames", "mb")))

"""Records generated pages, analyzes the captures, and prints the seconds of both with their limits.

    python -m benchmarks.ready [--elements N ...] [--acts N ...]

Nine captures take half an hour. The exit status is 1 if a limit is exceeded, which may happen on a busy machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.captures.recording import page_at
from benchmarks.claims.start_app import serving
from benchmarks.ready.hand import use
from tests.processes import free_port

ELEMENTS, ACTS = (500, 1_500, 4_000), (20, 60, 100)
RECORD_ELEMENTS = 1_500
"""Larger pages have no limit for the time after a recording."""


class Times(NamedTuple):
    """Seconds until the prompt is written, and until `session.json` and the report are written, too."""

    prompt_s: float
    all_s: float


@dataclass(frozen=True)
class Ready:
    """The results for a capture, with its numbers of states and seconds, and the processor time of the analysis."""

    elements: int
    states: int
    length_s: float
    after_stop: Times
    analyze: Times
    processor_s: float
    is_equal: bool
    """Whether both wrote the same states."""

    @property
    def stop_limit_s(self) -> float | None:
        """The time limit for the prompt after a recording."""
        return 3 + 0.02 * self.length_s if self.elements <= RECORD_ELEMENTS else None

    @property
    def analyze_limit_s(self) -> float:
        """The time limit for the analysis of a capture."""
        return 3 + 0.08 * self.length_s + 0.05 * self.states * self.elements / 1_000

    @property
    def holds(self) -> bool:
        """Whether both times are within their limits, and both results are equal."""
        is_soon = self.stop_limit_s is None or self.after_stop.prompt_s <= self.stop_limit_s
        return is_soon and self.analyze.prompt_s <= self.analyze_limit_s and self.is_equal


def main() -> int:
    """Record, analyze, print, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--elements", type=int, nargs="+", default=ELEMENTS)
    parser.add_argument("--acts", type=int, nargs="+", default=ACTS)
    options = parser.parse_args()
    found = []
    with serving(Path(__file__).parent) as address, tempfile.TemporaryDirectory() as folder:
        for elements in options.elements:
            for acts in options.acts:
                url = f"{address}orders.html?elements={elements}"
                print(f"{elements} elements, {acts} acts", flush=True)
                found.append(asyncio.run(_measure(url, elements, acts, Path(folder) / f"{elements}-{acts}")))
    _show(found)
    return 0 if all(item.holds for item in found) else 1


async def _measure(url: str, elements: int, acts: int, folder: Path) -> Ready:
    recorded, again = folder / "recorded", folder / "again"
    after_stop = await _record(url, acts, recorded)
    session = json.loads((recorded / "session.json").read_text())
    before = os.times()
    process = await _start("analyze", recorded / "recorded.scope", "--title", session["title"], "--out", again)
    analyze = await _times(process)
    after = os.times()
    other = json.loads((again / "session.json").read_text())
    return Ready(
        elements,
        len(session["timeline"]["moments"]),
        session["recording"]["durationMs"] / 1_000,
        after_stop,
        analyze,
        sum(after[2:4]) - sum(before[2:4]),
        session["timeline"] == other["timeline"],
    )


async def _record(url: str, acts: int, out: Path) -> Times:
    """Record the acts; returns the seconds from the signal to stop."""
    port = free_port()
    process = await _start("record", url, "--headless", "--cdp-port", port, "--out", out)
    assert process.stderr is not None
    try:
        while not (line := await process.stderr.readline()).startswith(b"Recording "):
            if not line:
                raise RuntimeError("record ended at once")
        async with page_at(f"http://127.0.0.1:{port}") as page:
            await use(page, acts)
            process.terminate()
            return await _times(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _start(*arguments: object) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "claude_scope", *map(str, arguments)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # An installed program has its byte code.
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    )


async def _times(process: asyncio.subprocess.Process) -> Times:
    """The seconds from now until a command prints the path of the prompt, and until it ends."""
    began = time.monotonic()
    assert process.stdout is not None
    assert process.stderr is not None
    said = asyncio.ensure_future(process.stderr.read())
    await process.stdout.readline()
    prompt_s = time.monotonic() - began
    if await process.wait():
        raise RuntimeError((await said).decode())
    await said
    return Times(prompt_s, time.monotonic() - began)


def _show(found: list[Ready]) -> None:
    table = Table(title="Seconds until the prompt is there, and until all is there", title_justify="left")
    headings = ("elements", "states", "length", "after stop", "all", "limit", "analyze", "all", "limit", "processor")
    for heading in (*headings, "same states"):
        table.add_column(heading, justify="right")
    for item in found:
        stop_limit = "" if item.stop_limit_s is None else f"{item.stop_limit_s:.1f}"
        stop, analyze = ([f"{seconds:.1f}" for seconds in times] for times in (item.after_stop, item.analyze))
        last = (f"{item.analyze_limit_s:.1f}", f"{item.processor_s:.1f}", "yes" if item.is_equal else "no")
        first = (f"{item.elements:,}", str(item.states), f"{item.length_s:.0f}")
        table.add_row(*first, *stop, stop_limit, *analyze, *last)
    Console(width=120).print(table)


if __name__ == "__main__":
    raise SystemExit(main())

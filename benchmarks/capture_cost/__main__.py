"""Measures what recording costs, and prints it.

    python -m benchmarks.capture_cost [--part processor|paint|long|extension] [--minutes N] [--flow NAME ...]

The processor part takes five minutes, input to paint takes ten, a long recording half an hour, the
extension eight minutes. The exit status is 1 if
a limit is exceeded, which may happen on a busy machine.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics

from rich.console import Console
from rich.table import Table

from benchmarks.capture_cost import input_to_paint, long_recording, processor
from benchmarks.capture_cost.extension import measure_extension
from benchmarks.captures import sites
from benchmarks.captures.fetch import fetch
from benchmarks.captures.flows import FLOWS
from benchmarks.claims.start_app import serving

MAX_MORE_MS = 16.0
"""How much longer the median input over all flows may wait for its paint: one frame."""

PARTS = ("processor", "paint", "long", "extension")
MAX_MORE_CORES = 0.01
"""How many more cores than `record` the extension may use."""
MAX_RECORDER_MB, MAX_END_S = 300.0, 5.0


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--part", choices=("processor", "paint", "long", "extension"), action="append", help="only this one"
    )
    parser.add_argument("--minutes", type=float, default=30.0, help="length of the long recording")
    parser.add_argument("--flow", choices=FLOWS, action="append", help="only this one; may be given several times")
    options = parser.parse_args()
    console = Console(width=140)
    parts = options.part or PARTS
    holds = [_processor(console)] if "processor" in parts else []
    holds += [_paint(console, options.flow or FLOWS)] if "paint" in parts else []
    holds += [_long(console, options.minutes)] if "long" in parts else []
    holds += [_extension(console)] if "extension" in parts else []
    return 0 if all(holds) else 1


def _processor(console: Console) -> bool:
    table = Table(title=f"Recording, medians of {processor.TURNS} turns", title_justify="left")
    for heading in ("page", "cores alone", "recorded", "more", "bar", "frames/s alone", "recorded", "MB a minute"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    holds = True
    with serving(processor.PAGES) as address:
        for name, (_, bar) in processor.CASES.items():
            console.print(f"measuring {name}")
            cost = asyncio.run(processor.measure(address, name))
            more, least, most = cost.more
            holds &= bar is None or more <= bar
            table.add_row(
                name,
                f"{cost.alone.cores:.2f}",
                f"{cost.recorded.cores:.2f}",
                f"{more:.2f} ({least:.2f} to {most:.2f})",
                "" if bar is None else f"{bar:.2f}",
                f"{cost.alone.frames:.0f}",
                f"{cost.recorded.frames:.0f}",
                f"{cost.recorded.mb:.1f}",
            )
    console.print(table)
    return holds


def _extension(console: Console) -> bool:
    headings = ("page", "cores without", "with it", "recording", "more", "`record`: more")
    table = Table(*headings, title=f"The extension, medians of {processor.TURNS} turns", title_justify="left")
    holds = True
    with serving(processor.PAGES) as address:
        for name in processor.CASES:
            console.print(f"measuring {name}, by the extension")
            cost = asyncio.run(measure_extension(address, name))
            ours = asyncio.run(processor.measure(address, name)).more[0]
            more = cost.recording - cost.idle
            holds &= more <= ours + MAX_MORE_CORES and cost.idle <= cost.without + MAX_MORE_CORES
            found = (cost.without, cost.idle, cost.recording, more, ours)
            table.add_row(name, *(f"{cores:.3f}" for cores in found))
    console.print(table)
    return holds


def _paint(console: Console, flows: tuple[str, ...] | list[str]) -> bool:
    table = Table(title="Milliseconds from input to paint, medians", title_justify="left")
    for heading in ("flow", "inputs", "alone", "recorded", "more"):
        table.add_column(heading, justify="left" if heading == "flow" else "right")
    every: tuple[list[float], list[float]] = ([], [])
    fetch()
    with sites.libraries() as start:
        for flow in flows:
            console.print(f"measuring {flow}")
            with sites.page_of(flow, start) as address:
                waits = asyncio.run(input_to_paint.measure(flow, start, address))
            for side, its in zip(every, waits, strict=True):
                side += its
            table.add_row(flow, *_row(*waits))
    table.add_row("all", *_row(*every))
    console.print(table)
    return statistics.median(every[1]) - statistics.median(every[0]) <= MAX_MORE_MS


def _long(console: Console, minutes: float) -> bool:
    console.print(f"recording for {minutes:g} minutes")
    found = asyncio.run(long_recording.measure(minutes))
    console.print(
        f"{found.acts} acts: the recorder used {found.half_mb:.0f} MB at half time, at most {found.most_mb:.0f} MB, "
        f"and ended after {found.end_s:.1f} s; the capture has {found.capture_mb:.1f} MB"
    )
    return found.most_mb <= MAX_RECORDER_MB and found.end_s <= MAX_END_S


def _row(alone: list[float], recorded: list[float]) -> tuple[str, ...]:
    bare, ours = statistics.median(alone), statistics.median(recorded)
    return f"{len(alone)}, {len(recorded)}", f"{bare:.1f}", f"{ours:.1f}", f"{ours - bare:+.1f}"


if __name__ == "__main__":
    raise SystemExit(main())

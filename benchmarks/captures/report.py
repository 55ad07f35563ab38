"""Prints a table with the totals, one with each flow, and the misses."""

from __future__ import annotations

import statistics
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.captures.scores import Score

_SHOWN = 12
"""Number of printed misses per figure and flow; the JSON file has all of them."""


def show(by_flow: Mapping[str, Sequence[Score]], totals: Sequence[Score], off_ms: Sequence[float]) -> None:
    """Print everything."""
    console = Console(width=200)
    table = Table(title=f"{len(by_flow)} flows", title_justify="left")
    for name in ("", "right", "of", "share", "bar", ""):
        table.add_column(name, justify="left" if not name else "right")
    for total in totals:
        bar = f"{total.needed:.1%}" if total.needed else ""
        table.add_row(
            total.name,
            str(total.right),
            str(total.total),
            f"{total.share:.2%}",
            bar,
            "" if not bar else "yes" if total.holds else "NO",
        )
    console.print(table)
    if off_ms:
        console.print(f"times of acts: median {statistics.median(off_ms):.0f} ms off, at most {max(off_ms):.0f} ms")
    flows = Table(title="by flow: right of all", title_justify="left")
    flows.add_column("flow")
    for total in totals:
        flows.add_column(total.name.replace(": ", "\n"), justify="right")
    for flow, scores in by_flow.items():
        flows.add_row(flow, *(f"{score.right}/{score.total}" for score in scores))
    console.print(flows)
    for total in totals:
        printed = Counter[str]()
        for miss in total.misses:
            printed[miss.flow] += 1
            if printed[miss.flow] <= _SHOWN:
                expected, got = f"expected: {miss.expected[:160]}", f"got: {miss.got[:160]}"
                told = (total.name, miss.flow, miss.where, expected, got)
                console.print(escape(" | ".join(told)), highlight=False)
        for flow, count in printed.items():
            if count > _SHOWN:
                console.print(f"{total.name} | {flow} | and {count - _SHOWN} more", highlight=False)

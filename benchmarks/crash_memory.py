"""Queues many sessions on one server, and checks that none is lost and that memory does not grow.

Memory is what the server's process has resident, and the sum over all its processes with shared pages divided among
them (PSS; Linux only), once a second.
"""

from __future__ import annotations

import statistics
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.crash_audit import audit
from benchmarks.crash_places import all_below, laptop, unfinished, upload

if TYPE_CHECKING:
    from benchmarks.crash_places import Process

GROWTH = 1.1
"""Allowed growth from the second quarter to the last one; the first includes late imports."""


def memory(recording: Path, sessions: int) -> int:
    """Print a table; returns 1 if a requirement is missed."""
    with laptop() as place:
        server, address = place.serve()
        token = place.token()
        samples = Samples(server)
        began = time.monotonic()
        accepted = [upload(address, token, recording, place.page) for _ in range(sessions)]
        queued = unfinished(place)
        print(f"{sessions} uploads in {time.monotonic() - began:.0f} s; then {queued} were unfinished", flush=True)
        while unfinished(place):
            time.sleep(1)
        minutes = (time.monotonic() - began) / 60
        samples.stop()
        server.stop()
        found = audit(place, [other for other in accepted if other is not None])
    print(f"all ended after {minutes:.1f} minutes\n\n| | quarter 1 | 2 | 3 | 4 |\n| --- | --- | --- | --- | --- |")
    print(f"| the server's process, median MB | {_cells(samples.quarters(samples.server_mb))} |")
    print(f"| all its processes, median MB | {_cells(samples.quarters(samples.tree_mb))} |")
    print(f"\nmost at any moment: {max(samples.tree_mb):.0f} MB\n\n| | |\n| --- | --- |")
    for label, figure in found.rows():
        print(f"| {label} | {figure} |")
    _, second, _, last = samples.quarters(samples.server_mb)
    return 0 if found.is_clean and found.complete == sessions and last <= GROWTH * second else 1


class Samples(threading.Thread):
    """Memory of a process and its descendants, once a second."""

    def __init__(self, server: Process) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._over = threading.Event()
        self.server_mb: list[float] = []
        self.tree_mb: list[float] = []
        self.start()

    def run(self) -> None:
        while not self._over.wait(1):
            self.server_mb.append(_kb(self._server.pid, "Rss:") / 1024)
            pids = [self._server.pid, *all_below(self._server.pid)]
            self.tree_mb.append(sum(_kb(pid, "Pss:") for pid in pids) / 1024)

    def stop(self) -> None:
        """Stop measuring."""
        self._over.set()
        self.join()

    def quarters(self, samples: list[float]) -> tuple[float, ...]:
        """The median of each quarter of the time."""
        size = max(1, len(samples) // 4)
        return tuple(statistics.median(samples[part * size : (part + 1) * size]) for part in range(4))


def _kb(pid: int, name: str) -> int:
    """A value from /proc; 0 for a process that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


def _cells(figures: tuple[float, ...]) -> str:
    return " | ".join(f"{figure:.0f}" for figure in figures)

"""Measures the cost of the sandboxed child process in which `claude-scope analyze` decodes and reads.

usage: python -m benchmarks.confined RECORDING URL [--runs N]

Runs the command alternately with one that decodes and reads in its own process, and prints the medians of wall and
processor time (including children and the browser), and the median difference within a pair.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

BAR_S = 0.3
CONFINED = ("-m", "claude_scope")
IN_PROCESS = (
    "-c",
    """
from contextlib import asynccontextmanager
from types import SimpleNamespace
from claude_scope.cli import analyze
from claude_scope.cli.app import main
from claude_scope.vision.local import local_reader
from tests.in_process import InProcess
from tests.vision.reader import InThread

@asynccontextmanager
async def no_sandbox(limits, folder, inputs, on_ready=None):
    (folder / "work").mkdir()
    yield SimpleNamespace(folder=folder / "work")
    (folder / "work").rename(folder.parent / "done")

analyze.one_sandbox = no_sandbox
analyze.IsolatedStations = lambda sandbox, **_: InProcess(InThread(local_reader(2)))
main()
""",
)


@dataclass(frozen=True)
class Run:
    """Seconds of one run."""

    wall: float
    cpu: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recording", type=Path)
    parser.add_argument("url")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    pairs = []
    for number in range(options.runs + 1):
        first, second = (CONFINED, IN_PROCESS) if number % 2 else (IN_PROCESS, CONFINED)
        runs = {program: run(program, options.recording, options.url) for program in (first, second)}
        pairs += [(runs[CONFINED], runs[IN_PROCESS])] if number else []  # the first one fills the caches
    print("| | median wall s | fastest wall s | median CPU s |\n| --- | --- | --- | --- |")
    for name, column in (("confined", 0), ("in its own process", 1)):
        walls, cpus = [pair[column].wall for pair in pairs], [pair[column].cpu for pair in pairs]
        print(f"| {name} | {statistics.median(walls):.2f} | {min(walls):.2f} | {statistics.median(cpus):.2f} |")
    more = statistics.median(confined.wall - alone.wall for confined, alone in pairs)
    cpu = statistics.median(confined.cpu - alone.cpu for confined, alone in pairs)
    print(f"\nConfined takes {more:+.2f} s of wall time and {cpu:+.2f} s of CPU more (medians of {len(pairs)} pairs).")
    return 0 if more < BAR_S else 1


def run(program: tuple[str, ...], recording: Path, url: str) -> Run:
    """One fresh run."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, *program, "analyze", str(recording), "--url", url, "--out", f"{folder}/out"]
        cpu, began = cpu_of_children(), time.perf_counter()
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        wall = time.perf_counter() - began
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {ended.returncode}:\n{ended.stderr}")
    return Run(wall, cpu_of_children() - cpu)


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())

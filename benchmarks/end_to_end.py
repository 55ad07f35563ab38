"""Measures a complete analysis: wall time relative to the length of the recording, and memory.

usage: python benchmarks/end_to_end.py RECORDING URL [--runs N]

Prints a row for each run, and the time of each station. Each run is a new `claude-scope analyze` process, so start-up,
models and the browser are included. Memory is the peak of the Python processes, and of the browser's processes
(including its driver), with shared pages divided among the processes (PSS). Linux only.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recording", type=Path)
    parser.add_argument("url")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print("| run | length s | wall s | of length | states | Python MB | browser MB | stations |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for number in range(options.runs):
        print(f"| {number + 1} | {row(options.recording, options.url)} |", flush=True)
    print(f"\n`--help` starts in {start_up():.2f} s (the fastest of five).")
    return 0


def row(recording: Path, url: str) -> str:
    """One run in a new process as the cells of a table."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "claude_scope", "analyze", str(recording), "--url", url, "--agent", "all"]
        started = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--out", f"{folder}/out"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        memory = Memory(process.pid)
        _, messages = process.communicate()
        wall = time.perf_counter() - started
        memory.stop()
        if process.returncode:
            raise SystemExit(f"analyze ended with {process.returncode}:\n{messages}")
        session = json.loads(Path(folder, "out", "session.json").read_text(encoding="utf-8"))
    length = session["keyframes"]["durationMs"] / 1000
    stations = ", ".join(f"{name} {spent:.1f}" for name, spent in session["seconds"].items())
    states = len(session["keyframes"]["frames"])
    figures = (f"{length:.1f}", f"{wall:.1f}", f"{wall / length:.2f}", f"{states}")
    return " | ".join((*figures, f"{memory.python_mb:.0f}", f"{memory.browser_mb:.0f}", stations))


def start_up() -> float:
    """Seconds that `claude-scope --help` takes."""

    def once() -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "claude_scope", "--help"], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started

    return min(once() for _ in range(5))


class Memory:
    """Samples the memory of a process and its descendants; peaks in MB (10^6 bytes)."""

    def __init__(self, pid: int) -> None:
        self.python_mb = 0.0
        self.browser_mb = 0.0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop sampling."""
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.1):
            megabytes = {pid: proportional_mb(pid) for pid in (self._pid, *descendants(self._pid))}
            python = sum(mb for pid, mb in megabytes.items() if is_python(pid))
            self.python_mb = max(self.python_mb, python)
            self.browser_mb = max(self.browser_mb, sum(megabytes.values()) - python)


def descendants(pid: int) -> list[int]:
    """All descendants of a process."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        below = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return below + [p for child in below for p in descendants(child)]


def is_python(pid: int) -> bool:
    """Whether it runs the interpreter of this process."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/exe").samefile(sys.executable)
    return False


def proportional_mb(pid: int) -> float:
    """The memory of one process, with shared pages divided among their users."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1e6


if __name__ == "__main__":
    sys.exit(main())

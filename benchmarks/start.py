"""Measures how long `claude-scope serve` takes until the first response of `/api/health`, and until its exit.

    python -m benchmarks.start [--times 5]

On an empty data folder (keys and tables are created), on the same one again, and, for comparison at the same time on
the same machine, a Python process that only imports FastAPI, SQLAlchemy and DBOS. The smallest of several times is
printed, since other work on a machine can only add to it.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.processes import root_accepted

LOOK_EVERY_S = 0.01
IMPORTS = "import fastapi, sqlalchemy.orm, dbos, uvicorn, alembic.command"


@dataclass(frozen=True)
class Run:
    """Seconds; `cpu_s` is of the whole run including children and shutdown."""

    ready_s: float
    end_s: float
    cpu_s: float


def serve(folder: Path, port: int) -> Run:
    """Start, wait for the first answer, and end with SIGTERM."""
    cpu = cpu_of_children()
    started = time.perf_counter()
    command = [sys.executable, "-m", "claude_scope", "serve", "--no-open", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--data-dir", str(folder)],
        env=os.environ | root_accepted(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wait_for_health(port, process)
        ready = time.perf_counter()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        ended = time.perf_counter()
    return Run(ready - started, ended - ready, cpu_of_children() - cpu)


def wait_for_health(port: int, process: subprocess.Popen[str]) -> None:
    while process.poll() is None:
        with suppress(URLError, ConnectionError), urlopen(f"http://127.0.0.1:{port}/api/health", timeout=60) as answer:
            assert answer.status == 200
            return
        time.sleep(LOOK_EVERY_S)
    raise SystemExit(process.stderr.read() if process.stderr else "the server ended")


def bare() -> Run:
    """Only the imports that any such service needs."""
    cpu, started = cpu_of_children(), time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)
    return Run(time.perf_counter() - started, 0.0, cpu_of_children() - cpu)


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def best(runs: list[Run]) -> Run:
    return Run(*(min(values) for values in zip(*((run.ready_s, run.end_s, run.cpu_s) for run in runs), strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--port", type=int, default=18765)
    given = parser.parse_args()
    fresh, again, imports = [], [], []
    for _ in range(given.times):
        with tempfile.TemporaryDirectory() as folder:
            fresh.append(serve(Path(folder) / "data", given.port))
            again.append(serve(Path(folder) / "data", given.port))
        imports.append(bare())
    print("| | ready | end | CPU |\n|---|---|---|---|")
    for name, runs in (("empty data folder", fresh), ("the same again", again), ("imports alone", imports)):
        run = best(runs)
        print(f"| {name} | {run.ready_s:.2f} s | {run.end_s:.2f} s | {run.cpu_s:.2f} s |")


if __name__ == "__main__":
    main()

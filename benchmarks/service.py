"""Measures the API of the running service: requests per second, and memory during uploads.

    .venv/bin/python -m benchmarks.service                 both
    .venv/bin/python -m benchmarks.service requests        one of them: requests, uploads

Each prints its measurements and, if there are any, its limits; the exit status is 1 if a limit is exceeded.
Measurements on a busy machine mean little, so what is compared is measured alternately, and the best of several counts.
A long queue and the cost of durability are measured by `benchmarks.crash` (`--sessions 200`, `--cost`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import service_requests, service_uploads

PARTS = {"requests": service_requests.measure, "uploads": service_uploads.measure}


def main() -> int:
    """Print the lines of each part; returns 1 if a limit is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=PARTS)
    chosen = parser.parse_args().part
    held = [_run(name) for name in ([chosen] if chosen else PARTS)]
    return 0 if all(held) else 1


def _run(name: str) -> bool:
    print(f"\n## {name}\n", flush=True)
    held = True
    with tempfile.TemporaryDirectory(prefix="claude-scope-") as folder:
        for line, holds in PARTS[name](Path(folder)):
            print(line, flush=True)
            held = held and holds
    return held


if __name__ == "__main__":
    sys.exit(main())

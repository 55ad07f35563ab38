"""Runs the complete attack suite, including its slow parts: a table of boundaries, attacks and successful attacks.

    python -m benchmarks.attacks [--rounds 20] [--processes 2]

Random attacks (modified recordings, schemathesis) are tried this many times as often as in `scripts/test`, and pages
that keep a browser busy are included. The exit status is 1 if any attack succeeded.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = re.compile(r"^\| boundary \|.*?^\| all \| \d+ \| \d+ \|$", re.MULTILINE | re.DOTALL)
LONGEST_S = 3600
"""Seconds for one test."""


def main() -> int:
    """Run the suite; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20, help="how often what is random is tried")
    parser.add_argument("--processes", type=int, default=2, help="of the tests")
    given = parser.parse_args()
    options = ("--quiet", "--attack-rounds", str(given.rounds), "--timeout", str(LONGEST_S))
    spread = ("--numprocesses", str(given.processes), "--dist", "loadfile")
    command = [sys.executable, "-m", "pytest", "-m", "attack", *options, *spread]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    table = TABLE.search(run.stdout)
    if table is None or run.returncode:
        print(run.stdout + run.stderr, file=sys.stderr)
    if table is not None:
        print(table[0])
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())

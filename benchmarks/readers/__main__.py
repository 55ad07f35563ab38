"""python -m benchmarks.readers record|lay|take|score; `__init__.py` describes each command."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.readers.answers import take
from benchmarks.readers.lay import lay
from benchmarks.readers.record import record
from benchmarks.readers.score import table


def main() -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record")
    recording.add_argument("--flow", action="append", default=[], help="only this one; may be given several times")
    laying = commands.add_parser("lay")
    laying.add_argument("folder", type=Path)
    laying.add_argument("--of", choices=("capture", "video"), required=True, help="what the prompts are made of")
    laying.add_argument("--code", type=Path, help="the checkout whose code makes the prompts; this one if not given")
    taking = commands.add_parser("take")
    taking.add_argument("folder", type=Path)
    taking.add_argument("--as", dest="reader", required=True, help="the name of the reader")
    scoring = commands.add_parser("score")
    scoring.add_argument("--missed", action="store_true", help="also print the answers that are not right")
    asked = parser.parse_args()
    if asked.command == "record":
        failed = record(asked.flow)
        print(*(f"not finished: {line}" for line in failed), sep="\n")
        return 1 if failed else 0
    if asked.command == "lay":
        lay(asked.folder.resolve(), asked.of, asked.code)
    if asked.command == "take":
        print(take(asked.folder.resolve(), asked.reader))
    if asked.command == "score":
        print(table(shows_wrong=asked.missed))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Measures how long the analysis of a video takes on pages that are hard to read.

    python -m benchmarks.reading_speed [FOLDER] [--flow NAME]

Records each flow of `flows.py` at 1080p into FOLDER, unless its video exists, and analyses it in a new process without
a page. Prints, for each video: the wall time, the processor time, the wall time limit (5 s plus 0.3 of the length), and
the size of `session.json`. Wall times need an idle machine; processor time hardly depends on the load.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.reading_speed.flows import FLOWS, Flow
from benchmarks.scenes.hand import Hand
from examples.capture import recorded_page

PAGES = Path(__file__).parent / "pages"
ALLOWED_S, ALLOWED_OF_LENGTH = 5.0, 0.3
"""The limit for the analysis of a video."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(".cache/reading_speed"))
    parser.add_argument("--flow", choices=FLOWS, help="only this one")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print("| video | length s | states | wall s | processor s | allowed s | wall of allowed | session.json MB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in [options.flow] if options.flow else FLOWS:
        print(f"| {name} | {measure(recorded(options.folder, name, FLOWS[name]))} |", flush=True)


def recorded(folder: Path, name: str, flow: Flow) -> Path:
    """The video of a flow; recorded if the folder lacks it."""
    file = folder / f"{name.replace(', ', '-').replace(' ', '-')}.{'mp4' if flow.codec == 'h264' else 'webm'}"
    if not file.exists():
        address, _, fragment = flow.page.partition("#")
        with recorded_page(f"{(PAGES / address).as_uri()}#{fragment}") as page:
            hand = Hand(page, codec=flow.codec)
            hand.start()
            flow.use(hand)
            hand.stop(file, name)
    return file


def measure(video: Path) -> str:
    """One analysis in a new process as the cells of a table."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "claude_scope", "analyze", str(video), "--agent", "raw", "--out", folder]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        wall = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        session = Path(folder, "session.json")
        keyframes = json.loads(session.read_text(encoding="utf-8"))["keyframes"]
        megabytes = session.stat().st_size / 1e6
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    length = keyframes["durationMs"] / 1000
    allowed = ALLOWED_S + ALLOWED_OF_LENGTH * length
    figures = f"{length:.1f} | {len(keyframes['frames'])} | {wall:.1f} | {processor:.1f} | {allowed:.1f}"
    return f"{figures} | {wall / allowed:.2f} | {megabytes:.1f}"


if __name__ == "__main__":
    main()

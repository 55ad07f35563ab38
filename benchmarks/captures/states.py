"""Records the scenes of `benchmarks/scenes/` as captures, analyses them, and scores states, keyframes and time.

    python -m benchmarks.captures.states [--scene NAME ...] [--out FOLDER] [--score-only]

A state of the screen is found if most of a moment is within it. Keyframes are scored by the rules of
`benchmarks/keyframes.py`. `--score-only` analyses the recordings of an earlier run in FOLDER. The exit status is 1 if a
required score is missed; times are printed without a limit, since they depend on the load.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.captures.fetch import CACHE
from benchmarks.captures.scene_recording import SCENES, record_scene, served
from benchmarks.captures.score_states import SceneScore, score_states
from benchmarks.keyframes import Score
from claude_scope.capture.read import read_capture

MIN_F1 = 0.98


def main() -> int:
    """Record, analyse, score and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scene", choices=SCENES, action="append", help="only this one; may be given several times")
    parser.add_argument("--out", type=Path, default=CACHE / "scenes")
    parser.add_argument("--score-only", action="store_true")
    options = parser.parse_args()
    chosen = options.scene or SCENES
    options.out.mkdir(parents=True, exist_ok=True)
    if not options.score_only:
        with served() as address:
            for name in chosen:
                print(f"recording {name}", flush=True)
                record_scene(name, address, options.out)
    scores = [_scored(name, options.out) for name in chosen]
    _show(scores)
    total = sum((score.keyframes for score in scores), Score())
    found, lasting = (sum(score.lasting[at] for score in scores) for at in (0, 1))
    figures = {"f1": total.f1, "lasting": [found, lasting], "scenes": [score.as_json() for score in scores]}
    (options.out / "scores.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    return 0 if total.f1 >= MIN_F1 and found == lasting else 1


def _scored(name: str, folder: Path) -> SceneScore:
    """Analyse a capture in a new process, as a user does, and score the resulting session."""
    out = folder / f"{name}-analysis"
    command = [sys.executable, "-m", "claude_scope", "analyze", str(folder / f"{name}.scope"), "--out", str(out)]
    began, before = time.monotonic(), os.times()
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, capture_output=True, env=compiled)
    wall, after = time.monotonic() - began, os.times()
    with tempfile.TemporaryDirectory() as scratch:
        capture = read_capture(folder / f"{name}.scope", Path(scratch) / "capture")
    session = json.loads((out / "session.json").read_text())
    states = json.loads((folder / f"{name}.json").read_text())["states"]
    found = score_states(name, session, states, capture.offset_ms, [time_ms for time_ms, _, _ in capture.pointer])
    found.wall_s = wall
    found.processor_s = sum(after[2:4]) - sum(before[2:4])  # of the process that ended, and its own
    return found


def _show(scores: list[SceneScore]) -> None:
    console = Console(width=200)
    table = Table(title="Scenes as captures", title_justify="left")
    headings = ("scene", "states of 100 ms", "keyframes", "extra", "missed", "F1", "length s", "analysis s")
    for heading in (*headings, "allowed s", "processor s", "stations s"):
        table.add_column(heading, justify="left" if heading in ("scene", "stations s") else "right")
    for score in scores:
        stations = ", ".join(f"{name} {seconds:.1f}" for name, seconds in score.stations_s.items())
        table.add_row(
            score.scene,
            "{} of {}".format(*score.lasting),
            *map(str, score.keyframes),
            f"{score.keyframes.f1:.3f}",
            *(f"{seconds:.1f}" for seconds in (score.length_s, score.wall_s, score.allowed_s, score.processor_s)),
            stations,
        )
    total = sum((score.keyframes for score in scores), Score())
    lasting = "{} of {}".format(*(sum(score.lasting[at] for score in scores) for at in (0, 1)))
    sums = (
        sum(getattr(score, name) for score in scores) for name in ("length_s", "wall_s", "allowed_s", "processor_s")
    )
    table.add_section()
    table.add_row("all", lasting, *map(str, total), f"{total.f1:.3f}", *(f"{seconds:.1f}" for seconds in sums), "")
    console.print(table)
    for score in scores:
        for kind, told in (("missed", score.misses), ("extra", score.extras)):
            for line in told:
                console.print(escape(f"{score.scene} | {kind} | {line}"), highlight=False, soft_wrap=True)


if __name__ == "__main__":
    raise SystemExit(main())

"""How long it takes to write a prompt again from a stored session with one state left out, as the service does on
request.

    python -m tests.prompt.measure_again FOLDER_OF_A_SESSION

Prints the best of several runs in milliseconds, since other work on the machine can only slow a run down.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from claude_scope.prompt.frames import default_references
from claude_scope.prompt.session_json import load_session
from claude_scope.prompt.synthesize import synthesize
from claude_scope.timeline.remove_frames import remove_frames
from claude_scope.values import Agent

RUNS = 15


def measure(folder: Path) -> dict[str, float]:
    """Milliseconds of each part, the best of `RUNS`."""
    text = (folder / "session.json").read_text(encoding="utf-8")
    best: dict[str, float] = {}
    for _ in range(RUNS):
        times = [time.perf_counter()]
        data = json.loads(text)
        times.append(time.perf_counter())
        whole = load_session(data, folder)
        times.append(time.perf_counter())
        short = remove_frames(whole, {len(whole.timeline.moments) // 2})
        times.append(time.perf_counter())
        files = default_references(moment.keyframe for moment in whole.timeline.moments)
        synthesize(short, Agent.CLAUDE_CODE, frame_files=files)
        times.append(time.perf_counter())
        for name, start, end in zip(("parse", "load", "without", "synthesize"), times, times[1:], strict=False):
            best[name] = min(best.get(name, 1e9), 1_000 * (end - start))
    return best


if __name__ == "__main__":
    for part, milliseconds in measure(Path(sys.argv[1])).items():
        print(f"{part:12}{milliseconds:8.1f} ms")

"""Writes what an author of reference facts looks at: for each act the picture and the tree before and after it.

    python -m benchmarks.telling.material RECORDING ... --out FOLDER

It does not contain the rows of the prompt, so that they cannot influence the author.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.claims.recordings import RECORDINGS, read_truth
from benchmarks.telling.captures import act_times, stations_of

if TYPE_CHECKING:
    from benchmarks.claims.recordings import TrueAct
    from claude_scope.values import Node


def main() -> None:
    """Write the material of the given recordings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="+", help="the name of a recording, APP-FLOW")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    for name in asked.name:
        write_material(RECORDINGS / name, asked.out / name)


def write_material(recording: Path, out: Path) -> None:
    """Write `acts.md`, and for each act `NN-before.png`, `NN-after.png` and the trees as text."""
    truth, stations = read_truth(recording), stations_of(recording)
    states, pictures = stations.rebuilt.states, stations.pictures.frames
    path_of = {instant.time_ms: frame.path for instant, frame in zip(stations.capture.instants, pictures, strict=True)}
    out.mkdir(parents=True, exist_ok=True)
    times = act_times(truth, stations.capture)
    lines = [f"# {truth.name}: {truth.goes_wrong or 'ends well'}", ""]
    for number, (act, time_ms) in enumerate(zip(truth.acts, times, strict=True), 1):
        until_ms = times[number] if number < len(times) else float("inf")
        before = [state for state in states if state.since_ms < time_ms - 1][-1:]
        during = [state for state in states if time_ms - 1 <= state.since_ms < until_ms - 1]
        lines.append(f"{number}. {_described(act)} at {time_ms / 1000:.1f} s")
        between = [(f"state{n}", state) for n, state in enumerate(during[:-1], 1)]
        ends = [("after", state) for state in during[-1:]]
        for what, state in [*(("before", state) for state in before), *between, *ends]:
            shutil.copy(path_of[state.time_ms], out / f"{number:02d}-{what}.png")
            (out / f"{number:02d}-{what}.txt").write_text("\n".join(_written(state.tree)) + "\n")
    (out / "acts.md").write_text("\n".join(lines) + "\n")


def _described(act: TrueAct) -> str:
    said = " ".join(filter(None, (act.kind, act.role, f'"{act.name}"' if act.name else "")))
    return f"{said}{f' value {act.value!r}' if act.value else ''}{f' key {act.key}' if act.key else ''}"


def _written(node: Node, depth: int = 0) -> list[str]:
    """The tree as lines, without invisible nodes."""
    if node.hidden:
        return []
    states = "".join(f" [{state}]" for state in node.states)
    name, text = f" {node.name!r}" if node.name else "", f": {node.text}" if node.text else ""
    own = f"{'  ' * depth}{node.role}{name}{states}{text}"
    return [own, *(line for child in node.children for line in _written(child, depth + 1))]


if __name__ == "__main__":
    main()

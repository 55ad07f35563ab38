"""Measures how many small text changes are reported correctly and at the right time, on recordings with ground truth.

    python benchmarks/changes.py RECORDINGS SESSIONS [--missed]

RECORDINGS holds recordings with the truth about their states beside them (`NAME.json`, as `record.py` writes it);
what changes in which state of which scene stands in `changes.json`: the state, the text before (null where a text only
appeared), the text after. SESSIONS/NAME holds each one's analysis; what is missing there is analysed first, without a
page. The timeline is built anew from what was read, so that later runs take seconds and tell the timeline's work from
the reader's. A change counts when its state is the right one, by the time of its picture, and both texts are, give or
take spaces, signs and case.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.prompt.session_json import load_session
from claude_scope.timeline.build import build_timeline

if TYPE_CHECKING:
    from claude_scope.values import Change, Moment

TRUTH = Path(__file__).with_suffix(".json")
SLACK_MS = 250
"""A state's truth begins when the page was found still, a little after a picture may show it."""
NOWHERE = "http://127.0.0.1:1/"
"""A page that nobody serves: these recordings are of pages that are gone."""

Expected = tuple[str, str | None, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", type=Path)
    parser.add_argument("sessions", type=Path)
    parser.add_argument("--missed", action="store_true", help="name the changes that were not told")
    options = parser.parse_args()
    truth: dict[str, list[Expected]] = json.loads(TRUTH.read_text(encoding="utf-8"))
    print("| recording | told | of |\n| --- | --- | --- |")
    told_of_all = expected_of_all = 0
    for file in sorted(options.recordings.glob("*.json")):
        states = json.loads(file.read_text(encoding="utf-8"))
        wanted = [
            one for one in truth.get(states["scene"], []) if any(s["name"] == one[0] for s in states["states"][1:])
        ]
        if not wanted:
            continue
        told, missed = score(moments(video_of(file), options.sessions / file.stem), states["states"], wanted)
        print(f"| {file.stem} | {told} | {told + len(missed)} |")
        for one in missed if options.missed else ():
            print(f"|   missed: {one} | | |")
        told_of_all, expected_of_all = told_of_all + told, expected_of_all + told + len(missed)
    print(f"| **all** | **{told_of_all}** | **{expected_of_all}** |")
    return 0


def video_of(truth: Path) -> Path:
    """The recording beside a truth file."""
    return next(file for file in sorted(truth.parent.glob(f"{truth.stem}.*")) if file.suffix != ".json")


def moments(video: Path, folder: Path) -> tuple[Moment, ...]:
    """The timeline of a recording by the code as it is, from what was read in an analysis; made where there is none."""
    if not (folder / "session.json").exists():
        command = [sys.executable, "-m", "claude_scope", "analyze", str(video), "--url", NOWHERE, "--agent", "raw"]
        subprocess.run(
            [*command, "--out", str(folder)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    analysis = load_session(json.loads((folder / "session.json").read_text(encoding="utf-8")), folder)
    before = analysis.timeline.moments
    built = build_timeline([m.keyframe for m in before], [m.reading for m in before], analysis.snapshots)
    return built.moments


def score(
    built: tuple[Moment, ...], states: list[dict[str, Any]], wanted: list[Expected]
) -> tuple[int, list[Expected]]:
    """How many of the expected changes are told at their time, and the others. Each told change counts once.

    A state that comes several times is looked for in each of them that comes after another state.
    """
    used: set[int] = set()
    missed = []
    for name, before, after in wanted:
        spans = [
            (s["start_ms"] - SLACK_MS, s["end_ms"] + SLACK_MS) for i, s in enumerate(states) if i and s["name"] == name
        ]
        there = [
            c
            for k, m in enumerate(built)
            if any(start <= m.keyframe.timestamp_ms <= end for start, end in spans)
            for c in m.changes
            if id(c) not in used and tells(since(c, built[:k]), before, after)
        ]
        if there:
            used.add(id(there[0]))
        else:
            missed.append((name, before, after))
    return len(wanted) - len(missed), missed


def since(change: Change, earlier: tuple[Moment, ...]) -> Change:
    """The change from what its element held before it was typed into, where that took several states in a row."""
    for moment in reversed(earlier):
        same = next((c for c in moment.changes if (c.element.id, c.what) == (change.element.id, "value")), None)
        if change.what != "value" or not change.after or same is None or same.after != change.before:
            return change
        change = replace(change, before=same.before)
    return change


def tells(change: Change, before: str | None, after: str) -> bool:
    """Whether a change is the expected one; `a|b` expects either."""
    if before is None:
        return change.kind == "added" and is_one_of(change.element.label or change.element.value, after)
    if change.kind != "changed" or change.what not in ("text", "value"):
        return False
    return is_one_of(change.before, before) and is_one_of(change.after, after)


def is_one_of(text: str, expected: str) -> bool:
    return bare(text) in {bare(one) for one in expected.split("|")}


def bare(text: str) -> str:
    """Letters and digits only, in lower case."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


if __name__ == "__main__":
    sys.exit(main())

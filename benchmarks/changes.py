"""Measures how many small text changes are reported correctly and at the right time, on recordings with ground truth.

    python benchmarks/changes.py RECORDINGS SESSIONS [--missed]

RECORDINGS holds recordings with the truth about their states (`NAME.json`, as `record.py` writes it); `changes.json`
lists the changes by scene and state: the text before (null if a text only appeared) and the text after. SESSIONS/NAME
holds the analysis of each; a missing one is made first, without a page. The timeline is rebuilt from the stored
readings, so that later runs take seconds and measure the timeline apart from the reader. A change counts if its state
is right, by the time of its picture, and a reported claim contains both texts, apart from spaces, punctuation and case,
possibly with unchanged words next to them ("Retries 2" -> "Retries 3"). Text typed into an empty field may be reported
as typed or as new; text that disappeared, as removed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.prompt.session_json import load_session
from claude_scope.timeline.build import build_timeline

if TYPE_CHECKING:
    from claude_scope.values import Claim, Timeline

TRUTH = Path(__file__).with_suffix(".json")
SLACK_MS = 250
"""The truth of a state begins when the page was found to be still, slightly after a picture may show it."""
NOWHERE = "http://127.0.0.1:1/"
"""An address that nobody serves: the recorded pages no longer exist."""

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
            pair for pair in truth.get(states["scene"], []) if any(s["name"] == pair[0] for s in states["states"][1:])
        ]
        if not wanted:
            continue
        told, missed = score(timeline(video_of(file), options.sessions / file.stem), states["states"], wanted)
        print(f"| {file.stem} | {told} | {told + len(missed)} |")
        for item in missed if options.missed else ():
            print(f"|   missed: {item} | | |")
        told_of_all, expected_of_all = told_of_all + told, expected_of_all + told + len(missed)
    print(f"| **all** | **{told_of_all}** | **{expected_of_all}** |")
    return 0


def video_of(truth: Path) -> Path:
    """The recording next to a truth file."""
    return next(file for file in sorted(truth.parent.glob(f"{truth.stem}.*")) if file.suffix != ".json")


def timeline(video: Path, folder: Path) -> Timeline:
    """The timeline of a recording by the current code, from the readings of an analysis, which is made if it is
    missing.
    """
    if not (folder / "session.json").exists():
        command = [sys.executable, "-m", "claude_scope", "analyze", str(video), "--url", NOWHERE, "--agent", "raw"]
        subprocess.run(
            [*command, "--out", str(folder)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    analysis = load_session(json.loads((folder / "session.json").read_text(encoding="utf-8")), folder)
    before = analysis.timeline.moments
    return build_timeline([m.keyframe for m in before], [m.reading for m in before], analysis.snapshots)


def score(built: Timeline, states: list[dict[str, Any]], wanted: list[Expected]) -> tuple[int, list[Expected]]:
    """How many of the expected changes are reported at their time, and the others. Each claim counts once.

    A state that occurs several times is searched for in each occurrence that follows another state.
    """
    used: set[int] = set()
    missed = []
    times = [moment.keyframe.timestamp_ms for moment in built.moments]
    said = [claim for claim in built.claims if claim.is_said]
    for name, before, after in wanted:
        spans = [
            (s["start_ms"] - SLACK_MS, s["end_ms"] + SLACK_MS) for i, s in enumerate(states) if i and s["name"] == name
        ]
        there = [
            claim
            for claim in said
            if any(start <= times[claim.state - 1] <= end for start, end in spans)
            and id(claim) not in used
            and tells(claim, before, after)
        ]
        if there:
            used.add(id(there[0]))
        else:
            missed.append((name, before, after))
    return len(wanted) - len(missed), missed


def tells(claim: Claim, before: str | None, after: str) -> bool:
    """Whether a claim is the expected change; `a|b` accepts either."""
    if not before:
        is_new = claim.kind in ("appeared", "page") or (claim.kind, claim.property) == ("act", "type")
        if is_new or (before is None and claim.kind == "changed"):
            return is_one_of(claim.after or claim.name, after)
    if not after and claim.kind == "disappeared":
        return is_one_of(claim.before, before or "")
    if claim.kind != "changed" or claim.property not in ("text", "error"):
        return False
    old, new = without_common_words(claim.before, claim.after)
    is_whole = is_one_of(claim.before, before or "") and is_one_of(claim.after, after)
    return is_whole or (is_one_of(old, before or "") and is_one_of(new, after))


def without_common_words(before: str, after: str) -> tuple[str, str]:
    """Two texts without their common first and last words."""
    old, new = before.split(), after.split()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return " ".join(old), " ".join(new)


def is_one_of(text: str, expected: str) -> bool:
    return bare(text) in {bare(part) for part in expected.split("|")}


def bare(text: str) -> str:
    """Letters and digits only, in lower case."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


if __name__ == "__main__":
    sys.exit(main())

"""Scores the recordings that have reference facts, and prints the figures of each half."""

from __future__ import annotations

import argparse
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.claims.recordings import RECORDINGS, read_truth
from benchmarks.telling.captures import act_times, stations_of
from benchmarks.telling.score import FACTS, Score, score, went_wrong_is_right
from benchmarks.telling.told import rows_of, timeline_of
from claude_scope.prompt.tokens import text_tokens

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.telling.score import Row

SEEN = frozenset({"gentelella"})
"""Applications of the scored half whose rows were seen during development: they count as tuned."""
ACTS_OF_A_FLOW = 12


def main() -> None:
    """Score, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tuned", "scored"))
    parser.add_argument("--recording", action="append", help="only this one; may be given several times")
    parser.add_argument("--show", action="store_true", help="print the rows of the tuned half, and what they miss")
    asked = parser.parse_args()
    found: dict[str, list[Score]] = {"tuned": [], "scored": []}
    for recording in sorted(path for path in RECORDINGS.iterdir() if (FACTS / f"{path.name}.json").exists()):
        half = half_of(recording)
        if (asked.half or half) != half or (asked.recording and recording.name not in asked.recording):
            continue
        found[half].append(score_recording(recording, is_shown=asked.show and half == "tuned"))
    print("| half | captures | facts told | stayed told | must not be said | clauses | characters a row | "
          "tokens of 12 acts | went wrong |\n|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    for half, scores in found.items():
        if scores:
            print(_line(half, scores))


def half_of(recording: Path) -> str:
    """Whether rows of an application may be looked at."""
    truth = read_truth(recording)
    return "tuned" if truth.app in SEEN else truth.half


def score_recording(recording: Path, *, is_shown: bool) -> Score:
    """Score one recording; with `is_shown` print its rows and what they miss."""
    stations, truth = stations_of(recording), read_truth(recording)
    timeline = timeline_of(stations)
    rows, times = rows_of(timeline), act_times(truth, stations.capture)
    told = score(recording.name, rows, times)
    told.is_wrong_right = went_wrong_is_right(recording.name, timeline.wrong, rows, times)
    told.tokens = sum(text_tokens(f"{row.done} | {row.text}") for row in rows) * ACTS_OF_A_FLOW / max(1, len(rows))
    if is_shown:
        _show(told, rows)
    return told


def _show(told: Score, rows: list[Row]) -> None:
    print(f"== {told.name}")
    for number, row in enumerate(rows, 1):
        print(f"{number} | {row.since_ms / 1000:.1f} | {row.done} | {row.text}")
    print(*(f"  missed: {text}" for text in told.missed), *(f"  said: {text}" for text in told.noise), sep="\n")


def _line(half: str, scores: list[Score]) -> str:
    facts, stayed = sum(score.facts for score in scores), sum(score.stayed for score in scores)
    told, same = sum(score.told for score in scores), sum(score.stayed_told for score in scores)
    lengths = [length for score in scores for length in score.lengths]
    cells = (
        half,
        str(len(scores)),
        f"{told} of {facts}, {told / facts:.3f}",
        f"{same} of {stayed}",
        f"{sum(len(score.noise) for score in scores)} of {sum(score.never for score in scores)}",
        str(sum(score.clauses for score in scores)),
        f"{median(lengths):.0f}, at most {max(lengths)}",
        f"{median(score.tokens for score in scores):.0f}, at most {max(score.tokens for score in scores):.0f}",
        f"{sum(score.is_wrong_right for score in scores)} of {len(scores)}",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()

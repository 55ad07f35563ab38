"""Analyses the recordings from their pixels alone, judges the claims, and prints the figures.

    python -m benchmarks.claims [--half tuned|scored] [--app NAME ...] [--jobs 2] [--score-only] [--lot N]
    python -m benchmarks.claims --answers FOLDER | --model knowing|lying [--half ...] [--app NAME ...]

`--score-only` judges the analyses of an earlier run. For the scored half only figures are printed. The exit status is 1
if a required value is missed.
"""

from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.claims.figures import bars
from benchmarks.claims.recordings import CACHE, RECORDINGS, read_truth, recordings_in
from benchmarks.claims.report import HALVES, show, write_lot, write_page
from benchmarks.claims.score import score
from benchmarks.claims.with_model import show_with_model


def main() -> int:
    """Analyse, judge and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES, help="only recordings of this half")
    parser.add_argument("--app", action="append", help="only this application; may be given several times")
    parser.add_argument("--recordings", type=Path, default=RECORDINGS)
    parser.add_argument("--out", type=Path, default=CACHE / "out")
    parser.add_argument("--jobs", type=int, default=2, help="analyses at a time")
    parser.add_argument("--score-only", action="store_true")
    parser.add_argument("--examples", type=int, default=60, help="worst examples on the page")
    parser.add_argument("--lot", type=int, default=0, help="judgements drawn by lot onto a page, to check them by hand")
    parser.add_argument("--model", choices=("knowing", "lying"), help="with this stand-in for a model")
    parser.add_argument("--answers", type=Path, help="with a person as the model, who answers in this folder")
    parser.add_argument("--recording", action="append", help="only this recording; may be given several times")
    parser.add_argument("--anew", action="store_true", help="with a model: read the recordings again")
    asked = parser.parse_args()
    began = time.monotonic()
    folders = []
    for folder in recordings_in(asked.recordings):
        truth = read_truth(folder)
        if truth.problem:
            print(f"left out, for it was not finished: {truth.name}: {truth.problem}")
        elif asked.half not in (None, truth.half) or (asked.app and truth.app not in asked.app):
            continue
        elif not asked.recording or truth.name in asked.recording:
            folders.append(folder)
    if not folders:
        print("There are no recordings: python -m benchmarks.claims.record makes them.")
        return 2
    if asked.model or asked.answers:
        kind = asked.model or "answers"
        return 0 if show_with_model(folders, kind, asked.answers, jobs=asked.jobs, anew=asked.anew) else 1
    with ThreadPoolExecutor(asked.jobs) as pool:
        scored = list(pool.map(lambda folder: score(folder, asked.out, anew=not asked.score_only), folders))
    holds = show(scored)
    figures = {
        half: {bar.name: bar.value for bar in bars([recording for recording in scored if recording.half == half])}
        for half in HALVES
        if any(recording.half == half for recording in scored)
    }
    (asked.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    page = write_page(scored, asked.out, CACHE / "report", asked.examples)
    if asked.lot:
        print(f"Judgements by lot: {write_lot(scored, asked.out, CACHE / 'report', asked.lot)}")
    print(f"{len(scored)} recordings in {time.monotonic() - began:.0f} s; the worst examples: {page}")
    return 0 if holds else 1


if __name__ == "__main__":
    raise SystemExit(main())

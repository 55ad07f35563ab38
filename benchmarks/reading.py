"""Measures quality and speed of the local reader on screens.

    python benchmarks/reading.py [FOLDER] [--pair BEFORE NOW] [--recording FILE]
    python benchmarks/reading.py FOLDER --compare [--limit N]

FOLDER holds screens as `X.png`, frames of a recording as `X.recorded.png`, and the truth as `X.json`: `elements` with
type, name, state and bbox [x, y, width, height], `lines` with text and bbox; entries with `ok` false are not scored.
Without FOLDER the screens of the tests are read; `benchmarks/screens.py` renders others. Text: the share of lines for
which a line was read at the same place (with a similarity of at least 0.85). Types: F1 of five types, where each box is
matched to one true box of its type (IoU of 0.5, or each box's centre in the other), and their mean; then the other
types and the states in the truth. Then incremental reads: the share of lines that equal those of a full read (0.97 is
required) and the time. Times are seconds per picture, and a ratio to a fixed computation that is measured between the
pictures, because machines differ and may be busy. --compare prints a table of the whole reader and of plain OCR, which
does not classify, each in its own process: seconds per frame, their ratio to plain OCR on the same picture, and the
peak memory of the process.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

from benchmarks.comparing import compare
from benchmarks.scoring import Score, same_lines
from claude_scope.intake.probe import probe
from claude_scope.keyframes.select import find_keyframes
from claude_scope.pictures import load
from claude_scope.vision.local import LocalReader, local_reader
from claude_scope.vision.reader import PreviousFrame

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_scope.values import Image

SCREENS = Path(__file__).parent.parent / "tests" / "vision" / "screens"


def calibration() -> float:
    """Seconds that a fixed computation takes now: 20 products of 512 x 512 matrices."""
    matrix = np.ones((512, 512), np.float32)
    start = time.perf_counter()
    for _ in range(20):
        np.matmul(matrix, matrix)
    return time.perf_counter() - start


def read_all(folder: Path, suffix: str, reader: LocalReader) -> tuple[Score, list[float], list[float]]:
    score, seconds, ratios = Score(), [], []
    for truth_file in sorted(folder.glob("*.json")):
        picture = truth_file.with_suffix(suffix)
        if not picture.exists():
            continue
        image, fixed = load(picture), calibration()
        start = time.perf_counter()
        reading = reader.read_sync(image)
        seconds.append(time.perf_counter() - start)
        ratios.append(seconds[-1] / fixed)
        score.add(json.loads(truth_file.read_text()), reading)
    return score, seconds, ratios


def pairs(folder: Path) -> Iterable[tuple[Path, Path]]:
    """Screens of which one shows the other a moment later: `X.png` with `X_later.png` or `X_dialog.png`, both ways."""
    for later in sorted([*folder.glob("*_later.png"), *folder.glob("*_dialog.png")]):
        before = later.with_name(later.name.rsplit("_", 1)[0] + ".png")
        if before.exists():
            yield before, later
            yield later, before


class Partial:
    """Incremental reads, summed: lines equal to a full read's, and the time of both."""

    def __init__(self) -> None:
        self.equal = self.lines = 0
        self.again_s = self.full_s = 0.0

    def add(self, other: Partial) -> None:
        self.equal, self.lines = self.equal + other.equal, self.lines + other.lines
        self.again_s, self.full_s = self.again_s + other.again_s, self.full_s + other.full_s

    def __str__(self) -> str:
        share = f"{self.equal}/{self.lines} = {self.equal / max(1, self.lines):.3f}"
        return f"equal lines {share}   time {self.again_s / max(1e-9, self.full_s):.2f} of full reads"


def in_a_row(readers: tuple[LocalReader, LocalReader], images: Sequence[Image]) -> Partial:
    """Reads each picture after the first incrementally, and in full with the second reader."""
    one, other = readers
    result = Partial()
    reading = one.read_sync(images[0])
    for before, now in itertools.pairwise(images):
        start = time.perf_counter()
        reading = one.read_sync(now, PreviousFrame(before, reading))
        middle = time.perf_counter()
        full = other.read_sync(now)
        result.again_s += middle - start
        result.full_s += time.perf_counter() - middle
        equal, lines = same_lines(full, reading)
        result.equal, result.lines = result.equal + equal, result.lines + lines
    return result


def keyframes(recording: Path, max_frames: int) -> list[Image]:
    with tempfile.TemporaryDirectory() as folder:
        found = find_keyframes(probe(recording), Path(folder), max_frames=max_frames)
        return [load(frame.path) for frame in found.frames]


def main() -> None:
    arguments = argparse.ArgumentParser(description="Scores the local reader on a folder of screens.")
    arguments.add_argument("folder", type=Path, nargs="?", default=SCREENS)
    arguments.add_argument("--pair", type=Path, nargs=2, action="append", default=[], metavar=("BEFORE", "NOW"))
    arguments.add_argument("--recording", type=Path, action="append", default=[], help="compare its keyframes in a row")
    arguments.add_argument("--max-frames", type=int, default=20)
    arguments.add_argument("--compare", action="store_true", help="with plain OCR")
    arguments.add_argument("--limit", type=int, help="with --compare: so many screens at most, drawn by lot")
    options = arguments.parse_args()
    if options.compare:
        compare(options.folder, options.limit)
        return
    readers = local_reader(2), local_reader(2)
    for reader in readers:
        reader.read_sync(np.full((64, 64, 3), 255, np.uint8))
    for name, suffix in (("clean", ".png"), ("recorded", ".recorded.png")):
        score, seconds, ratios = read_all(options.folder, suffix, readers[0])
        if seconds:
            show(name, score, seconds, ratios)
    total = Partial()
    for before, now in [*pairs(options.folder), *options.pair]:
        part = in_a_row(readers, [load(before), load(now)])
        print(f"{before.stem:>22} -> {now.stem:22} {part}")
        total.add(part)
    for recording in options.recording:
        images = keyframes(recording, options.max_frames)
        part = in_a_row(readers, images)
        print(f"{recording.name:24} {len(images)} keyframes   {part}")
        total.add(part)
    if total.lines:
        print(f"all reads of what changed   {total}")


def show(name: str, score: Score, seconds: Sequence[float], ratios: Sequence[float]) -> None:
    types = "  ".join(f"{kind} {value:.2f}" for kind, value in score.f1.items())
    print(f"{name:9} text {score.hits}/{score.lines} = {score.text:.3f}   macro-F1 {score.macro:.3f}   {types}")
    print(f"{'':9} " + "  ".join(f"{name} {value:.2f}" for name, value in score.further.items()))
    middle, ratio = statistics.median(seconds), statistics.median(ratios)
    print(f"{'':9} {len(seconds)} pictures, median {middle:.2f} s each, {ratio:.1f} times the calibration")


if __name__ == "__main__":
    main()

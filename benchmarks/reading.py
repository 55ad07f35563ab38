"""How well and how fast the local reader reads screens.

    python benchmarks/reading.py [FOLDER] [--pair BEFORE NOW] [--recording FILE]

FOLDER holds screens as `X.png`, frames of a recording as `X.recorded.png`, and the truth as `X.json`: `elements` with
type, name, state and bbox [x, y, width, height], `lines` with text and bbox; `ok` false means that it is not scored.
Without FOLDER the screens of the tests are read. Text: the share of lines that one line in the same place says (0.85
similar or more). Types: F1 of five types, each box matched to one true box of its type (IoU of 0.5, or each box's
centre in the other), and their mean. Times are seconds a picture, and as a ratio to a fixed piece of arithmetic that
is measured between the pictures, because machines differ and are busy.
"""

from __future__ import annotations

import argparse
import difflib
import itertools
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from claude_scope.intake.probe import probe
from claude_scope.keyframes.select import find_keyframes
from claude_scope.pictures import load
from claude_scope.timeline.text import same_text, says_something
from claude_scope.vision.local import LocalReader
from claude_scope.vision.reader import Before

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_scope.values import Box, Line, Reading

    Bbox = Sequence[float]

SCREENS = Path(__file__).parent.parent / "tests" / "vision" / "screens"
TYPES = ("button", "input", "link", "heading", "checkbox")


def centre_in(one: Bbox, other: Bbox, slack: float = 0) -> bool:
    x, y = one[0] + one[2] / 2, one[1] + one[3] / 2
    inside_x = other[0] - slack <= x <= other[0] + other[2] + slack
    return inside_x and other[1] - slack <= y <= other[1] + other[3] + slack


def overlap(one: Bbox, other: Bbox) -> float:
    """IoU; 0.01 when it is small but each centre lies in the other box and the sizes are alike; else 0."""
    wide = max(0.0, min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0]))
    high = max(0.0, min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1]))
    areas = one[2] * one[3], other[2] * other[3]
    iou = wide * high / max(1.0, sum(areas) - wide * high)
    if iou >= 0.5:
        return iou
    alike = 0.2 < areas[0] / max(1.0, areas[1]) < 5
    return 0.01 if alike and centre_in(one, other) and centre_in(other, one) else 0.0


def matched(truth: Sequence[Bbox], read: Sequence[Bbox]) -> tuple[set[int], set[int]]:
    """Indices of the boxes of `truth` and of `read` that belong together, the nearest pairs first."""
    pairs = sorted(((overlap(r, t), i, j) for i, t in enumerate(truth) for j, r in enumerate(read)), reverse=True)
    of_truth, of_read = set[int](), set[int]()
    for near, i, j in pairs:
        if near and i not in of_truth and j not in of_read:
            of_truth.add(i)
            of_read.add(j)
    return of_truth, of_read


def lines_read(truth: dict[str, Any], reading: Reading) -> tuple[int, int]:
    """How many of the visible lines were read, and how many there are."""
    lines = [line for line in truth["lines"] if line["ok"]]
    hits = sum(any(_says(line, read.text, read.box) for read in reading.lines) for line in lines)
    return hits, len(lines)


def _says(line: dict[str, Any], text: str, box: Box) -> bool:
    similar = difflib.SequenceMatcher(None, line["text"].lower(), text.lower()).ratio()
    return similar >= 0.85 and centre_in(box, line["bbox"], slack=4)


def counts(truth: dict[str, Any], reading: Reading, kind: str) -> tuple[int, int, int]:
    """True positives, false positives and false negatives of one type."""
    of_kind = [one for one in truth["elements"] if one["type"] == kind]
    want = [one["bbox"] for one in of_kind if one["ok"]]
    hidden = [one["bbox"] for one in of_kind if not one["ok"]]
    got = [one.box for one in reading.elements if one.type == kind]
    of_truth, of_read = matched(want, got)
    extra = [box for i, box in enumerate(got) if i not in of_read and not any(centre_in(box, one) for one in hidden)]
    return len(of_truth), len(extra), len(want) - len(of_truth)


class Score:
    """Sums over pictures."""

    def __init__(self) -> None:
        self.hits = self.lines = 0
        self.counts = {kind: np.zeros(3, int) for kind in TYPES}

    def add(self, truth: dict[str, Any], reading: Reading) -> None:
        hits, lines = lines_read(truth, reading)
        self.hits, self.lines = self.hits + hits, self.lines + lines
        for kind in TYPES:
            self.counts[kind] += np.array(counts(truth, reading, kind))

    @property
    def text(self) -> float:
        return self.hits / max(1, self.lines)

    @property
    def f1(self) -> dict[str, float]:
        return {kind: float(2 * tp / max(1, 2 * tp + fp + fn)) for kind, (tp, fp, fn) in self.counts.items()}

    @property
    def macro(self) -> float:
        return statistics.mean(self.f1.values())


def calibration() -> float:
    """Seconds that a fixed piece of arithmetic takes now: 20 products of 512 x 512 matrices on one core or more."""
    matrix = np.ones((512, 512), np.float32)
    start = time.perf_counter()
    for _ in range(20):
        np.matmul(matrix, matrix)
    return time.perf_counter() - start


def same_lines(full: Reading, again: Reading) -> tuple[int, int]:
    """How many lines of a full read an incremental one has in the same place, and how many there are.

    Texts are equal if they are to the timeline, which forgives what two reads of one picture may differ in ("AII" and
    "All"); what merely looks like a letter, such as a box, is no line of text.
    """
    lines = [line for line in full.lines if says_something(line.text)]
    return sum(any(_same(line, other) for other in again.lines) for line in lines), len(lines)


def _same(one: Line, other: Line) -> bool:
    return same_text(one.text, other.text) and centre_in(one.box, other.box, slack=4)


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
    """Screens of which one is the other a moment later: `X.png` with `X_later.png` or `X_dialog.png`, both ways."""
    for later in sorted([*folder.glob("*_later.png"), *folder.glob("*_dialog.png")]):
        before = later.with_name(later.name.rsplit("_", 1)[0] + ".png")
        if before.exists():
            yield before, later
            yield later, before


def compare(reader: LocalReader, first: Path, second: Path) -> str:
    """Reads `second` after `first`, in full and only where it changed."""
    before, now = load(first), load(second)
    start = time.perf_counter()
    full = reader.read_sync(now)
    full_s = time.perf_counter() - start
    reading = reader.read_sync(before)
    start = time.perf_counter()
    again = reader.read_sync(now, Before(before, reading))
    again_s = time.perf_counter() - start
    hits, lines = same_lines(full, again)
    return (
        f"{first.stem:>22} -> {second.stem:22} equal lines {hits}/{lines}   time {again_s / full_s:.2f} of a full read"
    )


def chained(reader: LocalReader, recording: Path, max_frames: int) -> str:
    """Reads the keyframes of a recording in a row, each only where it changed, and each in full."""
    other = LocalReader()
    hits = lines = 0
    full_s = again_s = 0.0
    with tempfile.TemporaryDirectory() as folder:
        found = find_keyframes(probe(recording), Path(folder), max_frames=max_frames)
        images = [load(frame.path) for frame in found.frames]
    reading = reader.read_sync(images[0])
    for before, now in itertools.pairwise(images):
        start = time.perf_counter()
        reading = reader.read_sync(now, Before(before, reading))
        middle = time.perf_counter()
        full = other.read_sync(now)
        again_s, full_s = again_s + middle - start, full_s + time.perf_counter() - middle
        equal, of = same_lines(full, reading)
        hits, lines = hits + equal, lines + of
    share = f"{hits}/{lines} = {hits / max(1, lines):.3f}"
    return (
        f"{recording.name:24} {len(images)} keyframes   equal lines {share}   time {again_s / full_s:.2f} of full reads"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description="Scores the local reader on a folder of screens.")
    arguments.add_argument("folder", type=Path, nargs="?", default=SCREENS)
    arguments.add_argument("--pair", type=Path, nargs=2, action="append", default=[], metavar=("BEFORE", "NOW"))
    arguments.add_argument("--recording", type=Path, action="append", default=[], help="compare its keyframes in a row")
    arguments.add_argument("--max-frames", type=int, default=20)
    options = arguments.parse_args()
    reader = LocalReader()
    reader.read_sync(np.full((64, 64, 3), 255, np.uint8))
    for name, suffix in (("clean", ".png"), ("recorded", ".recorded.png")):
        score, seconds, ratios = read_all(options.folder, suffix, reader)
        if not seconds:
            continue
        types = "  ".join(f"{kind} {value:.2f}" for kind, value in score.f1.items())
        print(f"{name:9} text {score.hits}/{score.lines} = {score.text:.3f}   macro-F1 {score.macro:.3f}   {types}")
        middle, ratio = statistics.median(seconds), statistics.median(ratios)
        print(f"{'':9} {len(seconds)} pictures, median {middle:.2f} s each, {ratio:.1f} times the calibration")
    for recording in options.recording:
        print(chained(reader, recording, options.max_frames))
    for first, second in [*pairs(options.folder), *options.pair]:
        print(compare(reader, first, second))


if __name__ == "__main__":
    main()

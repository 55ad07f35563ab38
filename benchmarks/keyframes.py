"""Measures quality and speed of the keyframe selection, compared with alternatives.

    python benchmarks/keyframes.py [FOLDER] [--quick]

FOLDER holds recordings, each with a JSON file of the same name: `states` with `start_ms`, `end_ms`, `name` and
`optional`. A state is found if a kept frame is inside it (with 150 ms of grace before and 80 ms after); a second frame
in the same state, or a frame in no state, is extra. Times are the best of three, in one process, alternating with a
pure PyAV decode of the same file on the same codec threads; our time includes writing the PNGs. `--quick` skips the
baselines; FFmpeg's mpdecimate is only in GPL builds and PySceneDetect is not a dependency, so either may be missing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import resource
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import av
import numpy as np
from av.filter import Graph, filters_available
from rich.console import Console
from rich.table import Table

from claude_scope.intake.probe import probe
from claude_scope.keyframes.select import find_keyframes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Selector = Callable[[Path], list[float]]

GRACE_BEFORE_MS, GRACE_AFTER_MS = 150, 80
REPEATS = 3
OURS = "claude-scope"
TOLD = "claude-scope, no pictures"


class Score(NamedTuple):
    """States found, extra frames, states missed."""

    found: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: object) -> Score:
        assert isinstance(other, Score)
        return Score(self.found + other.found, self.extra + other.extra, self.missed + other.missed)

    @property
    def f1(self) -> float:
        return 2 * self.found / max(1, 2 * self.found + self.extra + self.missed)


@dataclass
class Row:
    """The result of one selector over some files; its own seconds and those of the pure decode."""

    score: Score = field(default_factory=Score)
    seconds: float = 0.0
    decode_seconds: float = 0.0
    files: int = field(default=0)

    def add(self, score: Score, seconds: float, decode_seconds: float) -> None:
        self.score += score
        self.seconds += seconds
        self.decode_seconds += decode_seconds
        self.files += 1


def score(kept_ms: list[float], states: list[dict[str, Any]]) -> Score:
    """Compare kept times with the truth."""
    at = states_of(kept_ms, states)
    hits = [at.count(index) for index in range(len(states))]
    counted = [count for count, state in zip(hits, states, strict=True) if not state["optional"]]
    return Score(
        sum(1 for count in counted if count),
        at.count(None) + sum(count - 1 for count in counted if count > 1),
        sum(1 for count in counted if not count),
    )


def states_of(kept_ms: list[float], states: list[dict[str, Any]]) -> list[int | None]:
    """The index of the state that each kept time shows, with the times in order; None for a time in no state."""
    spans = [(state["start_ms"], state["end_ms"]) for state in states]
    spans[-1] = (spans[-1][0], spans[-1][1] + 60_000)
    found: list[int | None] = []
    for kept in sorted(kept_ms):
        # If it is taken early, a first frame still shows the first state.
        at = max(kept, spans[0][0]) if 0 not in found else kept
        near = [
            (max(start - at, at - end, 0), index)
            for index, (start, end) in enumerate(spans)
            if start - GRACE_BEFORE_MS <= at <= end + GRACE_AFTER_MS
        ]
        found.append(min(near)[1] if near else None)
    return found


def frames(path: Path) -> Iterator[av.VideoFrame]:
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        yield from container.decode(video=0)


def pure_decode(path: Path) -> list[float]:
    for _ in frames(path):
        pass
    return []


def ours(path: Path) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        found = find_keyframes(probe(path), Path(folder) / "frames")
        return [float(frame.timestamp_ms) for frame in found.frames]


def ours_without_pictures(path: Path) -> list[float]:
    """Like `claude-scope keyframes` without `--out`."""
    return [float(frame.timestamp_ms) for frame in find_keyframes(probe(path), None).frames]


def one_a_second(path: Path) -> list[float]:
    """The frame on screen at every full second, at most 20."""
    kept: list[float] = []
    for frame in frames(path):
        if frame.time >= len(kept):
            kept.append(frame.time * 1000)
    return kept[:20]


def global_ssim(path: Path) -> list[float]:
    """Frames whose global SSIM with the last kept one, scaled to 320 pixels, is below 0.97."""
    kept: list[float] = []
    last = None
    for frame in frames(path):
        small = frame.reformat(width=320, height=180, format="gray").to_ndarray().astype(np.float32)
        if last is None or _ssim(last, small) < 0.97:
            kept.append(frame.time * 1000)
            last = small
    return kept


def _ssim(one: Any, other: Any) -> float:
    one, other = (picture[:176].reshape(22, 8, 40, 8) for picture in (one, other))
    means = one.mean((1, 3)), other.mean((1, 3))
    variances = one.var((1, 3)), other.var((1, 3))
    covariance = (one * other).mean((1, 3)) - means[0] * means[1]
    c1, c2 = 6.5025, 58.5225
    numerator = (2 * means[0] * means[1] + c1) * (2 * covariance + c2)
    return float((numerator / ((means[0] ** 2 + means[1] ** 2 + c1) * (variances[0] + variances[1] + c2))).mean())


def ffmpeg_filter(name: str, arguments: str) -> Selector:
    """The frames that one of FFmpeg's filters passes."""

    def select(path: Path) -> list[float]:
        kept: list[float] = []
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            graph = Graph()
            graph.link_nodes(
                graph.add_buffer(template=stream), graph.add(name, arguments), graph.add("buffersink")
            ).configure()
            for frame in container.decode(stream):
                graph.vpush(frame)
                kept += _pull(graph)
            graph.vpush(None)
            kept += _pull(graph)
        return kept

    return select


def _pull(graph: Graph) -> Iterator[float]:
    while True:
        try:
            yield float(graph.vpull().time or 0) * 1000
        except (BlockingIOError, EOFError):
            return


def scenedetect(path: Path) -> list[float]:
    """PySceneDetect's content detector: the middle of every scene."""
    library = importlib.import_module("scenedetect")
    scenes = library.detect(str(path), library.ContentDetector())
    return [(start.get_seconds() + end.get_seconds()) * 500 for start, end in scenes]


def baselines() -> dict[str, Selector]:
    """Alternative selectors: FFmpeg's filters and PySceneDetect, if installed."""
    selectors: dict[str, Selector] = {"1 frame a second, at most 20": one_a_second, "global SSIM": global_ssim}
    filters = {
        "FFmpeg select=gt(scene,0.1)": ("select", "gt(scene,0.1)"),
        "FFmpeg select=gt(scene,0.01)": ("select", "gt(scene,0.01)"),
        "FFmpeg mpdecimate": ("mpdecimate", ""),
    }
    for title, (name, arguments) in filters.items():
        if name in filters_available:
            selectors[title] = ffmpeg_filter(name, arguments)
    if importlib.util.find_spec("scenedetect"):
        selectors["PySceneDetect content"] = scenedetect
    return selectors


def timed(select: Selector, path: Path) -> tuple[float, list[float]]:
    start = time.perf_counter()
    kept = select(path)
    return time.perf_counter() - start, kept


def measure(path: Path, selectors: dict[str, Selector]) -> dict[str, tuple[float, float, list[float]]]:
    """Seconds, seconds of the pure decode, and kept times of each selector; the best of several rounds."""
    best: dict[str, tuple[float, list[float]]] = {}
    for _ in range(REPEATS):
        for name, select in {"": pure_decode, **selectors}.items():
            seconds, kept = timed(select, path)
            if name not in best or seconds < best[name][0]:
                best[name] = seconds, kept
    return {name: (seconds, best[""][0], kept) for name, (seconds, kept) in best.items() if name}


def show(title: str, rows: dict[str, Row]) -> None:
    table = Table(title=title)
    for heading in ("selector", "files", "found", "extra", "missed", "F1", "x decode"):
        table.add_column(heading, justify="left" if heading == "selector" else "right")
    for name, row in rows.items():
        counts = [str(number) for number in (row.files, *row.score)]
        table.add_row(name, *counts, f"{row.score.f1:.3f}", f"{row.seconds / row.decode_seconds:.2f}")
    Console(width=100).print(table)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent.parent / "examples")
    parser.add_argument("--quick", action="store_true", help="our selector alone")
    options = parser.parse_args(arguments)
    recordings = [
        path
        for path in sorted(options.folder.iterdir())
        if path.suffix in (".webm", ".mp4", ".mkv") and path.with_suffix(".json").exists()
    ]
    if not recordings:
        print(f"{options.folder} holds no recordings with their truth beside them.", file=sys.stderr)
        return 2
    selectors: dict[str, Selector] = {OURS: ours, TOLD: ours_without_pictures}
    if not options.quick:
        selectors |= baselines()
    total: dict[str, Row] = defaultdict(Row)
    by_codec: dict[str, Row] = defaultdict(Row)
    for path in recordings:
        states = json.loads(path.with_suffix(".json").read_text())["states"]
        codec = probe(path).codec
        for name, (seconds, decode_seconds, kept) in measure(path, selectors).items():
            total[name].add(score(kept, states), seconds, decode_seconds)
            if name in (OURS, TOLD):
                by_codec[codec if name == OURS else f"{codec}, no pictures"].add(
                    score(kept, states), seconds, decode_seconds
                )
    show("Keyframes", total)
    show(f"{OURS} by codec", by_codec)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak RSS {peak_mb:.0f} MB · {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} · {platform.platform()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

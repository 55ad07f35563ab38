"""Compares the local reader with plain OCR, on screens with ground truth."""

from __future__ import annotations

import json
import resource
import statistics
import time
import zlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.scoring import TYPES, Score
from claude_scope.pictures import load
from claude_scope.values import Line, Reading
from claude_scope.vision.local import LocalReader
from claude_scope.vision.ocr.text_lines import Ocr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from claude_scope.values import Image

    Read = Callable[[Image], Reading]

THREADS = 2


def _plain() -> tuple[Read, Ocr]:
    ocr = Ocr(THREADS)

    def read(image: Image) -> Reading:
        lines = tuple(Line(line.text, line.box.box(), line.confidence) for line in ocr.lines(image))
        return Reading(image.shape[1], image.shape[0], lines, (), "")

    return read, ocr


def _whole() -> tuple[Read, Ocr]:
    reader = LocalReader(THREADS)
    reader.read_sync(np.full((64, 64, 3), 255, np.uint8))
    assert reader._ocr is not None
    return reader.read_sync, reader._ocr


READERS: dict[str, Callable[[], tuple[Read, Ocr]]] = {
    "plain OCR": _plain,
    "Claude Scope": _whole,
}
"""Each is timed together with plain OCR by the same models, picture by picture, since machines may be busy."""


def compare(folder: Path, limit: int | None) -> None:
    """Print a row for each reader, clean and recorded, on the screens of a folder, or on `limit` random ones."""
    screens = sorted(folder.glob("*.json"), key=lambda file: zlib.crc32(file.stem.encode()))[:limit]
    print(f"{len(screens)} screens of {folder}\n")
    print(f"| | | lines read | macro-F1 | {' | '.join(TYPES)} | s a frame | in plain OCRs | memory |")
    print("| --- " * (len(TYPES) + 7) + "|")
    for label, suffix in (("clean", ".png"), ("recorded", ".recorded.png")):
        pictures = [(picture, file) for file in screens if (picture := file.with_suffix(suffix)).exists()]
        for name in READERS:
            with ProcessPoolExecutor(1, get_context("spawn")) as alone:
                score, seconds, ratios, memory = alone.submit(_read, name, pictures).result()
            types = " | ".join(f"{value:.2f}" for value in score.f1.values())
            took = f"{statistics.median(seconds):.2f} | {statistics.median(ratios):.2f} | {memory / 1024:.0f} MB"
            text = f"{score.hits}/{score.lines}"
            print(f"| {label} | {name} | {text} | {score.macro:.3f} | {types} | {took} |", flush=True)


def _read(name: str, pictures: list[tuple[Path, Path]]) -> tuple[Score, list[float], list[float], int]:
    """A reader's score, its seconds, their ratio to plain OCR, and the peak memory of this process, in KiB."""
    cv2.setNumThreads(1)  # as in `local_reader`
    (read, ocr), score, seconds, ratios = READERS[name](), Score(), [], []
    for picture, file in pictures:
        image = load(picture)
        ocr.forget()  # the results for one picture must not help with another one
        start = time.perf_counter()
        ocr.lines(image)
        ocr.forget()
        middle = time.perf_counter()
        reading = read(image)
        seconds.append(time.perf_counter() - middle)
        ratios.append(seconds[-1] / (middle - start))
        score.add(json.loads(file.read_text(encoding="utf-8")), reading)
    return score, seconds, ratios, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

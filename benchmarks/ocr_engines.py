"""Compares OCR engines on a folder of screens: `python benchmarks/ocr_engines.py [FOLDER]`.

Engines that are not installed are skipped. To add one: `uv run --with faster-paddle python benchmarks/ocr_engines.py`,
for RapidOCR `--with rapidocr==3.8.4`. The share of lines read is counted as in scoring.py.
"""

from __future__ import annotations

import importlib
import io
import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from PIL import Image as Pillow

from benchmarks.reading import SCREENS
from benchmarks.scoring import lines_read
from claude_scope.pictures import load
from claude_scope.values import Box, Line, Reading
from claude_scope.vision.ocr.text_lines import Ocr

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.values import Image

    Engine = Callable[[Image], list[Line]]

THREADS = 2


def _line(text: str, corners: Any, confidence: float) -> Line:
    xs, ys = [float(corner[0]) for corner in corners], [float(corner[1]) for corner in corners]
    return Line(text, Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)), float(confidence))


def ours() -> Engine:
    ocr = Ocr(THREADS)

    def read(image: Image) -> list[Line]:
        ocr.forget()
        return [Line(line.text, Box(*line.box[:2], line.box.width, line.box.height), 1.0) for line in ocr.lines(image)]

    return read


def rapidocr() -> Engine:
    package = importlib.import_module("rapidocr")
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": THREADS for kind in ("intra", "inter")}
    engine = package.RapidOCR(params={**threads, "Global.log_level": "error"})

    def read(image: Image) -> list[Line]:
        found = engine(image[:, :, ::-1], use_cls=False)
        if found.boxes is None:
            return []
        return [_line(*item) for item in zip(found.txts, found.boxes, found.scores, strict=True)]

    return read


def rapidocr_onnxruntime() -> Engine:
    package = importlib.import_module("rapidocr_onnxruntime")
    engine = package.RapidOCR(intra_op_num_threads=THREADS, inter_op_num_threads=1)

    def read(image: Image) -> list[Line]:
        found, _ = engine(image[:, :, ::-1], use_cls=False)
        return [_line(text, corners, score) for corners, text, score in found or []]

    return read


def faster_paddle() -> Engine:
    package = importlib.import_module("faster_paddle")
    engine = package.OcrEngine(model_size="tiny", threads=THREADS)

    def read(image: Image) -> list[Line]:
        file = io.BytesIO()
        Pillow.fromarray(image).save(file, "PNG", compress_level=0)
        found = engine.ocr(file.getvalue())["bounds"].values()
        return [_line(entry["text"], (entry["topLeftCoord"], entry["bottomRightCoord"]), 1.0) for entry in found]

    return read


def _truth(picture: Path) -> Path:
    return picture.with_name(f"{picture.name.split('.')[0]}.json")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SCREENS
    pictures = [
        path for path in sorted(folder.glob("*.png")) if path.with_name(f"{path.name.split('.')[0]}.json").exists()
    ]
    for build in (ours, rapidocr, rapidocr_onnxruntime, faster_paddle):
        try:
            engine = build()
        except ImportError:
            print(f"{build.__name__:22} not installed")
            continue
        hits = lines = 0
        seconds = []
        engine(load(pictures[0]))
        for path in pictures:
            image = load(path)
            start = time.perf_counter()
            found = engine(image)
            seconds.append(time.perf_counter() - start)
            truth = json.loads(_truth(path).read_text())
            reading = Reading(image.shape[1], image.shape[0], tuple(found), (), "")
            read, wanted = lines_read(truth, reading)
            hits, lines = hits + read, lines + wanted
        print(
            f"{build.__name__:22} text {hits}/{lines} = {hits / lines:.3f}   median {statistics.median(seconds):.2f} s"
        )


if __name__ == "__main__":
    main()

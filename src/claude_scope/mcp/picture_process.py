"""The process that makes the pictures of an answer.

    python -m claude_scope.mcp.picture_process FOLDER PARENT MEMORY_MB

It reads `order.json` and `in-*.png` in the folder, and writes `out-*` there.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope import pictures
from claude_scope.jobs.sandbox.confinement import confine
from claude_scope.jobs.sandbox.rlimits import end_with_parent, limit
from claude_scope.png import PngWriter
from claude_scope.serialization.codec import decode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.values import Image

MAX_PNG_BYTES = 1_500_000
"""The largest PNG; a larger picture, such as one of photos, becomes a JPEG: providers refuse pictures over 5 MB."""
JPEG_QUALITY = 85
STRIP_PX = 24
"""The height of a label above its picture, for letters of 14 px."""


def main() -> None:
    """Confine this process, then write the pictures."""
    folder, parent, memory_mb = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    end_with_parent(parent)
    limit(memory_mb)
    confine(readable=(), writable=(folder,))
    order = json.loads((folder / "order.json").read_text("utf-8"))
    files, size = sorted(folder.glob("in-*.png")), int(order["size"])
    if "sheets" in order:
        save_sheets(order, dict(zip(order["states"], files, strict=True)), folder)
    elif order["grid"]:
        save(grid(files, order["labels"], size), folder / "out-000")
    else:
        for number, file in enumerate(files):
            save(pictures.fit(pictures.load(file, pictures.OURS), size), folder / f"out-{number:03d}")


def grid(files: Sequence[Path], labels: Sequence[str], size: int) -> Image:
    """Draw all pictures in rows, each below its label; the longer side has at most `size` pixels."""
    import numpy as np

    columns = math.ceil(math.sqrt(len(files)))
    cell = size // columns
    small = [pictures.fit(pictures.load(file, pictures.OURS), cell) for file in files]
    height = max(image.shape[0] for image in small) + STRIP_PX
    rows = math.ceil(len(small) / columns)
    sheet = np.full((rows * height, columns * cell, 3), 255, np.uint8)
    for number, (image, label) in enumerate(zip(small, labels, strict=True)):
        top, left = number // columns * height, number % columns * cell
        sheet[top + STRIP_PX : top + STRIP_PX + image.shape[0], left : left + image.shape[1]] = image
        _write_label(sheet[top : top + STRIP_PX, left : left + cell], label)
    return pictures.fit(sheet, size)


def save_sheets(order: Mapping[str, Any], files: Mapping[int, Path], folder: Path) -> None:
    """Draw and write the sheets of changes; `files` are the frames of the states, by number."""
    from claude_scope.prompt.sheets.draw import draw
    from claude_scope.prompt.sheets.layout import Sheet

    cached = pictures.PictureCache()
    for number, data in enumerate(order["sheets"]):
        sheet: Sheet = decode(Sheet, data, Path)
        drawn = draw(sheet, lambda state: cached.load(files[state]))
        save(pictures.fit(drawn, order["size"]), folder / f"out-{number:03d}")


def _write_label(strip: Image, label: str) -> None:
    import cv2

    cv2.putText(strip, label, (4, 17), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)


def save(image: Image, path: Path) -> None:
    """Write a picture as PNG, or as JPEG if the PNG is too large."""
    content = PngWriter().encode(image)
    if len(content) > MAX_PNG_BYTES:
        path.with_suffix(".jpg").write_bytes(pictures.encoded(image, ".jpg", JPEG_QUALITY))
    else:
        path.with_suffix(".png").write_bytes(content)


if __name__ == "__main__":
    main()

"""Reads pictures again, as an attacker would who looks for a secret in them."""

from __future__ import annotations

import base64
import io
import re
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image as Pillow

from claude_scope.masking.fuzzy_match import fold_text
from claude_scope.vision.local import LocalReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from claude_scope.values import Image

KEY = "sk_" + "live_51Nq8ZrTb4WmXc7Ld2YvKp9Ge"
"""A key in two parts, so that secret scanners do not report this repository."""


@cache
def reader() -> LocalReader:
    return LocalReader(threads=1)


def text_in(images: Iterable[Image]) -> str:
    """All text that can be read in pictures, at their own size and at twice that; letters that OCR confuses are
    unified.
    """
    texts = []
    for image in images:
        for size in (1, 2):
            larger = cv2.resize(image, None, fx=size, fy=size, interpolation=cv2.INTER_CUBIC)
            texts += [line.text for line in reader().read_sync(np.ascontiguousarray(larger)).lines]
    return fold_text(" ".join(texts)).letters


def shows(images: Iterable[Image], secret: str) -> bool:
    """Whether six consecutive letters of a secret can be read in any of the pictures."""
    letters, there = fold_text(secret.removeprefix("sk_live_")).letters, text_in(images)
    return any(letters[at : at + 6] in there for at in range(len(letters) - 5))


def pictures_in(folder: Path) -> Iterator[Image]:
    """Every picture below a folder, and those inside its report."""
    for path in sorted(folder.rglob("*.png")):
        yield np.asarray(Pillow.open(path).convert("RGB"))
    for report in folder.rglob("report.html"):
        for data in re.findall(r"data:image/webp;base64,([A-Za-z0-9+/=]+)", report.read_text(encoding="utf-8")):
            yield np.asarray(Pillow.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))

"""Recognise the text of one line with a CTC network (PP-OCRv6 small).

On a CPU, one line at a time costs as much per pixel as a batch. It needs no padding to the widest line, and makes the
text of a line independent of the rest of the screen; incremental reading relies on that.
"""

from __future__ import annotations

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from claude_scope.vision.ocr.models import RECOGNITION, session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image

LINE_HEIGHT = 48
"""Input height of the network, in pixels."""
MIN_WIDTH = 96
"""Narrower lines are padded with their edge: the network misreads single letters without margin."""
MAX_WIDTH = 3200
"""Wider lines, of more than 67 heights, are squeezed; lines on a screen are shorter."""
_ELISION = re.compile(r"\bI'(?=[aeiouhàâéèêîôûy])")
"""An l that is read as an I, as in "l'utilisateur": French and Italian elide before a vowel, English never does."""
MATH_SIGNS = frozenset("+-−±<>=~|")
"""Mathematical symbols that people write; OCR reads icons as other mathematical symbols."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line's text, its mean confidence (0..1) and each character's centre as a share of the line's width.

    `weakest` is the confidence of the least certain character, except for spaces, pictographs and arrows: a misread
    character hardly lowers the mean of a long line.
    """

    text: str
    confidence: float
    centres: tuple[float, ...]
    weakest: float = 1.0


class Recogniser:
    """Reads pictures of single lines, `threads` of them in parallel."""

    def __init__(self, threads: int) -> None:
        self._session = session(RECOGNITION, 1)
        self._input = self._session.get_inputs()[0].name
        characters = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._alphabet = ["", *characters, " "]
        self._threads = threads

    def read(self, lines: Sequence[Image]) -> list[Recognised]:
        """Read RGB pictures that contain one line of text each."""
        if len(lines) < 2 or self._threads < 2:
            return [self._read_one(line) for line in lines]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(self._read_one, lines))

    def _read_one(self, line: Image) -> Recognised:
        height, width = line.shape[:2]
        scaled = min(MAX_WIDTH, max(8, round(width * LINE_HEIGHT / height)))
        resized = cv2.resize(line, (scaled, LINE_HEIGHT), interpolation=cv2.INTER_LINEAR)
        padding = max(MIN_WIDTH - scaled, 0)
        padded = cv2.copyMakeBorder(resized, 0, 0, 0, padding, cv2.BORDER_REPLICATE)
        batch = cv2.dnn.blobFromImage(padded, 1 / 127.5, mean=(127.5, 127.5, 127.5), swapRB=True)
        (answer,) = self._session.run(None, {self._input: batch})
        return self._decode(answer[0], (scaled + padding) / scaled)

    def _decode(self, steps: np.ndarray[tuple[int, int], np.dtype[np.float32]], stretch: float) -> Recognised:
        best = steps.argmax(axis=1)
        starts = np.flatnonzero((best != 0) & (best != np.concatenate(([-1], best[:-1]))))
        if not len(starts):
            return Recognised("", 0.0, ())
        read = [self._alphabet[best[step]] for step in starts]
        letters = [
            (_plain(letter), (step + 0.5) / len(best) * stretch) for letter, step in zip(read, starts, strict=True)
        ]
        text = _ELISION.sub("l'", "".join(letter for letter, _ in letters))
        centres = tuple(min(1.0, float(centre)) for letter, centre in letters for _ in letter)
        sure = steps[starts, best[starts]]
        counting = [share for letter, share in zip(read, sure, strict=True) if _is_significant(letter)]
        return Recognised(text, float(sure.mean()), centres, float(min(counting, default=sure.min())))


def _is_significant(letter: str) -> bool:
    """Whether misreading a character matters: not for spaces, pictographs and arrows, but for mathematical signs."""
    kind = unicodedata.category(letter)
    return not (letter.isspace() or kind == "So" or (kind == "Sm" and letter not in MATH_SIGNS))


def _plain(letter: str) -> str:
    """Replace circled digits, which OCR reads for badges, and full-width letters by plain ones."""
    enclosed, full_width = "\u2460" <= letter <= "\u2473", "\uff01" <= letter <= "\uff5e"
    return unicodedata.normalize("NFKC", letter) if enclosed or full_width else letter

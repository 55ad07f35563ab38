"""From a picture to lines of text: detection, cutting at wide gaps, recognition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.vision.detect import Detector, Rect
from claude_scope.vision.ink import ink, runs
from claude_scope.vision.recognise import Recogniser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.values import Image

GAP = 1.0
"""Two words further apart than this many heights of the line's ink are two lines: the links of a navigation bar."""
LEAST_CONFIDENCE = 0.5
"""Below it the recogniser is guessing: pictures, icons and borders taken for text."""
MARGIN = 3
"""Pixels left around the ink of a line that was cut, which the recogniser needs to see its edges."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; `centres` are the x positions (pixels of the picture) of its characters, in order."""

    text: str
    box: Rect
    confidence: float
    centres: tuple[float, ...]


class Ocr:
    """Reads lines of text with at most `threads` threads."""

    def __init__(self, threads: int) -> None:
        self._detector = Detector(threads)
        self._recogniser = Recogniser(threads)

    def lines(self, image: Image, offset: tuple[int, int] = (0, 0)) -> list[TextLine]:
        """All lines of an RGB picture, top to bottom; `offset` (x, y) is added to every place."""
        pieces = [piece for box in self._detector.boxes(image) for piece in _pieces(image, box)]
        read = self._recogniser.read([image[box.top : box.bottom, box.left : box.right] for box in pieces])
        lines = []
        for box, line in zip(pieces, read, strict=True):
            if not line.text.strip() or line.confidence < LEAST_CONFIDENCE:
                continue
            x, y = offset
            place = Rect(box.left + x, box.top + y, box.right + x, box.bottom + y)
            centres = tuple(place.left + share * box.width for share in line.centres)
            lines.append(_stripped(TextLine(line.text, place, line.confidence, centres)))
        return reading_order(lines)


def _stripped(line: TextLine) -> TextLine:
    start = len(line.text) - len(line.text.lstrip())
    text = line.text.strip()
    return TextLine(text, line.box, line.confidence, line.centres[start : start + len(text)])


def _pieces(image: Image, box: Rect) -> list[Rect]:
    """The box cut wherever nothing stands between two words for more than `GAP` heights."""
    mask = ink(image[box.top : box.bottom, box.left : box.right])
    rows = runs(mask.any(axis=1))
    if not rows:
        return [box]
    limit = GAP * max(end - start for start, end in rows)
    columns = runs(mask.any(axis=0))
    groups = [list(columns[0])]
    for start, end in columns[1:]:
        if start - groups[-1][1] > limit:
            groups.append([start, end])
        else:
            groups[-1][1] = end
    if len(groups) == 1:
        return [box]
    return [
        Rect(max(box.left, box.left + start - MARGIN), box.top, min(box.right, box.left + end + MARGIN), box.bottom)
        for start, end in groups
    ]


def reading_order(lines: Iterable[TextLine]) -> list[TextLine]:
    """Top to bottom, and left to right among lines whose middles lie within each other's height."""
    ordered: list[TextLine] = []
    row: list[TextLine] = []
    for line in sorted(lines, key=lambda item: (item.box.top + item.box.bottom, item.box.left)):
        middle = (line.box.top + line.box.bottom) / 2
        if row and middle > row[0].box.bottom - row[0].box.height * 0.25:
            ordered += sorted(row, key=lambda item: item.box.left)
            row = []
        row.append(line)
    return ordered + sorted(row, key=lambda item: item.box.left)

"""The OCR pipeline: detect text, split it at wide gaps, recognise it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.ocr.badge_counts import agreed_count, badge_line
from claude_scope.vision.ocr.box_merging import merge_boxes
from claude_scope.vision.ocr.line_cache import LineCache
from claude_scope.vision.ocr.password_dots import DOT, dot_centres
from claude_scope.vision.ocr.reading_order import reading_order
from claude_scope.vision.ocr.text_detection import Detector
from claude_scope.vision.ocr.text_recognition import Recogniser
from claude_scope.vision.ocr.unread_letters import has_unread_letters
from claude_scope.vision.ocr.word_spacing import missing_spaces, remove_false_underscores
from claude_scope.vision.shapes.foreground import ink, runs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.values import Image
    from claude_scope.vision.ocr.text_recognition import Recognised

MAX_WORD_GAP = 0.62
"""Largest gap between two words of a line beyond the distance of its letters, in heights of its ink; the links of a
navigation bar have larger gaps. A space has 0.3; in a monospaced font it has 0.75, less 0.15 for the letters."""
MIN_CONFIDENCE = 0.5
"""Below this confidence the recogniser guesses, as on pictures, icons and borders."""
DOTS_CONFIDENCE = 0.9
"""The confidence of a row of equal dots, which is measured and not read."""
BATCH = 16
"""At most this many lines are recognised before the cache is asked for the next ones: tables repeat their words."""
INK_MARGIN_PX = 3
"""Margin around the ink of a split line, in pixels, which the recogniser needs."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; `centres` are the x positions of its characters, in pixels of the picture.

    `weakest` is the confidence of the least certain character, 0 if some were not read at all.
    """

    text: str
    box: Rect
    confidence: float
    centres: tuple[float, ...]
    weakest: float = 1.0


class Ocr:
    """Reads lines of text with at most `threads` threads."""

    def __init__(self, threads: int) -> None:
        self._detector = Detector()
        self._recogniser = Recogniser(threads)
        self._cache = LineCache()

    def forget(self) -> None:
        """Clear the line cache before unrelated pictures."""
        self._cache = LineCache()

    def lines(self, image: Image) -> list[TextLine]:
        """The lines of an RGB picture in reading order."""
        return self.read(image, self._places(image, (image.shape[1], image.shape[0])))

    def lines_in(self, image: Image, place: Rect, wanted: Callable[[Rect], bool]) -> list[TextLine]:
        """The lines in one place of an RGB picture, in reading order; only boxes that `wanted` accepts are read."""
        piece = np.ascontiguousarray(place.of(image))
        offset = place.left, place.top
        found = self._places(piece, (image.shape[1], image.shape[0]))
        return self.read(piece, [box for box in found if wanted(box.moved(*offset))], offset)

    def _places(self, image: Image, whole: tuple[int, int]) -> list[Rect]:
        """Boxes of text lines in an RGB picture, which may be a crop of one with the size `whole`."""
        return [
            piece for box in merge_boxes(image, self._detector.boxes(image, whole)) for piece in _pieces(image, box)
        ]

    def read(self, image: Image, pieces: Sequence[Rect], offset: tuple[int, int] = (0, 0)) -> list[TextLine]:
        """Read the lines in boxes of a picture; a box without readable letters or dots yields no line."""
        read = self._recognise([image[box.top : box.bottom, box.left : box.right] for box in pieces])
        lines = []
        for box, line in zip(pieces, read, strict=True):
            place, piece = box.moved(*offset), image[box.top : box.bottom, box.left : box.right]
            if not line.text.strip() or line.confidence < MIN_CONFIDENCE:
                if dots := dot_centres(piece):
                    at = tuple(place.left + x for x in dots)
                    lines.append(TextLine(DOT * len(dots), place, DOTS_CONFIDENCE, at, DOTS_CONFIDENCE))
                continue
            is_whole = not has_unread_letters(piece, line.text, [share * box.width for share in line.centres])
            centres = tuple(place.left + share * box.width for share in line.centres)
            lines.append(TextLine(line.text, place, line.confidence, centres, line.weakest if is_whole else 0.0))
        return reading_order(lines, lambda line: line.box)

    def _recognise(self, pictures: Sequence[Image]) -> list[Recognised]:
        """The text of each picture of a line, from the cache if it is known."""
        texts: list[Recognised | None] = [None] * len(pictures)
        waiting: list[int] = []
        for index, picture in enumerate(pictures):
            texts[index] = self._cache.get(picture)
            waiting += [index] if texts[index] is None else []
            if len(waiting) == BATCH or index == len(pictures) - 1:
                self._recognise_batch(pictures, waiting, texts)
                waiting = []
        return [text for text in texts if text is not None]

    def _recognise_batch(
        self, pictures: Sequence[Image], waiting: Sequence[int], texts: list[Recognised | None]
    ) -> None:
        """Fill in the texts of waiting pictures, the widest first, so that all threads end at about the same time."""
        order = sorted(waiting, key=lambda index: -pictures[index].shape[1])
        for index, read in zip(order, self._recogniser.read([pictures[item] for item in order]), strict=True):
            known = read if read.confidence < MIN_CONFIDENCE else _restore_spaces(_strip(read), pictures[index])
            texts[index] = known
            self._cache.store(pictures[index], known)

    def counts(self, image: Image, places: Sequence[Rect]) -> list[TextLine]:
        """The counts in badges of a picture; a badge without a count yields no line."""
        pictures = [badge_line(image[box.top : box.bottom, box.left : box.right]) for box in places]
        some = [(box, picture) for box, picture in zip(places, pictures, strict=True) if picture is not None]
        read = self._recogniser.read([picture for _, picture in some])
        lines = []
        for (box, _), line in zip(some, read, strict=True):
            text = agreed_count(line.text)
            centres = tuple(box.left + (i + 0.5) * box.width / len(text) for i in range(len(text)))
            if text:
                lines.append(TextLine(text, box, line.confidence, centres, line.weakest))
        return lines


def _strip(line: Recognised) -> Recognised:
    start = len(line.text) - len(line.text.lstrip())
    text = line.text.strip()
    return replace(line, text=text, centres=line.centres[start : start + len(text)])


def _restore_spaces(line: Recognised, piece: Image) -> Recognised:
    """Insert the spaces that the picture shows and the text lacks, and remove false underscores."""
    centres, places = line.centres, [share * piece.shape[1] for share in line.centres]
    text = remove_false_underscores(piece, line.text, places)
    for at in reversed(missing_spaces(piece, text, places)):
        between = (centres[at - 1] + centres[at]) / 2
        text, centres = f"{text[:at]} {text[at:]}", (*centres[:at], between, *centres[at:])
    return replace(line, text=text, centres=centres)


def _pieces(image: Image, box: Rect) -> list[Rect]:
    """Split a box where the gap between two words exceeds `MAX_WORD_GAP` heights."""
    mask = ink(image[box.top : box.bottom, box.left : box.right])
    rows = runs(mask.any(axis=1))
    if not rows:
        return [box]
    columns = runs(mask.any(axis=0))
    gaps = [after[0] - before[1] for before, after in itertools.pairwise(columns)]
    limit = MAX_WORD_GAP * max(end - start for start, end in rows) + (float(np.median(gaps)) if gaps else 0.0)
    groups = [list(columns[0])]
    for start, end in columns[1:]:
        if start - groups[-1][1] > limit:
            groups.append([start, end])
        else:
            groups[-1][1] = end
    if len(groups) == 1:
        return [box]
    return [
        Rect(
            max(box.left, box.left + start - INK_MARGIN_PX),
            box.top,
            min(box.right, box.left + end + INK_MARGIN_PX),
            box.bottom,
        )
        for start, end in groups
    ]

"""Merge the lines of text that did not change with the lines that were read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.ocr.badge_counts import is_count
from claude_scope.vision.ocr.reading_order import reading_order
from claude_scope.vision.ocr.text_lines import INK_MARGIN_PX
from claude_scope.vision.shapes.foreground import is_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.geometry import Rect
    from claude_scope.values import Image
    from claude_scope.vision.incremental.changed_regions import Changes
    from claude_scope.vision.ocr.text_lines import Ocr, TextLine

MIN_REREAD_CONFIDENCE = 0.8
"""Minimum confidence of a line that is read where no text was detected; true lines have 0.9 and more."""


def merge_reread(ocr: Ocr, image: Image, known: Sequence[TextLine], changed: Changes) -> list[TextLine]:
    """Return the known lines where nothing changed, and new lines where something did."""
    fresh: list[TextLine] = []
    for place in changed.places:
        fresh += ocr.lines_in(image, place, changed.touch)
    outdated = [line for line in known if changed.touch(line.box)]
    fresh += _read_known_places(
        ocr, image, [line for line in outdated if not any(_touch(line.box, f.box) for f in fresh)]
    )
    unchanged = [
        line
        for line in known
        if not changed.touch(line.box) and not any(_same_place(line.box, other.box) for other in fresh)
    ]
    return reading_order([*unchanged, *fresh], lambda line: line.box)


def _read_known_places(ocr: Ocr, image: Image, lines: Sequence[TextLine]) -> list[TextLine]:
    """Read the boxes of known lines again: in a crop, the detector misses lines that it found in the whole picture.

    A box whose edge cuts letters no longer contains a whole line; its text would be noise.
    """
    counts = ocr.counts(image, [line.box for line in lines if is_count(line.text)])
    others = ocr.read(image, [line.box for line in lines if not is_count(line.text)])
    return counts + [line for line in others if line.confidence >= MIN_REREAD_CONFIDENCE and is_whole(image, line.box)]


def _touch(one: Rect, other: Rect) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0 and down > INK_MARGIN_PX


def _same_place(one: Rect, other: Rect) -> bool:
    """Whether two boxes share more than a third of the smaller one's area."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    smaller = min(one.width * one.height, other.width * other.height)
    return width > 0 and height > 0 and width * height > smaller / 3

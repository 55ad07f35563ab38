"""Remove OCR false positives: icons of steppers, arrows, checkboxes and radio buttons that were read as letters."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.checkbox_shapes import mark_at
from claude_scope.vision.shapes.foreground import ink
from claude_scope.vision.shapes.small_shapes import steppers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image
    from claude_scope.vision.ocr.text_lines import TextLine
    from claude_scope.vision.scene.scene import Shapes
    from claude_scope.vision.shapes.checkbox_shapes import Mark

BOX_LETTERS = frozenset("□☐■▢口回图日国O0oQDUVLC[|")
"""What OCR reads for an empty checkbox."""
TICK_LETTERS = frozenset("☑☒✓✔√vV<ЛZ区図☐□■口回图日冈凶")
"""What OCR reads for a checked checkbox."""
RING_LETTERS = frozenset("O○◯◎⊙●◉©®。·•o0Q")
"""What OCR reads for a radio button."""
MAX_MARK_PX = 30
"""Largest side of a checkbox in pixels; a larger square that holds a letter is a button."""
MARK_SIDES_PX = (12, 24)
"""Smallest and largest side, in pixels, of a checkbox or radio button beside a line of text."""
MAX_MARK_ASPECT = 1.15
"""Largest height of a mark per width. Marks are square; the 0 of 12 px letters has 9 to 7."""
ARROW_LETTER = re.compile(r"(?:<(?![a-z])|[‹«←])(?=[^\W\d_])[^\s<>‹›«»]+(?: [^\s<>‹›«»]+)?$")
"""An arrow before a label of one or two words. A text with a second arrow is a tag or a quotation, a longer text may be
one, and "<" before a small letter begins a tag."""
MAX_RING_FILL_DIFF, MIN_RIM_DIFF = 30, 40
"""The inside of a radio button differs from its surroundings by at most `MAX_RING_FILL_DIFF` (0..255), as white does
from a grey card. Its ring differs from its inside by at least `MIN_RIM_DIFF`, which is more than a pale badge differs
from the page."""
MARK_HEIGHT_SHARES = (0.4, 1.1)
"""Height of a mark between two labels, as a share of the line's."""
MIN_MARK_CLEARANCE = 0.38
"""Least distance of a mark to the centres of the letters beside it, in line heights: a letter in a word has 0.3."""
MIN_LABEL_GAP = 0.3
"""Least distance between a checkbox and its label, in line heights."""


def remove_mark_letters(found: Shapes, lines: Sequence[TextLine]) -> list[TextLine]:
    """Remove letters that are checkboxes; lines that hold nothing else are dropped."""
    boxes = [
        one for one in found.marks if one.box.width <= MAX_MARK_PX and one.box.height <= MAX_MARK_ASPECT * one.box.width
    ]
    cleaned = [_remove_mark_letter(line, boxes) for line in lines]
    return [line for line in cleaned if line is not None]


def _remove_mark_letter(line: TextLine, boxes: Sequence[Mark]) -> TextLine | None:
    mark = next((one for one in boxes if _begins(line, one)), None)
    if mark is None:
        return line
    letters = RING_LETTERS if mark.is_round else TICK_LETTERS if mark.marked else BOX_LETTERS
    if line.text[0] not in letters:
        return line
    if len(line.text) == 1:
        if mark.is_round and line.box.left < mark.box.left - 6:
            return line  # may be the letter
        return None if line.box.width <= 2.5 * mark.box.width else line
    rest = line.text[1:].lstrip()
    centres = line.centres[len(line.text) - len(rest) :]
    if not rest or centres[0] - mark.box.right < MIN_LABEL_GAP * line.box.height:
        return None if not rest else line
    left = min(mark.box.right + 2, int(centres[0]))
    return replace(line, text=rest, box=Rect(left, *line.box[1:]), centres=centres)


def trim_at_marks(found: Shapes, lines: Sequence[TextLine]) -> list[TextLine]:
    """Trim lines whose left end overlaps a checkbox or radio button that was not read as a letter."""
    marks = [mark.box for mark in found.marks if MARK_SIDES_PX[0] - 1 <= mark.box.width <= MAX_MARK_PX]
    return [_trim_at_mark(line, marks) for line in lines]


def _trim_at_mark(line: TextLine, marks: Sequence[Rect]) -> TextLine:
    for box in marks:
        level = (
            line.box.top <= box.centre[1] <= line.box.bottom and box.height >= MARK_HEIGHT_SHARES[0] * line.box.height
        )
        begins = box.left - 8 <= line.box.left <= box.right
        if level and begins and line.centres and line.centres[0] - box.right >= MIN_LABEL_GAP * line.box.height:
            return replace(line, box=Rect(box.right + 1, *line.box[1:]))
    return line


def radios_under_pointer(image: Image, found: Shapes, lines: Sequence[TextLine]) -> list[Mark]:
    """Radio buttons under the pointer: a gap or a letter between two words, right of another one in its row.

    The left and the upper end of the covered one are visible; its size is that of the other.
    """
    rings = [mark.box for mark in found.marks if mark.is_round and MARK_SIDES_PX[0] <= mark.box.width <= MAX_MARK_PX]
    result = []
    for line in lines:
        row = [one for one in rings if line.box.top <= one.centre[1] <= line.box.bottom]
        for x in (*_letters_alone(line), *_gaps(line, row[0].width)) if row else ():
            other = next((one for one in row if one.right < x - one.width), None)
            box = None if other is None else _ring_of_size(image, other, x)
            if box is not None and not any(one.box.touches(box) for one in found.marks):
                result.append(replace(mark_at(image, box), is_round=True))
    return result


def _letters_alone(line: TextLine) -> list[float]:
    """Positions of single letters between spaces that may be a radio button."""
    text = f" {line.text}"
    return [
        line.centres[at]
        for at in range(len(line.text) - 2)
        if line.text[at] in RING_LETTERS and text[at] == line.text[at + 1] == " "
    ]


def _gaps(line: TextLine, width: int) -> list[float]:
    """The centres of gaps between words that have room for a ring of this width."""
    letters = [x for x, letter in zip(line.centres, line.text, strict=True) if letter != " "]
    room = width + 2 * MIN_LABEL_GAP * line.box.height
    return [(x + after) / 2 for x, after in itertools.pairwise(letters) if after - x >= room]


def _ring_of_size(image: Image, first: Rect, x: float) -> Rect | None:
    """The box of a ring as large as the first, in the same row around `x`; None if there is none."""
    left = round(x - 0.9 * first.width)
    place = Rect(left, first.top - 2, round(x), first.top + first.height // 2 + 1)
    if left < 0 or place.top < 0 or place.width < 4:
        return None
    mask = ink(place.of(image))
    columns, rows = np.flatnonzero(mask[-3:].any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not len(columns) or not len(rows) or abs(place.top + int(rows[0]) - first.top) > 2:
        return None
    begin = left + int(columns[0])
    return Rect(begin, first.top, begin + first.width, first.bottom)


def split_at_marks(found: Shapes, lines: Sequence[TextLine]) -> dict[int, list[Rect]]:
    """Where to split lines at a checkbox or radio button: pieces by the line's index."""
    marks = [mark.box for mark in found.marks if MARK_SIDES_PX[0] - 1 <= mark.box.width <= MAX_MARK_PX]
    cuts = {index: [box for box in marks if _stands_in(line, box)] for index, line in enumerate(lines)}
    return {index: _pieces(lines[index].box, boxes) for index, boxes in cuts.items() if boxes}


def _stands_in(line: TextLine, box: Rect) -> bool:
    """Whether a mark stands between two labels of a line, with room on both sides, and is no letter of a word."""
    height = line.box.height
    if not (
        line.box.has(*box.centre) and MARK_HEIGHT_SHARES[0] * height <= box.height <= MARK_HEIGHT_SHARES[1] * height
    ):
        return False
    letters = [(x, letter) for x, letter in zip(line.centres, line.text, strict=True) if letter != " "]
    before = [x for x, _ in letters if x < box.left]
    after = [x for x, _ in letters if x > box.right]
    own = [letter for x, letter in letters if box.left <= x <= box.right]
    if (
        len(before) < 2
        or len(after) < 2
        or any(letter not in BOX_LETTERS | TICK_LETTERS | RING_LETTERS for letter in own)
    ):
        return False
    return box.left - before[-1] >= MIN_MARK_CLEARANCE * height and after[0] - box.right >= MIN_MARK_CLEARANCE * height


def _pieces(line: Rect, marks: Sequence[Rect]) -> list[Rect]:
    """The box of a line without the marks, from left to right."""
    pieces, left = [], line.left
    for box in sorted(marks):
        if box.left - 1 > left:
            pieces.append(Rect(left, line.top, box.left - 1, line.bottom))
        left = max(left, box.right + 1)
    return [*pieces, Rect(left, line.top, line.right, line.bottom)]


def marks_from_letters(image: Image, lines: Sequence[TextLine], known: Sequence[Mark]) -> list[Mark]:
    """Checkboxes and radio buttons that only OCR found, because a codec broke their outline.

    Each is a letter as wide as high, directly before a text of its row, and no part of another line.
    """
    found = []
    for line in lines:
        if (
            len(line.text) != 1
            or line.text not in BOX_LETTERS | RING_LETTERS
            or any(one.box.touches(line.box) for one in known)
        ):
            continue
        box = _ink_box(image, line.box)
        low, high = MARK_SIDES_PX
        if not (low <= box.height <= high and abs(box.width - box.height) <= 2):
            continue
        if any(_is_label(box, other) for other in lines if other is not line):
            found.append(mark_at(image, box))
    return found


def remove_arrow_letters(lines: Sequence[TextLine]) -> list[TextLine]:
    """Remove an arrow that was read as the first letter of a word: "<Back"."""
    return [
        _remove_arrow_letter(line) if ARROW_LETTER.match(line.text) and len(line.centres) > 1 else line
        for line in lines
    ]


def _remove_arrow_letter(line: TextLine) -> TextLine:
    left = round((line.centres[0] + line.centres[1]) / 2)
    return replace(line, text=line.text[1:], box=Rect(left, *line.box[1:]), centres=line.centres[1:])


def remove_radio_counts(image: Image, counts: Sequence[TextLine], lines: Sequence[TextLine]) -> list[TextLine]:
    """Drop each count of 0 that is a ring directly before a text: a radio button with its label."""
    return [
        one
        for one in counts
        if one.text != "0" or not (_is_ring(image, one.box) and any(_is_label(one.box, line) for line in lines))
    ]


def _is_ring(image: Image, box: Rect) -> bool:
    """Whether a box is square and outlined, without a fill of its own as badges have."""
    if abs(box.width - box.height) > 2:
        return False
    inside = np.median(box.of(image), axis=(0, 1))
    middle = slice(box.left + box.width // 2 - 1, box.left + box.width // 2 + 1)
    above = np.median(image[max(0, box.top - 6) : max(1, box.top - 4), middle], axis=(0, 1))
    rim = image[max(0, box.top - 3) : box.top + 2, middle].astype(np.float32)
    return bool(np.abs(inside - above).max() <= MAX_RING_FILL_DIFF and np.abs(rim - inside).max() >= MIN_RIM_DIFF)


def _is_label(box: Rect, line: TextLine) -> bool:
    level = line.box.top <= box.centre[1] <= line.box.bottom
    return level and 0 <= line.box.left - box.right <= 1.2 * box.width and len(line.text) > 1


def _ink_box(image: Image, box: Rect) -> Rect:
    mask = ink(box.of(image))
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return box
    left, top = box.left + int(columns[0]), box.top + int(rows[0])
    return Rect(left, top, left + int(columns[-1] - columns[0]) + 1, top + int(rows[-1] - rows[0]) + 1)


def _begins(line: TextLine, mark: Mark) -> bool:
    """Whether the line's first letter stands on the mark."""
    return (
        abs(line.box.left - mark.box.left) <= 8
        and line.box.top <= mark.box.centre[1] <= line.box.bottom
        and line.centres[0] <= mark.box.right + 3
    )


def remove_stepper_lines(found: Shapes, lines: Sequence[TextLine]) -> list[TextLine]:
    """Drop lines that span a button of a stepper and its number: "-]|o" for − and 0."""
    pairs = [(minus.box, plus.box) for minus, plus in steppers(found.boxed)]
    return [
        line
        for line in lines
        if not any(
            line.box.has(*sign.centre) and line.box.width > 1.2 * sign.width
            for minus, plus in pairs
            if line.box.right > minus.right and line.box.left < plus.left
            for sign in (minus, plus)
        )
    ]

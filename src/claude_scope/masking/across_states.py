"""Finds secrets with the help of other states: half-typed values, and fields that OCR missed in one state."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds
from claude_scope.masking.fuzzy_match import fold_text
from claude_scope.redaction.field_labels import is_personal_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.masking.screen import Screen, Spans
    from claude_scope.values import Box, Line, SecretField

MAX_CORNER_OFFSET_PX = 4.0
"""Lines are at the same place if their corners are this close; up to twice this distance they may be."""
MIN_PREFIX_LETTERS = 3
"""Minimum number of letters of a half-typed secret."""
ELLIPSES = ("..", "\u2026")
"""A text with one of these endings is shown shortened, so it is not a value that is being typed."""
MAX_AT_ONE_PLACE = 50
MAX_SECRET_FIELDS = 100
"""At most this many secret fields, and this many of their labels, are compared in a state; a form has only a few."""


def add_partly_typed(screens: Sequence[Screen], spans: Sequence[Spans]) -> None:
    """Add lines that show only the beginning of a secret where another state shows more of it: it was being typed."""
    typed: dict[tuple[int, int], set[tuple[str, int]]] = defaultdict(set)
    for screen, found in zip(screens, spans, strict=True):
        for index, some in found.items():
            for start, end in some:
                letters = fold_text(screen.lines[index].text[start:end]).letters
                for place in _places_near(screen.lines[index].box):
                    typed[place].add((letters, start))
    for screen, found in zip(screens, spans, strict=True):
        for index, line in enumerate(screen.lines):
            known = typed.get(_place(line.box))
            if not known or found.get(index) or line.text.endswith(ELLIPSES):
                continue
            for secret, start in sorted(known)[:MAX_AT_ONE_PLACE]:
                letters = fold_text(line.text[start:]).letters
                if len(letters) >= MIN_PREFIX_LETTERS and secret.startswith(letters):
                    found[index].add((start, len(line.text)))


def _place(box: Box) -> tuple[int, int]:
    return round(box.x / MAX_CORNER_OFFSET_PX), round(box.y / MAX_CORNER_OFFSET_PX)


def _places_near(box: Box) -> list[tuple[int, int]]:
    column, row = _place(box)
    return [(column + across, row + down) for across in (-1, 0, 1) for down in (-1, 0, 1)]


def add_missed_fields(screens: Sequence[Screen], fields: Sequence[list[SecretField]]) -> None:
    """Add fields that OCR missed: another state shows the same label at the same place, with a field close to it."""
    labels = [[line for line in screen.lines if is_personal_label(line.text, "x")] for screen in screens]
    labelled: dict[tuple[str, tuple[int, int]], tuple[Line, Box]] = {}
    for some, known in zip(labels, fields, strict=True):
        for field in known[:MAX_SECRET_FIELDS]:
            for line in some[:MAX_SECRET_FIELDS]:
                if _is_near(line.box, field.box):
                    labelled.setdefault((line.text, _place(line.box)), (line, field.box))
    for screen, some, known in zip(screens, labels, fields, strict=True):
        for here in some[:MAX_SECRET_FIELDS]:
            for place in _places_near(here.box):
                if (there := labelled.get((here.text, place))) is not None:
                    known += screen.missed(here, there[1], known)
                    break


def _is_near(label: Box, field: Box) -> bool:
    """Whether a label is above a field, left of it, or in it."""
    above = -label.height <= field.y - label.y - label.height <= 2 * label.height and abs(field.x - label.x) <= 24
    left = field.y <= centre(label)[1] <= field.y + field.height and label.x < field.x
    return above or left or holds(field, centre(label))

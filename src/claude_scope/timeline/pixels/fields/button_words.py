"""Gives a button the words inside it where it was named by the words beside it.

A button that turned grey ("Placing order…") may be read as nameless, and then be named by the text beside it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds, iou
from claude_scope.timeline.element_types import LABELLED_TYPES
from claude_scope.timeline.text_compare import same_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Element, ElementType, Reading


def restore_own_labels(reading: Reading, types: Sequence[ElementType]) -> Reading:
    """The reading with borrowed labels replaced by the words inside the box; these words stop being a text.

    `types` says what each element is by all keyframes: in this one a grey button may have been taken for a field.
    """
    kinds = {id(e): kind for e, kind in zip(reading.elements, types, strict=True)}
    borrowers = [e for e in reading.elements if kinds[id(e)] in LABELLED_TYPES and e.label and _is_borrowed(e, reading)]
    if not borrowers:
        return reading
    inside = {id(e): _inside(e, reading) for e in borrowers}
    taken = {id(text) for texts in inside.values() for text in texts}
    elements = tuple(
        replace(e, type=kinds[id(e)], label=" ".join(t.label for t in inside[id(e)])) if id(e) in inside else e
        for e in reading.elements
        if id(e) not in taken
    )
    return replace(reading, elements=elements)


def _is_borrowed(element: Element, reading: Reading) -> bool:
    """Whether the label is a text outside the box and not inside it."""
    written = any(
        same_text(line.text, element.label) and holds(element.box, centre(line.box)) for line in reading.lines
    )
    return not written and any(
        e is not element
        and e.type not in LABELLED_TYPES
        and same_text(e.label, element.label)
        and iou(e.box, element.box) == 0
        for e in reading.elements
    )


def _inside(element: Element, reading: Reading) -> list[Element]:
    texts = [e for e in reading.elements if e.type == "text" and holds(element.box, centre(e.box))]
    return sorted(texts, key=lambda e: e.box.x)

"""Restores what one reading missed: dots in a field, a badge read as a radio, a tick read as a letter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, contains, gap, grown, holds, intersection
from claude_scope.timeline.element_types import FIELD_TYPES, FORM_TYPES, TEXT_TYPES, TOGGLE_TYPES
from claude_scope.timeline.pixel_distances import ALIGNED_PX, MAX_NAME_TO_FIELD_PX
from claude_scope.timeline.pixels.changed_pixels import pixels_changed
from claude_scope.timeline.pixels.fields.field_values import CARETS
from claude_scope.timeline.pixels.matching import is_unchanged
from claude_scope.timeline.text_compare import same_text, similarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Element, Keyframe, Reading

MIN_FIELD_NAME_SIMILARITY = 0.75
"""From this similarity on, a name is the same with a misread letter."""
MAX_BADGE_DIGITS = 3
"""A badge counts to 999."""
TICK_LETTERS = 3
"""OCR makes "<", "✓" or "[M]" of a tick."""
TICK_PX = 6
"""OCR's box of a tick reaches a little over the box that is ticked."""


def restore_fields_and_badges(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, each with fields and badges of the previous one that it read as something else."""
    whole: list[Reading] = []
    for reading in readings:
        before = whole[-1] if whole and whole[-1].was_read and reading.was_read else None
        whole.append(_compared(reading, before) if before else reading)
    return whole


def restore_fields_from_next(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, each with fields of the next one that a focus ring hid: it read their words as text."""
    whole = list(readings)
    for k in range(len(whole) - 2, -1, -1):
        if whole[k].was_read and whole[k + 1].was_read:
            whole[k] = _with_later(whole[k], whole[k + 1])
    return whole


def _compared(reading: Reading, before: Reading) -> Reading:
    for put_right in (_with_fields, _with_badges, _with_ticks):
        reading = put_right(reading, before)
    return reading


def restore_missed(readings: Sequence[Reading], keyframes: Sequence[Keyframe]) -> list[Reading]:
    """The readings, each with elements that both neighbours have, if no pixel changed there.

    One neighbour is not enough: changed regions ignore clocks and permanent motion.
    """
    whole = list(readings)
    for k in range(1, len(whole) - 1):
        before, reading, later = whole[k - 1 : k + 2]
        if before.was_read and reading.was_read and later.was_read and keyframes[k + 1].changed:
            still = [e for e in later.elements if e.label and not pixels_changed(e.box, keyframes[k + 1])]
            missed = [e for e in still if _was_there(e, before) and not _is_read(e, reading)]
            whole[k] = replace(reading, elements=(*reading.elements, *missed)) if missed else reading
    return whole


def _was_there(element: Element, before: Reading) -> bool:
    """Whether the same words stood in the same column: new content above may have moved them."""
    same = [e for e in before.elements if e.type == element.type and e.label == element.label]
    return any(abs(e.box.x - element.box.x) <= ALIGNED_PX for e in same)


def _is_read(element: Element, reading: Reading) -> bool:
    """Whether anything was read at a place, of any type, or in a longer line."""
    return any(
        holds(e.box, centre(element.box)) or holds(element.box, centre(e.box)) or is_unchanged(element, e)
        for e in reading.elements
        if e.type != "dialog"
    )


def _with_later(reading: Reading, later: Reading) -> Reading:
    fields = [e for e in later.elements if e.type in FIELD_TYPES and e.label and e.value and _is_named(e, reading)]
    elements = list(reading.elements)
    for field in fields:
        inside = [n for n, e in enumerate(elements) if intersection(e.box, field.box) > 0 and e.label]
        if len(inside) == 1 and _is_value(elements[inside[0]], field):
            elements[inside[0]] = replace(field, value=elements[inside[0]].label)
    return replace(reading, elements=tuple(elements))


def _is_value(words: Element, field: Element) -> bool:
    """Whether a text is the later value of a field, apart from a caret behind it."""
    is_inside = words.type in TEXT_TYPES and contains(field.box, words.box)
    return is_inside and same_text(words.label.rstrip(CARETS), field.value.rstrip(CARETS))


def _with_fields(reading: Reading, before: Reading) -> Reading:
    """Restore a field whose name still stands beside its empty box: it hides its value.

    Dots of a password are no text, a ring of focus breaks the frame around them, and a pointer hides half of a switch.
    """
    fields = [e for e in before.elements if e.type in FORM_TYPES and e.label]
    there = [_pushed(e, before, reading) for e in fields if _is_named(e, before)]
    lost = [e for e in there if _is_named(e, reading) and not _is_taken(e, reading)]
    rest = [e for e in reading.elements if not any(holds(field.box, centre(e.box)) for field in lost)]
    return replace(reading, elements=(*rest, *lost)) if lost else reading


def _pushed(field: Element, before: Reading, reading: Reading) -> Element:
    """A toggle moved to where its name is now, if another one in its column moved as far."""
    names = [
        [e for e in r.elements if e.type in TEXT_TYPES and same_text(e.label, field.label)] for r in (before, reading)
    ]
    if field.type not in TOGGLE_TYPES or not all(len(side) == 1 for side in names):
        return field
    (old,), (new,) = names
    down = new.box.y - old.box.y
    column = [
        [e for e in r.elements if e.type == field.type and abs(e.box.x - field.box.x) <= ALIGNED_PX]
        for r in (before, reading)
    ]
    along = any(
        then.label != field.label and same_text(then.label, now.label) and abs(now.box.y - then.box.y - down) <= TICK_PX
        for then in column[0]
        for now in column[1]
    )
    moved = abs(down) > ALIGNED_PX and abs(new.box.x - old.box.x) <= ALIGNED_PX and along
    return replace(field, box=field.box._replace(y=field.box.y + down)) if moved else field


def _is_named(field: Element, reading: Reading) -> bool:
    names = [
        e
        for e in reading.elements
        if e.type not in FORM_TYPES and similarity(e.label, field.label, MIN_FIELD_NAME_SIMILARITY) > 0
    ]
    if field.type in TOGGLE_TYPES:  # the name of a switch stands at the other end of its row
        return any(_in_row(e.box, field.box) for e in names)
    return any(gap(e.box, field.box) <= MAX_NAME_TO_FIELD_PX for e in names)


def _is_taken(field: Element, reading: Reading) -> bool:
    """Whether words or another field were read where a field was; half of a switch is read as a picture."""
    there = [e for e in reading.elements if intersection(e.box, field.box) > 0]
    if any(e.label or e.value or e.type in FORM_TYPES for e in there):
        return True
    return any(holds(field.box, centre(line.box)) for line in reading.lines)


def _with_badges(reading: Reading, before: Reading) -> Reading:
    """Restore a badge that was read as a radio, with the words beside it as its name."""
    counts = [e for e in before.elements if e.type == "text" and e.label.isdigit() and len(e.label) <= MAX_BADGE_DIGITS]
    elements = [back for e in reading.elements for back in _split_badge(e, counts, before, reading)]
    return replace(reading, elements=tuple(elements))


def _split_badge(element: Element, counts: Sequence[Element], before: Reading, reading: Reading) -> list[Element]:
    """The element, or the badge and the words it was made from."""
    if element.type not in TOGGLE_TYPES:
        return [element]
    badges = [e for e in counts if holds(element.box, centre(e.box))]
    words = [e for e in before.elements if e.type not in FORM_TYPES and e.label == element.label]
    if not badges or not words:
        return [element]
    return [badges[0], *(e for e in words if not any(is_unchanged(e, other) for other in reading.elements))]


def _with_ticks(reading: Reading, before: Reading) -> Reading:
    """Tick a checkbox that is read as letters now: an empty one has nothing to read."""
    elements = list(reading.elements)
    for box in (e for e in before.elements if e.type in TOGGLE_TYPES and e.label):
        place = grown(box.box, TICK_PX)
        if any(e.type in TOGGLE_TYPES and intersection(e.box, place) > 0 for e in elements):
            continue
        signs = [e for e in elements if 0 < len(e.label) <= TICK_LETTERS and contains(place, e.box)]
        names = [e for e in elements if same_text(e.label, box.label) and _in_row(e.box, box.box)]
        if signs and names:
            gone = {id(e) for e in (*signs, *names)}
            elements = [e for e in elements if id(e) not in gone] + [replace(box, state=("checked",))]
    return replace(reading, elements=tuple(elements))


def _in_row(one: Box, other: Box) -> bool:
    return abs(centre(one)[1] - centre(other)[1]) <= max(one.height, other.height) / 2

"""Reads texts under the mouse pointer from a neighbouring picture that shows the same place without the pointer.

Only states without a bare frame (`Keyframe.bare`) need this; for the others OCR reads the bare frame.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, grown, holds, intersection
from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Keyframe, Line, Reading

POINTER_PX = 48.0
"""The longest side of a pointer; a larger box under a pointer is a control with a hover effect."""
REACH_PX = 3.0


def uncovered(keyframes: Sequence[Keyframe], readings: Sequence[Reading]) -> list[Reading]:
    """The readings; lines under the pointer come from the state before or after, if it shows them at the same place."""
    pointers = [_pointer(keyframe) for keyframe in keyframes]
    found = list(readings)
    for index, pointer in enumerate(pointers):
        if pointer is None or not readings[index].was_read:
            continue
        for other in (index - 1, index + 1):
            if not 0 <= other < len(readings) or not readings[other].was_read:
                continue
            changed = keyframes[max(index, other)].changed
            lines = _lines_at(pointer, readings[other], pointers[other], changed)
            if lines:
                found[index] = replace(readings[index], lines=_exchanged(readings[index].lines, lines, pointer))
                break
    return found


def _pointer(keyframe: Keyframe) -> Box | None:
    """Where the pointer is in the picture that OCR read for a state; None if unknown, or if OCR read a bare frame."""
    if keyframe.bare is not None:
        return None
    at_ms = keyframe.timestamp_ms
    rests = [rest.box for rest in keyframe.rests if rest.since_ms <= at_ms <= rest.until_ms]
    small = [box for box in rests if max(box.width, box.height) <= POINTER_PX]
    return grown(small[-1], REACH_PX) if small else None


def _lines_at(place: Box, reading: Reading, pointer: Box | None, changed: Sequence[Box]) -> list[Line]:
    """The lines of another picture at a place; none if one of them changed, or if the pointer covers one there, too."""
    lines = [line for line in reading.lines if intersection(line.box, place) > 0]
    taken = [*changed, *([pointer] if pointer else [])]
    return [] if any(intersection(line.box, box) > 0 for line in lines for box in taken) else lines


def _exchanged(lines: Sequence[Line], others: Sequence[Line], pointer: Box) -> tuple[Line, ...]:
    """The lines, with `others` in place of the lines that the pointer touches or cuts off."""
    kept = [line for line in lines if intersection(line.box, pointer) <= 0 and not _is_part_of_any(line, others)]
    return tuple(sorted((*kept, *others), key=lambda line: (line.box.y, line.box.x)))


def _is_part_of_any(line: Line, others: Sequence[Line]) -> bool:
    """Whether a line is inside one of the others, because the pointer cut it off."""
    return any(holds(other.box, centre(line.box)) for other in others)

"""Reads a text that the mouse pointer covers in another picture, in which its place is the same and is not covered.

This is for states of which no frame shows the place bare: else it was read there (`Keyframe.bare`).
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
"""What is larger and lies under a pointer is a control that lit up."""
REACH_PX = 3.0


def uncovered(keyframes: Sequence[Keyframe], readings: Sequence[Reading]) -> list[Reading]:
    """The readings, with lines under the pointer as the state before or after has them at the same place."""
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
    """Where the pointer lies in the picture of a state as it was read, if that is known."""
    if keyframe.bare is not None:
        return None
    at_ms = keyframe.timestamp_ms
    rests = [rest.box for rest in keyframe.rests if rest.since_ms <= at_ms <= rest.until_ms]
    small = [box for box in rests if max(box.width, box.height) <= POINTER_PX]
    return grown(small[-1], REACH_PX) if small else None


def _lines_at(place: Box, reading: Reading, pointer: Box | None, changed: Sequence[Box]) -> list[Line]:
    """The lines that another picture has at a place; none where something changed, or a pointer lies on it as well."""
    lines = [line for line in reading.lines if intersection(line.box, place) > 0]
    taken = [*changed, *([pointer] if pointer else [])]
    return [] if any(intersection(line.box, box) > 0 for line in lines for box in taken) else lines


def _exchanged(lines: Sequence[Line], others: Sequence[Line], pointer: Box) -> tuple[Line, ...]:
    """The lines with others in place of those that the pointer touches."""
    kept = [line for line in lines if intersection(line.box, pointer) <= 0 and not _is_part_of_any(line, others)]
    return tuple(sorted((*kept, *others), key=lambda line: (line.box.y, line.box.x)))


def _is_part_of_any(line: Line, others: Sequence[Line]) -> bool:
    """Whether a line lies in one of the others: the pointer cut it off."""
    return any(holds(other.box, centre(line.box)) for other in others)

"""Restores elements that the pointer hides: a "+" that is there before and after, but not read under the pointer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds, intersection, iou
from claude_scope.timeline.element_types import LINE_TYPES, TOGGLE_TYPES
from claude_scope.timeline.pixels.changed_pixels import pixels_changed
from claude_scope.timeline.pixels.matching import has_returned, is_unchanged
from claude_scope.timeline.text_compare import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Element, Keyframe, Reading

REACH_PX = 24
"""A pointer of 32 x 32 pixels hides what is this close to its tip."""
MAX_HIDDEN_PX = 64
"""What is larger is not hidden by a pointer."""
PICTURE_PX = 96
"""A pointer on a switch, or between two, is read as a picture of at most this size."""
MIN_LONG_LINE_PX = 96
"""A pointer covers at most a quarter of a line this long, and yet OCR may miss it."""
MAX_CHANGED_SHARE = 0.5
"""Where more than half of a line's pixels changed, it was not only the pointer that came over it."""
MAX_HIDDEN_READINGS = 3
"""A hidden element may reappear after up to this many readings: people leave the pointer on a button."""


def restore_hidden(readings: Sequence[Reading], keyframes: Sequence[Keyframe]) -> list[Reading]:
    """The readings, each with the small elements of the previous one that the pointer hides."""
    whole: list[Reading] = []
    for k, reading in enumerate(readings):
        before = whole[-1] if whole and whole[-1].was_read and reading.was_read else None
        hidden = tuple(_hidden(before, readings[k:], pointer_positions(keyframes, k), keyframes[k])) if before else ()
        beside = [*readings[max(0, k - 1) : k], *readings[k + 1 : k + 2]]
        seen = tuple(e for e in reading.elements if not _is_of_pointer(e, pointer_positions(keyframes, k), beside))
        changed = hidden or len(seen) < len(reading.elements)
        whole.append(replace(reading, elements=(*seen, *hidden)) if changed else reading)
    return whole


def _is_nameless(element: Element) -> bool:
    return element.type in ("image", "icon") and not element.label


def _is_of_pointer(element: Element, tips: Sequence[tuple[int, int]], beside: Sequence[Reading]) -> bool:
    """Whether a picture is the pointer: no state before or after has it."""
    box = element.box
    if not _is_nameless(element) or max(box.width, box.height) > PICTURE_PX:
        return False
    others = [e for reading in beside for e in reading.elements if e.type not in TOGGLE_TYPES]
    return any(holds(box, tip) for tip in tips) and not any(iou(e.box, box) > MAX_CHANGED_SHARE for e in others)


def pointer_positions(keyframes: Sequence[Keyframe], k: int) -> list[tuple[int, int]]:
    """The possible pointer positions in a picture: those as its state and the next one began."""
    return [keyframe.pointer for keyframe in keyframes[k : k + 2] if keyframe.pointer is not None]


def _hidden(
    before: Reading, now: Sequence[Reading], pointers: Sequence[tuple[int, int]], keyframe: Keyframe
) -> Iterator[Element]:
    for element in before.elements:
        box = element.box
        in_part = any(_crosses(element, tip, keyframe) for tip in pointers)
        if not in_part and (
            max(box.width, box.height) > MAX_HIDDEN_PX or not any(holds(box, tip, REACH_PX) for tip in pointers)
        ):
            continue
        there = [e for e in now[0].elements if intersection(e.box, box) > 0 or is_unchanged(element, e)]
        if element.type in TOGGLE_TYPES:  # half of a switch and the pointer are read as one picture
            there = [e for e in there if not _is_nameless(e)]
        if any(is_unchanged(element, e) or holds(box, centre(e.box)) or _is_rest(element, e) for e in there):
            continue
        if in_part:
            yield element
            continue
        later = now[1 : 1 + MAX_HIDDEN_READINGS]
        again = next((e for reading in later for e in reading.elements if _is_back(element, e)), None)
        if not later or again is not None:
            yield _as_clicked(element, again) if pixels_changed(box, keyframe) else element


def _crosses(element: Element, tip: tuple[int, int], keyframe: Keyframe) -> bool:
    """Whether the pointer covers a small part of a line of text that is mostly unchanged."""
    box, (x, y) = element.box, tip
    if element.type not in LINE_TYPES or box.width < MIN_LONG_LINE_PX:
        return False
    under = box.x - REACH_PX < x < box.x + box.width and box.y - REACH_PX < y < box.y + box.height
    changed = sum(intersection(box, region) for region in keyframe.changed)
    return under and bool(keyframe.changed) and changed < MAX_CHANGED_SHARE * box.width * box.height


def _is_rest(element: Element, other: Element) -> bool:
    """Whether a text with the same beginning was read: the pointer covers its end, or the text grew."""
    shorter, longer = sorted((normalise(element.label), normalise(other.label)), key=len)
    return len(shorter) > 1 and longer.startswith(shorter)


def _is_back(element: Element, later: Element) -> bool:
    """Whether an element is visible again: by its words, or for a switch by type and place."""
    return has_returned(element, later) or (element.type == later.type in TOGGLE_TYPES and is_unchanged(element, later))


def _as_clicked(element: Element, again: Element | None) -> Element:
    """Give a switch under the pointer that looks different the state of its next reading."""
    return replace(element, state=again.state) if again and element.type == again.type in TOGGLE_TYPES else element

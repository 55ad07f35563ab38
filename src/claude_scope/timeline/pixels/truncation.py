"""Finds labels whose end the pointer covers: "Placing" is the visible part of "Placing order…"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import around, centre, grown, holds, iou
from claude_scope.timeline.element_types import LABELLED_TYPES
from claude_scope.timeline.pixels.occlusion import is_of_pointer
from claude_scope.timeline.pixels.pointer_occlusion import pointer_positions
from claude_scope.timeline.text_compare import normalise, same_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.pixels.tracking import Tracks
    from claude_scope.values import Box, Element, Keyframe, Reading

HEIGHT_PX = 24
"""The height of an arrow pointer below its tip."""
MAX_POINTER_DISTANCE_PX = 48
"""A pointer further from an element than it is high, and a line of text, covers nothing of it."""
BEFORE_PX = 6
"""The OCR box of a line ends at most this far inside the arrow, which is narrow at its tip."""
AFTER_PX = 10
"""...and so far before it: the letter that the arrow cuts is not read. On a button, a whole word may not be."""
ASKEW_LINES = 1.0
"""Words stand in the middle of a button; whose right margin is wider by this much of their height lost their end."""
MIN_LOST = 2
"""One letter more is another word: "Like" and "Liked"."""
MIN_WHOLE_IOU = 0.9
"""A line that overlaps its button this much was read from the whole button."""

Place = tuple[int, int]


def restore_cut_off_labels(
    tracks: Tracks, readings: Sequence[Reading], keyframes: Sequence[Keyframe]
) -> tuple[Tracks, frozenset[Place]]:
    """The tracks with covered labels restored from other states, and the places of those without any.

    A place is a keyframe and the element in it. A label that another state shows as it is was not covered; what another
    state shows longer may be a later text, unless no more of the element changed in between than the pointer's place.
    """
    labels = [list(row) for row in tracks.labels]
    covered = {
        (k, j)
        for k, reading in enumerate(readings)
        for j, element in enumerate(reading.elements)
        if _is_covered(element, labels[k][j], reading, pointer_positions(keyframes, k))
    }
    covered |= _shortened(tracks, readings, keyframes)
    seen: dict[int, list[Place]] = {}
    for k, row in enumerate(tracks.numbers):
        for j, number in enumerate(row):
            if (k, j) not in covered:
                seen.setdefault(number, []).append((k, j))
    lost = set()
    for k, j in covered:
        others = [(o, i, tracks.labels[o][i]) for o, i in seen.get(tracks.numbers[k][j], [])]
        if any(same_text(label, labels[k][j]) for _, _, label in others):
            continue
        boxes = [
            (o, label, around((readings[k].elements[j].box, readings[o].elements[i].box))) for o, i, label in others
        ]
        longer = [(o, label, box) for o, label, box in boxes if _is_longer(label, labels[k][j])]
        whole = next((label for o, label, box in longer if _stayed(box, k, o, keyframes)), "")
        if whole:
            labels[k][j] = whole
        else:
            lost.add((k, j))
    return replace(tracks, labels=tuple(map(tuple, labels))), frozenset(lost)


def _shortened(tracks: Tracks, readings: Sequence[Reading], keyframes: Sequence[Keyframe]) -> set[Place]:
    """The buttons under the pointer that lost letters and whose words were read from the whole button.

    Where on it what is left stands is not known then, so that "11" may be all of a new text or the rest of "11F".
    """
    found = set()
    last: dict[int, Place] = {}
    for k, row in enumerate(tracks.numbers):
        for j, number in enumerate(row):
            before = last.get(number)
            last[number] = k, j
            element = readings[k].elements[j]
            if before is None or element.type not in LABELLED_TYPES:
                continue
            was = tracks.labels[before[0]][before[1]]
            if not _is_longer(was, tracks.labels[k][j], at_least=1) or not _fills(
                element, tracks.labels[k][j], readings[k]
            ):
                continue
            box = _last_words(readings[before[0]].elements[before[1]], was, readings[before[0]])
            tips = pointer_positions(keyframes, k)[:1]
            if box is not None and any(_lies_on_the_end(box, tip) for tip in tips):
                found.add((k, j))
    return found


def _fills(element: Element, label: str, reading: Reading) -> bool:
    """Whether the line of a label is as large as its button: OCR read the whole button."""
    box = _last_words(element, label, reading)
    return box is not None and iou(box, element.box) > MIN_WHOLE_IOU


def _lies_on_the_end(box: Box, tip: tuple[int, int]) -> bool:
    """Whether an arrow with this tip covers the last letters of a text."""
    x, y = tip
    return box.y - HEIGHT_PX < y < box.y + box.height and 0 <= box.x + box.width - x <= HEIGHT_PX


def _is_longer(whole: str, rest: str, at_least: int = MIN_LOST) -> bool:
    return bool(rest) and normalise(whole).startswith(normalise(rest)) and len(whole) - len(rest) >= at_least


def _stayed(box: Box, one: int, other: int, keyframes: Sequence[Keyframe]) -> bool:
    """Whether a box is unchanged between two keyframes except where the pointer was."""
    first, last = sorted((one, other))
    tips = [tip for k in range(first, last + 1) for tip in pointer_positions(keyframes, k)]
    return all(
        bool(keyframe.changed) and all(is_of_pointer(region, box, tips) for region in keyframe.changed)
        for keyframe in keyframes[first + 1 : last + 1]
    )


def _is_covered(element: Element, label: str, reading: Reading, tips: Sequence[tuple[int, int]]) -> bool:
    """Whether the last words of a label end where the pointer begins, and do not fill the button they stand on."""
    near = [tip for tip in tips if holds(element.box, tip, MAX_POINTER_DISTANCE_PX)]
    box = _last_words(element, label, reading) if label and near else None
    if box is None:
        return False
    if element.type not in LABELLED_TYPES:
        return any(_ends_at(box, tip, AFTER_PX) for tip in near)
    left, right = box.x - element.box.x, element.box.x + element.box.width - box.x - box.width
    return right - left >= ASKEW_LINES * box.height and any(_ends_at(box, tip, right) for tip in near)


def _last_words(element: Element, label: str, reading: Reading) -> Box | None:
    """The box of the last line of a label."""
    place = grown(element.box, 2)
    lines = [line for line in reading.lines if holds(place, centre(line.box))]
    ends = [line.box for line in lines if normalise(label).endswith(normalise(line.text))]
    if ends:
        return max(ends, key=lambda box: box.x + box.width)
    return element.box if element.type not in LABELLED_TYPES else None


def _ends_at(box: Box, tip: tuple[int, int], after_px: float) -> bool:
    """Whether the pointer is at the end of a text, or close behind it."""
    x, y = tip
    in_row = box.y - HEIGHT_PX < y < box.y + box.height
    return in_row and -after_px <= box.x + box.width - x <= BEFORE_PX

"""Checks the DOM against the picture: a contradiction between the two is often the bug.

A DOM text whose box in the picture is one flat colour is not shown. If OCR is certain of a text at a place where the
page has none and the DOM is not blind, the text is not in the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import grown, intersection
from claude_scope.timeline.captured.visible_elements import INTERACTIVE
from claude_scope.timeline.text_compare import similarity
from claude_scope.values import Observation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.geometry import Rect
    from claude_scope.timeline.captured.visible_elements import Seen
    from claude_scope.values import Box, Image, Line

CONTRADICTION = "contradiction"
MIN_STATE_MS = 500.0
"""A state that lasted at least this long was painted."""
MAX_FLAT_LEVELS = 10
"""The contrast of a flat colour: video coding adds a few levels, faint text has twenty."""
SAMPLE_PX = 4
"""The step of a first sample, every sixteenth pixel, which already has more than one colour in most places."""
MIN_TEXT_PX = 6
MIN_LETTERS = 3
MIN_CONFIDENCE = 0.95
MIN_READ_LETTERS = 5
"""A shorter OCR text may be an icon."""
NEAR_PX = 8
MAX_TOLD = 6
_NAMED = INTERACTIVE | {"tooltip", "img", "image", "progressbar", "meter", "listitem", "row"}


def not_shown(elements: Sequence[Seen], boxes: Sequence[Box], image: Image) -> tuple[Observation, ...]:
    """The DOM texts that the picture does not show; `boxes` are those of `elements` in frame pixels."""
    found = []
    if _has_one_colour(image[:: 2 * SAMPLE_PX, :: 2 * SAMPLE_PX]):
        return ()  # nothing was painted yet
    for item, box in zip(elements, boxes, strict=True):
        if item.role in _NAMED:
            continue  # icons may replace their texts
        text = item.text
        if sum(letter.isalnum() for letter in text) >= MIN_LETTERS and _is_flat(image, box):
            told = f'the page has "{text[:120]}" there, and the picture shows one flat colour'
            found.append(Observation(CONTRADICTION, told, box))
    return tuple(found[:MAX_TOLD])


def _is_flat(image: Image, box: Box) -> bool:
    """Whether the box is completely in the picture and of one colour."""
    height, width = image.shape[:2]
    left, top = round(box.x), round(box.y)
    right, bottom = round(box.x + box.width), round(box.y + box.height)
    if min(box.width, box.height) < MIN_TEXT_PX or left < 0 or top < 0 or right > width or bottom > height:
        return False
    part = image[top:bottom, left:right]
    return _has_one_colour(part[::SAMPLE_PX, ::SAMPLE_PX]) and _has_one_colour(part)


def _has_one_colour(part: Image) -> bool:
    return all(int(part[..., channel].max()) - int(part[..., channel].min()) <= MAX_FLAT_LEVELS for channel in range(3))


def is_unexplained(page: Sequence[Line], blind: Sequence[Box], place: Rect) -> bool:
    """Whether to run OCR at a place: the DOM is blind there, or has no text near it."""
    box = place.box()
    in_blind = any(intersection(box, item) for item in blind)
    return in_blind or not any(intersection(grown(line.box, NEAR_PX), box) for line in page)


def only_on_picture(read: Sequence[Line], page: Sequence[Line], blind: Sequence[Box]) -> tuple[Observation, ...]:
    """The texts of a picture that no DOM text explains, except where the DOM is blind."""
    found = [
        Observation(
            CONTRADICTION, f'the picture shows "{line.text[:120]}" there, and the page has no such text', line.box
        )
        for line in read
        if _is_certain(line)
        and not any(intersection(line.box, box) for box in blind)
        and not any(_explains(item, line) for item in page)
    ]
    return tuple(found[:MAX_TOLD])


def _explains(known: Line, line: Line) -> bool:
    return intersection(grown(known.box, NEAR_PX), line.box) > 0 or similarity(known.text, line.text) > 0.8


def in_blind_places(read: Sequence[Line], page: Sequence[Line], blind: Sequence[Box]) -> tuple[str, ...]:
    """The texts of a picture where the DOM is blind."""
    certain = (line for line in read if _is_certain(line) and not any(_explains(item, line) for item in page))
    found = (line.text for line in certain if any(intersection(line.box, box) for box in blind))
    return tuple(dict.fromkeys(found))[:MAX_TOLD]


def _is_certain(line: Line) -> bool:
    letters = sum(letter.isalnum() for letter in line.text)
    return line.confidence >= MIN_CONFIDENCE and letters >= MIN_READ_LETTERS

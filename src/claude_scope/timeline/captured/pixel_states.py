"""Finds changes of the picture without a change of the DOM.

The DOM does not show them: a canvas, a video, a class that only changes colours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import intersection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Keyframe

PAINT_MS = 1_000
"""A change within this time after a DOM change or an act is its consequence: most animations are over by then."""
MIN_STATE_MS = 500
EARLY_MS = 150
"""The times of video and page differ by a frame or two, and the beginning of a keyframe is known to 120 ms."""
MIN_COVERED_SHARE = 0.5
"""The minimum share of a change's area that must be where the DOM is blind."""
MIN_SHARE = 0.0005
"""A smaller share of the screen is a caret or a focus ring."""


def painted_after(pixels: Sequence[Keyframe], since_ms: float, until_ms: float) -> Keyframe | None:
    """The first change of the picture that a DOM state may have caused."""
    if until_ms - since_ms < MIN_STATE_MS:
        return None  # the next state follows so soon that it may have been painted
    until = min(until_ms - EARLY_MS, since_ms + PAINT_MS)
    return next(
        (
            pixel
            for pixel in pixels
            if since_ms - EARLY_MS <= pixel.since_ms <= until and pixel.changed_share >= MIN_SHARE
        ),
        None,
    )


def later_changes(pixels: Sequence[Keyframe], since_ms: float, until_ms: float) -> list[Keyframe]:
    """The changes of the picture within a state, except those that its beginning explains."""
    return [pixel for pixel in pixels if since_ms + PAINT_MS < pixel.since_ms < until_ms - EARLY_MS]


def is_explained(one: Keyframe, dom_ms: Sequence[float]) -> bool:
    """Whether the DOM changed, at one of `dom_ms`, shortly before a change of the picture or during it."""
    return any(one.since_ms - PAINT_MS <= time_ms <= one.timestamp_ms for time_ms in dom_ms)


def is_blind(one: Keyframe, blind: Sequence[Box]) -> bool:
    """Whether a change of the picture is mostly where the DOM is blind; boxes in frame pixels."""
    return covered_share(one.changed, blind) >= MIN_COVERED_SHARE


def covered_share(boxes: Sequence[Box], by: Sequence[Box]) -> float:
    """The share of boxes that other boxes cover."""
    area = sum(box.width * box.height for box in boxes)
    if not area:
        return 0.0
    return sum(min(box.width * box.height, sum(intersection(box, item) for item in by)) for box in boxes) / area

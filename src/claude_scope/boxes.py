"""Bounding boxes: overlap, containment, alignment; and points, as that of a pointer, that moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Keyframe

RESTS_PX = 6
"""A pointer that rests wobbles by less."""


def centre(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return box.x + box.width / 2, box.y + box.height / 2


def intersection(a: Box, b: Box) -> float:
    """The area that two boxes share."""
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return max(0.0, width) * max(0.0, height)


def iou(a: Box, b: Box) -> float:
    """Intersection over union, 0..1."""
    shared = intersection(a, b)
    union = a.width * a.height + b.width * b.height - shared
    return shared / union if union > 0 else 0.0


def contains(outer: Box, inner: Box, slack: float = 2.0) -> bool:
    """Whether `inner` lies in `outer`, give or take `slack` pixels."""
    return (
        inner.x >= outer.x - slack
        and inner.y >= outer.y - slack
        and inner.x + inner.width <= outer.x + outer.width + slack
        and inner.y + inner.height <= outer.y + outer.height + slack
    )


def holds(box: Box, point: tuple[float, float], slack: float = 0.0) -> bool:
    """Whether a point lies in a box grown by `slack` pixels."""
    x, y = point
    return box.x - slack <= x <= box.x + box.width + slack and box.y - slack <= y <= box.y + box.height + slack


def grown(box: Box, by: float) -> Box:
    """The box with `by` pixels more on every side."""
    return Box(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around some boxes, of which there is at least one."""
    left, top = min(b.x for b in boxes), min(b.y for b in boxes)
    return Box(left, top, max(b.x + b.width for b in boxes) - left, max(b.y + b.height for b in boxes) - top)


def gap(a: Box, b: Box) -> float:
    """How far two boxes are apart, along the axis on which they are further; 0.0 where they touch or overlap."""
    across = max(a.x - b.x - b.width, b.x - a.x - a.width)
    down = max(a.y - b.y - b.height, b.y - a.y - a.height)
    return max(0.0, across, down)


def scaled(box: Box, by: float) -> Box:
    """The box in another unit, for example CSS pixels times the device pixel ratio."""
    return Box(box.x * by, box.y * by, box.width * by, box.height * by)


def same_place(a: Box, b: Box, tolerance: float = 12.0) -> bool:
    """Whether two boxes stand at the same place although the text in them may be longer or shorter.

    They share their row and height, and their left edges, right edges or centres: text is aligned to one of them.
    """
    if iou(a, b) >= 0.5:
        return True
    tall, low = max(a.height, b.height), min(a.height, b.height)
    if tall > 1.7 * low or abs(centre(a)[1] - centre(b)[1]) > tall / 2:
        return False
    edges = (a.x - b.x, a.x + a.width - b.x - b.width, centre(a)[0] - centre(b)[0])
    return min(abs(edge) for edge in edges) <= tolerance


def has_moved(keyframe: Keyframe, pointer: tuple[int, int] | None) -> bool:
    """Whether the pointer is known to be elsewhere than where it was before (`pointer`); true if that is not known."""
    if keyframe.pointer is None or pointer is None:
        return True
    return max(abs(a - b) for a, b in zip(keyframe.pointer, pointer, strict=True)) > RESTS_PX

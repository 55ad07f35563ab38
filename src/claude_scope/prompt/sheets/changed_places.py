"""Crops a state to its changes: a few places, each with its surroundings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import Rect, around, centre, clip_places, contains, gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Moment

BESIDE_PX, ABOVE_PX = 48, 20
"""The context around a change, enough for the label next to a value and for the lines above and below."""
MIN_WIDTH, MIN_HEIGHT = 320, 112
"""Minimum size of a crop; a smaller one would show a badge without the element that has it."""
MAX_LABEL_WIDTH = 400
CONTROL_PX = 64
"""The longest side of the changed region of a checkbox, switch or star, including its changed surroundings."""
MAX_ROW_PX, MAX_COLUMN_PX = 700, 320
"""The greatest distance of a control from its labels: in a table of checkboxes they are at its edges."""
MAX_PLACES = 3
"""Maximum number of crops of one state; while there are more, the two places nearest to each other are joined."""


def changed_places(moment: Moment) -> list[Rect]:
    """The crops of a state in frame pixels, from the top; empty if it is unknown what changed."""
    width, height = moment.reading.width, moment.reading.height
    lines = [line.box for line in moment.reading.lines]
    changed = still_places(moment) or moment.keyframe.changed
    places = _joined([_with_context(_with_labels(box, lines)) for box in changed])
    while len(places) > MAX_PLACES:
        places = _joined(_nearest_joined(places))
    whole = _joined([_with_whole_words(place, lines) for place in places])
    return clip_places(sorted(whole, key=lambda box: (box.top, box.left)), width, height)


def still_places(moment: Moment) -> list[Box]:
    """The places where the picture changed, without regions that move all the time."""
    keyframe = moment.keyframe
    return [box for box in keyframe.changed if not any(contains(item, box) for item in keyframe.moving)]


def _with_labels(changed: Box, lines: Sequence[Box]) -> Box:
    """The changed region, including the labels of its row and column if it is a control without a label next to it."""
    if max(changed.width, changed.height) > CONTROL_PX or any(gap(line, changed) < BESIDE_PX for line in lines):
        return changed
    x, y = centre(changed)
    row = [line for line in lines if line.y <= y <= line.y + line.height and 0 < x - line.x - line.width <= MAX_ROW_PX]
    column = [
        line for line in lines if line.x <= x <= line.x + line.width and 0 < y - line.y - line.height <= MAX_COLUMN_PX
    ]
    beside, above = sorted(row, key=lambda box: box.x)[-1:], sorted(column, key=lambda box: box.y)[-1:]
    return around([changed, *beside, *above])


def _with_whole_words(place: Rect, lines: Sequence[Box]) -> Rect:
    """The place, grown so that it cuts off no short text, which may be the label of the change."""
    whole = place
    for box in lines:
        line = Rect(round(box.x) - 4, round(box.y) - 4, round(box.x + box.width) + 4, round(box.y + box.height) + 4)
        if line.width <= MAX_LABEL_WIDTH and line.touches(place):
            whole = whole.union(line)
    return whole


def _with_context(box: Box) -> Rect:
    beside = max(BESIDE_PX, (MIN_WIDTH - box.width) / 2)
    above = max(ABOVE_PX, (MIN_HEIGHT - box.height) / 2)
    right, bottom = box.x + box.width + beside, box.y + box.height + above
    return Rect(round(box.x - beside), round(box.y - above), round(right), round(bottom))


def _joined(places: Sequence[Rect]) -> list[Rect]:
    """The places, joined until no two share a pixel."""
    found: list[Rect] = []
    for place in places:
        whole = place
        while touching := [rect for rect in found if rect.touches(whole)]:
            found = [rect for rect in found if not rect.touches(whole)]
            for item in touching:
                whole = whole.union(item)
        found.append(whole)
    return found


def _nearest_joined(places: Sequence[Rect]) -> list[Rect]:
    """The places, after joining the two whose union adds the least area."""
    pairs = [(place, other) for at, place in enumerate(places) for other in places[at + 1 :]]
    one, other = min(pairs, key=lambda pair: pair[0].union(pair[1]).area - pair[0].area - pair[1].area)
    return [*(place for place in places if place not in (one, other)), one.union(other)]

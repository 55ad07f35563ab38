"""Leaves out states in which only the control under the mouse pointer looks different, because nothing happened there.

A control is highlighted when the pointer arrives and loses the highlight when the pointer leaves. The effect of a click
comes later, because people aim before they press.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import grown, intersection
from claude_scope.timeline.claims.pair import POINTER
from claude_scope.timeline.claims.rows.row_diff import row_diff
from claude_scope.timeline.claims.rows.text_rows import text_rows
from claude_scope.timeline.claims.typed_text import typed_text
from claude_scope.timeline.uncovered_texts import uncovered
from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Keyframe, Keyframes, Reading, Rest

EARLY_MS, ARRIVED_MS, LEFT_MS = 100, 160, 130
"""A hover effect begins at most this long before or after the pointer is first seen at rest, and ends at most this long
before the pointer is last seen there. Samples are 120 ms apart."""
MAX_WIDTH, MAX_HEIGHT = 700.0, 140.0
"""The largest size of a hover effect: a row of a menu, a large button."""
REACH_PX = 16.0
MAX_SHARE = 0.04


def without_hover_states(keyframes: Keyframes, readings: Sequence[Reading]) -> tuple[Keyframes, list[Reading]]:
    """The keyframes and their readings, without those that differ from the previous one only under the pointer."""
    begun = [frame.since_ms for frame in keyframes.frames]
    rests = _arrivals([rest for frame in keyframes.frames for rest in frame.rests])
    lit = [rest for rest in rests if any(_comes(rest, at_ms) for at_ms in begun)]
    frames: list[Keyframe] = []
    kept: list[Reading] = []
    last: Reading | None = None
    legible = uncovered(keyframes.frames, readings)
    for frame, reading, plain in zip(keyframes.frames, readings, legible, strict=True):
        if last and _is_hover(frame, rests, lit) and not _says_something_else(last, plain, frame):
            frames[-1] = replace(frames[-1], until_ms=frame.until_ms, rests=(*frames[-1].rests, *frame.rests))
        else:
            frames.append(frame)
            kept.append(reading)
            last = plain
    return replace(keyframes, frames=tuple(frames)), kept


def _is_hover(frame: Keyframe, rests: Sequence[Rest], lit: Sequence[Rest]) -> bool:
    """Whether a state began when the pointer arrived or left, and changed only what is or was under the pointer.

    Leaving counts only for rests in `lit`: those where the picture changed when the pointer arrived.
    """
    here = [
        *(rest for rest in rests if _comes(rest, frame.since_ms)),
        *(rest for rest in lit if 0 <= rest.until_ms - frame.since_ms <= LEFT_MS),
    ]
    places = [grown(rest.box, REACH_PX) for rest in here]
    is_small = frame.changed_share <= MAX_SHARE and not frame.transient
    return bool(is_small and places and frame.changed) and all(
        box.width <= MAX_WIDTH and box.height <= MAX_HEIGHT and any(intersection(box, place) > 0 for place in places)
        for box in frame.changed
    )


def _arrivals(rests: Sequence[Rest]) -> list[Rest]:
    """The rests that the pointer reached from elsewhere; a new rest at the same place follows a press there."""
    pairs = zip(rests[1:], rests, strict=False)
    return [*rests[:1], *(rest for rest, last in pairs if intersection(grown(last.box, REACH_PX), rest.box) == 0)]


def _comes(rest: Rest, at_ms: int) -> bool:
    return -EARLY_MS <= at_ms - rest.since_ms <= ARRIVED_MS


def _says_something_else(before: Reading, after: Reading, frame: Keyframe) -> bool:
    """Whether a text outside the pointer appeared, disappeared or changed, or the number of checked boxes changed."""
    if not (before.was_read and after.was_read) or _checked(before, frame) != _checked(after, frame):
        return True
    was, now = text_rows(before.lines), text_rows(after.lines)
    if typed_text(was, now, frame.changed) is not None:
        return True
    diff = row_diff(was, now, frame.changed)
    covered = list(_covered(frame))
    went = [*diff.went, *(old for old, _ in diff.became)]
    misread = [old for old in went if any(intersection(old.box, box) > 0 for box in covered)]
    came = [*diff.came, *(new for _, new in diff.became)]
    is_new = any(not any(intersection(new.box, old.box) > 0 for old in misread) for new in came)
    return is_new or len(misread) < len(went)


def _checked(reading: Reading, frame: Keyframe) -> int:
    """The number of checked boxes in the regions that changed."""
    checked = [element.box for element in reading.elements if "checked" in element.state]
    return sum(any(intersection(box, item) > 0 for item in frame.changed) for box in checked)


def _covered(frame: Keyframe) -> Iterator[Box]:
    """The boxes that the picture of the pointer may cover."""
    if frame.pointer is not None:
        x, y = frame.pointer
        yield Box(x + POINTER.x, y + POINTER.y, POINTER.width, POINTER.height)
    yield from (rest.box for rest in frame.rests if max(rest.box.width, rest.box.height) <= POINTER.height)

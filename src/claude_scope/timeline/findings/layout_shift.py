"""Finds layout shifts: elements moved up or down although the person did nothing. An inference."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.geometry import around
from claude_scope.timeline.diff.moved import MOVED_PX
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import EventKind, Observation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Moment, UiElement

MIN_SHIFTED = 3
"""The layout shifted if this many elements moved alike; fewer are one moving object."""
MIN_IDLE_MS = 900
"""A person clicks sooner: after a longer rest, a change is no response to a click."""
COLUMN_TOLERANCE_PX = 3


def find_layout_shifts(moments: Sequence[Moment], _: int | None = None) -> dict[int, tuple[Observation, ...]]:
    """Layout shifts, by the index of the moment that shows the layout after it."""
    found: dict[int, tuple[Observation, ...]] = {}
    for index in range(1, len(moments)):
        before, now = moments[index - 1], moments[index]
        if _came_by_itself(before, now) and (observation := _layout_shift(before, now)) is not None:
            found[index] = (observation,)
    return found


def _came_by_itself(before: Moment, now: Moment) -> bool:
    """Whether the pointer rested on no control, and nobody typed or navigated."""
    began = now.keyframe.since_ms
    rests = [rest for rest in before.keyframe.rests if rest.since_ms <= began - MIN_IDLE_MS and rest.until_ms >= began]
    typed = any(c.what in ("value", "state") for c in now.changes)
    calm = now.kind not in (EventKind.NAVIGATION, EventKind.INITIAL) and not now.summary.startswith("The content")
    return bool(rests) and now.pointed is None and not typed and calm and not now.keyframe.skipped


def _layout_shift(before: Moment, now: Moment) -> Observation | None:
    earlier = {e.id: e for e in before.elements}
    moved = [(earlier[e.id], e) for e in now.elements if e.id in earlier and _moved_straight(earlier[e.id], e)]
    offsets = Counter(round(new.box.y - old.box.y) // 4 for old, new in moved)
    if not offsets or offsets.most_common(1)[0][1] < MIN_SHIFTED:
        return None
    usual = offsets.most_common(1)[0][0]
    together = [(old, new) for old, new in moved if abs(round(new.box.y - old.box.y) // 4 - usual) <= 1]
    by = round(together[0][1].box.y - together[0][0].box.y)
    first = min((new for _, new in together), key=lambda e: e.box.y)
    text = (
        f'{len(together)} elements from "{first.label}" on jumped {"down" if by > 0 else "up"} by {abs(by)} px at '
        f"{clock(now.keyframe.since_ms)} while the pointer rested (inferred: something above them came or went)"
    )
    return Observation("jumped", text, around([new.box for _, new in together]))


def _moved_straight(old: UiElement, new: UiElement) -> bool:
    return (
        bool(new.label)
        and same_text(old.label, new.label)
        and abs(new.box.x - old.box.x) <= COLUMN_TOLERANCE_PX
        and abs(new.box.y - old.box.y) >= MOVED_PX
    )

"""Finds keyframes to retract: ticks of a clock, pauses in typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.keyframes.changes.blobs import STEP, absolute_difference, bounding_box, connected_tiles
from claude_scope.keyframes.changes.tiles import TILE
from claude_scope.keyframes.found_state import RetractedState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.geometry import Rect
    from claude_scope.keyframes.changes.periodic_changes import TickDetector
    from claude_scope.keyframes.changes.tiles import Grid, Ids, Luma

MAX_RETRACTABLE = 16
"""At most this many states may be retracted: the ticks of a clock until its rhythm is certain, and other states between
the ticks.
"""

PAUSE_MS = 1000
"""A user who continues to type within this time was not done; a user who reads the text takes longer."""

LINE = 64
"""A line of text is at most this high in pixels, in whole tiles."""

COUNTER = 8
"""At most this many tiles are covered by a characters-remaining counter."""

TYPED_ON = 32
"""Largest distance in pixels between typed text and the text that is typed next, in whole tiles."""

WRITTEN_OVER = 0.1
"""Largest share of a new text's changed pixels that were not background: a caret was in the way, but no other text."""

Pair = tuple["Luma", "Luma"]
"""A picture and the next one."""


class StoredState(NamedTuple):
    """A stored state: the time of its picture, when it began, and the tiles it changed."""

    time_ms: int
    since_ms: int
    ids: Ids


class RetractableStates:
    """The latest states, which may still be retracted. The first state of a recording is never retracted."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._kept: list[StoredState] = []

    def add(self, kept: StoredState) -> None:
        """Remember a state."""
        self._kept.append(kept)
        del self._kept[:-MAX_RETRACTABLE]

    def take_later_picture(self, time_ms: int) -> None:
        """Note that the picture of the last state is now the one of this time."""
        if self._kept:
            self._kept[-1] = self._kept[-1]._replace(time_ms=time_ms)

    def retract_ticks(self, ticks: TickDetector) -> Iterator[RetractedState]:
        """Retract states that changed nothing but ticking tiles."""
        for kept in list(self._kept):
            if ticks.at(kept.since_ms)[kept.ids].all():
                self._kept.remove(kept)
                yield RetractedState(kept.time_ms)

    def retract_typing_pause(self, ids: Ids, until_ms: int | None, shown: Pair) -> StoredState | None:
        """Remove and return the last state if it was a typing pause: it was short, and the next change continues it.

        `shown` are its picture and the next one. Text continues on empty background; a number changes in place. All
        other changes of the state must still be there, or have changed like a characters-remaining counter.
        """
        if not self._kept or until_ms is None:
            return None
        last = self._kept[-1]
        if until_ms - last.since_ms > PAUSE_MS:
            return None
        brought, changed = connected_tiles(self._grid, last.ids), connected_tiles(self._grid, ids)
        texts = [
            (old, new)
            for old in brought
            for new in changed
            if _continues(bounding_box(self._grid, old), bounding_box(self._grid, new), shown)
        ]
        if not texts:
            return None
        typed = np.concatenate([tiles for pair in texts for tiles in pair])
        others = [group for group in changed if not np.isin(group, typed).any()]
        if any(len(group) > COUNTER and np.isin(group, last.ids).any() for group in others):
            return None
        self._kept.pop()
        return last


def _continues(old: Rect, new: Rect, shown: Pair) -> bool:
    """Whether a new text continues the line of an old one, which may be longer, as a placeholder is."""
    is_line = max(old.height, new.height) <= LINE and new.top < old.bottom and old.top < new.bottom
    goes_on = is_line and old.left < new.left <= old.right + TYPED_ON
    return goes_on and _was_written(shown, new._replace(left=new.left + TILE))


def _was_written(shown: Pair, area: Rect) -> bool:
    """Whether the changed pixels were background before and are not background now, judged row by row."""
    before, after = (area.of(luma) for luma in shown)
    if not before.size:
        return True
    changed = absolute_difference(before, after) >= STEP
    was, now = (np.abs(part - np.median(part, axis=1, keepdims=True)) >= STEP for part in (before, after))
    return bool(changed[was].sum() <= WRITTEN_OVER * changed.sum() and changed[now].sum() >= 0.5 * changed.sum())

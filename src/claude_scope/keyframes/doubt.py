"""States that turn out later to be none: a clock's ticks, a pause in typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.keyframes.blobs import bounds, groups
from claude_scope.keyframes.state import TakenBack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.keyframes.ticks import Ticks
    from claude_scope.keyframes.tiles import Grid, Ids
    from claude_scope.rect import Rect

MOST = 16
"""States that may be taken back: as many as a clock shows until its rhythm is sure, and others in between."""

PAUSE_MS = 1100
"""Whoever types on before this has passed was not done; who looks at what was typed takes longer."""

LINE = 64
"""Pixels: a line of text, as whole tiles, is lower than this."""

TYPED_ON = 32
"""Pixels between the end of what was typed and what is typed next, as whole tiles."""


class Kept(NamedTuple):
    """A state that was kept: the time of its picture, since when it stood, and what it brought."""

    time_ms: int
    since_ms: int
    ids: Ids


class Doubts:
    """The states kept last, as long as they may be taken back. The first state of a recording is never among them."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._kept: list[Kept] = []

    def add(self, kept: Kept) -> None:
        """Remember a state."""
        self._kept.append(kept)
        del self._kept[:-MOST]

    def ticked(self, ticks: Ticks) -> Iterator[TakenBack]:
        """Take back the states that brought nothing but what ticks."""
        for kept in list(self._kept):
            if np.isin(kept.ids, ticks.at(kept.since_ms)).all():
                self._kept.remove(kept)
                yield TakenBack(kept.time_ms)

    def typed_on(self, ids: Ids, until_ms: int | None) -> Kept | None:
        """The state kept last, if it was a pause in typing: left soon, and what changed continues a text it brought.

        All else that it brought has to be there still, or to have changed in place as a counter of letters does.
        """
        if not self._kept or until_ms is None:
            return None
        last = self._kept[-1]
        if until_ms - last.since_ms > PAUSE_MS:
            return None
        brought, changed = groups(self._grid, last.ids), groups(self._grid, ids)
        texts = [
            (old, new)
            for old in brought
            for new in changed
            if _continues(bounds(self._grid, old), bounds(self._grid, new))
        ]
        if not texts:
            return None
        typed = np.concatenate([tiles for pair in texts for tiles in pair])
        others = np.concatenate([group for group in changed if not np.isin(group, typed).any()] or [ids[:0]])
        if not np.isin(others, last.ids).all():
            return None
        self._kept.pop()
        return last


def _continues(old: Rect, new: Rect) -> bool:
    """Whether a text goes on in the line of another one, which may have been longer: a placeholder that went."""
    is_line = max(old.height, new.height) <= LINE and new.top < old.bottom and old.top < new.bottom
    return is_line and old.left < new.left <= old.right + TYPED_ON

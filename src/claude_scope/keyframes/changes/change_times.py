"""Records when each tile changed since the last keyframe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from claude_scope.keyframes.changes.page_changes import ChangedTiles
    from claude_scope.keyframes.changes.tiles import Ids

_LATER = 1 << 40
"""The time, in milliseconds, that means never."""

_FIRST_SHARE = 20
"""One in this many changed tiles may have changed earlier for another reason."""


class ChangeTimes:
    """Records which of `size` tiles changed in any way, and when the page or an animation changed them."""

    def __init__(self, size: int) -> None:
        self.touched: npt.NDArray[np.bool_] = np.zeros(size, bool)
        """Which tiles changed for any reason, including the pointer and animation."""
        self._page_first_ms = np.full(size, _LATER)
        self._moved_first_ms = np.full(size, _LATER)
        self._page_last_ms = np.full(size, -_LATER)
        self._last_ms = np.full(size, -_LATER)

    def note(self, time_ms: int, changed: ChangedTiles) -> None:
        """Record the changes at this time; times must increase."""
        self.touched[changed.all] = True
        self._last_ms[changed.all] = time_ms
        _note_first(self._moved_first_ms, time_ms, changed.moved)
        _note_first(self._page_first_ms, time_ms, changed.page)
        self._page_last_ms[changed.page] = time_ms

    def forget(self) -> None:
        """Forget all changes: a keyframe shows the current screen."""
        self.touched[:] = False
        self._page_first_ms[:] = self._moved_first_ms[:] = _LATER

    def forget_until(self, time_ms: int) -> None:
        """Forget changes up to this time: a keyframe shows them."""
        for first_ms in (self._page_first_ms, self._moved_first_ms):
            before = first_ms <= time_ms
            first_ms[before] = np.where(self._page_last_ms > time_ms, self._page_last_ms, _LATER)[before]

    def began(self, ids: Ids, animated: npt.NDArray[np.bool_]) -> int | None:
        """The time when the given tiles began to change, ignoring the first 5 %; None if they did not change.

        In tiles that are `animated`, (n,), every move counts; in the others, only the changes that the page made.
        """
        first_ms = np.sort(np.where(animated, self._moved_first_ms[ids], self._page_first_ms[ids]))
        began_ms = int(first_ms[len(first_ms) // _FIRST_SHARE]) if len(first_ms) else _LATER
        return None if began_ms == _LATER else began_ms

    def rested(self, time_ms: int) -> Ids:
        """The tiles in which nothing moved after this time."""
        return np.flatnonzero(self._last_ms <= time_ms)

    def ended(self, ids: Ids) -> float:
        """The time when the page last changed the given tiles, as the median over the tiles."""
        return float(np.median(self._page_last_ms[ids]))


def _note_first(first_ms: npt.NDArray[np.int64], time_ms: int, ids: Ids) -> None:
    if len(ids):
        first_ms[ids] = np.minimum(first_ms[ids], time_ms)

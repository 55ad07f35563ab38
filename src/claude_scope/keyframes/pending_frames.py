"""Decides which frames stay in memory until it is known whether they show a state."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from claude_scope.keyframes.changes.activity import PendingFrame, Sample
from claude_scope.keyframes.frame import FramePool, luma

if TYPE_CHECKING:
    from claude_scope.keyframes.changes.tiles import Grid

STILL_MS = 140
"""Content that is still for this long may be a toast of 250 ms, since sampling may hide the rest of that time."""

PICTURE_MS = 1100
"""The picture of a settled state is taken up to this long after the state began, if it still lasts: a still page is
recorded once a second, and by then the codec has sharpened it."""

HOLD_MS = 200
"""While the screen changes all the time, a frame is kept this often: it is enough to show any state of 250 ms."""

POINTER_HOLD_MS = 400
"""The interval while so little changes that it may be only the pointer: copies cost a tenth of the decoding."""

POINTER_GROUPS = 2
POINTER_TILES = 16
"""A pointer changes at most this many groups and tiles: it leaves one place and arrives at another, and one of 32 x 32
pixels covers at most nine tiles in each."""


class PendingFrames:
    """Keeps frames in memory only while no picture of their state exists."""

    def __init__(self, grid: Grid, window_bytes: int, *, in_colour: bool) -> None:
        self._most = max(4, window_bytes // (grid.height * grid.width * 3 // 2))
        self._times_ms: deque[int] = deque()
        self._pool = FramePool(in_colour=in_colour)
        self._latest_ms: int | None = None
        self._changed_ms = 0
        self._only_pointer = False

    @property
    def exceed_memory(self) -> bool:
        """Whether the frames need more than the memory budget."""
        return len(self._times_ms) > self._most

    def decide(self, sample: Sample, next_ms: int) -> None:
        """Keep or release the frame of a sample, now that the time of the next one is known.

        Until there is a picture late enough after the last change, still frames are kept, and occasionally a copy of a
        moving one. After that, no frame is kept.
        """
        if sample.held is None:
            return
        if not sample.is_quiet or (len(sample.unexplained) and self._is_still(sample, next_ms)):
            self._changed_ms = sample.time_ms
        self._only_pointer &= _may_be_pointer(sample)
        if self._is_pictured or not (self._is_still(sample, next_ms) or self._is_due(sample)):
            sample.held = None
            return
        if not self._is_still(sample, next_ms):
            frame = self._pool.copy(sample.held.frame)
            sample.held = PendingFrame(sample.time_ms, frame, luma(frame))
        self._times_ms.append(sample.time_ms)
        self._latest_ms = sample.time_ms
        self._only_pointer = True

    def judged_until(self, time_ms: int) -> None:
        """Note that the frames up to this time are judged."""
        while self._times_ms and self._times_ms[0] <= time_ms:
            self._times_ms.popleft()

    @property
    def _is_pictured(self) -> bool:
        return self._latest_ms is not None and self._latest_ms - self._changed_ms >= PICTURE_MS

    def _is_still(self, sample: Sample, next_ms: int) -> bool:
        return next_ms - sample.time_ms >= STILL_MS

    def _is_due(self, sample: Sample) -> bool:
        least_ms = POINTER_HOLD_MS if self._only_pointer else HOLD_MS
        return self._latest_ms is None or sample.time_ms - self._latest_ms >= least_ms


def _may_be_pointer(sample: Sample) -> bool:
    return not len(sample.large) and len(sample.patches) <= POINTER_GROUPS and len(sample.active) <= POINTER_TILES

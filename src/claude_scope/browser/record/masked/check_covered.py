"""Checks each masked place that a capture notes on the pictures of its masked copy.

This is the second opinion on a copy before it is handed on. It reads the events anew and has a geometry of its own: a
mistake of what draws the covering must not repeat itself here, so nothing may be imported from there.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any, TypeGuard, cast

import numpy as np

from claude_scope.errors import WorkFailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

_BRIGHT_LEVEL = 48
"""A pixel of the covering has no colour brighter than this of 255: 3 was the most that the codec left in the copies of
`benchmarks.masked_copies`. Letters that are legible on black are brighter."""
_EDGE_PX = 1.0
"""Of each side of a place: noted boxes are rounded up."""
_COLUMNS = 9
_X, _Y, _RIGHT, _BOTTOM, _SINCE, _UNTIL = range(6)


def check_covered(copy: Path, events: Iterable[Mapping[str, Any]], start_ms: float) -> None:
    """Check every place at every time that the video shows it; `start_ms` is the epoch time of the video's begin.

    Raises:
        WorkFailed: a place is not covered.
    """
    log = _Log()
    for event in events:
        log.read(event)
    pending: dict[str, _Pending] = {}
    for picture, begin_ms, end_ms in _pictures(copy, start_ms):
        area = None
        for page, since_ms, until_ms in log.shown(begin_ms, end_ms):
            if page not in pending:
                pending[page] = _Pending(log.rows(page, picture.shape[1], picture.shape[0]))
            boxes = pending[page].at(since_ms, until_ms)
            if boxes.size:
                area = _bright_sums(picture) if area is None else area
                _require_dark(boxes, area, page, begin_ms - start_ms)


@dataclass
class _Log:
    """What the events say: the boxes of each page with their times, and which page is shown from when."""

    boxes: dict[str, array[float]] = field(default_factory=lambda: defaultdict(lambda: array("d")))
    """By page, `_COLUMNS` numbers each: since, until; x, y, width, height; those of the viewport; 1 for a frame."""
    shows: list[tuple[float, str]] = field(default_factory=list)
    holding: set[str] = field(default_factory=set)
    """Pages with a frame of another origin that has masked values, so that the frame as a whole is masked."""
    _open: dict[str, dict[str, tuple[str, range]]] = field(default_factory=lambda: defaultdict(dict))
    """By page and frame: the document, and which boxes it noted last."""
    _documents: dict[str, str] = field(default_factory=dict)

    def read(self, event: Mapping[str, Any]) -> None:
        """Read one event."""
        kind, page, time = event.get("kind"), str(event.get("page", "")), event.get("t")
        if not _is_finite(time):
            return
        if kind == "page" and event.get("event") == "show":
            self.shows.append((time, page))
        elif kind == "document":
            self._begin(page, str(event.get("document", "")), time)
        elif kind == "masked" and event.get("inside") is True:
            if event.get("boxes") or event.get("words"):
                self.holding.add(page)
        elif kind == "masked":
            self._note(page, time, event)

    def _begin(self, page: str, document: str, time: float) -> None:
        """A document began: boxes of the one before need no longer be covered, though they are for a while."""
        if self._documents.get(page) == document:
            return
        self._documents[page] = document
        for frame, (owner, noted) in [*self._open[page].items()]:
            if owner != document:
                self._end(page, noted, time)
                del self._open[page][frame]

    def _note(self, page: str, time: float, event: Mapping[str, Any]) -> None:
        """A frame noted its boxes; those of its last note were valid until it looked then."""
        frame, since, view = str(event.get("frame", "")), event.get("since"), event.get("viewport")
        _, before = self._open[page].get(frame, ("", range(0)))
        self._end(page, before, since if _is_finite(since) else time)
        boxes = self.boxes[page]
        first = len(boxes) // _COLUMNS
        for key in ("boxes", "words", "frames"):
            for row in event[key] if isinstance(event.get(key), list) else ():
                if _are_numbers(row, 5) and _are_numbers(view, 2) and min(view) > 0:
                    boxes.extend((time, inf, *row[1:], *view, key == "frames"))
        self._open[page][frame] = str(event.get("document", "")), range(first, len(boxes) // _COLUMNS)

    def _end(self, page: str, noted: range, until: float) -> None:
        """End the validity of boxes, not before it began."""
        boxes = self.boxes[page]
        for at in noted:
            boxes[at * _COLUMNS + 1] = max(boxes[at * _COLUMNS], until)

    def shown(self, begin_ms: float, end_ms: float) -> Iterator[tuple[str, float, float]]:
        """The pages that are shown in a time, each with its part of it."""
        if not self.shows:
            yield from ((page, begin_ms, end_ms) for page in self.boxes)
            return
        self.shows.sort()
        times = [time for time, _ in self.shows]
        for at in range(max(0, int(np.searchsorted(times, begin_ms, "right")) - 1), len(times)):
            if times[at] >= end_ms:
                break
            after = times[at + 1] if at + 1 < len(times) else inf
            yield self.shows[at][1], max(begin_ms, times[at]), min(end_ms, after)

    def rows(self, page: str, width: int, height: int) -> NDArray[np.float64]:
        """What has to be covered of a page: left, top, right, bottom in pixels, since, until; in the order of time."""
        listed = np.array(self.boxes[page]).reshape(-1, _COLUMNS)
        listed = listed[(listed[:, -1] == 0) | (page in self.holding)]
        times, box, view = listed[:, :2], listed[:, 2:6], listed[:, 6:8]
        scale = np.minimum(width / view[:, 0], height / view[:, 1])[:, None]
        inset = (np.array([width, height]) - view * scale) / 2
        first = inset + np.maximum(box[:, :2], 0) * scale + _EDGE_PX
        last = inset + np.minimum(box[:, :2] + box[:, 2:], view) * scale - _EDGE_PX
        rows = np.hstack([np.ceil(first), np.floor(last), times])
        rows = rows[(rows[:, _X] < rows[:, _RIGHT]) & (rows[:, _Y] < rows[:, _BOTTOM])]
        return rows[np.argsort(rows[:, _SINCE], kind="stable")]


@dataclass
class _Pending:
    """The rows of a page that are still to be checked, as time goes on."""

    rows: NDArray[np.float64]
    present: NDArray[np.float64] = field(init=False)
    boxes: NDArray[np.int64] = field(init=False)
    """The boxes of the present rows, a side each; none twice."""
    _taken: int = 0

    def __post_init__(self) -> None:
        self._hold(self.rows[:0])

    def at(self, since_ms: float, until_ms: float) -> NDArray[np.int64]:
        """The boxes that are valid in a time, which is not before the last one."""
        upto = max(self._taken, int(np.searchsorted(self.rows[:, _SINCE], until_ms, "left")))
        if upto > self._taken or (self.present[:, _UNTIL] < since_ms).any():
            rows = np.vstack([self.present, self.rows[self._taken : upto]])
            self._hold(rows[rows[:, _UNTIL] >= since_ms])
            self._taken = upto
        return self.boxes

    def _hold(self, rows: NDArray[np.float64]) -> None:
        self.present = rows
        self.boxes = np.unique(rows[:, :_SINCE].astype(np.int64), axis=0).T


def _pictures(copy: Path, start_ms: float) -> Iterator[tuple[NDArray[Any], float, float]]:
    """Each picture of the copy, and the epoch times from and until which it is shown."""
    import av

    shown, shown_ms = None, 0.0
    with av.open(str(copy)) as container:
        for frame in container.decode(video=0):
            time_ms = start_ms + (frame.time or 0.0) * 1000
            if shown is not None:
                yield shown, shown_ms, time_ms
            shown, shown_ms = frame.to_ndarray(format="rgb24"), time_ms
    if shown is not None:
        yield shown, shown_ms, shown_ms + 1


def _bright_sums(picture: NDArray[Any]) -> NDArray[np.int32]:
    """How many bright pixels lie above and to the left of each pixel, so that four numbers tell of a box."""
    sums = np.zeros((picture.shape[0] + 1, picture.shape[1] + 1), np.int32)
    sums[1:, 1:] = (picture > _BRIGHT_LEVEL).any(axis=2).cumsum(axis=0, dtype=np.int32).cumsum(axis=1)
    return sums


def _require_dark(boxes: NDArray[np.int64], sums: NDArray[np.int32], page: str, at_ms: float) -> None:
    x, y, right, bottom = boxes
    bright = sums[bottom, right] - sums[y, right] - sums[bottom, x] + sums[y, x]
    if not bright.any():
        return
    worst = int(bright.argmax())
    minutes, seconds = divmod(at_ms / 1000, 60)
    raise WorkFailed(
        f"The masked copy would still show a masked place at {int(minutes)}:{seconds:04.1f} (page {page}, "
        f"{right[worst] - x[worst]}x{bottom[worst] - y[worst]} pixels at {x[worst]}, {y[worst]}), so it was not "
        "written; leave the video out with --no-video."
    )


def _are_numbers(listed: object, count: int) -> TypeGuard[list[float]]:
    return isinstance(listed, list) and len(listed) == count and all(map(_is_finite, listed))


def _is_finite(value: object) -> TypeGuard[float]:
    return type(value) in (int, float) and abs(cast("float", value)) < 1e14

"""Checks in the pictures of a masked copy that every masked place of the capture is covered.

The check runs before the copy is written. It reads the events again and computes the places itself, and imports nothing
from the code that draws the covering, so that the two cannot share a mistake.
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

_BRIGHT_LEVEL = 16
"""No colour channel of a covered pixel is above this level, of 255. In the copies of `benchmarks.masked_copies`, the
codec left levels of at most 3. Letters that can be read on black are brighter."""
_EDGE_PX = 1.0
"""The margin of a place that is not checked, since recorded boxes are rounded up."""
_ANY_PAGE = "unknown"
"""Stands for all pages of a capture without `show` events."""
_MAX_AREAS = 4
"""Maximum number of areas in memory: one has four bytes per pixel, and a hostile capture may show
thousands of pages.
"""
_COLUMNS = 9
_X, _Y, _RIGHT, _BOTTOM, _SINCE, _UNTIL = range(6)


def check_covered(copy: Path, events: Iterable[Mapping[str, Any]], start_ms: float) -> None:
    """Check every place at every time that the video shows it; `start_ms` is the epoch time of the video's beginning.

    Raises:
        WorkFailed: a place is not covered.
    """
    log = _Log()
    for event in events:
        log.read(event)
    log.shows.sort()
    areas: dict[str, _Area] = {}
    for picture, begin_ms, end_ms in _pictures(copy, start_ms):
        height, width, _ = picture.shape
        bright: NDArray[np.bool_] | None = None
        for page, since_ms, until_ms in log.shown(begin_ms, end_ms):
            if page not in areas:
                if len(areas) == _MAX_AREAS:
                    areas.clear()
                areas[page] = _Area(log.rows(page, width, height), width, height)
            area = areas[page].at(since_ms, until_ms)
            if area is None:
                continue
            bright = np.any(picture > _BRIGHT_LEVEL, axis=2) if bright is None else bright
            if (area & bright).any():
                raise _uncovered(areas[page].boxes(since_ms, until_ms), bright, page, begin_ms - start_ms)


@dataclass
class _Log:
    """The boxes of each page with their times, and the times at which each page is shown."""

    boxes: dict[str, array[float]] = field(default_factory=lambda: defaultdict(lambda: array("d")))
    """By page, `_COLUMNS` numbers per box: since, until; x, y, width, height; viewport width, height; 1 for a frame."""
    shows: list[tuple[float, str]] = field(default_factory=list)
    holding: set[str] = field(default_factory=set)
    """Pages with a frame of another origin that has masked values, which is masked as a whole."""
    _open: dict[str, dict[str, tuple[str, range]]] = field(default_factory=lambda: defaultdict(dict))
    """By page and frame: the document and its last boxes."""
    _documents: dict[str, str] = field(default_factory=dict)
    _now: int = 0
    """The index in `shows` of the page that was shown at the last requested time."""

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
            if event.get("boxes"):
                self.holding.add(page)
        elif kind == "masked":
            self._note(page, time, event)

    def _begin(self, page: str, document: str, time: float) -> None:
        """A document began: the previous document's boxes need not be covered any longer."""
        if self._documents.get(page) == document:
            return
        self._documents[page] = document
        for frame, (owner, noted) in [*self._open[page].items()]:
            if owner != document:
                self._end(page, noted, time)
                del self._open[page][frame]

    def _note(self, page: str, time: float, event: Mapping[str, Any]) -> None:
        """A frame recorded its boxes; its previous boxes were valid until then."""
        frame, since, view = str(event.get("frame", "")), event.get("since"), event.get("viewport")
        _, before = self._open[page].get(frame, ("", range(0)))
        self._end(page, before, since if _is_finite(since) else time)
        boxes = self.boxes[page]
        first = len(boxes) // _COLUMNS
        for key in ("boxes", "frames"):
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
        """The pages that are shown in an interval, each with its part of it. Each call is for a later interval."""
        if not self.shows and self.boxes:
            yield _ANY_PAGE, begin_ms, end_ms
        while self._now + 1 < len(self.shows) and self.shows[self._now + 1][0] <= begin_ms:
            self._now += 1
        for at in range(self._now, len(self.shows)):
            time, page = self.shows[at]
            if time >= end_ms:
                break
            after = self.shows[at + 1][0] if at + 1 < len(self.shows) else inf
            yield page, max(begin_ms, time), min(end_ms, after)

    def rows(self, page: str, width: int, height: int) -> NDArray[np.float64]:
        """The places to cover on a page: left, top, right, bottom in pixels, since, until; in order of time."""
        listed = np.vstack([self._listed(item) for item in ([page] if self.shows else self.boxes)])
        times, box, view = listed[:, :2], listed[:, 2:6], listed[:, 6:8]
        scale = np.minimum(width / view[:, 0], height / view[:, 1])[:, None]
        inset = (np.array([width, height]) - view * scale) / 2
        first = inset + np.maximum(box[:, :2], 0) * scale + _EDGE_PX
        last = inset + np.minimum(box[:, :2] + box[:, 2:], view) * scale - _EDGE_PX
        rows = np.hstack([np.ceil(first), np.floor(last), times])
        rows = rows[(rows[:, _X] < rows[:, _RIGHT]) & (rows[:, _Y] < rows[:, _BOTTOM])]
        return rows[np.argsort(rows[:, _SINCE], kind="stable")]

    def _listed(self, page: str) -> NDArray[np.float64]:
        listed = np.array(self.boxes[page]).reshape(-1, _COLUMNS)
        kept: NDArray[np.float64] = listed[(listed[:, -1] == 0) | (page in self.holding)]
        return kept


class _Area:
    """The area of the picture that must be covered for a page, as time advances.

    The number of boxes over a pixel is the sum of `_steps` above and to the left of it, so adding or removing a box
    changes only its four corners.
    """

    def __init__(self, rows: NDArray[np.float64], width: int, height: int) -> None:
        self._rows = rows
        self._since_ms = rows[:, _SINCE].copy()
        self._until_ms = np.sort(rows[:, _UNTIL])
        self._corners = rows[:, :_SINCE].astype(np.int64)
        self._ending = self._corners[np.argsort(rows[:, _UNTIL])]
        self._steps = np.zeros((height + 1, width + 1), np.int32)
        self._begun = self._ended = 0
        self._area: NDArray[np.bool_] | None = None

    def at(self, since_ms: float, until_ms: float) -> NDArray[np.bool_] | None:
        """The pixels of the boxes that are valid in an interval, or None. Each call is for a later interval."""
        begun = max(self._begun, int(np.searchsorted(self._since_ms, until_ms, "left")))
        ended = max(self._ended, int(np.searchsorted(self._until_ms, since_ms, "left")))
        if (begun, ended) != (self._begun, self._ended):
            self._count(self._corners[self._begun : begun], 1)
            self._count(self._ending[self._ended : ended], -1)
            self._begun, self._ended = begun, ended
            is_empty = begun == ended
            self._area = None if is_empty else self._steps.cumsum(0, np.int32).cumsum(1, np.int32)[:-1, :-1] > 0
        return self._area

    def boxes(self, since_ms: float, until_ms: float) -> NDArray[np.int64]:
        """The boxes that are valid in an interval: all left sides, then all tops, rights and bottoms."""
        return self._corners[(self._rows[:, _SINCE] < until_ms) & (self._rows[:, _UNTIL] >= since_ms)].T

    def _count(self, boxes: NDArray[np.int64], by: int) -> None:
        x, y, right, bottom = boxes.T
        for row, column, step in ((y, x, by), (bottom, right, by), (y, right, -by), (bottom, x, -by)):
            np.add.at(self._steps, (row, column), step)


def _pictures(copy: Path, start_ms: float) -> Iterator[tuple[NDArray[Any], float, float]]:
    """Each picture of the copy, and the epoch times between which it is shown."""
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


def _uncovered(boxes: NDArray[np.int64], bright: NDArray[np.bool_], page: str, at_ms: float) -> WorkFailed:
    """The failure, which names the box with the most bright pixels."""
    x, y, right, bottom = boxes
    sums = np.pad(bright.cumsum(axis=0, dtype=np.int32).cumsum(axis=1), ((1, 0), (1, 0)))
    worst = int((sums[bottom, right] - sums[y, right] - sums[bottom, x] + sums[y, x]).argmax())
    minutes, seconds = divmod(at_ms / 1000, 60)
    return WorkFailed(
        f"The masked copy would still show a masked place at {int(minutes)}:{seconds:04.1f} (page {page}, "
        f"{right[worst] - x[worst]}x{bottom[worst] - y[worst]} pixels at {x[worst]}, {y[worst]}), so it was not "
        "written; leave the video out with --no-video."
    )


def _are_numbers(listed: object, count: int) -> TypeGuard[list[float]]:
    return isinstance(listed, list) and len(listed) == count and all(map(_is_finite, listed))


def _is_finite(value: object) -> TypeGuard[float]:
    return type(value) in (int, float) and abs(cast("float", value)) < 1e14

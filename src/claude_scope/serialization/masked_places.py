"""Where masked values were on the screen, and when: from the `masked` events of the recorder's script.

A box is covered until its frame reports something else, until its page has another document, or until the video shows
another page. Reports of another frame cannot end this: an advertisement that forges reports can only cause more to be
covered. In doubt, a box stays covered longer.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from math import inf, nextafter
from typing import TYPE_CHECKING, Any, NamedTuple

from claude_scope.serialization.shown_pages import ALWAYS, ShownPages, is_number, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

EARLY_MS, LATE_MS = 150.0, 1_000.0
"""A value may be painted this long before its place is reported, and stay on the screen this long after it changed."""
SHOWN_MS = 1_000.0
"""A tab may be in the video this long before and after the reported time."""
MAX_NOTES, MAX_BOXES = 200_000, 500_000
"""At most this many reports and boxes are read: half a million boxes are nearly two minutes of a page with 500 masked
boxes that move in every report, and take 0.4 GB.
"""
_EVERYWHERE = {0: ((0.0, 0.0, 1e6, 1e6), False)}
"""A box over the whole viewport, with a number that no element has."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place, in CSS pixels of the viewport, that is covered from `since_ms` until `until_ms` (epoch times)."""

    since_ms: float
    until_ms: float
    box: Box
    viewport: tuple[float, float]


class _Cover(NamedTuple):
    """A box, and since when it is covered; `is_frame` marks the box of a cross-origin frame."""

    since_ms: float
    box: Box
    viewport: tuple[float, float]
    is_frame: bool


class _Note(NamedTuple):
    """The places that a frame recorded at `t_ms`, after `since_ms`: boxes by the number of their element."""

    since_ms: float
    t_ms: float
    boxes: Mapping[int, tuple[Box, bool]]
    viewport: tuple[float, float]


@dataclass(slots=True)
class _Frame:
    """The reports of one frame: the boxes of the last report, and the boxes that have disappeared or moved."""

    document: str
    last_ms: float = -inf
    present: dict[int, _Cover] = field(default_factory=dict)
    ended: list[tuple[_Cover, float]] = field(default_factory=list)

    def add(self, note: _Note) -> None:
        """Process the next report. If a box moved, everything between its old and its new place is covered too."""
        t_ms = self.last_ms = max(note.t_ms, self.last_ms)
        since_ms = min(note.since_ms, t_ms)
        for number, was in [*self.present.items()]:
            box, is_frame = note.boxes.get(number, (None, False))
            if (box, note.viewport, is_frame) == was[1:]:
                if since_ms < was.since_ms:  # a secret of which letters are recognised late is reported again
                    self.present[number] = was._replace(since_ms=since_ms)
                continue
            self.ended.append((self.present.pop(number), t_ms))
            if box is not None:
                way = _Cover(since_ms, _hull(was.box, box), note.viewport, was.is_frame and is_frame)
                self.ended.append((way, t_ms))
        for number, (box, is_frame) in note.boxes.items():
            if number not in self.present:
                self.present[number] = _Cover(since_ms, box, note.viewport, is_frame)

    def covers(self, end_ms: float) -> Iterator[tuple[_Cover, float]]:
        """Every box, and when it disappeared; `end_ms` is the end of the frame."""
        yield from self.ended
        for cover in self.present.values():
            yield cover, end_ms


@dataclass(slots=True)
class _Page:
    """The frames of a page, and when its documents began."""

    frames: dict[tuple[str, str], _Frame] = field(default_factory=dict)
    begins_ms: list[float] = field(default_factory=list)
    begun_ms: dict[str, float] = field(default_factory=dict)
    last_ms: float = -inf
    has_inside: bool = False
    """Whether a frame that does not know its place, because it is cross-origin, reported masked values."""

    def add(self, document: str, frame: str, note: _Note, *, is_inside: bool, is_painted: bool) -> None:
        """Process a report. A document begins with the first painted report of its top frame, after earlier reports."""
        if is_painted and document and document == frame and document not in self.begun_ms:
            self.begun_ms[document] = max(note.t_ms, nextafter(self.last_ms, inf))
            self.begins_ms.append(self.begun_ms[document])
        self.last_ms = max(self.last_ms, note.t_ms)
        if is_inside:
            self.has_inside |= not all(is_frame for _, is_frame in note.boxes.values())
        else:
            self.frames.setdefault((document, frame), _Frame(document)).add(note)

    def covers(self) -> Iterator[tuple[_Cover, float]]:
        """Every box that is covered, and when it disappeared."""
        for frame in self.frames.values():
            alive_ms = max(self.begun_ms.get(frame.document, -inf), frame.last_ms)
            following = bisect_right(self.begins_ms, alive_ms)
            end_ms = self.begins_ms[following] if following < len(self.begins_ms) else inf
            yield from (cover for cover in frame.covers(end_ms) if self.has_inside or not cover[0].is_frame)


@dataclass
class MaskedPlaces:
    """Collects the places of all pages of a capture.

    A place is covered from `early_ms` before its first report until `late_ms` after it disappeared, while the video
    shows its page, with a tolerance of `shown_ms`. `is_cut` is set if a capture has more reports than are read: from
    there on the whole of each reporting page is covered.
    """

    early_ms: float = EARLY_MS
    late_ms: float = LATE_MS
    shown_ms: float = SHOWN_MS
    is_cut: bool = False
    _notes: int = 0
    _boxes: int = 0
    _pages: dict[str, _Page] = field(default_factory=dict)
    _shown: ShownPages = field(default_factory=ShownPages)

    def add(self, event: Mapping[str, Any]) -> None:
        """Process an event; only those of masked places and of pages matter."""
        self._shown.add(event)
        self.is_cut |= self._shown.is_cut
        time = event.get("t")
        if event.get("kind") != "masked" or not is_number(time):
            return
        since = event.get("since")
        note = _Note(
            float(since) if is_number(since) else float(time),
            float(time),
            self._bounded(event),
            _size(event.get("viewport")),
        )
        page = self._pages.setdefault(str(event.get("page", "")), _Page())
        document, frame = str(event.get("document", "")), str(event.get("frame", ""))
        is_painted = event.get("painted") is not False
        page.add(document, frame, note, is_inside=event.get("inside") is True, is_painted=is_painted)

    def places(self) -> list[Place]:
        """The places, in the order in which they begin to be covered."""
        shown = self._shown.spans(self.shown_ms)
        found: list[Place] = []
        for name, page in self._pages.items():
            spans = [ALWAYS] if shown is None else shown.get(name, [])
            for cover, gone_ms in page.covers():
                left = max(1, MAX_BOXES - len(found))  # if a hostile capture has more, places are not split
                parts = within(spans, cover.since_ms - self.early_ms, gone_ms + self.late_ms, left)
                found += (Place(begin, end, cover.box, cover.viewport) for begin, end in parts)
        return sorted(found, key=lambda place: place.since_ms)

    def _bounded(self, event: Mapping[str, Any]) -> Mapping[int, tuple[Box, bool]]:
        """The boxes of a report, or the whole viewport if there are too many."""
        boxes, frames = event.get("boxes"), event.get("frames")
        self._notes += 1
        self._boxes += sum(len(listed) for listed in (boxes, frames) if isinstance(listed, list))
        self.is_cut |= self._notes > MAX_NOTES or self._boxes > MAX_BOXES
        if self.is_cut:
            return _EVERYWHERE
        found = {number: (box, True) for number, box in _numbered(frames).items()}
        return found | {number: (box, False) for number, box in _numbered(boxes).items()}


def on_frame(place: Place, size: tuple[int, int], margin: float) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a place in a picture of this size, into which the viewport is fitted."""
    width, height = place.viewport if all(place.viewport) else size
    scale = min(size[0] / width, size[1] / height)
    left, top = (size[0] - width * scale) / 2, (size[1] - height * scale) / 2
    x0, y0, x1, y1 = place.box
    return (
        max(0, int(left + x0 * scale - margin)),
        max(0, int(top + y0 * scale - margin)),
        min(size[0], int(left + x1 * scale + margin) + 1),
        min(size[1], int(top + y1 * scale + margin) + 1),
    )


def _hull(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _numbered(listed: object) -> dict[int, Box]:
    """The boxes by the number of their element, from `[number, x, y, width, height]`."""
    rows: Iterable[object] = listed if isinstance(listed, list) else ()
    found: dict[int, Box] = {}
    for row in rows:
        if isinstance(row, list) and len(row) == 5 and all(map(is_number, row)):
            number, x, y, width, height = map(float, row)
            box = x, y, x + width, y + height
            found[int(number)] = _hull(found.get(int(number), box), box)
    return found


def _size(pair: object) -> tuple[float, float]:
    if isinstance(pair, list) and len(pair) == 2 and all(is_number(item) and item > 0 for item in pair):
        return float(pair[0]), float(pair[1])
    return 0.0, 0.0

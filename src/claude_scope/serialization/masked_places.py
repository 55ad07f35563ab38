"""Where masked values stood on the screen, and when: from the `masked` events that the recorder's script wrote."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

EARLY_MS, LATE_MS = 150.0, 1_000.0
"""A value may be painted so long before its place is noted, and stay on the screen so long after it changed."""
SHOWN_MS = 1_000.0
"""A tab may be in the video so long before and after it is said to be."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is covered from `since_ms` until `until_ms`, epoch times; in CSS pixels of the viewport."""

    since_ms: float
    until_ms: float
    box: Box
    viewport: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Note:
    """What a frame noted at `t_ms`, having looked before at `since_ms`. One that `is_inside` knows not its place."""

    since_ms: float
    t_ms: float
    boxes: Mapping[int, Box]
    frames: Mapping[int, Box]
    viewport: tuple[float, float]
    is_inside: bool


@dataclass
class MaskedPlaces:
    """Collects the places of all pages of a capture."""

    _notes: dict[str, dict[tuple[str, str], list[_Note]]] = field(default_factory=lambda: defaultdict(dict))
    _shown: list[tuple[float, str]] = field(default_factory=list)

    def add(self, event: Mapping[str, Any]) -> None:
        """Take an event; only those of masked places and of pages say anything."""
        time, page = event.get("t"), str(event.get("page", ""))
        if not _is_number(time):
            return
        if event.get("kind") == "page" and event.get("event") == "show":
            self._shown.append((float(time), page))
        if event.get("kind") == "masked":
            since = event.get("since")
            note = _Note(
                float(since) if _is_number(since) else float(time),
                float(time),
                _boxes(event.get("boxes")),
                _boxes(event.get("frames")),
                _size(event.get("viewport")),
                event.get("inside") is True,
            )
            document, frame = str(event.get("document", "")), str(event.get("frame", ""))
            self._notes[page].setdefault((document, frame), []).append(note)

    def places(self) -> list[Place]:
        """The places, in the order in which they begin to be covered."""
        found = [place for page, notes in self._notes.items() for place in self._of_page(page, notes)]
        return sorted(found, key=lambda place: place.since_ms)

    def _of_page(self, page: str, frames: Mapping[tuple[str, str], list[_Note]]) -> Iterator[Place]:
        has_inside = any(note.is_inside and note.boxes for notes in frames.values() for note in notes)
        begins = sorted({document: notes[0].t_ms for (document, _), notes in frames.items()}.values())
        for notes in frames.values():
            ordered = sorted(notes, key=lambda note: note.t_ms)
            if ordered[0].is_inside:
                continue
            following = bisect_right(begins, ordered[-1].t_ms)
            end_ms = begins[following] if following < len(begins) else float("inf")
            for note, after in zip(ordered, [*ordered[1:], None], strict=True):
                boxes = {**note.boxes, **note.frames} if has_inside else note.boxes
                until_ms = after.t_ms if after else end_ms
                for number, box in boxes.items():
                    yield from self._shown_of(page, note.since_ms, until_ms, box, note.viewport)
                    if after and (moved := {**after.boxes, **after.frames}.get(number)) is not None:
                        yield from self._shown_of(page, after.since_ms, until_ms, _hull(box, moved), note.viewport)

    def _shown_of(
        self, page: str, since_ms: float, until_ms: float, box: Box, viewport: tuple[float, float]
    ) -> Iterator[Place]:
        """The place, for the times in which the video shows its page."""
        since_ms, until_ms = since_ms - EARLY_MS, until_ms + LATE_MS
        shown = sorted(self._shown) or [(float("-inf"), page)]
        for (begin_ms, which), end_ms in zip(shown, [*(one[0] for one in shown[1:]), float("inf")], strict=True):
            begin, end = max(since_ms, begin_ms - SHOWN_MS), min(until_ms, end_ms + SHOWN_MS)
            if which == page and begin < end:
                yield Place(begin, end, box, viewport)


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


def _boxes(listed: object) -> dict[int, Box]:
    """The boxes by the number of their element, from `[number, x, y, width, height]`."""
    rows: Iterable[object] = listed if isinstance(listed, list) else ()
    found = {}
    for row in rows:
        if isinstance(row, list) and len(row) == 5 and all(map(_is_number, row)):
            number, x, y, width, height = map(float, row)
            found[int(number)] = x, y, x + width, y + height
    return found


def _size(pair: object) -> tuple[float, float]:
    if isinstance(pair, list) and len(pair) == 2 and all(_is_number(one) and one > 0 for one in pair):
        return float(pair[0]), float(pair[1])
    return 0.0, 0.0


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and abs(value) < 1e14

"""The places of masked values on the screen, within bounds: a hostile capture may contain millions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claude_scope.capture.fields import count, epoch_ms
from claude_scope.geometry import around
from claude_scope.serialization.masked_places import MaskedPlaces
from claude_scope.values import Box, MaskedPlace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from claude_scope.serialization.masked_places import Place

MAX_BOXES = 200_000
"""Maximum number of boxes in all events. A page with ten secret fields that is scrolled for ten minutes has 60,000."""
MAX_PLACES = 5_000
"""Maximum number of places to keep; if there are more, places of one column at about the same time are joined."""
EARLY_MS, LATE_MS = 30.0, 250.0
"""How long before and after its event a place is covered.

A frame of the video shows the screen of up to 41 ms earlier, or more on a busy machine. A longer time would cover
neighbouring states: pictures are taken right before and after a page changes.
"""
FOREVER_MS = 1e12
FIRST_BUCKET_MS, MAX_BUCKET_MS = 500.0, 60_000.0
"""Places of one column that begin within this time are joined: the first value to try, and the last."""
_EVERYWHERE = Box(0, 0, 1e6, 1e6)
_ANY_VIEWPORT = (0.0, 0.0)
"""The viewport of a place whose box is in frame pixels."""


_KINDS = ("field", "text", "query", "user")
_MAX_SECRETS = 100_000
"""The recorder does not count more secrets than this."""


def masked_secrets(manifest: Mapping[str, Any]) -> int:
    """How many different secrets the recorder masked."""
    counts = manifest.get("masked")
    return sum(min(count(counts, kind), _MAX_SECRETS) for kind in _KINDS) if isinstance(counts, dict) else 0


@dataclass(slots=True)
class MaskedTimes:
    """Collects the places of a capture whose video begins at `offset_ms`, an epoch time.

    Places after the first `MAX_BOXES` boxes are not read: from then on the whole picture is covered.
    """

    offset_ms: float
    _places: MaskedPlaces = field(
        default_factory=lambda: MaskedPlaces(early_ms=EARLY_MS, late_ms=LATE_MS, shown_ms=LATE_MS)
    )
    _boxes: int = 0
    _cut_ms: float | None = None

    def add(self, event: Mapping[str, Any]) -> None:
        """Take an event; only events of masked places and of pages are used."""
        if event["kind"] == "masked":
            listed = [event.get(name) for name in ("boxes", "frames")]
            self._boxes += 1 + sum(len(boxes) for boxes in listed if isinstance(boxes, list))
            if self._boxes > MAX_BOXES:
                time_ms = epoch_ms(event, "t") or self.offset_ms
                self._cut_ms = time_ms if self._cut_ms is None else min(time_ms, self._cut_ms)
                return
        self._places.add(event)

    def found(self) -> tuple[MaskedPlace, ...]:
        """The places in the order in which they begin, at most `MAX_PLACES` + 1."""
        places = _fewer([self._in_video(place) for place in self._places.places()])
        if self._cut_ms is not None:
            since_ms = self._cut_ms - EARLY_MS - self.offset_ms
            places.append(MaskedPlace(since_ms, FOREVER_MS, _EVERYWHERE, _ANY_VIEWPORT))
        return tuple(places)

    def _in_video(self, place: Place) -> MaskedPlace:
        left, top, right, bottom = place.box
        since_ms, until_ms = place.since_ms - self.offset_ms, place.until_ms - self.offset_ms
        box = Box(left, top, right - left, bottom - top)
        return MaskedPlace(max(since_ms, -FOREVER_MS), min(until_ms, FOREVER_MS), box, place.viewport)


def _fewer(places: list[MaskedPlace]) -> list[MaskedPlace]:
    """Reduce to `MAX_PLACES`: places of one column that begin at about the same time become one place around them."""
    bucket_ms = FIRST_BUCKET_MS
    while len(places) > MAX_PLACES:
        groups: dict[object, list[MaskedPlace]] = {}
        for place in places:
            column = () if bucket_ms > MAX_BUCKET_MS else (place.viewport, place.box.x, place.box.width)
            groups.setdefault((column, place.since_ms // bucket_ms), []).append(place)
        places = [_joined(group) for group in groups.values()]
        bucket_ms *= 4
    return sorted(places, key=lambda place: place.since_ms)


def _joined(places: Sequence[MaskedPlace]) -> MaskedPlace:
    """One place around all of them, or the whole picture if their viewports differ in size."""
    if len(places) == 1:
        return places[0]
    is_one_size = len({place.viewport for place in places}) == 1
    return MaskedPlace(
        min(place.since_ms for place in places),
        max(place.until_ms for place in places),
        around([place.box for place in places]) if is_one_size else _EVERYWHERE,
        places[0].viewport if is_one_size else _ANY_VIEWPORT,
    )

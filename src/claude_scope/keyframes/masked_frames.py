"""Finds the places of a frame to cover, because the page's capture masks their content at that time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import Rect, clip_places, merge_places
from claude_scope.serialization.masked_places import Place, on_frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.values import MaskedPlace

MARGIN_PX = 4.0
"""Margin around a masked place: codecs blur, and boxes are rounded."""
MAX_AT_ONCE = 200
"""At most this many places of one frame are covered separately; more are covered by one mask around all of them."""


def masked_rects(
    places: Iterable[MaskedPlace], time_ms: float, size: tuple[int, int], until_ms: float | None = None
) -> list[Rect]:
    """The masked places of a frame shown from `time_ms` until `until_ms`, clipped to its `size` (width, height)."""
    last_ms = time_ms if until_ms is None else until_ms
    now = {_rect(place, size) for place in places if place.since_ms <= last_ms and time_ms <= place.until_ms}
    found = clip_places(sorted(now), *size)
    if len(found) <= MAX_AT_ONCE:
        return merge_places(found)
    whole = found[0]
    for place in found:
        whole = whole.union(place)
    return [whole]


def _rect(place: MaskedPlace, size: tuple[int, int]) -> Rect:
    """The pixels of a place; the whole frame if the place's numbers are not finite."""
    box = place.box
    edges = box.x, box.y, box.x + box.width, box.y + box.height
    try:
        return Rect(*on_frame(Place(place.since_ms, place.until_ms, edges, place.viewport), size, MARGIN_PX))
    except (OverflowError, ValueError):
        return Rect(0, 0, *size)

"""Which page the video of a capture shows, and when: from its `page` events."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Span = tuple[float, float]
"""Begin and end, epoch milliseconds."""
ALWAYS: Span = float("-inf"), float("inf")
MAX_SHOWS = 5_000
"""Enough for seven hours in which the user switches tabs every five seconds."""


@dataclass
class ShownPages:
    """Collects the times at which the video follows each page, up to `MAX_SHOWS` of them."""

    _shows: list[tuple[float, str]] = field(default_factory=list)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than `MAX_SHOWS`."""
        return len(self._shows) > MAX_SHOWS

    def add(self, event: Mapping[str, Any]) -> None:
        """Process an event; only `show` events of pages count."""
        time = event.get("t")
        if event.get("kind") == "page" and event.get("event") == "show" and is_number(time) and not self.is_cut:
            self._shows.append((float(time), str(event.get("page", ""))))

    def spans(self, margin_ms: float = 0.0) -> Mapping[str, list[Span]] | None:
        """The spans of each page, in order and disjoint, each longer by the margin at both ends.

        None for a capture that never records which page is shown, or too often: then any page may be shown at any time.
        """
        if not self._shows or self.is_cut:
            return None
        found: dict[str, list[Span]] = defaultdict(list)
        for (begin, page), (end, _) in pairwise([*sorted(self._shows), (float("inf"), "")]):
            spans = found[page]
            begin, end = begin - margin_ms, end + margin_ms
            if spans and spans[-1][1] >= begin:
                begin = spans.pop()[0]
            spans.append((begin, end))
        return found


def within(spans: Sequence[Span], since_ms: float, until_ms: float, at_most: int | None = None) -> list[Span]:
    """The parts of `since_ms` to `until_ms` that lie inside `spans`, which are disjoint.

    If there are more than `at_most` parts, a single span around all of them.
    """
    first = bisect_right(spans, since_ms, key=lambda span: span[1])
    beyond = bisect_left(spans, until_ms, key=lambda span: span[0])
    if at_most is not None and beyond - first > at_most:
        return [(max(since_ms, spans[first][0]), min(until_ms, spans[beyond - 1][1]))]
    return [(max(since_ms, begin), min(until_ms, end)) for begin, end in spans[first:beyond]]


def is_number(value: object) -> TypeGuard[float]:
    """Whether an event's value is a finite number of a sensible size."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and abs(value) < 1e14

"""Which page the video of a capture shows, and when: from its `page` events."""

from __future__ import annotations

from bisect import bisect_right
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


@dataclass
class ShownPages:
    """Collects the times at which the video follows each page."""

    _shows: list[tuple[float, str]] = field(default_factory=list)

    def add(self, event: Mapping[str, Any]) -> None:
        """Take an event; only a page's `show` counts."""
        time = event.get("t")
        if event.get("kind") == "page" and event.get("event") == "show" and is_number(time):
            self._shows.append((float(time), str(event.get("page", ""))))

    def spans(self, margin_ms: float = 0.0) -> Mapping[str, list[Span]] | None:
        """The spans of each page, in order and disjoint, each longer by the margin at both ends.

        None for a capture that never says which page is shown: any may be, at any time.
        """
        if not self._shows:
            return None
        found: dict[str, list[Span]] = defaultdict(list)
        for (begin, page), (end, _) in pairwise([*sorted(self._shows), (float("inf"), "")]):
            spans = found[page]
            begin, end = begin - margin_ms, end + margin_ms
            if spans and spans[-1][1] >= begin:
                begin = spans.pop()[0]
            spans.append((begin, end))
        return found


def within(spans: Sequence[Span], since_ms: float, until_ms: float) -> list[Span]:
    """The parts of a time that lie in one of the disjoint spans."""
    found = []
    for at in range(bisect_right(spans, since_ms, key=lambda span: span[1]), len(spans)):
        if spans[at][0] >= until_ms:
            break
        found.append((max(since_ms, spans[at][0]), min(until_ms, spans[at][1])))
    return found


def is_number(value: object) -> TypeGuard[float]:
    """Whether an event's value is a finite number of a sensible size."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and abs(value) < 1e14

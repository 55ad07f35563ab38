"""Follows each element through all keyframes, so that it has one id, one type and one name from first to last."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.timeline.labels import settle_labels
from claude_scope.timeline.match import Matches, match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Element, ElementType, Reading


@dataclass(frozen=True, slots=True)
class Tracks:
    """For each keyframe the track number of each element, and how it matched the keyframe it is compared with.

    `before[k]` is the keyframe that k is compared with: the last one that was read; None for the first. `labels` are
    settled over all keyframes. `types` holds the type that a track's readings agree on most, weighted by confidence.
    """

    numbers: tuple[tuple[int, ...], ...]
    matches: tuple[Matches | None, ...]
    before: tuple[int | None, ...]
    labels: tuple[tuple[str, ...], ...]
    types: dict[int, ElementType]


def follow(readings: Sequence[Reading]) -> Tracks:
    """Chain the matches of neighbouring keyframes, passing over those that were not read."""
    numbers: list[tuple[int, ...]] = []
    matches: list[Matches | None] = []
    before: list[int | None] = []
    last: int | None = None
    count = 0
    for k, reading in enumerate(readings):
        elements = reading.elements
        found = None if last is None or not reading.was_read else match(readings[last].elements, elements)
        known = {j: numbers[last][i] for i, j in found.pairs} if found and last is not None else {}
        row = []
        for j in range(len(elements)):
            if j not in known:
                count += 1
            row.append(known.get(j, count))
        numbers.append(tuple(row))
        matches.append(found)
        before.append(last)
        last = k if reading.was_read else last
    elements_read = [reading.elements for reading in readings]
    labels = settle_labels(elements_read, numbers)
    return Tracks(tuple(numbers), tuple(matches), tuple(before), labels, _types(elements_read, numbers))


def _types(keyframes: Sequence[Sequence[Element]], numbers: Sequence[Sequence[int]]) -> dict[int, ElementType]:
    votes: dict[int, Counter[ElementType]] = defaultdict(Counter)
    for elements, row in zip(keyframes, numbers, strict=True):
        for element, number in zip(elements, row, strict=True):
            votes[number][element.type] += element.confidence  # type: ignore[assignment]  # weights, not counts
    return {number: max(types, key=lambda t: types[t]) for number, types in votes.items()}

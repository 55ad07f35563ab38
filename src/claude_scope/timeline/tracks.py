"""Follows each element through all keyframes, so that it has one id, one type and one name from first to last."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from claude_scope.timeline.labels import settle_labels
from claude_scope.timeline.match import Matches, is_again, match
from claude_scope.timeline.typed import settle_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.values import Element, ElementType, Reading


@dataclass(frozen=True, slots=True)
class Tracks:
    """For each keyframe the track number of each element, and how it matched the keyframe it is compared with.

    `before[k]` is the keyframe that k is compared with: the last one that was read; None for the first. `labels` and
    `values` are settled over all keyframes. `types` holds the type that a track's readings agree on most, weighted by
    confidence.
    """

    numbers: tuple[tuple[int, ...], ...]
    matches: tuple[Matches | None, ...]
    before: tuple[int | None, ...]
    labels: tuple[tuple[str, ...], ...]
    values: tuple[tuple[str, ...], ...]
    types: dict[int, ElementType]


def follow(readings: Sequence[Reading]) -> Tracks:
    """Chain the matches of neighbouring keyframes, passing over those that were not read.

    An element without a partner takes up the track of one that went away, if it says the same at the same place.
    """
    numbers: list[tuple[int, ...]] = []
    matches: list[Matches | None] = []
    before: list[int | None] = []
    last_seen: dict[int, Element] = {}
    last: int | None = None
    for k, reading in enumerate(readings):
        elements = reading.elements
        found = None if last is None or not reading.was_read else match(readings[last].elements, elements)
        known = {j: numbers[last][i] for i, j in found.pairs} if found and last is not None else {}
        row = _number(elements, known, last_seen)
        last_seen.update(zip(row, elements, strict=True))
        numbers.append(row)
        matches.append(found)
        before.append(last)
        last = k if reading.was_read else last
    tracks = Tracks(tuple(numbers), tuple(matches), tuple(before), (), (), {})
    return settled(tracks, readings)


def settled(
    tracks: Tracks, readings: Sequence[Reading], placeholders: Mapping[int, str] = MappingProxyType({})
) -> Tracks:
    """The tracks with labels, values and types settled by all readings anew, after some of them were put right.

    `placeholders` are those that the page's tree has, by track.
    """
    elements_read, numbers = [reading.elements for reading in readings], tracks.numbers
    return replace(
        tracks,
        labels=settle_labels(elements_read, numbers),
        values=settle_values(elements_read, numbers, placeholders),
        types=_types(elements_read, numbers),
    )


def _number(elements: Sequence[Element], known: dict[int, int], last_seen: dict[int, Element]) -> tuple[int, ...]:
    """The track of each element: the one it continues, one that it takes up again, or a new one."""
    taken = set(known.values())
    next_number = len(last_seen) + 1
    row = []
    for j, element in enumerate(elements):
        number = known.get(j) or next(
            (n for n, e in last_seen.items() if n not in taken and is_again(e, element)), None
        )
        if number is None:
            number, next_number = next_number, next_number + 1
        taken.add(number)
        row.append(number)
    return tuple(row)


def _types(keyframes: Sequence[Sequence[Element]], numbers: Sequence[Sequence[int]]) -> dict[int, ElementType]:
    votes: dict[int, Counter[ElementType]] = defaultdict(Counter)
    for elements, row in zip(keyframes, numbers, strict=True):
        for element, number in zip(elements, row, strict=True):
            votes[number][element.type] += element.confidence  # type: ignore[assignment]  # weights, not counts
    return {number: max(types, key=lambda t: types[t]) for number, types in votes.items()}

"""Tracks each element through all keyframes: one id, one type and one name."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from claude_scope.geometry import same_place
from claude_scope.timeline.pixels.fields.field_values import settle_values
from claude_scope.timeline.pixels.label_settling import settle_labels
from claude_scope.timeline.pixels.matching import Matches, has_returned, match

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.values import Box, Element, ElementType, Node, Reading


@dataclass(frozen=True, slots=True)
class Tracks:
    """The track number of each element in each keyframe, and the matches with the keyframe before.

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


def track_elements(readings: Sequence[Reading], known_nodes: Sequence[Mapping[int, Node]] = ()) -> Tracks:
    """Chain the matches of neighbouring keyframes; skips unread ones.

    An unpaired element continues the track of a removed one with the same words at the same place.
    `known_nodes` says for each keyframe which elements are surely which nodes of the page, of several that show the
    same words: those are followed by their nodes, and not by their places.
    """
    nodes = known_nodes or [{} for _ in readings]
    numbers: list[tuple[int, ...]] = []
    matches: list[Matches | None] = []
    before: list[int | None] = []
    last_seen: dict[int, Element] = {}
    track_nodes: dict[int, Node] = {}
    last: int | None = None
    for k, reading in enumerate(readings):
        elements = reading.elements
        found = None if last is None or not reading.was_read else match(readings[last].elements, elements)
        if found and last is not None and (nodes[last] or nodes[k]):
            found = _by_nodes(found, (readings[last].elements, elements), (nodes[last], nodes[k]))
        known = {j: numbers[last][i] for i, j in found.pairs} if found and last is not None else {}
        row = _number(elements, known, last_seen, nodes[k], track_nodes)
        last_seen.update(zip(row, elements, strict=True))
        track_nodes |= {row[j]: node for j, node in nodes[k].items()}
        numbers.append(row)
        matches.append(found)
        before.append(last)
        last = k if reading.was_read else last
    tracks = Tracks(tuple(numbers), tuple(matches), tuple(before), (), (), {})
    return settle_tracks(tracks, readings)


def settle_tracks(
    tracks: Tracks, readings: Sequence[Reading], placeholders: Mapping[int, str] = MappingProxyType({})
) -> Tracks:
    """The tracks with labels, values and types settled again, after readings were corrected.

    `placeholders` are those that the page's tree has, by track.
    """
    elements_read, numbers = [reading.elements for reading in readings], tracks.numbers
    return replace(
        tracks,
        labels=settle_labels(elements_read, numbers),
        values=settle_values(elements_read, numbers, placeholders),
        types=_types(elements_read, numbers),
    )


def _by_nodes(
    found: Matches,
    elements: tuple[Sequence[Element], Sequence[Element]],
    nodes: tuple[Mapping[int, Node], Mapping[int, Node]],
) -> Matches:
    """The matches, with elements of one node paired and elements of two nodes separated.

    Of a pair of which only one is known to be a node, the other one is it where it stands at its place.
    """
    before, after = nodes
    where = {_key(node): j for j, node in after.items()}
    same = {i: where[_key(node)] for i, node in before.items() if _key(node) in where}
    paired = set(same.values())
    kept = [
        (i, j)
        for i, j in found.pairs
        if i not in same
        and j not in paired
        and (i in before) + (j in after) < (2 if _stays(elements[0][i], elements[1][j], found.shift) else 1)
    ]
    pairs = (*kept, *same.items())
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    befores, afters = ({p[n] for p in found.pairs} | set(rest) for n, rest in ((0, found.removed), (1, found.added)))
    return replace(
        found,
        pairs=tuple(sorted(pairs)),
        removed=tuple(sorted(befores - left)),
        added=tuple(sorted(afters - right)),
    )


def _number(
    elements: Sequence[Element],
    known: Mapping[int, int],
    last_seen: Mapping[int, Element],
    nodes: Mapping[int, Node],
    track_nodes: Mapping[int, Node],
) -> tuple[int, ...]:
    """The track of each element: the one it continues, one it resumes, or a new one.

    `nodes` are those of elements that are surely one of the page, `track_nodes` those of the tracks.
    """
    taken = set(known.values())
    next_number = len(last_seen) + 1
    row = []
    for j, element in enumerate(elements):
        number = known.get(j) or next(
            (
                n
                for n, e in last_seen.items()
                if n not in taken and _may_be(track_nodes.get(n), nodes.get(j)) and has_returned(e, element)
            ),
            None,
        )
        if number is None:
            number, next_number = next_number, next_number + 1
        taken.add(number)
        row.append(number)
    return tuple(row)


def _stays(one: Element, other: Element, shift: tuple[int, int]) -> bool:
    """Whether an element is where another one was, or where that scrolled to."""
    moved = one.box._replace(x=one.box.x + shift[0], y=one.box.y + shift[1])
    return same_place(one.box, other.box) or same_place(moved, other.box)


def _key(node: Node) -> tuple[str, Box | None]:
    """The key that identifies a node in the snapshots of two URLs of one page."""
    return node.locator, node.box


def _may_be(one: Node | None, other: Node | None) -> bool:
    return one is None or other is None or _key(one) == _key(other)


def _types(keyframes: Sequence[Sequence[Element]], numbers: Sequence[Sequence[int]]) -> dict[int, ElementType]:
    votes: dict[int, Counter[ElementType]] = defaultdict(Counter)
    for elements, row in zip(keyframes, numbers, strict=True):
        for element, number in zip(elements, row, strict=True):
            votes[number][element.type] += element.confidence  # type: ignore[assignment]  # weights, not counts
    return {number: max(types, key=lambda t: types[t]) for number, types in votes.items()}

"""Joins tracks that are one field of the page: the pixels lost it when its words or box changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline.aria.snapshot_matching import TYPE_OF_ROLE
from claude_scope.timeline.element_types import FIELD_TYPES
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import FIELD_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.timeline.aria.snapshot_matching import Agreement
    from claude_scope.timeline.pixels.matching import Matches
    from claude_scope.timeline.pixels.tracking import Tracks
    from claude_scope.values import Element, ElementType, Node, Reading


def nodes_of(tracks: Tracks, agreements: Sequence[Sequence[Agreement]]) -> dict[int, Node]:
    """The surest node of each track, over all keyframes and snapshots of the same page.

    A node stands at one place at a time: of two tracks in one keyframe that seem to be it, the surer one is.
    """
    best: dict[int, tuple[float, Node]] = {}
    for row, of_frame in zip(tracks.numbers, agreements, strict=True):
        for agreement in of_frame:
            for match in agreement.matches:
                track = row[match.element]
                score = match.score + agreement.layout
                if track not in best or score > best[track][0]:
                    best[track] = (score, match.node)
    seen = _seen(tracks)
    kept: dict[int, list[int]] = defaultdict(list)
    for track in sorted(best, key=lambda track: (-best[track][0], track)):
        same = kept[id(best[track][1])]
        if not any(seen[track] & seen[other] for other in same):
            same.append(track)
    return {track: best[track][1] for same in kept.values() for track in same}


def disambiguated_nodes(agreements: Sequence[Sequence[Agreement]]) -> list[dict[int, Node]]:
    """For each keyframe, the elements whose surrounding words identify one of several equal nodes."""
    return [
        {match.element: match.node for agreement in reversed(of_frame) for match in agreement.matches if match.twin}
        for of_frame in agreements
    ]


def nodes_of_each(
    tracks: Tracks, nodes: Mapping[int, Node], agreements: Sequence[Sequence[Agreement]]
) -> list[dict[int, Node]]:
    """The node of each track in each keyframe, by track.

    One that shows what others show is only known where the words around it tell: the row at its place may be another.
    Where all of them are called the same, it is still one of them.
    """
    twins = {id(m.node): m.twin for row in agreements for a in row for m in a.matches if m.twin}
    known = {number: node for number, node in nodes.items() if id(node) not in twins}
    known |= {
        number: replace(node, locator="", box=None)
        for number, node in nodes.items()
        if id(node) in twins and twins[id(node)].is_alike
    }
    return [
        {number: known[number] for number in row if number in known} | {row[j]: node for j, node in here.items()}
        for row, here in zip(tracks.numbers, disambiguated_nodes(agreements), strict=True)
    ]


def _seen(tracks: Tracks) -> dict[int, set[int]]:
    """The keyframes of each track."""
    seen: dict[int, set[int]] = defaultdict(set)
    for k, row in enumerate(tracks.numbers):
        for number in row:
            seen[number].add(k)
    return seen


def join_tracks(tracks: Tracks, nodes: Mapping[int, Node]) -> Tracks:
    """The tracks, with those of one node joined where no keyframe shows both."""
    seen = _seen(tracks)
    first: dict[int, int] = {}
    same: dict[int, int] = {}
    for number in sorted(nodes):
        known = first.setdefault(id(nodes[number]), number)
        if known != number and not seen[known] & seen[number]:
            same[number] = known
            seen[known] |= seen[number]
    if not same:
        return tracks
    numbers = tuple(tuple(same.get(n, n) for n in row) for row in tracks.numbers)
    matches = tuple(
        None if found is None or b is None else _paired(found, numbers[b], numbers[k])
        for k, (found, b) in enumerate(zip(tracks.matches, tracks.before, strict=True))
    )
    return replace(tracks, numbers=numbers, matches=matches)


def _paired(found: Matches, before: Sequence[int], after: Sequence[int]) -> Matches:
    """The matches of two keyframes, with elements paired that now share a track."""
    where = {after[j]: j for j in found.added}
    more = [(i, where[before[i]]) for i in found.removed if before[i] in where]
    gone, come = {i for i, _ in more}, {j for _, j in more}
    return replace(
        found,
        pairs=tuple(sorted((*found.pairs, *more))),
        removed=tuple(i for i in found.removed if i not in gone),
        added=tuple(j for j in found.added if j not in come),
    )


def unify_words(readings: Sequence[Reading], tracks: Tracks, nodes: Mapping[int, Node]) -> list[Reading]:
    """The readings with the words of each track unified: as value if it is a field, else as label.

    The same number between two buttons is read as a button here and as a field there.
    """
    kinds = {n: TYPE_OF_ROLE.get(nodes[n].role, kind) if n in nodes else kind for n, kind in tracks.types.items()}
    fields = {n: node.name for n, node in nodes.items() if node.role in FIELD_ROLES}
    names: dict[int, set[str]] = defaultdict(set)
    for reading, row in zip(readings, tracks.numbers, strict=True):
        for element, number in zip(reading.elements, row, strict=True):
            if element.type in FIELD_TYPES and element.value:
                names[number].add(element.label)
    return [
        replace(
            reading,
            elements=tuple(
                _with_words_moved(e, kinds[n], names[n], fields.get(n))
                for e, n in zip(reading.elements, row, strict=True)
            ),
        )
        for reading, row in zip(readings, tracks.numbers, strict=True)
    ]


def _with_words_moved(element: Element, kind: ElementType, names: set[str], known: str | None) -> Element:
    """The element with its words as value or label; `known` is its name on the page if it is a field there."""
    if known is not None and element.type not in FIELD_TYPES and element.label and not element.value:
        return element if same_text(element.label, known) else replace(element, label="", value=element.label)
    if kind not in FIELD_TYPES:
        return replace(element, label=element.label or element.value, value="") if element.value else element
    is_number = element.label.isdigit() and not element.value
    if is_number or (element.type not in FIELD_TYPES and not element.value and names == {""}):
        return replace(element, label="", value=element.label)
    return element

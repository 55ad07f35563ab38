"""Builds the timeline: one moment a keyframe, with matched elements, a tree, differences and what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline import lanes
from claude_scope.timeline.borrowed import own_labels
from claude_scope.timeline.diff import Differences, diff
from claude_scope.timeline.disagreement import disagreements
from claude_scope.timeline.events import first_event, name_event, unread_event
from claude_scope.timeline.match import overlap
from claude_scope.timeline.nearby import near
from claude_scope.timeline.sums import sums
from claude_scope.timeline.text import same_text
from claude_scope.timeline.tracks import Tracks, follow
from claude_scope.timeline.tree import tree_of
from claude_scope.timeline.waiting import waiting
from claude_scope.timeline.wrong import find_wrong
from claude_scope.values import Moment, Reading, Source, Timeline, UiElement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Element, Keyframe, Node, Observation, Snapshot

SAME_PAGE = 0.3
"""A keyframe in which fewer of a snapshot's visible nodes are found is taken to show another page."""


def build_timeline(
    keyframes: Sequence[Keyframe],
    readings: Sequence[Reading],
    snapshots: Sequence[Snapshot] = (),
    *,
    title: str = "",
    notes: str = "",
) -> Timeline:
    """Merge both lanes: one reading a keyframe, in time order, and the snapshots of the pages that were inspected."""
    as_read, tracks = readings, follow(readings)
    readings = [own_labels(r, [tracks.types[n] for n in tracks.numbers[k]]) for k, r in enumerate(readings)]
    if any(own is not read for own, read in zip(readings, as_read, strict=True)):
        tracks = follow(readings)
    inspected = [s for s in snapshots if s.success and s.tree is not None]
    agreements = [[lanes.agree(r.elements, s, r.width) for s in inspected] for r in readings]
    nodes = _nodes(tracks, agreements)
    frames = [
        tuple(_ui_element(*one, tracks, nodes, readings[k]) for one in _told(readings[k], tracks, k))
        for k in range(len(readings))
    ]
    moments = _with_inferred(
        [replace(_moment(k, keyframes, readings, frames, tracks), reading=read) for k, read in enumerate(as_read)]
    )
    on_screen, in_tree = disagreements(inspected, agreements, readings)
    return blamed(Timeline(moments, only_on_screen=on_screen, only_in_tree=in_tree), title, notes)


def _told(reading: Reading, tracks: Tracks, k: int) -> Iterator[tuple[Element, str, str, int]]:
    """The elements of a keyframe with the label, value and track of each."""
    return zip(reading.elements, tracks.labels[k], tracks.values[k], tracks.numbers[k], strict=True)


def blamed(timeline: Timeline, title: str, notes: str) -> Timeline:
    """The timeline with the states in which it went wrong, if they can be told."""
    suspects = find_wrong(timeline.moments, title, notes)
    first = suspects[0] if suspects else None
    return replace(
        timeline,
        wrong=first.moment if first else None,
        wrong_because=first.because if first else "",
        also_wrong=suspects[1:],
    )


def _with_inferred(moments: Sequence[Moment]) -> tuple[Moment, ...]:
    """The moments with what no single picture tells."""
    unending = waiting(moments)
    return tuple(
        replace(m, inferred=(*sums(m.elements, m.reading), *unending.get(k, ()))) for k, m in enumerate(moments)
    )


def _nodes(tracks: Tracks, agreements: Sequence[Sequence[lanes.Agreement]]) -> dict[int, Node]:
    """The surest node of each track, over all keyframes and snapshots that show the same page."""
    best: dict[int, tuple[float, Node]] = {}
    for row, of_frame in zip(tracks.numbers, agreements, strict=True):
        for agreement in of_frame:
            for match in agreement.matches:
                track = row[match.element]
                score = match.score + agreement.layout
                if track not in best or score > best[track][0]:
                    best[track] = (score, match.node)
    return {track: node for track, (_, node) in best.items()}


def _ui_element(
    element: Element, label: str, value: str, track: int, tracks: Tracks, nodes: dict[int, Node], reading: Reading
) -> UiElement:
    node = nodes.get(track)
    kind = lanes.TYPE_OF_ROLE.get(node.role, tracks.types[track]) if node else tracks.types[track]
    checkable = node is None or node.role in lanes.CHECKABLE
    return UiElement(
        id=f"e{track}",
        type=kind,
        role=node.role if node else lanes.role_of(kind),
        label=label,
        box=element.box,
        confidence=element.confidence,
        state=element.state if checkable else tuple(s for s in element.state if s != "checked"),
        value=value,
        name=node.name if node else "",
        locator=node.locator if node else "",
        source=Source.BOTH if node else element.source,
        near=near(element, reading.elements, reading.width),
    )


def _moment(
    k: int,
    keyframes: Sequence[Keyframe],
    readings: Sequence[Reading],
    frames: Sequence[tuple[UiElement, ...]],
    tracks: Tracks,
) -> Moment:
    matches, b = tracks.matches[k], tracks.before[k]
    if not readings[k].was_read:
        event, differences = unread_event(keyframes[k], first=k == 0), Differences(())
    elif matches is None or b is None:
        event, differences = first_event(frames[k]), Differences(())
    else:
        known = {element.id for frame in frames[:k] for element in frame}
        differences = diff(frames[b], frames[k], matches, keyframes[k], readings[k].height, known)
        event = name_event(
            keyframes[k],
            differences,
            frames[b],
            overlap(readings[b].elements, readings[k].elements),
            _new(readings[k].observations, readings[b].observations),
        )
    tree = tree_of(frames[k], readings[k].width, readings[k].height)
    return Moment(
        keyframes[k],
        readings[k],
        frames[k],
        tree,
        differences.changes,
        event.kind,
        event.summary,
        event.evidence,
        event.pointed,
    )


def _new(now: Sequence[Observation], before: Sequence[Observation]) -> list[Observation]:
    return [o for o in now if not any(o.kind == b.kind and same_text(o.text, b.text) for b in before)]

"""Builds the timeline: one moment a keyframe, with its elements, tree, changes, event and findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.timeline.aria import snapshot_matching
from claude_scope.timeline.aria.accents import restore_accents
from claude_scope.timeline.aria.disagreement import disagreements, drop_unknown_pages
from claude_scope.timeline.aria.pointer_target import KeyframeView, pointed_at
from claude_scope.timeline.diff.diff import Differences, diff
from claude_scope.timeline.diff.edited_in_place import drop_replaced_fields
from claude_scope.timeline.diff.returned_fields import describe_lost_values
from claude_scope.timeline.element_tree import build_tree
from claude_scope.timeline.element_types import FIELD_TYPES
from claude_scope.timeline.events.events import Event, as_unprompted, first_event, name_event, unread_event
from claude_scope.timeline.events.suspects import find_suspects
from claude_scope.timeline.events.unprompted import unprompted_reason
from claude_scope.timeline.findings.blank_page import became_blank
from claude_scope.timeline.findings.disabled_buttons import drop_expected_disabled
from claude_scope.timeline.findings.findings import find_all
from claude_scope.timeline.pixels.clocks import find_clocks
from claude_scope.timeline.pixels.fields.boxed_text import fields_to_texts
from claude_scope.timeline.pixels.fields.field_names import remove_field_names, split_field_names
from claude_scope.timeline.pixels.fields.missed_fields import (
    PageFields,
    fields_of,
    remove_lost_fields,
    remove_missed_fields,
)
from claude_scope.timeline.pixels.fields.password_fields import settle_passwords
from claude_scope.timeline.pixels.fields.rejoined_fields import (
    disambiguated_nodes,
    join_tracks,
    nodes_of,
    nodes_of_each,
    unify_words,
)
from claude_scope.timeline.pixels.gap_filling import restore_fields_and_badges, restore_fields_from_next, restore_missed
from claude_scope.timeline.pixels.matching import is_same_view, overlap
from claude_scope.timeline.pixels.names_from_neighbours import name_from_neighbours
from claude_scope.timeline.pixels.pointer_occlusion import restore_hidden
from claude_scope.timeline.pixels.tracking import Tracks, settle_tracks, track_elements
from claude_scope.timeline.pixels.truncation import restore_cut_off_labels
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import Moment, Reading, Source, Timeline, UiElement

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from claude_scope.values import Change, Element, Keyframe, Node, Observation, Snapshot


def build_timeline(
    keyframes: Sequence[Keyframe],
    readings: Sequence[Reading],
    snapshots: Sequence[Snapshot] = (),
    *,
    title: str = "",
    notes: str = "",
    ended_ms: int | None = None,
) -> Timeline:
    """Merge both lanes: one reading a keyframe, in time order, and the snapshots of the pages that were inspected.

    `ended_ms` is the end of the recording, if it is known.
    """
    lanes_ = _merge(readings, keyframes, [s for s in snapshots if s.success and s.tree is not None])
    moments = _with_findings(_moments(keyframes, readings, lanes_), ended_ms)
    apart = disagreements(lanes_.snapshots, lanes_.agreements, lanes_.readings)
    timeline = Timeline(
        moments,
        only_on_screen=apart.only_on_screen,
        only_in_tree=apart.only_in_tree,
        not_compared=apart.not_compared,
        unnamed=apart.unnamed,
    )
    return with_suspects(timeline, title, notes)


@dataclass(frozen=True, slots=True)
class _Merged:
    """Both lanes merged: corrected readings, the track of each element, the elements of each keyframe."""

    readings: Sequence[Reading]
    tracks: Tracks
    frames: Sequence[tuple[UiElement, ...]]
    snapshots: Sequence[Snapshot]
    agreements: Sequence[Sequence[snapshot_matching.Agreement]]
    fields: Sequence[PageFields]

    def view(self, k: int) -> KeyframeView:
        """One keyframe as `pointed_at` needs it."""
        return KeyframeView(self.readings[k].elements, self.frames[k], self.snapshots, self.agreements[k])


def _merge(as_read: Sequence[Reading], keyframes: Sequence[Keyframe], snapshots: Sequence[Snapshot]) -> _Merged:
    as_spelled = split_field_names(restore_accents(as_read, snapshots), snapshots)
    whole = restore_missed(
        restore_fields_from_next(restore_fields_and_badges(restore_hidden(as_spelled, keyframes))), keyframes
    )
    readings, tracks, agreements = _track(whole, keyframes, snapshots)
    tracks = join_tracks(tracks, nodes_of(tracks, agreements))
    nodes = nodes_of(tracks, agreements)
    readings = unify_words(remove_field_names(readings, tracks, nodes, snapshots), tracks, nodes)
    tracks = settle_tracks(tracks, readings, {n: dict(node.props).get("/placeholder", "") for n, node in nodes.items()})
    tracks = replace(tracks, values=settle_passwords(tracks, readings, nodes, keyframes))
    tracks, lost = restore_cut_off_labels(tracks, readings, keyframes)
    nodes_then = nodes_of_each(tracks, nodes, agreements)
    frames = [_ui_elements(k, readings[k], tracks, nodes_then[k], lost) for k in range(len(readings))]
    return _Merged(readings, tracks, frames, snapshots, agreements, [fields_of(s) for s in snapshots])


def _track(
    whole: Sequence[Reading], keyframes: Sequence[Keyframe], snapshots: Sequence[Snapshot]
) -> tuple[Sequence[Reading], Tracks, list[list[snapshot_matching.Agreement]]]:
    """The readings with boxed texts corrected.

    Also the tracks, and how each reading fits each snapshot, computed again only where a reading changed.
    """
    scores: snapshot_matching.Scores = {}
    fits = drop_unknown_pages([_agreements(reading, snapshots, scores) for reading in whole])
    tracks = track_elements(whole, disambiguated_nodes(fits))
    agreements = drop_replaced_fields(fits, whole, keyframes)
    readings = fields_to_texts(whole, tracks, nodes_of(tracks, agreements))
    if all(now is then for now, then in zip(readings, whole, strict=True)):
        return readings, tracks, agreements
    fits = drop_unknown_pages(
        [
            known if now is then else _agreements(now, snapshots, scores)
            for now, then, known in zip(readings, whole, fits, strict=True)
        ]
    )
    return (
        readings,
        track_elements(readings, disambiguated_nodes(fits)),
        drop_replaced_fields(fits, readings, keyframes),
    )


def _agreements(
    reading: Reading, snapshots: Sequence[Snapshot], scores: snapshot_matching.Scores
) -> list[snapshot_matching.Agreement]:
    return [snapshot_matching.match_snapshot(reading.elements, s, reading.width, scores) for s in snapshots]


def _ui_elements(
    k: int, reading: Reading, tracks: Tracks, nodes: dict[int, Node], lost: Container[tuple[int, int]]
) -> tuple[UiElement, ...]:
    """The elements of keyframe k; at the places in `lost` the pointer covers the end of the label."""
    elements = [_ui_element(*one, tracks, nodes, reading) for one in _tracked_elements(reading, tracks, k)]
    return tuple(replace(e, cut_off=True) if (k, j) in lost else e for j, e in enumerate(elements))


def _tracked_elements(reading: Reading, tracks: Tracks, k: int) -> Iterator[tuple[Element, str, str, int]]:
    """Each element of a keyframe with its label, value and track."""
    return zip(reading.elements, tracks.labels[k], tracks.values[k], tracks.numbers[k], strict=True)


def with_suspects(timeline: Timeline, title: str, notes: str) -> Timeline:
    """The timeline with the suspected states, if there are any."""
    suspects = find_suspects(timeline.moments, title, notes)
    first = suspects[0] if suspects else None
    return replace(
        timeline,
        wrong=first.moment if first else None,
        wrong_because=first.because if first else "",
        also_wrong=suspects[1:],
    )


def _with_findings(moments: Sequence[Moment], ended_ms: int | None) -> tuple[Moment, ...]:
    """The moments with the findings about each of them."""
    moments = drop_expected_disabled(moments)
    found = find_all(moments, ended_ms)
    return tuple(replace(moment, inferred=seen) for moment, seen in zip(moments, found, strict=True))


def _ui_element(
    element: Element, label: str, value: str, track: int, tracks: Tracks, nodes: dict[int, Node], reading: Reading
) -> UiElement:
    node = nodes.get(track)
    kind = snapshot_matching.TYPE_OF_ROLE.get(node.role, tracks.types[track]) if node else tracks.types[track]
    checkable = node is None or node.role in snapshot_matching.CHECKABLE
    return UiElement(
        id=f"e{track}",
        type=kind,
        role=node.role if node else snapshot_matching.role_of(kind),
        label=label,
        box=element.box,
        confidence=element.confidence,
        state=element.state if checkable else tuple(s for s in element.state if s != "checked"),
        value=value,
        name=node.name if node else "",
        locator=node.locator if node else "",
        source=Source.BOTH if node else element.source,
        near=name_from_neighbours(element, reading.elements, reading.width),
    )


def _moments(keyframes: Sequence[Keyframe], as_read: Sequence[Reading], merged: _Merged) -> list[Moment]:
    running = find_clocks(keyframes, merged.frames)
    moments: list[Moment] = []
    pointer = None
    last_values: dict[str, str] = {}
    for k, keyframe in enumerate(keyframes):
        known = {element.id for frame in merged.frames[:k] for element in frame}
        differences, event = _what_happened(k, keyframe, merged, known, running)
        event = replace(event, evidence=(*event.evidence, *describe_lost_values(differences.changes, last_values)))
        last_values |= {e.id: e.value for e in merged.frames[k] if e.type in FIELD_TYPES}
        alone = ""
        if moments and merged.tracks.before[k] is not None and not keyframe.skipped:
            alone = unprompted_reason(keyframe, pointer, differences, moments[-1].changes, running)
        if alone:
            event = as_unprompted(event, alone)
        pointer = keyframe.pointer or pointer
        moments.append(
            Moment(
                keyframe,
                as_read[k],
                merged.frames[k],
                _tree(merged.frames[k], as_read[k], differences.changes),
                differences.changes,
                event.kind,
                event.summary,
                event.evidence,
                event.pointed,
                by_itself=alone,
            )
        )
    return moments


def _tree(elements: Sequence[UiElement], reading: Reading, changes: Sequence[Change]) -> Node:
    changed = {change.element.id for change in changes}
    return build_tree(elements, reading.width, reading.height, reading.regions, changed)


def _what_happened(
    k: int, keyframe: Keyframe, merged: _Merged, known: Container[str], running: Container[str]
) -> tuple[Differences, Event]:
    readings, frames = merged.readings, merged.frames
    matches, b = merged.tracks.matches[k], merged.tracks.before[k]
    if not readings[k].was_read:
        return Differences(()), unread_event(keyframe, first=k == 0)
    if matches is None or b is None:
        return Differences(()), first_event(frames[k])
    differences = _without_clocks(diff(frames[b], frames[k], matches, keyframe, readings[k].height, known), running)
    differences = remove_missed_fields(differences, readings[b], merged.fields, merged.agreements[b])
    differences = remove_lost_fields(differences, readings[k], merged.fields, merged.agreements[k], keyframe)
    return differences, name_event(
        keyframe,
        differences,
        frames[b],
        None if keyframe.skipped else pointed_at(keyframe, merged.view(b)),
        overlap(readings[b].elements, readings[k].elements),
        is_same_view(readings[b].elements, readings[k].elements),
        _new_observations(readings[k].observations, readings[b].observations),
        is_empty=became_blank(frames[b], frames[k]),
    )


def _without_clocks(differences: Differences, running: Container[str]) -> Differences:
    """The differences without running clocks, unless nothing else changed."""
    others = tuple(change for change in differences.changes if change.element.id not in running)
    return replace(differences, changes=others) if others else differences


def _new_observations(now: Sequence[Observation], before: Sequence[Observation]) -> list[Observation]:
    return [o for o in now if not any(o.kind == b.kind and same_text(o.text, b.text) for b in before)]

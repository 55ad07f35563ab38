"""Builds the timeline of a capture: one moment a state in which something was done, changed, said or asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope import pictures as pictures_file
from claude_scope.errors import LaneError, NotAnImage
from claude_scope.timeline.captured import events
from claude_scope.timeline.captured.blind_texts import BlindTexts
from claude_scope.timeline.captured.error_texts import quote
from claude_scope.timeline.captured.identity import Identities
from claude_scope.timeline.captured.joined_moments import joined_moments
from claude_scope.timeline.captured.passing import Walk
from claude_scope.timeline.captured.pixel_check import MIN_STATE_MS, in_blind_places, not_shown, only_on_picture
from claude_scope.timeline.captured.pixel_states import is_blind, is_explained, later_changes, painted_after
from claude_scope.timeline.captured.pointed_states import PointedStates
from claude_scope.timeline.captured.suspects import find_suspects
from claude_scope.timeline.captured.tree_diff import FOCUSED, tree_diff
from claude_scope.timeline.captured.visible_elements import NODE_PREFIX, lines_of, scaled_box, ui_element
from claude_scope.values import Element, EventKind, Line, Moment, Node, Reading, Source, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from claude_scope.timeline.captured.blind_texts import ReadRegion
    from claude_scope.timeline.captured.joined_moments import Found
    from claude_scope.timeline.captured.passing import Kept
    from claude_scope.timeline.captured.visible_elements import Seen
    from claude_scope.values import (
        Act,
        Box,
        Capture,
        CapturedState,
        Change,
        Document,
        Image,
        Keyframe,
        Keyframes,
        Observation,
        PageEvent,
        Rebuilt,
    )


READER = "capture"


@dataclass(frozen=True, slots=True)
class _Step:
    """One state with its elements and their ids, what differs from the state before, and what happened in it."""

    state: CapturedState
    elements: Sequence[Seen]
    ids: Sequence[str]
    changes: tuple[Change, ...]
    did: events.Happened
    blind: tuple[Box, ...]
    scale: float
    is_first: bool = False
    is_new: bool = False
    progress: tuple[str, ...] = ()


def build_captured_timeline(
    capture: Capture,
    rebuilt: Rebuilt,
    pictures: Keyframes,
    pixels: Keyframes,
    read: Callable[[Image], Reading],
    read_region: ReadRegion,
    *,
    title: str = "",
    notes: str = "",
) -> Timeline:
    """The timeline of a capture.

    `pictures` has one frame for each instant of the capture, in their order; `pixels` are the settled states of the
    picture. `read` reads a picture: that of the state in which it went wrong, to check the page against it.
    `read_region` reads what pictures show where the page has no texts.
    """
    found = list(joined_moments(_Builder(capture, rebuilt, pictures, pixels).moments()))
    moments = _parted([moment for moment, _ in found])
    suspects = find_suspects(moments, title, notes)
    timeline = Timeline(tuple(moments), is_captured=True).suspecting(suspects)
    if not moments:
        return timeline
    focus = len(moments) - 1 if timeline.wrong is None else timeline.wrong
    blind, texts = [boxes for _, boxes in found], BlindTexts(read_region)
    timeline = _checked(timeline, focus, read, blind[focus], texts)
    moments = list(timeline.moments)
    for at in _focus_first(len(moments), focus):
        moments[at] = _with_blind_texts(moments[at], blind[at], texts)
    return replace(timeline, moments=tuple(moments))


def _focus_first(number: int, focus: int) -> list[int]:
    """The indexes of moments: the focus, its neighbours, then the others in time order. Only so much is read by OCR."""
    return sorted(range(number), key=lambda at: (min(abs(at - focus), 2), at))


def _checked(
    timeline: Timeline, focus: int, read: Callable[[Image], Reading], blind: Sequence[Box], texts: BlindTexts
) -> Timeline:
    """The timeline with one state checked against its picture."""
    moment = timeline.moments[focus]
    try:
        image = pictures_file.load(moment.keyframe.path, pictures_file.OURS)
        seen = read(image)
    except (NotAnImage, LaneError):
        return timeline
    texts.learn(image, blind, moment.elements, seen.lines)
    only = only_on_picture(seen, moment.reading.lines, blind)
    checked = replace(moment, inferred=(*moment.inferred, *only))
    told = tuple(
        f'"{text}" in a canvas, video or picture (state {focus + 1})'
        for text in in_blind_places(seen, moment.reading.lines, blind)
    )
    moments = (*timeline.moments[:focus], checked, *timeline.moments[focus + 1 :])
    return replace(timeline, moments=moments, only_on_screen=told)


def _with_blind_texts(moment: Moment, boxes: Sequence[Box], texts: BlindTexts) -> Moment:
    """The moment with what its picture shows where the page has no texts."""
    if not boxes:
        return moment
    try:
        image = pictures_file.load(moment.keyframe.path, pictures_file.OURS)
    except NotAnImage:
        return replace(moment, blind=tuple(Line("", box, 0.0) for box in boxes))
    return replace(moment, blind=texts.of(image, boxes, moment.elements))


class _Builder:
    """Walks through the states and keeps those in which something happened."""

    def __init__(self, capture: Capture, rebuilt: Rebuilt, pictures: Keyframes, pixels: Keyframes) -> None:
        self._capture, self._states, self._acts = capture, rebuilt.states, rebuilt.acts
        self._pictures = pictures
        self._documents = {document.id: document for document in capture.documents}
        self._dom_changes = {instant.time_ms: instant.dom_changes for instant in capture.instants}
        self._began_ms = _documents_began(self._states, self._documents)
        self._frames = {
            instant.time_ms: frame for instant, frame in zip(capture.instants, pictures.frames, strict=True)
        }
        self._settled = pixels.frames
        self._pixels = pixels.frames[1:]  # the first is the page as the recording began
        self._identities = Identities()
        self._pointed = PointedStates(capture.pointer)
        self._contradicted: set[str] = set()
        self._boxes: dict[tuple[str, str], Box] = {}

    def moments(self) -> list[Found]:
        """The moments in time order."""
        found: list[Found] = []
        before: _Step | None = None
        walk = Walk(self._capture, self._states, self._acts)
        kept, changes_ms = walk.kept_states(), walk.changes_ms()
        for one, until_ms in zip(kept, [*(later.since_ms for later in kept[1:]), float("inf")], strict=True):
            step = self._step(one, until_ms, before)
            state = one.state
            is_known = step.is_first or one.is_back
            painted = None if is_known else painted_after(self._pixels, state.since_ms, step.did.until_ms)
            later = list(self._later(step, until_ms, changes_ms))
            if step.is_first or step.changes or step.is_new or painted or not step.did.says_nothing:
                moment = self._moment(step, painted, is_painted=bool(painted or later))
                if later:
                    moment = replace(moment, keyframe=self._before(moment.keyframe, later[0][0]))
                found.append((moment, step.blind))
            found += [(_painted_moment(found[-1][0], keyframe, why), step.blind) for keyframe, why in later]
            self._boxes = _boxes(state.tree, state.document, step.scale)
            before = step
        return found

    def _before(self, own: Keyframe, later: Keyframe) -> Keyframe:
        """The picture of a state, from before the picture alone changed in it."""
        if own.timestamp_ms < later.since_ms:
            return own
        before = [one for one in self._settled if own.since_ms <= one.timestamp_ms < later.since_ms]
        if not before:
            return own
        settled = next((one for one in before if one.timestamp_ms >= own.since_ms + MIN_STATE_MS), before[-1])
        return replace(settled, began_ms=own.began_ms, changed=own.changed)

    def _later(self, step: _Step, until_ms: float, changes_ms: Sequence[float]) -> Iterator[tuple[Keyframe, str]]:
        """The changes of the picture alone within a state, each with why it came about if that is known."""
        controls = [scaled_box(one.box, step.scale) for one in step.elements if one.is_control and one.box]
        acted_ms = max([step.state.since_ms, *(act.until_ms for act in step.did.acts if act.until_ms < until_ms)])
        for one in later_changes(self._pixels, acted_ms, until_ms):
            if is_blind(one, step.blind):
                yield one, ""
            elif not is_explained(one, changes_ms) and (why := self._pointed.why(one, controls, step.scale)):
                yield one, why

    def _step(self, kept: Kept, until_ms: float, before: _Step | None) -> _Step:
        state, elements = kept.state, kept.elements
        scale = self._scale(state)
        did = events.happened(
            self._capture, self._acts, kept.since_ms, until_ms, is_first=before is None, began_ms=self._began_ms
        )
        changed = sum(self._dom_changes[time] for time in self._dom_changes if kept.since_ms <= time <= state.time_ms)
        did = replace(did, dom_changes=changed)
        blind = tuple(scaled_box(box, scale) for box in state.blind)
        if before is None:
            return _Step(state, elements, self._identities.first(elements), (), did, blind, scale, is_first=True)
        same = before.state.document == state.document
        ids = self._identities.following(before.elements, before.ids, elements, same_document=same)
        changes = tree_diff(before.elements, before.ids, elements, ids, scale)
        return _Step(state, elements, ids, changes, did, blind, scale, is_new=not same, progress=kept.progress)

    def _scale(self, state: CapturedState) -> float:
        width = state.viewport[0] or self._capture.viewport[0]
        return self._pictures.width / width if width else 1.0

    def _moment(self, step: _Step, painted: Keyframe | None, *, is_painted: bool) -> Moment:
        state, did, changes = step.state, step.did, step.changes
        acts = tuple(_act_in_frame_pixels(act, step.scale, self._boxes) for act in did.acts)
        numbers = {one.ref: its for one, its in zip(step.elements, step.ids, strict=True) if one.ref}
        keyframe = replace(
            self._frames[state.time_ms], began_ms=max(0, round(state.since_ms)), changed=_places(changes)
        )
        return Moment(
            keyframe=keyframe,
            reading=self._reading(step.elements, step.scale),
            elements=tuple(ui_element(one, its, step.scale) for one, its in zip(step.elements, step.ids, strict=True)),
            tree=_in_frame_pixels(state.tree, step.scale, numbers),
            changes=changes,
            kind=events.kind_of(did, changes, is_first=step.is_first, is_new_document=step.is_new),
            summary=events.summary_of(
                did, changes, elements=len(step.elements), is_first=step.is_first, painted=painted
            ),
            evidence=(
                *(f"meanwhile {quote(text)}" for text in step.progress),
                *events.evidence_of(did, changes, None if step.is_new else painted),
                *_focus(step),
            ),
            inferred=(*events.observations(did, changes, is_painted=is_painted), *self._not_shown(step, keyframe)),
            url=self._url(state),
            acts=acts,
            log=did.log,
            requests=did.requests,
            events=did.events,
        )

    def _not_shown(self, step: _Step, keyframe: Keyframe) -> tuple[Observation, ...]:
        """Texts of the page that the picture does not show, each once in the recording."""
        if step.did.until_ms - step.state.since_ms < MIN_STATE_MS:
            return ()
        try:
            image = pictures_file.load(keyframe.path, pictures_file.OURS)
        except NotAnImage:
            return ()
        covered = set(step.state.covered)
        open_to_view = [one for one in step.elements if one.ref not in covered]
        found = not_shown(open_to_view, [scaled_box(one.box, step.scale) for one in open_to_view], image)
        new = tuple(one for one in found if one.text not in self._contradicted)
        self._contradicted |= {one.text for one in new}
        return new

    def _reading(self, elements: Sequence[Seen], scale: float) -> Reading:
        """The texts of the page as a reading: masks in pictures are planned from it."""
        fields = tuple(
            Element("input", one.name, scaled_box(one.box, scale), 1.0, value=one.value, source=Source.DOM)
            for one in elements
            if one.value and one.box
        )
        return Reading(
            self._pictures.width, self._pictures.height, lines_of(elements, scale), fields, "", reader=READER
        )

    def _url(self, state: CapturedState) -> str:
        """The address at the end of a state."""
        document = self._documents[state.document]
        return next(
            (
                event.url
                for event in reversed(self._capture.events)
                if _is_navigation(event, document.page) and document.since_ms - 2_000 <= event.time_ms <= state.time_ms
            ),
            document.url,
        )


def _painted_moment(before: Moment, keyframe: Keyframe, why: str) -> Moment:
    """A state of the picture alone: the page is as before, and something that the DOM does not know changed."""
    return replace(
        before,
        keyframe=keyframe,
        changes=(),
        kind=EventKind.STATE_CHANGE,
        summary=events.painted_summary(keyframe),
        evidence=(why,) if why else (),
        inferred=(),
        acts=(),
        log=(),
        requests=(),
        events=(),
    )


def _focus(step: _Step) -> tuple[str, ...]:
    """Where a key that changed nothing else moved the focus."""
    if step.changes or not step.did.acts or step.did.acts[-1].kind != "key":
        return ()
    focused = (one for one in step.elements if FOCUSED in one.states)
    return tuple(f"focus on {one.role} {quote(one.name)}" for one in focused)[:1]


def _documents_began(
    states: Sequence[CapturedState], documents: Mapping[str, Document]
) -> tuple[tuple[str, float], ...]:
    """The address of each document and when its first state began, in time order."""
    found: dict[str, float] = {}
    for state in states:
        found.setdefault(state.document, state.since_ms)
    return tuple((documents[name].url, since_ms) for name, since_ms in found.items())


def _is_navigation(event: PageEvent, page: str) -> bool:
    return event.kind == "navigation" and event.page == page and bool(event.url)


def _parted(moments: list[Moment]) -> list[Moment]:
    """The moments with the time at which the screen left each: as the next one begins."""
    following = [moment.keyframe.since_ms for moment in moments[1:]]
    left = [
        replace(one, keyframe=replace(one.keyframe, until_ms=until))
        for one, until in zip(moments, following, strict=False)
    ]
    return [*left, *moments[-1:]]


def _places(changes: Sequence[Change]) -> tuple[Box, ...]:
    return tuple(change.element.box for change in changes if change.kind != "removed")[:50]


def _in_frame_pixels(node: Node, scale: float, numbers: Mapping[str, str]) -> Node:
    """The tree with boxes in frame pixels and, as `ref`, the ids of its elements in place of the nodes of the DOM."""
    children = tuple(_in_frame_pixels(child, scale, numbers) for child in node.children)
    box = None if node.box is None else scaled_box(node.box, scale)
    return replace(node, box=box, source=Source.DOM, ref=numbers.get(node.ref, ""), children=children)


def _boxes(tree: Node, document: str, scale: float) -> dict[tuple[str, str], Box]:
    """Where each node of the DOM is, in frame pixels, by its document and its reference."""
    nodes = (node for node in tree.walk() if node.ref and node.box is not None and not node.hidden)
    return {(document, node.ref): scaled_box(node.box, scale) for node in nodes}


def _act_in_frame_pixels(act: Act, scale: float, boxes: Mapping[tuple[str, str], Box]) -> Act:
    """The act with its places in frame pixels; `boxes` are those of the state before."""
    target = replace(act.target, box=boxes.get((act.target.document, f"{NODE_PREFIX}{act.target.node}")))
    return replace(act, target=target, point=_scaled(act.point, scale), to_point=_scaled(act.to_point, scale))


def _scaled(point: tuple[float, float] | None, scale: float) -> tuple[float, float] | None:
    return None if point is None else (round(point[0] * scale, 1), round(point[1] * scale, 1))

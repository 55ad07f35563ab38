"""Builds the timeline of a capture: one moment for each state with an act, a change, a console line or a request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from claude_scope import pictures as pictures_file
from claude_scope.errors import LaneError, NotAnImage
from claude_scope.geometry import Rect
from claude_scope.timeline.captured import events
from claude_scope.timeline.captured.blind_texts import BlindTexts
from claude_scope.timeline.captured.element_changes import ElementIds, element_changes
from claude_scope.timeline.captured.faults.dead_press import changed_later, dead_press, promises_nothing
from claude_scope.timeline.captured.faults.hidden_texts import HiddenTexts
from claude_scope.timeline.captured.pixel_check import (
    MIN_STATE_MS,
    in_blind_places,
    is_unexplained,
    only_on_picture,
)
from claude_scope.timeline.captured.pixel_states import is_blind, is_explained, later_changes, painted_after
from claude_scope.timeline.captured.pointed_states import PointedStates
from claude_scope.timeline.captured.tell_rows import Teller
from claude_scope.timeline.captured.visible_elements import (
    NODE_PREFIX,
    elements_of,
    lines_of,
    scaled_box,
    ui_element,
)
from claude_scope.timeline.captured.went_wrong import find_suspects
from claude_scope.values import Addresses, Element, EventKind, Line, Moment, Node, Reading, Source, Timeline

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from claude_scope.timeline.captured.blind_texts import ReadRegion
    from claude_scope.timeline.captured.tell_rows import ToldRow
    from claude_scope.timeline.captured.visible_elements import Seen
    from claude_scope.values import (
        Act,
        Box,
        Capture,
        CapturedState,
        Change,
        Keyframe,
        Keyframes,
        Observation,
        PageFact,
        Rebuilt,
        UiElement,
    )

    Found = tuple[Moment, tuple[Box, ...], bool]
    """A moment, the boxes that the DOM says nothing about, and whether the picture was at rest."""

READER = "capture"
MIN_BLIND_SHARE = 0.1
REST_MS = 1_000.0
"""A page is at rest if nothing changed for this long. An earlier picture may show a page that is not yet completely
painted."""
MIN_POINTED_SHARE = 0.01
"""A smaller share of the picture is a hover style."""
MIN_PAINTED_SHARE = 0.05
"""Minimum share of a canvas or picture that changed; less is a caret, or an icon with a hover style."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A row with the state at its end, its elements and its events."""

    row: ToldRow
    state: CapturedState
    seen: Sequence[Seen]
    elements: tuple[UiElement, ...]
    changes: tuple[Change, ...]
    did: events.Happened
    blind: tuple[Box, ...]
    scale: float
    is_first: bool = False


def build_captured_timeline(
    capture: Capture,
    rebuilt: Rebuilt,
    pictures: Keyframes,
    pixels: Keyframes,
    read: ReadRegion,
    *,
    notes: str = "",
) -> Timeline:
    """The timeline of a capture.

    `pictures` has one frame for each instant of the capture, in order; `pixels` are the settled states of the picture.
    `read` runs OCR: on the whole state in which it went wrong, to check the page against its picture, and in the other
    states only where the DOM is blind.
    """
    found = _Builder(capture, rebuilt, pictures, pixels).moments()
    moments = _parted([moment for moment, _, _ in found])
    suspects = find_suspects(moments, notes, capture.duration_ms)
    timeline = Timeline(tuple(moments), is_captured=True).suspecting(suspects)
    if not moments:
        return timeline
    focus = len(moments) - 1 if timeline.wrong is None else timeline.wrong
    blind, texts = [boxes for _, boxes, _ in found], BlindTexts(read)
    timeline = _checked(timeline, focus, read, found[focus], texts)
    moments = list(timeline.moments)
    for at in _focus_first(len(moments), focus):
        moments[at] = _with_blind_texts(moments[at], blind[at], texts)
    return replace(timeline, moments=tuple(moments))


def _focus_first(number: int, focus: int) -> list[int]:
    """The indexes of moments in the order of OCR, which is limited: the focus, its neighbours, then the others."""
    return sorted(range(number), key=lambda at: (min(abs(at - focus), 2), at))


def _checked(timeline: Timeline, focus: int, read: ReadRegion, found: Found, texts: BlindTexts) -> Timeline:
    """The timeline with one state checked against its picture."""
    _, blind, is_at_rest = found
    if not is_at_rest and not blind:
        return timeline
    moment = timeline.moments[focus]
    page = moment.reading.lines
    try:
        image = pictures_file.load(moment.keyframe.path, pictures_file.OURS)
        lines = read(image, Rect(0, 0, image.shape[1], image.shape[0]), partial(is_unexplained, page, blind))
    except (NotAnImage, LaneError):
        return timeline
    texts.learn(image, blind, moment.elements, lines)
    only = only_on_picture(lines, page, blind) if is_at_rest else ()
    checked = replace(moment, inferred=(*moment.inferred, *only))
    told = tuple(
        f'"{text}" in a canvas, video or picture (state {focus + 1})' for text in in_blind_places(lines, page, blind)
    )
    moments = (*timeline.moments[:focus], checked, *timeline.moments[focus + 1 :])
    return replace(timeline, moments=moments, only_on_screen=told)


def _with_blind_texts(moment: Moment, boxes: Sequence[Box], texts: BlindTexts) -> Moment:
    """The moment with the OCR texts of its blind regions."""
    if not boxes:
        return moment
    try:
        image = pictures_file.load(moment.keyframe.path, pictures_file.OURS)
    except NotAnImage:
        return replace(moment, blind=tuple(Line("", box, 0.0) for box in boxes))
    return replace(moment, blind=texts.of(image, boxes, moment.elements))


class _Builder:
    """Makes a moment of each row, and of each change within a row that only the picture shows."""

    def __init__(self, capture: Capture, rebuilt: Rebuilt, pictures: Keyframes, pixels: Keyframes) -> None:
        self._capture, self._states, self._acts = capture, rebuilt.states, rebuilt.acts
        self._pictures = pictures
        self._addresses = Addresses(capture)
        self._dom_changes = {instant.time_ms: instant.dom_changes for instant in capture.instants}
        self._began_ms = _documents_began(self._states, {document.id: document.url for document in capture.documents})
        self._frames = {
            instant.time_ms: frame for instant, frame in zip(capture.instants, pictures.frames, strict=True)
        }
        self._picture_ms = {
            instant.time_ms: instant.time_ms if instant.picture_ms is None else instant.picture_ms
            for instant in capture.instants
        }
        self._settled = pixels.frames
        self._pixels = pixels.frames[1:]  # the first is the page at the beginning of the recording
        self._ids = ElementIds()
        self._pointed = PointedStates(capture.pointer)
        self._hidden = HiddenTexts(self._states, self._frames)

    def moments(self) -> list[Found]:
        """The moments in time order."""
        found: list[Found] = []
        before: _Step | None = None
        teller = Teller(self._capture, self._states, self._acts)
        rows, changes_ms = teller.rows(), teller.changes_ms()
        numbers: list[int] = []
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            until_ms = following.since_ms if following else float("inf")
            row = replace(row, facts=tuple(_with_state(fact, numbers) for fact in row.facts))
            step = self._step(row, until_ms, before)
            painted = None if step.is_first else painted_after(self._pixels, row.since_ms, until_ms)
            later = list(self._later(step, until_ms, changes_ms))
            if step.is_first or row.facts or painted or not step.did.says_nothing:
                has_effect = bool(painted or later or changed_later(following))
                moment = self._moment(step, painted, before, has_effect=has_effect)
                if later:
                    moment = replace(moment, keyframe=self._before(moment.keyframe, later[0][0]))
                found.append((moment, step.blind, self._is_at_rest(step)))
            numbers.append(len(found))
            found += [(_painted_moment(found[-1][0], keyframe, why), step.blind, False) for keyframe, why in later]
            before = step
        return found

    def _before(self, own: Keyframe, later: Keyframe) -> Keyframe:
        """The picture of a state from before `later`, the first change that only the picture shows."""
        if own.timestamp_ms < later.since_ms:
            return own
        before = [item for item in self._settled if own.since_ms <= item.timestamp_ms < later.since_ms]
        if not before:
            return own
        settled = next((item for item in before if item.timestamp_ms >= own.since_ms + MIN_STATE_MS), before[-1])
        return replace(settled, began_ms=own.began_ms, changed=own.changed)

    def _later(self, step: _Step, until_ms: float, changes_ms: Sequence[float]) -> Iterator[tuple[Keyframe, str]]:
        """The changes within a row that only the picture shows, each with its cause, or "" if that is not known."""
        controls = [scaled_box(item.box, step.scale) for item in step.seen if item.is_control and item.box]
        acted_ms = max([step.row.since_ms, *(act.until_ms for act in step.did.acts if act.until_ms < until_ms)])
        for change in later_changes(self._pixels, acted_ms, until_ms):
            if is_blind(change, step.blind) and change.changed_share >= MIN_PAINTED_SHARE:
                yield change, ""
            elif (
                change.changed_share >= MIN_POINTED_SHARE
                and not is_explained(change, changes_ms)
                and (why := self._pointed.why(change, controls, step.scale))
            ):
                yield change, why

    def _step(self, row: ToldRow, until_ms: float, before: _Step | None) -> _Step:
        state = self._states[row.span.last]
        scale = self._scale(state)
        did = events.happened(
            self._capture, row.span.acts, row.since_ms, until_ms, is_first=before is None, began_ms=self._began_ms
        )
        changed = sum(self._dom_changes[item.time_ms] for item in self._states[row.span.first : row.span.last + 1])
        did = replace(did, dom_changes=changed)
        blind = tuple(scaled_box(box, scale) for box in state.blind)
        seen = elements_of(state.tree)
        ids = self._ids.of(state.document, seen)
        elements = tuple(ui_element(item, number, scale) for item, number in zip(seen, ids, strict=True))
        changes = element_changes(before.elements, elements) if before else ()
        return _Step(row, state, seen, elements, changes, did, blind, scale, is_first=before is None)

    def _scale(self, state: CapturedState) -> float:
        width = state.viewport[0] or self._capture.viewport[0]
        return self._pictures.width / width if width else 1.0

    def _moment(self, step: _Step, painted: Keyframe | None, before: _Step | None, *, has_effect: bool) -> Moment:
        state, did, row = step.state, step.did, step.row
        numbers = {item.ref: element.id for item, element in zip(step.seen, step.elements, strict=True) if item.ref}
        places = _places(step.changes) or (painted.changed if painted else ())
        keyframe = replace(self._frames[state.time_ms], began_ms=max(0, round(row.since_ms)), changed=places)
        return Moment(
            keyframe=keyframe,
            reading=self._reading(step.seen, step.scale),
            elements=step.elements,
            tree=_in_frame_pixels(state.tree, step.scale, numbers),
            changes=step.changes,
            kind=events.kind_of(did, row.facts, is_first=step.is_first, is_other_page=row.is_other_page),
            summary=events.summary_of(did, row.facts, is_first=step.is_first, painted=painted, has_own=row.has_own),
            evidence=events.evidence_of(did, row.facts, None if row.is_other_page else painted),
            inferred=(
                *events.faults(did, self._addresses.at(state.document, state.time_ms)),
                *(() if has_effect or self._may_do_nothing(step) else dead_press(did, row.facts)),
                *self._not_shown(step, keyframe),
            ),
            url=self._addresses.at(state.document, state.time_ms),
            acts=_acts_in_frame_pixels(did.acts, step.scale, before),
            log=did.log,
            requests=did.requests,
            events=did.events,
            facts=tuple(_with_ids(fact, numbers) for fact in row.facts),
        )

    def _may_do_nothing(self, step: _Step) -> bool:
        """Whether the acts need not have a visible effect."""
        if step.row.has_own or self._is_blind(step):
            return True
        address = self._addresses.at(step.state.document, step.state.time_ms)
        return any(self._chooses_file(act) or promises_nothing(act, step.state, address) for act in step.did.acts)

    def _chooses_file(self, act: Act) -> bool:
        """Whether the next act chose a file: this act then opened the browser's dialog, which no picture shows."""
        following = next((item for item in self._acts if item.time_ms > act.time_ms), None)
        return following is not None and following.kind == "file"

    def _is_blind(self, step: _Step) -> bool:
        """Whether the DOM says nothing about a large part of the page, where a click may have had an effect."""
        area = sum(box.width * box.height for box in step.blind)
        return area >= MIN_BLIND_SHARE * self._pictures.width * self._pictures.height

    def _is_at_rest(self, step: _Step) -> bool:
        """Whether the page and the picture did not change during the second before the picture was taken."""
        picture_ms = self._picture_ms[step.state.time_ms]
        frame_ms = self._frames[step.state.time_ms].timestamp_ms
        painted_ms = [pixel.since_ms for pixel in self._pixels if pixel.since_ms <= picture_ms]
        still_ms = picture_ms - max([step.state.since_ms, *painted_ms])
        return still_ms >= REST_MS and frame_ms >= step.state.since_ms and not step.did.is_pending

    def _not_shown(self, step: _Step, keyframe: Keyframe) -> tuple[Observation, ...]:
        """Texts that, according to the row, appeared or changed, but that the picture does not show."""
        if step.is_first or step.row.is_other_page or not self._is_at_rest(step):
            return ()
        covered = set(step.state.covered)
        changed = {change.element.id for change in step.changes}
        open_to_view = [
            item
            for item, element in zip(step.seen, step.elements, strict=True)
            if item.ref not in covered and element.id in changed
        ]
        return self._hidden.of(open_to_view, step.row.span.last, keyframe, step.scale)

    def _reading(self, elements: Sequence[Seen], scale: float) -> Reading:
        """The texts of the page as a reading, for masking."""
        fields = tuple(
            Element("input", element.name, scaled_box(element.box, scale), 1.0, value=element.value, source=Source.DOM)
            for element in elements
            if element.value and element.box
        )
        return Reading(
            self._pictures.width, self._pictures.height, lines_of(elements, scale), fields, "", reader=READER
        )


def _painted_moment(before: Moment, keyframe: Keyframe, why: str) -> Moment:
    """The moment of a change that only the picture shows, because it is not in the DOM."""
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
        facts=(),
    )


def _documents_began(states: Sequence[CapturedState], urls: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    """The URL of each document and the time of its first state, in time order."""
    found: dict[str, float] = {}
    for state in states:
        found.setdefault(state.document, state.since_ms)
    return tuple((urls[name], since_ms) for name, since_ms in found.items())


def _with_state(fact: PageFact, numbers: Sequence[int]) -> PageFact:
    """The fact with the number of a state instead of a row; `numbers` has the state's number for each row so far."""
    if fact.kind != "page" or fact.count is None:
        return fact
    state = numbers[fact.count[0] - 1]
    return replace(fact, count=(state, state))


def _with_ids(fact: PageFact, numbers: Mapping[str, str]) -> PageFact:
    """The fact with element ids instead of DOM nodes."""
    return replace(fact, nodes=tuple(dict.fromkeys(numbers[ref] for ref in fact.nodes if ref in numbers)))


def _parted(moments: list[Moment]) -> list[Moment]:
    """The moments, each ending when the next one begins."""
    following = [moment.keyframe.since_ms for moment in moments[1:]]
    left = [
        replace(item, keyframe=replace(item.keyframe, until_ms=until))
        for item, until in zip(moments, following, strict=False)
    ]
    return [*left, *moments[-1:]]


def _places(changes: Sequence[Change]) -> tuple[Box, ...]:
    return tuple(change.element.box for change in changes if change.kind != "removed")[:50]


def _in_frame_pixels(node: Node, scale: float, numbers: Mapping[str, str]) -> Node:
    """The tree with boxes in frame pixels and with element ids as `ref` instead of DOM nodes."""
    return Node(  # `replace` takes twice as long
        node.role, node.name, node.states, node.text, node.props,
        None if node.box is None else scaled_box(node.box, scale),
        numbers.get(node.ref, ""), node.locator, Source.DOM, node.hidden,
        tuple([_in_frame_pixels(child, scale, numbers) for child in node.children]),
    )  # fmt: skip


def _acts_in_frame_pixels(acts: Sequence[Act], scale: float, before: _Step | None) -> tuple[Act, ...]:
    """The acts with their places in frame pixels; their targets get the boxes that they have in the state before."""
    boxes = _boxes(before, {_ref(act) for act in acts}) if before else {}
    return tuple(
        replace(
            act,
            target=replace(act.target, box=boxes.get((act.target.document, _ref(act)))),
            point=_scaled(act.point, scale),
            to_point=_scaled(act.to_point, scale),
        )
        for act in acts
    )


def _ref(act: Act) -> str:
    return f"{NODE_PREFIX}{act.target.node}"


def _boxes(step: _Step, refs: Container[str]) -> dict[tuple[str, str], Box]:
    """The boxes of visible DOM nodes in frame pixels, by document and `ref`."""
    nodes = (node for node in step.state.tree.walk() if node.ref in refs and node.box is not None and not node.hidden)
    return {(step.state.document, node.ref): scaled_box(node.box, step.scale) for node in nodes}


def _scaled(point: tuple[float, float] | None, scale: float) -> tuple[float, float] | None:
    return None if point is None else (round(point[0] * scale, 1), round(point[1] * scale, 1))

"""Builds the timeline of a capture: one moment a state in which something was done, changed, said or asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline.build import with_suspects
from claude_scope.timeline.captured import events
from claude_scope.timeline.captured.identity import Identities
from claude_scope.timeline.captured.seen import elements_of, lines_of, scaled_box, ui_element
from claude_scope.timeline.captured.tree_diff import tree_diff
from claude_scope.values import Element, Moment, Node, Reading, Source, Timeline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.timeline.captured.seen import Seen
    from claude_scope.values import Act, Box, Capture, CapturedState, Change, Keyframes, PageEvent, Rebuilt

READER = "capture"
_NODE = "n"
"""What stands before the id of a DOM node in the `ref` of a rebuilt tree."""


def build_captured_timeline(
    capture: Capture, rebuilt: Rebuilt, pictures: Keyframes, *, title: str = "", notes: str = ""
) -> Timeline:
    """The timeline of a capture; `pictures` has one frame for each state of `rebuilt`, in their order."""
    builder = _Builder(capture, rebuilt, pictures)
    moments = tuple(builder.moments())
    return replace(with_suspects(Timeline(moments), title, notes), is_captured=True)


class _Builder:
    """Walks through the states and keeps those in which something happened."""

    def __init__(self, capture: Capture, rebuilt: Rebuilt, pictures: Keyframes) -> None:
        self._capture, self._states, self._acts = capture, rebuilt.states, rebuilt.acts
        self._pictures = pictures
        self._documents = {document.id: document for document in capture.documents}
        self._identities = Identities()
        self._boxes: dict[tuple[str, str], Box] = {}

    def moments(self) -> list[Moment]:
        """The moments in time order."""
        found: list[Moment] = []
        before: tuple[CapturedState, list[Seen], list[str]] | None = None
        for number, state in enumerate(self._states):
            elements = elements_of(state.tree)
            scale = self._scale(state)
            until = self._states[number + 1].since_ms if number + 1 < len(self._states) else float("inf")
            did = events.happened(self._capture, self._acts, state.since_ms, until, is_first=before is None)
            changes: tuple[Change, ...] = ()
            if before is None:
                ids = self._identities.first(elements)
            else:
                same = before[0].document == state.document
                ids = self._identities.following(before[1], before[2], elements, same_document=same)
                changes = tree_diff(before[1], before[2], elements, ids, scale)
            is_new = before is not None and before[0].document != state.document
            if before is None or changes or is_new or not did.says_nothing:
                found.append(
                    self._moment(number, state, elements, ids, changes, did, is_first=before is None, is_new=is_new)
                )
                if len(found) > 1:
                    found[-2:] = _parted(found[-2], found[-1])
            before = state, elements, ids
            self._boxes = _boxes(state.tree, state.document, scale)
        return found

    def _scale(self, state: CapturedState) -> float:
        width = state.viewport[0] or self._capture.viewport[0]
        return self._pictures.width / width if width else 1.0

    def _moment(
        self,
        number: int,
        state: CapturedState,
        elements: Sequence[Seen],
        ids: Sequence[str],
        changes: tuple[Change, ...],
        did: events.Happened,
        *,
        is_first: bool,
        is_new: bool,
    ) -> Moment:
        scale = self._scale(state)
        picture = self._pictures.frames[number]
        acts = tuple(_act_in_frame_pixels(act, scale, self._boxes) for act in did.acts)
        numbers = {one.ref: its for one, its in zip(elements, ids, strict=True) if one.ref}
        keyframe = replace(picture, began_ms=max(0, round(state.since_ms)), changed=_places(changes))
        return Moment(
            keyframe=keyframe,
            reading=self._reading(elements, scale),
            elements=tuple(ui_element(one, its, scale) for one, its in zip(elements, ids, strict=True)),
            tree=_in_frame_pixels(state.tree, scale, numbers),
            changes=changes,
            kind=events.kind_of(did, changes, is_first=is_first, is_new_document=is_new),
            summary=events.summary_of(did, changes, elements=len(elements), is_first=is_first),
            evidence=events.evidence_of(did, changes),
            inferred=events.observations(did, changes),
            url=self._url(state),
            acts=acts,
            log=did.log,
            requests=did.requests,
            events=did.events,
        )

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


def _is_navigation(event: PageEvent, page: str) -> bool:
    return event.kind == "navigation" and event.page == page and bool(event.url)


def _parted(before: Moment, now: Moment) -> tuple[Moment, Moment]:
    """Two moments that follow each other: the screen leaves the first one as the second begins."""
    return replace(before, keyframe=replace(before.keyframe, until_ms=now.keyframe.began_ms)), now


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
    target = replace(act.target, box=boxes.get((act.target.document, f"{_NODE}{act.target.node}")))
    return replace(act, target=target, point=_scaled(act.point, scale), to_point=_scaled(act.to_point, scale))


def _scaled(point: tuple[float, float] | None, scale: float) -> tuple[float, float] | None:
    return None if point is None else (round(point[0] * scale, 1), round(point[1] * scale, 1))

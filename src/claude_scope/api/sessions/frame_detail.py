"""One frame in depth, as a page shows it beside its picture: elements, changes, and its tree as a flat list."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from claude_scope.api.sessions import stored_session as whole
from claude_scope.errors import NotFound
from claude_scope.prompt.codec import encode
from claude_scope.report.data import MAX_ROWS, levels
from claude_scope.timeline.remove_frames import without

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from claude_scope.api.sessions.stored_session import Address
    from claude_scope.store.queries.sessions import Kept
    from claude_scope.values import Change, Moment, Node, UiElement

ELEMENT = (*whole.TOLD_OF_ELEMENT, "near", "confidence")


def frame_detail(kept: Kept, frame_id: str, address: Address) -> dict[str, Any]:
    """`FrameDetail` as JSON data; parses the analysis, so it is for a thread.

    Raises NotFound for a frame that is not there, or left out.
    """
    shown = [row for row in kept.frames if not row.removed]
    place = next((place for place, row in enumerate(shown) if row.id == frame_id), None)
    if place is None:
        raise NotFound("There is no such frame.")
    analysis = without(whole.analysis_of(kept), {number - 1 for number in whole.removed(kept)})
    moment, frames = analysis.timeline.moments[place], analysis.keyframes
    rows = list(_rows(moment))
    return {
        **whole.frame(shown[place], address),
        "width": moment.reading.width or frames.width,
        "height": moment.reading.height or frames.height,
        "kind": moment.kind.value,
        "summary": moment.summary,
        "evidence": list(moment.evidence),
        "transient": moment.keyframe.transient,
        "reader": moment.reading.reader,
        "elements": [_element(element) for element in moment.elements],
        "changes": [_change(change) for change in moment.changes],
        "observations": [encode(seen, str) for seen in moment.observed],
        "tree": list(islice(rows, MAX_ROWS)),
        "treeRows": len(rows),
    }


def _change(change: Change) -> dict[str, Any]:
    told = {"kind": change.kind, "what": change.what, "before": change.before, "after": change.after}
    return told | {"element": _element(change.element)}


def _element(element: UiElement) -> dict[str, Any]:
    data = encode(element, str)
    return {name: data[name] for name in ELEMENT} | {"confidence": round(element.confidence, 2)}


def _rows(moment: Moment) -> Iterator[dict[str, Any]]:
    """The same nodes as in the frame's `ariaTree`: those below the document, then those that are gone."""
    status: dict[str, str] = {change.element.id: change.kind for change in moment.changes}
    known = {element.id for element in moment.elements}
    for level, node in islice(levels(moment.tree), 1, None):
        yield _row(level - 1, node, known, status)
    for change in moment.changes:
        if change.kind == "removed":
            e = change.element
            facts = {"states": list(e.state), "value": e.value, "elementId": e.id, "diffStatus": "removed"}
            yield _with({"level": 1, "role": e.role, "name": e.name or e.label}, facts, e.source.value)


def _row(level: int, node: Node, known: set[str], status: Mapping[str, str]) -> dict[str, Any]:
    is_element = node.ref in known
    facts = {
        "states": list(node.states),
        "value": node.text,
        "elementId": node.ref if is_element else "",
        "box": [] if is_element or node.box is None else encode(node.box, str),
        "diffStatus": status.get(node.ref, ""),
    }
    return _with({"level": level, "role": node.role, "name": node.name}, facts, node.source.value)


def _with(row: dict[str, Any], facts: dict[str, Any], source: str) -> dict[str, Any]:
    """A row with the facts that there are: most nodes have few."""
    return row | {name: fact for name, fact in facts.items() if fact} | {"source": source}

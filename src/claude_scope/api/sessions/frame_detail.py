"""The details that the web app shows next to a frame: elements, changes, and the tree as a flat list."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from claude_scope.api.sessions import stored_session as whole
from claude_scope.errors import NotFound
from claude_scope.jobs.session.stored_analysis import analysis_of, removed
from claude_scope.prompt.sheets.changed_places import changed_places
from claude_scope.prompt.sheets.untold import untold_states
from claude_scope.serialization.codec import encode
from claude_scope.serialization.json_rows import MAX_ROWS, change_row, element_row, tree_rows
from claude_scope.timeline.remove_frames import remove_frames
from claude_scope.values import Source
from claude_scope.wording.page_facts import summary_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.api.sessions.stored_session import Address
    from claude_scope.store.queries.sessions import StoredSession
    from claude_scope.values import Moment, Timeline


def frame_detail(kept: StoredSession, frame_id: str, address: Address) -> dict[str, Any]:
    """`FrameDetail` as JSON data. Call it in a thread, because it parses the analysis.

    Raises NotFound for a missing or removed frame.
    """
    shown = [row for row in kept.frames if not row.removed]
    place = next((place for place, row in enumerate(shown) if row.id == frame_id), None)
    if place is None:
        raise NotFound("There is no such frame.")
    analysis = remove_frames(analysis_of(kept), {number - 1 for number in removed(kept)})
    moment, frames = analysis.timeline.moments[place], analysis.keyframes
    rows = list(_rows(moment))
    return {
        **whole.frame(shown[place], address),
        "width": moment.reading.width or frames.width,
        "height": moment.reading.height or frames.height,
        "kind": moment.kind.value,
        "summary": summary_of(moment),
        "evidence": list(moment.evidence),
        "transient": moment.keyframe.transient,
        "reader": moment.reading.reader,
        "elements": [element_row(element) for element in moment.elements],
        "changes": [change_row(change) for change in moment.changes],
        "observations": [encode(seen, str) for seen in moment.inferred],
        "untold": _untold(analysis.timeline, place),
        "tree": list(islice(rows, MAX_ROWS)),
        "treeRows": len(rows),
    }


def _untold(timeline: Timeline, place: int) -> list[Any]:
    """The changed places of a state, as on the prompt's sheet of changes; empty if words describe all its changes."""
    untold, partly = untold_states(timeline)
    shown = changed_places(timeline.moments[place]) if place in untold or place in partly else []
    return [encode(item.box(), str) for item in shown]


def _rows(moment: Moment) -> Iterator[dict[str, Any]]:
    """Yield the rows of the frame's tree: the nodes below the document, then the removed elements."""
    status: dict[str, str] = {change.element.id: change.kind for change in moment.changes}
    known = {element.id for element in moment.elements}
    for node, row in islice(tree_rows(moment.tree), 1, None):
        is_element = node.ref in known
        yield _row(
            row | {"level": row["level"] - 1},
            value=row.get("text"),
            elementId=node.ref if is_element else "",
            box=[] if is_element else row.get("box"),
            diffStatus=status.get(node.ref, ""),
        )
    for change in moment.changes:
        if change.kind == "removed":
            row = element_row(change.element)
            gone = {"level": 1, "role": row["role"], "name": row["name"] or row["label"], "states": row["state"]}
            yield _row(gone | {"source": row["source"]}, value=row["value"], elementId=row["id"], diffStatus="removed")


def _row(row: dict[str, Any], **facts: object) -> dict[str, Any]:
    """`TreeRow` as JSON data, without empty fields."""
    told = {"level": row["level"], "role": row["role"], "name": row.get("name", "")}
    there = {name: fact for name, fact in {"states": row.get("states"), **facts}.items() if fact}
    return told | there | {"source": row.get("source", Source.ARIA.value)}

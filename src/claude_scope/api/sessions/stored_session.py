"""Frames, inspection and timeline of a stored session, as JSON data of the API."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from claude_scope.api.schemas.sessions import (
    Difference,
    FrameBody,
    Inspection,
    PromptOptionsBody,
    SnapshotBody,
    UnderstandingBody,
)
from claude_scope.api.sessions.processing_status import processing_body
from claude_scope.browser.aria_snapshot import render
from claude_scope.jobs.session.stored_analysis import analysis_of, removed
from claude_scope.jobs.session.stored_prompt import prompt_options
from claude_scope.serialization.capture_rows import capture_rows
from claude_scope.serialization.codec import encode
from claude_scope.serialization.json_rows import change_row
from claude_scope.timeline.remove_frames import remove_frames
from claude_scope.wording.capture_lanes import missing_parts, recorded_parts
from claude_scope.wording.model_claims import model_says
from claude_scope.wording.page_facts import summary_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.store.queries.sessions import StoredSession
    from claude_scope.values import Analysis, Change, Moment, Node, Snapshot

    Address = Callable[[str], str]
    """A function that makes the URL of a stored file from its id."""


def detail(kept: StoredSession, address: Address) -> dict[str, Any]:
    """`SessionDetail` as JSON data. Call it in a thread, because it parses the analysis."""
    analysis = analysis_of(kept) if kept.analysis else None
    return {
        **kept.session,
        "frames": frames(kept, address),
        "removedFrames": [frame(row, address) for row in kept.frames if row.removed],
        "inspection": inspection(analysis, address) if analysis else None,
        "timeline": timeline(analysis, kept) if analysis else None,
        "understanding": _understanding(analysis) if analysis else None,
        "lanes": _lanes(analysis) if analysis else [],
        "recordedParts": list(recorded_parts(analysis)) if analysis else [],
        "missingParts": list(missing_parts(analysis)) if analysis else [],
        "options": _options(kept),
        "processingStatus": processing_body(kept.processing, address),
    }


def processed(kept: StoredSession, address: Address) -> dict[str, Any]:
    """`ProcessingResponse` as JSON data."""
    whole, session = detail(kept, address), kept.session
    return {
        "sessionId": session["id"],
        "fileSize": kept.file_size,
        "mimeType": kept.mime_type,
        "processingMs": session["processingTime"],
        "urlsInspected": whole["inspection"]["urlsInspected"] if whole["inspection"] else [],
        **{name: session[name] for name in ("status", "title", "seedUrl", "agentTarget", "prompt", "promptStatus")},
        **{name: whole[name] for name in ("frames", "frameCount", "inspection", "processingStatus", "lastError")},
    }


def frames(kept: StoredSession, address: Address) -> list[dict[str, Any]]:
    """The visible frames in time order."""
    return [frame(row, address) for row in kept.frames if not row.removed]


def frame(row: Any, address: Address) -> dict[str, Any]:
    """`FrameBody` as JSON data, from a row of the database."""
    return FrameBody(
        id=row.id,
        session_id=row.session_id,
        number=row.number,
        timestamp=row.timestamp_ms,
        url=row.url,
        image_url=address(row.image_id),
        thumbnail_url=address(row.thumbnail_id),
        diff_summary=Difference(added=row.added, changed=row.changed, removed=row.removed_count),
        aria_tree=json.loads(row.aria_tree),
        created_at=row.created_at,
    ).model_dump()


def _understanding(analysis: Analysis) -> dict[str, Any] | None:
    told = analysis.understanding
    if told is None:
        return None
    return UnderstandingBody(
        model=told.model,
        shown=told.shown,
        title=told.title,
        confirmed=told.confirmed,
        unchecked=told.unchecked,
        contradicted=told.contradicted,
        **encode(told.usage, str),
    ).model_dump()


def _lanes(analysis: Analysis) -> list[dict[str, Any]]:
    return [{"name": lane.name, "detail": lane.detail, "error": lane.error or None} for lane in analysis.lanes]


def _options(kept: StoredSession) -> dict[str, Any]:
    """The stored options, or the defaults for a session without a video."""
    options = prompt_options(kept.options)
    return PromptOptionsBody(
        include_screenshots=options.include_screenshots,
        inline_aria_tree=options.inline_aria_tree,
        include_raw_diff=options.include_raw_diff,
    ).model_dump()


def inspection(analysis: Analysis, address: Address) -> dict[str, Any]:
    """`Inspection` as JSON data: the result of the Playwright lane, which loads one page after the other."""
    snapshots = analysis.snapshots
    return Inspection(
        urls_inspected=[snapshot.url for snapshot in snapshots],
        snapshots=[_snapshot(snapshot, address) for snapshot in snapshots],
        duration_ms=sum(snapshot.duration_ms for snapshot in snapshots),
    ).model_dump()


def _snapshot(snapshot: Snapshot, address: Address) -> SnapshotBody:
    return SnapshotBody(
        url=snapshot.url,
        aria_tree=render(_plain(snapshot.tree)) if snapshot.tree else "",
        counts=encode(snapshot.counts, str),
        success=snapshot.success,
        error=snapshot.error or None,
        title=snapshot.title,
        console=list(snapshot.console),
        failed_requests=list(snapshot.failed_requests),
        screenshot_url=address(snapshot.screenshot.name) if snapshot.screenshot else None,
        notes=list(snapshot.notes),
    )


def _plain(node: Node) -> Node:
    """The tree without boxes, as Playwright writes it by default."""
    return replace(node, ref="", box=None, children=tuple(_plain(child) for child in node.children))


def timeline(analysis: Analysis, kept: StoredSession) -> dict[str, Any]:
    """The timeline of the visible frames."""
    shown = [frame for frame in kept.frames if not frame.removed]
    told_of = remove_frames(analysis, {number - 1 for number in removed(kept)}).timeline
    ids = [frame.id for frame in shown]
    facts = zip(told_of.moments, shown, capture_rows(told_of.moments), strict=True)
    return {
        "isCaptured": told_of.is_captured,
        "moments": [
            _moment(moment, frame) | {"modelSays": list(model_says(told_of.claims, number))} | rows
            for number, (moment, frame, rows) in enumerate(facts, 1)
        ],
        "wrong": None if told_of.wrong is None else ids[told_of.wrong],
        "wrongBecause": told_of.wrong_because,
        "alsoWrong": [{"frameId": ids[item.moment], "because": item.because} for item in told_of.also_wrong],
        "onlyOnScreen": list(told_of.only_on_screen),
        "onlyInTree": list(told_of.only_in_tree),
        "unnamed": list(told_of.unnamed),
        "logTotal": sum(len(moment.log) for moment in told_of.moments),
        "requestTotal": sum(len(moment.requests) for moment in told_of.moments),
    }


def _moment(moment: Moment, frame: Any) -> dict[str, Any]:
    return {
        "frameId": frame.id,
        "timestamp": frame.timestamp_ms,
        "since": moment.keyframe.since_ms,
        "kind": moment.kind.value,
        "summary": summary_of(moment),
        "evidence": list(moment.evidence),
        "transient": moment.keyframe.transient,
        "changes": [_change(change) for change in moment.changes],
        "observations": [{"kind": seen.kind, "text": seen.text} for seen in moment.inferred],
    }


def _change(change: Change) -> dict[str, Any]:
    """A change without the fields that only the details of a frame contain."""
    row = change_row(change)
    del row["element"]["confidence"]
    return row

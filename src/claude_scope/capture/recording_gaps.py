"""Reports what a manifest says is missing: documents that were not recorded, and what came after the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.capture.fields import epoch_ms, mapping, text
from claude_scope.clock import clock
from claude_scope.plural import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_GAPS = 20
_MIN_VIDEO_GAP_MS = 500.0
_END = {
    "browser": "The recording ended because the browser crashed or was quit; what came then is missing.",
    "tab": "The recording ended because the tab was closed.",
}


def recording_gaps(manifest: Mapping[str, Any], offset_ms: float) -> Iterator[str]:
    """Yield a sentence for each gap, without texts of the page; times count from the start of the video."""
    listed = manifest.get("unrecorded")
    notes = listed if isinstance(listed, list) else []
    for number in range(min(len(notes), MAX_GAPS)):
        note = mapping({"note": notes[number]}, "note")
        since, until = epoch_ms(note, "since"), epoch_ms(note, "until")
        if since is not None:
            span = f"From {_at(since, offset_ms)} " + (f"to {_at(until, offset_ms)}" if until else "on")
            yield f"{span} the page was not recorded: only its picture is known."
    if len(notes) > MAX_GAPS:
        yield f"{counted(len(notes) - MAX_GAPS, 'more document was', 'more documents were')} not recorded."
    ended_by = text(manifest, "endedBy", 20)
    if ended_by == "browser" or (
        ended_by == "tab" and manifest.get("attached") is True
    ):  # closing our own window is a normal end
        yield _END[ended_by]
    ended, video_ended = epoch_ms(manifest, "ended"), epoch_ms(manifest, "videoEnded")
    if ended and video_ended and ended - video_ended > _MIN_VIDEO_GAP_MS:
        yield f"The video ends {(ended - video_ended) / 1000:.1f} s before the recording: the machine was too busy."


def _at(epoch: float, offset_ms: float) -> str:
    return clock(max(0, round(epoch - offset_ms)))

"""Everything that is known about one session."""

from __future__ import annotations

from dataclasses import dataclass

from claude_scope.values.capture_lanes import CaptureLanes
from claude_scope.values.page import Snapshot
from claude_scope.values.recording import Keyframes, Recording
from claude_scope.values.timeline import Timeline
from claude_scope.values.understanding import Understanding


@dataclass(frozen=True, slots=True)
class Lane:
    """The result of a lane: `error` is one sentence, empty on success; `is_off` says that it had nothing to do."""

    name: str
    error: str = ""
    detail: str = ""
    is_off: bool = False


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Analysis:
    """Everything known about one session before a prompt is written; the content of `session.json`.

    `title` and `notes` are the developer's words for this analysis. `recording_title` and `recording_notes` came with a
    capture; they are unchecked page data, and empty if they repeat the developer's words.
    `understanding` is a model's answer about the whole recording, None if no model was asked; it is page data, too.
    `seconds` is the wall time of each station. `masked` counts the replaced secrets in all texts, `covered_places` the
    covered places in pictures (None: the pictures were not masked). `capture_lanes` says where the parts of a capture
    come from; None without a capture.
    """

    title: str
    seed_url: str
    notes: str
    recording: Recording
    keyframes: Keyframes
    timeline: Timeline
    snapshots: tuple[Snapshot, ...]
    lanes: tuple[Lane, ...]
    seconds: tuple[tuple[str, float], ...] = ()
    masked: int = 0
    covered_places: int | None = None
    recording_title: str = ""
    recording_notes: str = ""
    capture_lanes: CaptureLanes | None = None
    understanding: Understanding | None = None

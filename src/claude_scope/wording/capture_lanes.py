"""Words where the parts of a recording come from, so that nothing missing reads as "nothing failed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.values import CaptureLanes

if TYPE_CHECKING:
    from claude_scope.values import Analysis

MAX_FRAMES_PER_S = 30
"""The most pictures of a screencast in a second; `browser.record.video.video_writer` drops the others."""
_UNKNOWN = "source unknown, some may be missing"
_ATTACHED = (
    "before 0:00: unknown",
    "clicks that an earlier listener of the page stopped: not recorded",
    "tabs opened with Ctrl or the middle button: not recorded",
)
"""What the recorder of an open tab cannot have."""


def recorded_parts(analysis: Analysis) -> tuple[str, ...]:
    """The parts of the recording and where they come from: `console, errors: from the browser`.

    Without states that the page itself recorded, only the pixels are used, even of a capture.
    """
    if not analysis.timeline.is_captured:
        return ("pixels only",)
    lanes = analysis.capture_lanes or CaptureLanes()
    browser, page = "from the browser", "from the page" if lanes.dom else _UNKNOWN
    bodies = {True: ", with bodies", False: ", without bodies", None: ""}[lanes.bodies]
    screencast = f"when they changed, at most {MAX_FRAMES_PER_S} frames a second"
    sources = {
        "console": browser if lanes.console else _UNKNOWN,
        "errors": browser if lanes.errors else _UNKNOWN,
        "requests": (browser if lanes.requests else _UNKNOWN) + bodies,
        "DOM": page,
        "acts": page,
        "pixels": screencast if lanes.pixels else "from a video",
    }
    names: dict[str, list[str]] = {}
    for name, source in sources.items():
        names.setdefault(source, []).append(name)
    return tuple(f"{', '.join(group)}: {source}" for source, group in names.items())


def missing_parts(analysis: Analysis) -> tuple[str, ...]:
    """What the recording cannot have: `before 0:00: unknown`."""
    if not analysis.timeline.is_captured:
        return ("console, errors, requests and DOM during the recording: unknown",)
    return _ATTACHED if analysis.capture_lanes is not None and analysis.capture_lanes.is_attached else ()


def recorded_line(analysis: Analysis) -> str:
    """The recorded and the missing parts on one line."""
    line = "; ".join((*recorded_parts(analysis), *missing_parts(analysis)))
    return line[:1].upper() + line[1:]

"""Says where the parts of a recording come from, so that a missing part does not read as "nothing failed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.values import CaptureLanes

if TYPE_CHECKING:
    from claude_scope.values import Analysis

MAX_FRAMES_PER_S = 30
"""Maximum number of pictures of a screencast per second; `browser.record.video.video_writer` drops the others."""
_UNKNOWN = "source unknown, some may be missing"
_BROWSER = "from the browser"
_FORGEABLE = "from the page's own scripts, which can forge and silence them"
_SOURCES = {"browser": _BROWSER, "page": _FORGEABLE, None: _UNKNOWN}
_ATTACHED = (
    "before 0:00: unknown",
    "clicks that an earlier listener of the page stopped: not recorded",
    "tabs opened with Ctrl or the middle button: not recorded",
)
"""What the recorder cannot record if the tab was open before."""
_BY_EXTENSION = ("WebSockets, downloads, requests of workers: not recorded",)
"""What the browser extension cannot record."""


def recorded_parts(analysis: Analysis) -> tuple[str, ...]:
    """The parts of the recording and where they come from: `console, errors: from the browser`.

    If there are no states that the page itself recorded, only the pixels are used, even if the file is a capture.
    """
    if not analysis.timeline.is_captured:
        return ("pixels only",)
    lanes = analysis.capture_lanes or CaptureLanes()
    page = "from the page" if lanes.dom else _UNKNOWN
    bodies = {True: ", with bodies", False: ", without bodies", None: ""}[lanes.bodies]
    pixels = {
        "screencast": f"when they changed, at most {MAX_FRAMES_PER_S} frames a second",
        "tab": "from the tab",
        "unchecked tab": "from a tab that the user chose; whether it is this one could not be checked",
        None: "from a video",
    }
    sources = {
        "console": _SOURCES[lanes.console],
        "errors": _SOURCES[lanes.errors],
        "requests": _SOURCES[lanes.requests] + bodies,
        "DOM": page,
        "acts": page,
        "pixels": pixels[lanes.pixels],
    }
    names: dict[str, list[str]] = {}
    for name, source in sources.items():
        names.setdefault(source, []).append(name)
    return tuple(f"{', '.join(group)}: {source}" for source, group in names.items())


def missing_parts(analysis: Analysis) -> tuple[str, ...]:
    """What the recording cannot contain: `before 0:00: unknown`."""
    if not analysis.timeline.is_captured:
        return ("console, errors, requests and DOM during the recording: unknown",)
    lanes = analysis.capture_lanes or CaptureLanes()
    return (*(_ATTACHED if lanes.is_attached else ()), *(_BY_EXTENSION if lanes.requests == "page" else ()))


def recorded_line(analysis: Analysis) -> str:
    """The recorded and the missing parts on one line."""
    line = "; ".join((*recorded_parts(analysis), *missing_parts(analysis)))
    return line[:1].upper() + line[1:]

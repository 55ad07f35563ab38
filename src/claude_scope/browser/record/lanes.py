"""Says for the manifest where each part of a capture comes from, so that nothing missing reads as "nothing failed"."""

from __future__ import annotations

from typing import Any


def lanes(*, bodies: bool, is_attached: bool) -> dict[str, Any]:
    """The manifest's keys `attached`, whether the tab was open before the recording, and `lanes`."""
    sources: dict[str, Any] = {
        "console": "browser",
        "errors": "browser",
        "requests": "browser",
        "bodies": bodies,
        "pixels": "screencast",
        "dom": "isolated world",
    }
    if is_attached:
        # Earlier requests and console lines, and clicks that an earlier listener of the page hides from the recorder.
        sources["before"] = "unknown"
    return {"attached": is_attached, "lanes": sources}

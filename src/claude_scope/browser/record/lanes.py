"""Says for the manifest where each part of a capture comes from.

Without this, a missing part of a capture could be read as "nothing failed".
"""

from __future__ import annotations

from typing import Any


def lanes(*, bodies: bool, is_attached: bool) -> dict[str, Any]:
    """The manifest's keys `attached` (whether the tab was open before the recording) and `lanes`."""
    sources: dict[str, Any] = {
        "console": "browser",
        "errors": "browser",
        "requests": "browser",
        "bodies": bodies,
        "pixels": "screencast",
        "dom": "isolated world",
    }
    if is_attached:
        # Unknown are earlier requests and console lines, and clicks that a listener which the page registered before
        # the recording hides from the recorder.
        sources["before"] = "unknown"
    return {"attached": is_attached, "lanes": sources}

"""Says how to replace a recording that cannot be used; a capture comes from `record`, a video from any recorder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CAPTURE_AGAIN = "record again with `claude-scope record`, or give another copy of the file"
_VIDEO_AGAIN = "record the tab again and give the WebM or MP4 file"


def record_again(path: Path) -> str:
    """The advice for a file that cannot be used; its name tells whether it was meant to be a capture."""
    return CAPTURE_AGAIN if is_named_as_capture(path) else _VIDEO_AGAIN


def is_named_as_capture(path: Path) -> bool:
    """Whether a file or folder has the name of a capture, finished or not."""
    return path.name.lower().endswith((".scope", ".scope.part"))

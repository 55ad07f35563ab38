"""Reads an unfinished recording as a capture, without its video."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from claude_scope.capture.read import read_capture
from claude_scope.errors import NotARecording

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Capture

_FILES = ("manifest.json", "assets.jsonl", "events-*.jsonl", "assets/*")


def size_of(folder: Path) -> int:
    """The bytes of the files of a recording; files that vanish meanwhile do not count."""
    return sum(_size(file) for file in folder.glob("*"))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def read_growing(folder: Path, scratch: Path) -> Capture | None:
    """The capture so far, copied to `scratch`; None if there is nothing to rebuild yet."""
    shutil.rmtree(scratch, ignore_errors=True)
    copy = scratch / "so-far"
    try:
        for pattern in _FILES:
            for file in folder.glob(pattern):
                target = copy / file.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
        return read_capture(copy, scratch / "read")
    except (NotARecording, OSError):  # the recording has just begun, or is ending
        return None

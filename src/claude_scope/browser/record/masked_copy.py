"""Copies a capture for sharing: with the masked values covered in its video, or without the video."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.capture_folder import FORMAT, NOTES_PLACES
from claude_scope.browser.record.masked.check_covered import check_covered
from claude_scope.browser.record.masked.cover_video import cover_video
from claude_scope.browser.record.masked.unrecorded import UnrecordedParts
from claude_scope.errors import BadInput
from claude_scope.plural import counted
from claude_scope.serialization.capture_files import MANIFEST, MAX_EVENTS_BYTES, VIDEOS, EventLines, opened
from claude_scope.serialization.masked_places import MAX_BOXES, MAX_NOTES, MaskedPlaces
from claude_scope.serialization.shown_pages import MAX_SHOWS
from claude_scope.wording.record_again import CAPTURE_AGAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_scope.serialization.capture_files import CaptureFiles
    from claude_scope.serialization.masked_places import Place

_DAY_MS = 86_400_000


def copy_masked(capture: Path, copy: Path, *, with_video: bool) -> None:
    """Write a copy of the capture, with masked values covered in its video or without the video.

    Raises:
        BadInput: the file is missing, damaged or not a capture, has no readable video, or lacks masked places for a
            part of it.
        WorkFailed: the check of the copy found an uncovered masked value; nothing was written.
    """
    with opened(capture) as files, TemporaryDirectory(prefix="claude-scope-") as scratch:
        manifest = files.manifest()
        changed = manifest | ({"videoMasked": True} if with_video else {"videoStart": None})
        video = _covered_video(files, manifest, capture, Path(scratch)) if with_video else None
        partial = copy.with_name(copy.name + ".new")
        try:
            with zipfile.ZipFile(partial, "x", zipfile.ZIP_DEFLATED) as written:
                written.writestr(MANIFEST, json.dumps(changed, ensure_ascii=False, indent=1))
                for name in files.names:
                    if name not in (MANIFEST, *VIDEOS):
                        with written.open(name, "w") as target:
                            files.copy(name, target)
                        _refuse_damage(files, capture)
                if video is not None:
                    written.write(video, video.name, zipfile.ZIP_STORED)
            partial.replace(copy)
        finally:
            partial.unlink(missing_ok=True)


def _covered_video(files: CaptureFiles, manifest: Mapping[str, Any], capture: Path, scratch: Path) -> Path:
    """Write and check a copy of the video with the masked values covered."""
    import av

    if manifest.get("format") != FORMAT:
        raise BadInput(f"{capture} is not a capture of a known version; record again.")
    start = manifest.get("videoStart")
    if not files.video or not isinstance(start, int | float):
        raise BadInput(f"{capture} has no video to cover; copy it with --no-video.")
    if manifest.get(NOTES_PLACES) is not True:
        raise BadInput(
            f"{capture} does not note where masked values stood, for an older version recorded it; "
            "record again, or leave the video out with --no-video."
        )
    places = _places(files, manifest, capture, float(start))
    original = scratch / files.video
    with original.open("wb") as target:
        files.copy(files.video, target)
    _refuse_damage(files, capture)
    covered = scratch / "covered" / "video.webm"
    covered.parent.mkdir()
    try:
        cover_video(original, covered, places, float(start))
        check_covered(covered, EventLines(files), float(start))
    except av.FFmpegError as error:
        raise BadInput(f"The video of {capture} cannot be read; leave it out with --no-video.") from error
    return covered


def _places(files: CaptureFiles, manifest: Mapping[str, Any], capture: Path, start_ms: float) -> list[Place]:
    """The places to cover; raises BadInput if a part of the video has no record of them, or if there are too many."""
    shown, unrecorded = MaskedPlaces(), UnrecordedParts()
    is_near, events = False, EventLines(files)
    for event in events:
        shown.add(event)
        unrecorded.add(event)
        t = event.get("t")
        is_near |= isinstance(t, int | float) and abs(t - start_ms) < _DAY_MS
    _refuse_damage(files, capture)
    if broken := events.broken - events.is_end_broken:  # a recording that was killed ends within a line
        raise BadInput(
            f"{counted(broken, 'line')} of the events of {capture} cannot be read and may note masked values; "
            f"{CAPTURE_AGAIN}, or leave the video out with --no-video."
        )
    if events.is_cut:
        raise BadInput(
            f"{capture} has more than {MAX_EVENTS_BYTES // 1_000_000} MB of events; "
            "record a shorter time, or leave the video out with --no-video."
        )
    if not is_near:
        raise BadInput(f"{capture} has a video of another time than its events; leave it out with --no-video.")
    if shown.is_cut:
        raise BadInput(
            f"{capture} has more than {MAX_NOTES:,} notes of masked values, {MAX_BOXES:,} places of them, or "
            f"{MAX_SHOWS:,} changes of the page that is shown; record a shorter time, or leave the video out with "
            "--no-video."
        )
    if part := unrecorded.find(manifest, start_ms):
        raise BadInput(
            f"The recording has no masked places from {_clock(part[0] - start_ms)} on, because its page was not "
            "recorded; leave the video out with --no-video."
        )
    return shown.places()


def _refuse_damage(files: CaptureFiles, capture: Path) -> None:
    """Raise BadInput if a file that was read so far is damaged."""
    for name in sorted(files.damaged):
        without = ", or leave the video out with --no-video" if name in VIDEOS else ""
        raise BadInput(f"{name} is damaged in {capture}; {CAPTURE_AGAIN}{without}.")


def _clock(ms: float) -> str:
    minutes, seconds = divmod(ms / 1000, 60)
    return f"{int(minutes)}:{seconds:04.1f}"

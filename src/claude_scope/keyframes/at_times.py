"""Writes the pictures that a recording showed at given times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from av.error import FFmpegError

from claude_scope.errors import NotARecording
from claude_scope.keyframes.decode import FrameReader
from claude_scope.keyframes.frame import eight_bit
from claude_scope.keyframes.frame_store import PngStore
from claude_scope.values import Keyframe, Keyframes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from av.video.frame import VideoFrame

    from claude_scope.values import Recording

    Progress = Callable[[int, int | None], None]

PROGRESS_MS = 250


def frames_at(recording: Recording, times_ms: Sequence[int], out: Path, progress: Progress | None = None) -> Keyframes:
    """Return one keyframe for each time, in the same order: the picture on the screen then. `times_ms` is sorted.

    Each keyframe has a separate file. A time before the first frame gets the first frame, a time after the last frame
    the last one.

    Raises:
        NotARecording: nothing in the file decodes.
        ClaudeScopeError: a picture could not be written.
    """
    store = PngStore(out, recording)
    reader = FrameReader(recording)
    found: list[Keyframe] = []
    shown: tuple[int, VideoFrame] | None = None
    said_ms = -1

    def keep(until_ms: float) -> None:
        while shown is not None and len(found) < len(times_ms) and times_ms[len(found)] < until_ms:
            path = out / f"{len(found):09d}.png"
            masked = store.put(path, shown[0], eight_bit(shown[1]), max(shown[0], times_ms[len(found)]))
            found.append(Keyframe(shown[0], 0.0, "state of the page", path, masked=masked))

    try:
        for time_ms, frame in reader:
            if shown is not None:
                keep(time_ms)
            shown = time_ms, frame
            if progress is not None and time_ms - said_ms >= PROGRESS_MS:
                progress(time_ms, recording.duration_ms)
                said_ms = time_ms
        keep(float("inf"))
        store.close()
    except FFmpegError as error:
        store.discard({frame.path for frame in found})
        raise NotARecording(f"{recording.path} cannot be decoded; record the tab again.") from error
    except BaseException:
        store.discard({frame.path for frame in found})
        raise
    if shown is None:
        raise NotARecording(f"{recording.path} has no frame that decodes; record the tab again.")
    return Keyframes(
        frames=tuple(found),
        width=recording.width,
        height=recording.height,
        duration_ms=reader.last_ms,
        decoded_frames=reader.decoded,
        notes=(*recording.notes, *reader.notes),
    )

"""The stations as the child process runs them: each method is a call of `messages.CALLS`."""

from __future__ import annotations

import errno
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.errors import ClaudeScopeError, NotARecording
from claude_scope.jobs.sandbox import messages, rlimits
from claude_scope.jobs.sandbox.recording_length import max_duration_ms, too_long
from claude_scope.serialization.codec import decode, encode
from claude_scope.values import Reading
from claude_scope.wording.record_again import CAPTURE_AGAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.hosted.view import View
    from claude_scope.jobs.sandbox.messages import Bounds, Place
    from claude_scope.pictures import PictureCache
    from claude_scope.values import (
        Capture,
        CoveredPicture,
        Image,
        Keyframe,
        Keyframes,
        MaskPlan,
        Rebuilt,
        Recording,
        Snapshot,
        Timeline,
    )
    from claude_scope.vision.local import LocalReader
    from claude_scope.vision.reader import PreviousFrame

THUMBNAIL_SIDE = 480
THUMBNAIL_BYTES = 24_000
"""Maximum number of bytes of a thumbnail: a prompt may embed it as base64, where at most 24 KB are allowed."""


@dataclass(frozen=True, slots=True)
class Stations:
    """The calls, by name."""

    place: Place
    ocr_threads: int
    say: Callable[[bytes], None]

    def probe(self, path: Path, bounds: Bounds | None) -> Recording:
        """Probe a file; raises NotARecording, also if it is larger or longer than allowed."""
        from claude_scope.intake.probe import probe

        recording = probe(path)
        if bounds is None:
            return recording
        if recording.width * recording.height > bounds.max_pixels:
            raise NotARecording(
                f"{path} has frames of {recording.width} x {recording.height} pixels, more than are allowed here; "
                "record a smaller window."
            )
        if (recording.duration_ms or 0) > max_duration_ms(bounds.max_minutes):
            raise too_long(path, bounds.max_minutes, recording.duration_ms)
        return recording

    def keyframes(self, recording: Recording, out: Path | None, max_frames: int, bounds: Bounds | None) -> Keyframes:
        """Select keyframes; a file that is longer than it states is stopped at the longest allowed duration.

        Without `out` no picture is written, and each keyframe has the path of the recording.
        """
        from claude_scope.keyframes.select import find_keyframes

        def progress(done_ms: int, total_ms: int | None) -> None:
            if bounds is not None and done_ms > max_duration_ms(bounds.max_minutes):
                raise too_long(recording.path, bounds.max_minutes)
            self.say(messages.dump_progress(done_ms, total_ms))

        def found(keyframe: Keyframe) -> None:
            self.say(messages.dump_picture(keyframe.timestamp_ms, keyframe.path, self.place))

        chosen = find_keyframes(recording, out, max_frames=max_frames, progress=progress, found=found)
        if out is not None:
            return chosen
        return replace(chosen, frames=tuple(replace(frame, path=recording.path) for frame in chosen.frames))

    def read(self, keyframe: Keyframe, before: tuple[Keyframe, Reading] | None, following: Keyframe | None) -> Reading:
        """Read one keyframe with the local reader, which also starts to read the following one."""
        _import_ahead()
        reader = _reader(self.ocr_threads)
        picture = _LAST.load(keyframe, is_first=before is None)
        last = None if before is None else _LAST.before(*before)
        return _LAST.keep(reader.read_sync(picture, last, None if following is None else _LAST.load(following)))

    def views(self, before: Keyframe, after: Keyframe) -> tuple[View, ...]:
        """Prepare the pictures of a change in the child, so that the worker, which asks a model, decodes no file."""
        from claude_scope.hosted.pair_pictures import pair_pictures

        return pair_pictures(before, after)

    def overview(self, keyframes: tuple[Keyframe, ...], numbers: tuple[int, ...]) -> View:
        """Draw one picture of these states, each with its number."""
        from claude_scope.hosted.pair_pictures import overview

        return overview([(number, keyframe.path) for number, keyframe in zip(numbers, keyframes, strict=True)])

    def timeline(
        self,
        keyframes: Keyframes,
        readings: Sequence[Reading],
        snapshots: Sequence[Snapshot],
        title: str,
        notes: str,
    ) -> Timeline:
        """Work out what changed when."""
        from claude_scope.timeline.build import build_timeline

        return build_timeline(keyframes.frames, readings, snapshots, title=title, notes=notes)

    def capture(self, path: Path, folder: Path, bounds: Bounds | None) -> Capture:
        """Read a capture into a folder, and probe its video; raises NotARecording, also if it is too long."""
        from claude_scope.capture.container import video_of
        from claude_scope.capture.read import read_capture

        try:
            found = read_capture(path, folder)
        except OSError as error:
            if error.errno != errno.EFBIG:
                raise
            size = f"{rlimits.MAX_FILE_BYTES >> 20} MB"
            raise NotARecording(f"{path} unpacks to more than {size}; record a shorter time.") from error
        if bounds is not None and found.duration_ms > max_duration_ms(bounds.max_minutes):
            raise too_long(path, bounds.max_minutes, found.duration_ms)
        video = video_of(folder)
        if video is None:
            return found
        try:
            return replace(found, recording=self.probe(video, bounds))
        except NotARecording as error:
            raise NotARecording(f"{path} has a video that cannot be used; {CAPTURE_AGAIN}.") from error

    def pictures(self, recording: Recording, out: Path, times_ms: Sequence[int], bounds: Bounds | None) -> Keyframes:
        """Write the frames of a recording at these times."""
        from claude_scope.keyframes.at_times import frames_at

        def progress(done_ms: int, total_ms: int | None) -> None:
            if bounds is not None and done_ms > max_duration_ms(bounds.max_minutes):
                raise too_long(recording.path, bounds.max_minutes)
            self.say(messages.dump_progress(done_ms, total_ms))

        found = frames_at(recording, times_ms, out, progress)
        _load_ahead(self.ocr_threads)
        return found

    def captured_timeline(
        self, capture: Capture, rebuilt: Rebuilt, pictures: Keyframes, pixels: Keyframes, notes: str
    ) -> Timeline:
        """Work out what changed when, from the page's own record, and check one state against its picture."""
        from claude_scope.timeline.captured.build import build_captured_timeline

        reader = _reader(self.ocr_threads)
        return build_captured_timeline(capture, rebuilt, pictures, pixels, reader.read_region, notes=notes)

    def mask(self, plan: MaskPlan, folder: Path) -> tuple[CoveredPicture, ...]:
        """Write copies of the pictures that show secrets, with the secrets covered."""
        from claude_scope.masking.cover import cover_pictures

        return cover_pictures(plan, folder, _reader(self.ocr_threads))

    def thumbnails(self, keyframes: Keyframes) -> tuple[Path, ...]:
        """Write a small JPEG of each keyframe, in their order."""
        folder = self.place.subfolder("thumbnails")
        folder.mkdir(exist_ok=True)
        return tuple(_thumbnail(frame.path, folder / f"{frame.path.stem}.jpg") for frame in keyframes.frames)


class _LastReading:
    """Keeps the last reading: the reader can reuse its own object, but not an equal one that the worker sent back."""

    def __init__(self) -> None:
        self._kept: tuple[Reading, Reading] | None = None
        self._pictures: PictureCache | None = None

    def load(self, keyframe: Keyframe, *, is_first: bool = False) -> Image:
        """Load the picture of a keyframe, without the pointer if another frame shows the place below it.

        The first keyframe of a recording empties the cache.
        """
        from claude_scope.pictures import PictureCache

        if is_first or self._pictures is None:
            self._pictures = PictureCache()
        return self._pictures.load(keyframe.path, keyframe.bare)

    def keep(self, reading: Reading) -> Reading:
        """Store a reading together with its copy after a round trip through the worker, and return it."""
        self._kept = (decode(Reading, encode(reading, str), Path), reading)
        return reading

    def before(self, keyframe: Keyframe, returned: Reading) -> PreviousFrame:
        """The previous keyframe, with the stored reading if its copy is equal to `returned`."""
        from claude_scope.vision.reader import PreviousFrame

        copy, original = self._kept or (None, returned)
        return PreviousFrame(self.load(keyframe), original if copy == returned else returned)


_LAST = _LastReading()


def _thumbnail(source: Path, target: Path) -> Path:
    """Write a JPEG of at most 480 px on the long side and 24 KB, and return its path."""
    from claude_scope import pictures

    picture = pictures.fit(pictures.load(source), THUMBNAIL_SIDE)
    for quality in range(80, 0, -15):
        data = pictures.encoded(picture, ".jpg", quality)
        if len(data) <= THUMBNAIL_BYTES:
            break
    else:  # noise; half the size always fits
        data = pictures.encoded(pictures.fit(picture, THUMBNAIL_SIDE // 2), ".jpg", 20)
    target.write_bytes(data)
    return target


_READER_LOCK = threading.Lock()
"""Ensures that two threads that ask for the reader concurrently get the same one."""


def _reader(threads: int) -> LocalReader:
    with _READER_LOCK:
        return _only_reader(threads)


@cache
def _only_reader(threads: int) -> LocalReader:
    from claude_scope.vision.local import local_reader

    return local_reader(threads)


def _import_captured() -> None:
    """Import the modules for the timeline of a capture."""
    from claude_scope.lexicon.error_words import alert_says_error
    from claude_scope.timeline.captured import build  # noqa: F401

    alert_says_error("Saved")  # compiles the patterns of all words of errors


@cache
def _load_ahead(threads: int) -> None:
    """Load modules and models for the timeline of a capture in a thread, while this process waits for the rebuild."""

    def get() -> None:
        _import_captured()
        with suppress(ClaudeScopeError):  # reading a picture reports the error
            _reader(threads).load()

    threading.Thread(target=get, daemon=True).start()


@cache
def _import_ahead() -> None:
    """Import the modules for the timeline in a thread, while the models work without the interpreter lock."""

    def get() -> None:
        from claude_scope.lexicon.secret_names import kinds_of_label
        from claude_scope.timeline import build  # noqa: F401

        kinds_of_label("password")  # builds the patterns of all names of secrets

    threading.Thread(target=get, daemon=True).start()


def warm(threads: int) -> None:
    """Import everything and load the models in advance, which takes half a second on an idle machine and 130 MB."""
    import numpy as np

    from claude_scope.intake import probe  # noqa: F401
    from claude_scope.keyframes import select  # noqa: F401
    from claude_scope.timeline import build  # noqa: F401

    _import_captured()
    _reader(threads).read_sync(np.full((64, 64, 3), 255, np.uint8))

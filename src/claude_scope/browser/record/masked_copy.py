"""Copies a capture to be handed on: with the masked values covered in its video, or without the video."""

from __future__ import annotations

import json
import zipfile
from collections import deque
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.capture_files import MANIFEST, PARTS, VIDEOS, opened
from claude_scope.browser.record.video import ENCODER
from claude_scope.errors import BadInput
from claude_scope.serialization.masked_places import MaskedPlaces, Place, on_frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.browser.record.capture_files import CaptureFiles

NOTES_PLACES = "maskedPlaces"
"""The key of a manifest that says that the places of masked values were noted."""
_MARGIN_PX = 4.0
_BLACK_Y, _GREY_UV = 16, 128


def copy_masked(capture: Path, copy: Path, *, with_video: bool) -> None:
    """Write the capture again, its video covered where values were masked, or left out.

    Raises:
        BadInput: the file is missing, is no capture, has no video that can be read, or does not note where masked
            values stood.
    """
    with opened(capture) as files, TemporaryDirectory(prefix="claude-scope-") as scratch:
        manifest = files.manifest | ({"videoMasked": True} if with_video else {"videoStart": None})
        video = _covered_video(files, capture, Path(scratch)) if with_video else None
        partial = copy.with_name(copy.name + ".new")
        try:
            with zipfile.ZipFile(partial, "x", zipfile.ZIP_DEFLATED) as written:
                written.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
                for name in files.sizes:
                    if PARTS.fullmatch(name) and name not in (MANIFEST, *VIDEOS):
                        with written.open(name, "w") as target:
                            files.copy(name, target)
                if video is not None:
                    written.write(video, video.name, zipfile.ZIP_STORED)
            partial.replace(copy)
        finally:
            partial.unlink(missing_ok=True)


def _covered_video(files: CaptureFiles, capture: Path, scratch: Path) -> Path:
    """A copy of the video in which the masked values are covered."""
    import av

    start = files.manifest.get("videoStart")
    if not files.video or not isinstance(start, int | float):
        raise BadInput(f"{capture} has no video to cover; copy it with --no-video.")
    if files.manifest.get(NOTES_PLACES) is not True:
        raise BadInput(
            f"{capture} does not note where masked values stood, for an older version recorded it; "
            "record again, or leave the video out with --no-video."
        )
    shown = MaskedPlaces()
    for event in files.events():
        shown.add(event)
    original = scratch / files.video
    with original.open("wb") as target:
        files.copy(files.video, target)
    covered = scratch / "covered" / "video.webm"
    covered.parent.mkdir()
    try:
        _cover(original, covered, shown.places(), float(start))
    except av.FFmpegError as error:
        raise BadInput(f"The video of {capture} cannot be read; leave it out with --no-video.") from error
    return covered


def _cover(original: Path, covered: Path, places: Sequence[Place], start_ms: float) -> None:
    """Encode the video again, each picture at its time."""
    import av

    with av.open(str(original)) as source, av.open(str(covered), "w", format="webm") as target:
        video = source.streams.video[0]
        stream: Any = target.add_stream("libvpx-vp9", rate=30, options=ENCODER)
        stream.width, stream.height, stream.pix_fmt = video.width & ~1, video.height & ~1, "yuv420p"
        stream.bit_rate = 0
        stream.codec_context.time_base = video.time_base
        stream.codec_context.color_range = 1  # MPEG
        size = (stream.width, stream.height)
        coming, covered_now = deque(places), list[Place]()
        for frame in _decoded(source, video):
            picture = frame.reformat(*size, "yuv420p").to_ndarray()
            time_ms = start_ms + float(frame.pts * video.time_base) * 1000
            while coming and coming[0].since_ms <= time_ms:
                covered_now.append(coming.popleft())
            covered_now = [place for place in covered_now if place.until_ms >= time_ms]
            for place in covered_now:
                _draw(picture, on_frame(place, size, _MARGIN_PX))
            drawn = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            drawn.pts, drawn.time_base = frame.pts, video.time_base
            target.mux(stream.encode(drawn))
        target.mux(stream.encode(None))


def _decoded(source: Any, video: Any) -> Iterator[Any]:
    """The pictures of a video up to where it is damaged; raises FFmpegError if none can be decoded."""
    import av

    is_first = True
    try:
        for frame in source.decode(video):
            if frame.pts is not None:
                is_first = False
                yield frame
    except av.FFmpegError:
        if is_first:
            raise


def _draw(picture: Any, box: tuple[int, int, int, int]) -> None:
    """Fill a box of a picture in YUV 4:2:0: the rows of Y, then those of U and of V, two to a row of the array."""
    left, top, right, bottom = box
    if left >= right or top >= bottom:
        return
    width = picture.shape[1]
    height = picture.shape[0] * 2 // 3
    picture[top:bottom, left:right] = _BLACK_Y
    for plane in picture[height:].reshape(2, height // 2, width // 2):
        plane[top // 2 : (bottom + 1) // 2, left // 2 : (right + 1) // 2] = _GREY_UV

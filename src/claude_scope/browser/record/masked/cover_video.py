"""Encodes the video of a capture again, with masked places covered.

Whenever the copy shows a time, all places of that time are covered. If a place begins while the video does not change,
the picture is written again with the place covered. A place that was covered in a picture stays covered as long as that
picture is shown, even if the recorder wrote it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.masked.covered_area import CoveredArea
from claude_scope.browser.record.video.video_writer import ENCODER
from claude_scope.serialization.masked_places import on_frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from claude_scope.serialization.masked_places import Place

_MARGIN_PX = 4.0
_STEP_MS = 34.0
"""Places that begin within this time after a picture are already covered in it."""
_NEVER = 2**62
_BLOCK_PX, _SAME_LEVELS = 8, 6
"""Two pictures are equal if the means of their blocks differ by at most this many levels: a picture that is encoded
again differs by two, a picture with one more letter by twenty."""


def cover_video(original: Path, covered: Path, places: Sequence[Place], start_ms: float) -> None:
    """Write the copy; `places` are in the order in which they begin, and the video begins at the epoch time `start_ms`.

    Raises:
        av.FFmpegError: no picture of the video can be decoded.
    """
    import av

    with av.open(str(original)) as source, av.open(str(covered), "w", format="webm") as target:
        video = source.streams.video[0]
        size = (video.width & ~1, video.height & ~1)
        copy = _Copy(target, size, video.time_base, _Covers(places, size), start_ms)
        for frame in _decoded(source, video):
            copy.show(frame.reformat(*size, "yuv420p").to_ndarray(), frame.pts)
        copy.finish()


class _Covers:
    """The covered area, as time advances."""

    def __init__(self, places: Sequence[Place], size: tuple[int, int]) -> None:
        self._area = CoveredArea(*size)
        self._size = size
        self._coming = iter(places)
        self._next = next(self._coming, None)
        self._ending = iter(sorted(places, key=lambda place: place.until_ms))
        self._ends = next(self._ending, None)

    @property
    def next_ms(self) -> float:
        """When the next place begins."""
        return self._next.since_ms if self._next else float("inf")

    def begin(self, until_ms: float) -> None:
        """Add the places that begin up to this time."""
        while self._next and self._next.since_ms <= until_ms:
            self._area.add(on_frame(self._next, self._size, _MARGIN_PX))
            self._next = next(self._coming, None)

    def end(self, before_ms: float) -> None:
        """Remove the places that end before this time, all of which have already begun."""
        while self._ends and self._ends.until_ms < before_ms:
            self._area.remove(on_frame(self._ends, self._size, _MARGIN_PX))
            self._ends = next(self._ending, None)

    def draw(self, picture: Any) -> Any:
        """Cover the area of a picture."""
        return self._area.draw(picture)


@dataclass(slots=True)
class _Copy:
    """Writes the pictures of the copy."""

    target: Any
    size: tuple[int, int]
    time_base: Any
    covers: _Covers
    start_ms: float
    _stream: Any = field(init=False)
    _picture: Any = None
    _pts: int = -1

    def __post_init__(self) -> None:
        self._stream = stream = self.target.add_stream("libvpx-vp9", rate=30, options=ENCODER)
        stream.width, stream.height, stream.pix_fmt = *self.size, "yuv420p"
        stream.bit_rate = 0
        stream.codec_context.time_base = self.time_base
        stream.codec_context.color_range = 1  # MPEG

    def show(self, picture: Any, pts: int) -> None:
        """Write a picture of the original. Before it, write the last picture again each time that a place began."""
        while self._picture is not None and (again := self._pts_of(self.covers.next_ms)) < pts:
            self._write(again)
        if self._picture is None or not _is_same(self._picture, picture):
            self.covers.begin(self._ms(pts))
            self.covers.end(self._ms(pts))
        self._picture = picture
        self._write(pts)

    def finish(self) -> None:
        """Flush the encoder."""
        self.target.mux(self._stream.encode(None))

    def _write(self, pts: int) -> None:
        import av

        self.covers.begin(self._ms(pts) + _STEP_MS)
        drawn = av.VideoFrame.from_ndarray(self.covers.draw(self._picture), format="yuv420p")
        drawn.pts, drawn.time_base = pts, self.time_base
        self.target.mux(self._stream.encode(drawn))
        self._pts = pts

    def _ms(self, pts: int) -> float:
        return self.start_ms + float(pts * self.time_base) * 1000

    def _pts_of(self, ms: float) -> int:
        """This time in the video's time base, rounded down, but at least one unit after the last picture."""
        return max(self._pts + 1, int(min((ms - self.start_ms) / 1000 / self.time_base, _NEVER)))


def _decoded(source: Any, video: Any) -> Iterator[Any]:
    """The pictures of a video until it is damaged; raises FFmpegError if none can be decoded."""
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


def _is_same(one: Any, other: Any) -> bool:
    """Whether two pictures are equal, as they are when the recorder repeated the last picture."""
    import cv2

    small = one.shape[1] // _BLOCK_PX, one.shape[0] // _BLOCK_PX
    before, after = (cv2.resize(picture, small, interpolation=cv2.INTER_AREA) for picture in (one, other))
    return bool(cv2.norm(before, after, cv2.NORM_INF) <= _SAME_LEVELS)

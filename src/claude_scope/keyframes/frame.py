"""A decoded frame as arrays: luma to compare, RGB to store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import av
import numpy as np

from claude_scope.keyframes.changes.tiles import Luma, padded

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

    from claude_scope.values import Image

_LUMA_FIRST = frozenset(
    {"yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "nv12", "nv21", "gray", "gbrp", "yuva420p"}
)
"""Pixel formats whose first plane is 8-bit brightness (green for gbrp, which is most of brightness)."""

_GIF = "bgra"
"""The pixel format of GIF frames, which keep the colour of each pixel: digits on a coloured badge can be read."""

_UNUSED = 3
"""References to a copy that only `FramePool` holds: its list, a loop variable, and the argument of the count."""


def eight_bit(frame: VideoFrame) -> VideoFrame:
    """The frame itself if its luma can be read in place, otherwise a converted one (10-bit, packed, palette)."""
    if frame.format.name in _LUMA_FIRST:
        return frame
    return frame.reformat(format="yuv444p" if frame.format.name == _GIF else "yuv420p")


def luma(frame: VideoFrame) -> Luma:
    """The brightness plane of an `eight_bit` frame without a copy, shape (height, width).

    Row padding stays outside of the view. A picture smaller than a tile is padded (a copy).
    """
    plane = frame.planes[0]
    rows: Luma = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
    return padded(rows)


class FramePool:
    """Copies frames to separate memory, so that the decoder can use its frames again.

    A decoder whose frames are held back writes to fresh memory, which is in no cache: holding five frames a second of
    1080p cost it 20 %, copying them 8 %. Fresh memory for each copy would cost twice as much as copying, in page
    faults. If colours are not needed, only the brightness is copied.
    """

    def __init__(self, *, in_colour: bool = True) -> None:
        self._in_colour = in_colour
        self._made: list[VideoFrame] = []

    def copy(self, frame: VideoFrame) -> VideoFrame:
        """Return a copy of the frame, or the frame itself if the copy would have another layout."""
        form = frame.format.name if self._in_colour else "gray"
        copy = self._spare(frame, form) or av.VideoFrame(frame.width, frame.height, form)
        pairs = list(zip(copy.planes, frame.planes, strict=self._in_colour))
        if any(new.line_size != old.line_size or new.buffer_size != old.buffer_size for new, old in pairs):
            return frame
        for new, old in pairs:
            np.frombuffer(memoryview(new), np.uint8)[:] = np.frombuffer(memoryview(old), np.uint8)
        copy.colorspace, copy.color_range = frame.colorspace, frame.color_range
        if not any(copy is made for made in self._made):
            self._made.append(copy)
        return copy

    def _spare(self, frame: VideoFrame, form: str) -> VideoFrame | None:
        """A copy that nothing references any more, not even an array over its planes; None if there is none."""
        same = frame.width, frame.height, form
        for made in self._made:
            if sys.getrefcount(made) == _UNUSED and (made.width, made.height, made.format.name) == same:
                return made
        return None


def rgb(frame: VideoFrame, rotation: int) -> Image:
    """The whole frame as shown: RGB of shape (height, width, 3), turned clockwise by `rotation` degrees."""
    image = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    return np.ascontiguousarray(np.rot90(image, -(rotation // 90))) if rotation else image

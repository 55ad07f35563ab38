"""Encode pictures as recorders do: with a real VP8, VP9 or H.264 encoder at a recording's bit rate."""

from __future__ import annotations

import io
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import av
import numpy as np

if TYPE_CHECKING:
    from random import Random

    from claude_scope.values import Image

RATE = 30
RATES_BITS = (1_000_000, 2_500_000, 2_500_000, 5_000_000)
"""Bits a second: browsers' recorders take 2.5 Mbit/s by default; pages that record choose less or more."""
FRAMES = (6, 14)
"""Frames between a change and the picture: a codec sharpens a still screen from frame to frame."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """An encoder, its container, and the options of a live screen recorder."""

    encoder: Literal["libvpx", "libvpx-vp9", "libx264"]
    container: str
    options: tuple[tuple[str, str], ...]


# libvpx's VP8 takes a positive speed for a target, and then what it does depends on how busy the machine is.
RECORDERS = {
    "vp8": Recorder("libvpx", "webm", (("deadline", "realtime"), ("cpu-used", "-8"))),
    "vp9": Recorder("libvpx-vp9", "webm", (("deadline", "realtime"), ("cpu-used", "7"))),
    "h264": Recorder("libx264", "mp4", (("preset", "veryfast"), ("tune", "zerolatency"), ("profile", "baseline"))),
}


@dataclass(frozen=True, slots=True)
class Recording:
    """How a picture is recorded: the codec, bits a second, and frames since the screen changed."""

    codec: str
    bits_per_second: int
    frames: int

    @classmethod
    def drawn(cls, lot: Random) -> Recording:
        """A random recording."""
        return cls(lot.choice(list(RECORDERS)), lot.choice(RATES_BITS), lot.randint(*FRAMES))

    def of(self, image: Image, before: Image) -> Image:
        """The RGB picture as a frame of this recording, which showed `before` (of equal size) and then changed."""
        height, width = (side - side % 2 for side in image.shape[:2])
        shown = [before, before, *[image] * self.frames]
        decoded = _last(self._encoded([np.ascontiguousarray(one[:height, :width]) for one in shown]))
        result = image.copy()
        result[:height, :width] = decoded
        return result

    def _encoded(self, images: list[Image]) -> io.BytesIO:
        recorder, file = RECORDERS[self.codec], io.BytesIO()
        with av.open(file, "w", format=recorder.container) as out:
            stream = out.add_stream(recorder.encoder, rate=RATE, options=dict(recorder.options))
            stream.height, stream.width = images[0].shape[:2]
            stream.pix_fmt, stream.bit_rate, stream.time_base = "yuv420p", self.bits_per_second, Fraction(1, RATE)
            stream.codec_context.thread_count = 1  # with more, the same picture does not always give the same file
            for index, image in enumerate(images):
                frame = av.VideoFrame.from_ndarray(image, "rgb24")
                frame.pts = index
                out.mux(stream.encode(frame))
            out.mux(stream.encode())
        file.seek(0)
        return file


def _last(file: io.BytesIO) -> Image:
    with av.open(file, "r") as recording:
        *_, last = recording.decode(video=0)
    return np.asarray(last.to_ndarray(format="rgb24"), np.uint8)

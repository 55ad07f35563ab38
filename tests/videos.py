"""Small recordings made on the spot: each picture is shown for a number of seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.values import Image

FPS = 10
QUICKLY = {"deadline": "realtime", "cpu-used": "8", "threads": "1"}
"""Threads of this encoder busy-wait for each other: two take ten times as much processor time as one."""


def words(*lines: str, size: tuple[int, int] = (640, 360)) -> Image:
    """A white picture with lines of text."""
    picture = Pillow.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(28)
    for number, line in enumerate(lines):
        draw.text((40, 40 + 60 * number), line, fill="black", font=font)
    return np.asarray(picture)


def write_video(path: Path, pictures: Sequence[tuple[Image, float]]) -> Path:
    """A VP8 file of the pictures, each shown for its seconds."""
    height, width = pictures[0][0].shape[:2]
    with av.open(path, "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=FPS, options=QUICKLY)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = width, height, "yuv420p", 2_000_000
        for picture, seconds in pictures:
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            for _ in range(round(seconds * FPS)):
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def three_states(path: Path) -> Path:
    """Three states of 1.5 s each: a counter goes from 1 to 2, then an error appears."""
    states = [words("Basket", "1 item"), words("Basket", "2 items"), words("Basket", "2 items", "Payment failed")]
    return write_video(path, [(state, 1.5) for state in states])


def write_silence(path: Path, picture: Image | None = None) -> Path:
    """A file with sound, and with this picture or none; the suffix determines the format: webm, mkv or mp4."""
    with av.open(path, "w") as container:
        stream = container.add_stream("libopus", rate=48_000)
        if picture is not None:
            seen = container.add_stream("mpeg4", rate=1)
            seen.height, seen.width, seen.pix_fmt = *picture.shape[:2], "yuv420p"
            container.mux(seen.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            container.mux(seen.encode(None))
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 960 * 2), np.int16), format="s16", layout="stereo")
        frame.sample_rate = 48_000
        for _ in range(50):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path

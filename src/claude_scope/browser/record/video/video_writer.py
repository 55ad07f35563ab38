"""Encodes pictures to a VP9 video as they arrive, in a thread."""

from __future__ import annotations

import os
import queue
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MIN_GAP_MS = 1000 / 30 - 3
"""At most thirty pictures per second; the browser's own intervals vary by a few milliseconds."""
_REPEAT_MS = 400
_REPEATS = 2
"""After the last change, its picture is written this many more times. A WebM cluster is written only when the next one
begins, so a killed recording would otherwise lack the last picture."""
_CLUSTER_MS = 300
_NICE = 10
_CLOSE_S = 10.0
"""The time limit for encoding the current picture, and for writing the end of the file."""
ENCODER = {
    "deadline": "realtime",
    "cpu-used": "8",
    "row-mt": "1",
    "lag-in-frames": "0",
    "crf": "22",  # small text stays sharp
    "threads": "1",  # two threads would wait for each other in a busy loop
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG picture and when it was shown, in epoch milliseconds."""

    jpeg: bytes
    t: float


class VideoWriter:
    """Writes a video that begins with its first picture.

    In its thread, calls `started` with the first picture's time, and `failed` if the video cannot be written.
    """

    def __init__(self, path: Path, started: Callable[[float], None], failed: Callable[[Exception], None]) -> None:
        self._path = path
        self._started = started
        self._failed = failed
        self._pictures: queue.SimpleQueue[Picture | None] = queue.SimpleQueue()
        self._end: float = 0
        self._is_late = False
        self._last_t: float = 0
        self._thread = threading.Thread(target=self._run, name="video", daemon=True)
        self._thread.start()

    def add(self, picture: Picture) -> None:
        """Add a picture."""
        self._pictures.put(picture)

    def finish(self, t: float, patience_s: float) -> float | None:
        """End the video at this time, and wait until it is written.

        Pictures that still wait for the encoder after `patience_s` are dropped. Returns the end of the video if the
        video ends too early, else None.
        """
        self._end = t
        self._pictures.put(None)
        self._thread.join(patience_s)
        if not self._thread.is_alive():
            return None
        self._is_late = True
        self._thread.join(_CLOSE_S)
        return self._last_t

    def _run(self) -> None:
        with suppress(OSError, AttributeError):  # the page comes first; only Linux has thread priorities
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        try:
            self._write()
        except Exception as error:
            self._failed(error)

    def _write(self) -> None:
        first = self._pictures.get()
        if first is None:
            return
        with _Encoder(self._path, first) as encoder:
            self._started(first.t)
            waiting: Picture | None = None
            while True:
                try:
                    picture = self._pictures.get(timeout=self._patience_s(encoder, waiting))
                except queue.Empty:
                    if waiting is not None:
                        encoder.show(waiting)
                        waiting = None
                    else:
                        encoder.repeat(time.time() * 1000)
                    continue
                self._last_t = encoder.last_t
                if picture is None or self._is_late:
                    break
                # Within the gap a newer picture replaces the waiting one.
                waiting = picture
                if picture.t - encoder.last_t >= _MIN_GAP_MS:
                    encoder.show(picture)
                    waiting = None
            if self._is_late:
                return
            if waiting is not None:
                encoder.show(waiting)
            encoder.repeat(self._end)

    def _patience_s(self, encoder: _Encoder, waiting: Picture | None) -> float | None:
        if waiting is not None:
            return max(0.001, (encoder.last_t + _MIN_GAP_MS - waiting.t) / 1000)
        return None if encoder.repeats >= _REPEATS else _REPEAT_MS / 1000


class _Encoder:
    """One video file; pictures of another size are fitted into the size of the first."""

    def __init__(self, path: Path, first: Picture) -> None:
        import av

        self._av = av
        self._decoder: Any = av.CodecContext.create("mjpeg", "r")
        self._start = first.t
        self._frame: Any = None
        self._pts = -1
        self.last_t = 0.0
        self.repeats = 0
        shown = self._decode(first)
        self._container = av.open(
            str(path), "w", format="webm", options={"cluster_time_limit": str(_CLUSTER_MS), "flush_packets": "1"}
        )
        stream: Any = self._container.add_stream("libvpx-vp9", rate=30, options=ENCODER)
        stream.width, stream.height, stream.pix_fmt = shown.width & ~1, shown.height & ~1, "yuv420p"
        stream.bit_rate = 0
        stream.codec_context.time_base = Fraction(1, 1000)
        stream.codec_context.color_range = 1  # MPEG
        self._stream = stream
        self.show(first)

    def __enter__(self) -> _Encoder:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()

    def show(self, picture: Picture) -> None:
        """Write a picture at its time; a damaged one is skipped."""
        try:
            decoded = self._decode(picture)
        except self._av.FFmpegError:
            return
        self._frame = self._fitted(decoded)
        self.repeats = 0
        self._encode(picture.t)

    def repeat(self, t: float) -> None:
        """Write the last picture again at this time."""
        self.repeats += 1
        self._encode(t)

    def _encode(self, t: float) -> None:
        frame = self._frame
        self._pts = max(self._pts + 1, round(t - self._start))
        self.last_t = self._start + self._pts
        frame.pts, frame.time_base = self._pts, Fraction(1, 1000)
        frame.pict_type = self._av.video.frame.PictureType.NONE  # else each JPEG would become a key frame
        self._container.mux(self._stream.encode(frame))

    def _decode(self, picture: Picture) -> Any:
        return self._decoder.decode(self._av.Packet(picture.jpeg))[0]

    def _fitted(self, frame: Any) -> Any:
        width, height = self._stream.width, self._stream.height
        if (frame.width & ~1, frame.height & ~1) == (width, height):
            # JPEG uses 256 levels, video 220 of them; without conversion nearly white colours would become white.
            return frame.reformat(width, height, "yuv420p", src_color_range="JPEG", dst_color_range="MPEG")
        return self._letterboxed(frame, width, height)

    def _letterboxed(self, frame: Any, width: int, height: int) -> Any:
        import numpy as np

        scale = min(width / frame.width, height / frame.height)
        inner = (max(2, round(frame.width * scale) & ~1), max(2, round(frame.height * scale) & ~1))
        small = frame.reformat(*inner, "rgb24").to_ndarray()
        canvas = np.zeros((height, width, 3), np.uint8)
        top, left = (height - inner[1]) // 4 * 2, (width - inner[0]) // 4 * 2
        canvas[top : top + inner[1], left : left + inner[0]] = small
        return self._av.VideoFrame.from_ndarray(canvas, format="rgb24").reformat(format="yuv420p")

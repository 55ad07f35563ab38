"""Captures with a video of flat pictures, to test what a masked copy covers and when."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from tests.capture.build import START, at, write_capture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.capture.build import Event

SIZE = (320, 200)
WHITE, GREY, BLACK = 235, 160, 16


def video(path: Path, pictures: Mapping[int, int]) -> Path:
    """A video of flat pictures: the time in milliseconds and the brightness of each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", format="webm") as target:
        stream: Any = target.add_stream("libvpx-vp9", rate=30, options={"deadline": "realtime", "cpu-used": "8"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for pts, level in pictures.items():
            planes = np.full((SIZE[1] * 3 // 2, SIZE[0]), 128, np.uint8)
            planes[: SIZE[1]] = level
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = pts, Fraction(1, 1000)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return path


def masked(ms: float, *boxes: Sequence[float], frame: str = "d1", document: str = "d1", **more: Any) -> Event:
    """A `masked` event with places, each `[x, y, width, height]`; the previous check was 100 ms earlier."""
    numbered = [[number, *box] for number, box in enumerate(boxes, 1)]
    told = {"since": START + ms - 100, "boxes": numbered, "frames": [], "viewport": list(SIZE), "inside": False}
    return at(ms, "masked", **told) | {"document": document, "frame": frame, **more}


def begun(ms: float, document: str = "d1", page: str = "p1") -> Event:
    told = at(ms, "document", url="http://localhost:3000/", viewport=list(SIZE), how="load")
    return told | {"document": document, "frame": document, "page": page}


def shown(ms: float, page: str = "p1") -> Event:
    return at(ms, "page", event="show") | {"page": page}


def capture(folder: Path, pictures: Mapping[int, int], events: Sequence[Event], **manifest: Any) -> Path:
    """The folder of a capture with such a video and these events."""
    film = video(folder.with_name("film.webm"), pictures)
    return write_capture(folder, list(events), film, **{"maskedPlaces": True, "viewport": list(SIZE)} | manifest)


def levels(copy: Path, x: int, y: int) -> dict[int, int]:
    """The brightness of a pixel of a video, by the time of each picture in milliseconds."""
    with av.open(str(copy)) as container:
        return {
            round((frame.time or 0) * 1000): int(frame.to_ndarray(format="gray")[y, x])
            for frame in container.decode(video=0)
        }

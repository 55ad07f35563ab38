"""Makes small recordings: pages drawn with Pillow, encoded with PyAV at given times."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from claude_scope.intake.probe import probe
from claude_scope.keyframes.select import find_keyframes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy.typing as npt

    from claude_scope.values import Image as Picture
    from claude_scope.values import Keyframe, Keyframes

WIDTH, HEIGHT = 640, 368
FONT = ImageFont.load_default(15)
Shot = tuple[int, "Picture"]
"""When a picture appears, in milliseconds, and the picture."""


def page(*texts: tuple[int, int, str], size: tuple[int, int] = (WIDTH, HEIGHT), dark: bool = False) -> Image.Image:
    """A page with a header, a side bar and some lines of text, and `texts` at their places."""
    return _drawn(texts, size, dark).copy()


@lru_cache(maxsize=64)
def _drawn(texts: tuple[tuple[int, int, str], ...], size: tuple[int, int], dark: bool) -> Image.Image:
    """A film shows few pages hundreds of times, and drawing letters takes longer than encoding a frame."""
    paper, ink = ((24, 26, 32), (230, 232, 238)) if dark else ((250, 250, 252), (30, 30, 40))
    picture = Image.new("RGB", size, paper)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0], 32), fill=(52, 60, 92))
    draw.text((12, 8), "Orders", fill=(255, 255, 255), font=FONT)
    for row in range(4):
        draw.text((24, 60 + 40 * row), f"Order {4711 + row} for Jane Roe", fill=ink, font=FONT)
        draw.rectangle((300, 56 + 40 * row, 380, 82 + 40 * row), outline=(120, 120, 130))
        draw.text((312, 60 + 40 * row), "Details", fill=ink, font=FONT)
    for x, y, text in texts:
        draw.text((x, y), text, fill=ink, font=FONT)
    return picture


def with_badge(picture: Image.Image, count: int) -> Image.Image:
    """A red badge in the header, 16 pixels across."""
    draw = ImageDraw.Draw(picture)
    draw.ellipse((580, 8, 596, 24), fill=(220, 40, 50))
    draw.text((585, 9), str(count), fill=(255, 255, 255), font=ImageFont.load_default(12))
    return picture


def with_toast(picture: Image.Image, text: str = "Saved") -> Image.Image:
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((440, 300, 620, 348), 6, fill=(30, 30, 40))
    draw.text((456, 316), text, fill=(255, 255, 255), font=FONT)
    return picture


def with_pointer(picture: Image.Image, x: int, y: int) -> Image.Image:
    """A black arrow with a white edge, its tip at (x, y)."""
    arrow = [(0, 0), (0, 16), (4, 12), (7, 19), (10, 18), (7, 11), (12, 11)]
    ImageDraw.Draw(picture).polygon([(x + dx, y + dy) for dx, dy in arrow], fill=(0, 0, 0), outline=(255, 255, 255))
    return picture


def shots(*timed: tuple[int, Image.Image]) -> list[Shot]:
    return [(at_ms, np.asarray(picture)) for at_ms, picture in timed]


def film(
    path: Path,
    frames: Iterable[Shot],
    *,
    codec: str = "libvpx-vp9",
    pix_fmt: str = "yuv420p",
    size: tuple[int, int] | None = None,
    end_ms: int | None = None,
    kbits_per_second: int = 1500,
) -> Path:
    """Encode pictures at their own times (variable frame rate); the last one is repeated at `end_ms`."""
    options = {
        "libx264": {"preset": "ultrafast", "crf": "23", "threads": "1"},
        "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
    }
    # the default for VP8 is more than zero, and then it depends on the machine
    speed = "-8" if codec == "libvpx" else "8"
    realtime = {"deadline": "realtime", "cpu-used": speed, "crf": "30", "threads": "1"}
    realtime["b"] = realtime["maxrate"] = realtime["bufsize"] = f"{kbits_per_second}k"
    frames = list(frames)
    if end_ms is not None:
        frames.append((end_ms, frames[-1][1]))
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=30, options=options.get(codec, realtime))
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = size or (frames[0][1].shape[1], frames[0][1].shape[0])
        stream.pix_fmt = pix_fmt
        stream.codec_context.time_base = Fraction(1, 1000)
        for at_ms, picture in frames:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame.pts, frame.time_base = at_ms, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def smaller_on_the_way(path: Path) -> Path:
    """VP8 frames whose size changes after 2 s: a tab that was made smaller."""
    large = film(path.with_name("large.webm"), shots((0, page())), end_ms=1500, codec="libvpx")
    small = film(path.with_name("small.webm"), shots((0, page(size=(320, 240)))), end_ms=1500, codec="libvpx")
    with av.open(str(path), "w") as target, av.open(str(large)) as one, av.open(str(small)) as two:
        stream = target.add_stream_from_template(one.streams.video[0])
        for source, offset_ms in ((one, 0), (two, 2000)):
            for packet in source.demux(video=0):
                if packet.pts is not None and packet.dts is not None:
                    packet.pts, packet.dts = packet.pts + offset_ms, packet.dts + offset_ms
                    packet.stream = stream
                    target.mux(packet)
    return path


def keyframes(path: Path, *, max_frames: int = 20) -> Keyframes:
    """Probe a recording and select its keyframes into a folder next to it."""
    return find_keyframes(probe(path), path.parent / "frames", max_frames=max_frames)


def times(found: Keyframes) -> list[int]:
    return [frame.timestamp_ms for frame in found.frames]


def sound(path: Path) -> Path:
    """A WebM with half a second of silence and no picture."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libopus", rate=48000)
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 24000 * 2), np.int16), format="s16", layout="stereo")
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def pixels(frame: Keyframe) -> npt.NDArray[np.int16]:
    """The picture of a keyframe, signed so that it can be subtracted."""
    with Image.open(frame.path) as picture:
        return np.asarray(picture.convert("RGB"), np.int16)


def size(frame: Keyframe) -> tuple[int, int]:
    """Width and height of a keyframe's picture."""
    with Image.open(frame.path) as picture:
        return picture.size


def seen(found: Keyframes, *spans: tuple[int, int]) -> bool:
    """Whether each time span (in milliseconds) has exactly one keyframe, and there are no others."""
    return len(found.frames) == len(spans) and all(
        first <= at < last for at, (first, last) in zip(times(found), spans, strict=True)
    )

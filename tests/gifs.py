"""Animated GIFs, as people attach them to issues: written by Pillow, or block by block (GIF89a specification)."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.keyframes.film import Shot

CONTROL = b"\x21\xf9\x04"
"""The graphic control extension before a frame, with its delay as 16 bits from its fifth byte."""
CONTROL_BYTES = 8
PIXEL = bytes.fromhex("02 02 44 01 00")
"""The image data of one pixel of the first colour: minimum code size 2; clear, colour 0, end."""


def write_gif(
    path: Path, frames: Sequence[Shot], end_ms: int, *, palettes: str = "one", dithered: bool = False
) -> Path:
    """Write pictures at their times; `palettes` is "one" for a global palette or "each" for one per frame.

    A frame contains only what changed, and a frame equal to its predecessor extends it: Pillow does both.
    """
    pictures = {id(picture): Image.fromarray(picture) for _, picture in frames}
    common = _side_by_side(list(pictures.values())[::10]).quantize(256)
    dither = Image.Dither.FLOYDSTEINBERG if dithered else Image.Dither.NONE
    quantized = {
        key: picture.quantize(palette=common if palettes == "one" else picture.quantize(256), dither=dither)
        for key, picture in pictures.items()
    }
    drawn = [quantized[id(picture)] for _, picture in frames]
    times = [*(at_ms for at_ms, _ in frames), end_ms]
    delays = [after - before for before, after in pairwise(times)]
    drawn[0].save(path, save_all=True, append_images=drawn[1:], duration=delays, loop=0, optimize=False)
    return path


def _side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    width, height = pictures[0].size
    whole = Image.new("RGB", (width * len(pictures), height))
    for number, picture in enumerate(pictures):
        whole.paste(picture, (number * width, 0))
    return whole


def at_rate(scenes: Sequence[Shot], end_ms: int, fps: int) -> list[Shot]:
    """The frames that a GIF recorder takes of scenes, at this rate."""
    times = [round(100 * frame / fps) * 10 for frame in range(end_ms * fps // 1000)]  # hundredths of a second
    return [(at_ms, [picture for since_ms, picture in scenes if since_ms <= at_ms][-1]) for at_ms in times]


def with_delays(gif: bytes, *hundredths: int) -> bytes:
    """The same frames with other delays."""
    changed, at = bytearray(gif), -1
    for delay in hundredths:
        at = changed.index(CONTROL, at + 1)
        changed[at + 4 : at + 6] = struct.pack("<H", delay)
    return bytes(changed)


def dots(width: int, height: int, delays: Sequence[int]) -> bytes:
    """A screen of this size, and a one-pixel frame for each delay: a few bytes per frame, however large the screen."""
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(3) + b"\xff" * 3
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + PIXEL
    return screen + b"".join(CONTROL + struct.pack("<BHBB", 0, delay, 0, 0) + frame for delay in delays) + b";"

"""The random recording settings of a flow, with its name as the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

CODECS = ("vp8", "vp9", "h264")
SIZES = ((1280, 720), (1366, 768), (1440, 900), (1536, 864), (1600, 900), (1920, 1080))
BITS_PER_SECOND = (1_000_000, 2_500_000, 5_000_000)
"""Recorders use 2.5 million by default."""
_MIME_TYPES = {"vp8": "video/webm;codecs=vp8", "vp9": "video/webm;codecs=vp9", "h264": "video/mp4;codecs=avc1.640028"}


@dataclass(frozen=True)
class Lot:
    """Codec, size of the page in pixels, and bitrate of one recording."""

    codec: str
    size: tuple[int, int]
    bits_per_second: int

    @property
    def mime_type(self) -> str:
        return _MIME_TYPES[self.codec]

    @property
    def suffix(self) -> str:
        return ".mp4" if self.codec == "h264" else ".webm"


def drawn(recording: str) -> Lot:
    """The settings of a recording, by its name `APP-FLOW`."""
    lot = random.Random(recording)
    return Lot(lot.choice(CODECS), lot.choice(SIZES), lot.choice(BITS_PER_SECOND))

"""The containers of recordings: which FFmpeg demuxer opens each, and when a GIF shows its frames."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.container import InputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

DEMUXERS = {"webm": "matroska", "matroska": "matroska", "mp4": "mov", "gif": "gif"}
"""The demuxer by `Recording.container`."""
GIF_TYPE = "image/gif"

_MIN_DELAY, _DEFAULT_DELAY = 2, 10
"""In hundredths of a second. Browsers replace a delay shorter than the first number with the second number; FFmpeg does
so only for a delay of 0."""


def timed_packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    """The packets of a stream with their times; the packets of a GIF, one per frame, get the times that browsers use.

    The loop count of a GIF is ignored, and so is everything after its last frame: comments, or other files.
    """
    packets = container.demux(stream)
    if container.format.name != "gif":
        yield from packets
        return
    shown_at = 0
    for packet in islice(packets, stream.frames):
        delay = packet.duration or 0
        packet.duration = delay if delay >= _MIN_DELAY else _DEFAULT_DELAY
        packet.pts = packet.dts = shown_at
        shown_at += packet.duration
        yield packet

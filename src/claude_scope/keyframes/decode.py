"""Reads the frames of a recording, however damaged the file is, and notes the parts that could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import av
from av.error import FFmpegError

from claude_scope.pictures import MAX_PIXELS
from claude_scope.values.containers import DEMUXERS, timed_packets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from claude_scope.values import Recording

MAX_DAMAGED_PACKETS = 2000
"""Reading ends after more damaged packets in a row, about a minute at 30 fps: the rest is not worth the wait."""


class Timed(NamedTuple):
    """A decoded frame and its presentation time."""

    time_ms: int
    frame: VideoFrame


class FrameReader:
    """Iterates over the frames of a recording in the order shown; times never decrease and are never below 0.

    Packets are decoded one by one, because a damaged one would otherwise end the whole file. Damage is counted, not
    raised: see `notes` after the iteration. Memory does not depend on the recording's length.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.decoded = 0
        self.last_ms = 0
        self._damaged = 0
        self._damaged_in_a_row = 0
        self._ends_early = False

    def __iter__(self) -> Iterator[Timed]:
        path, demuxer = str(self.recording.path.resolve()), DEMUXERS[self.recording.container]
        with av.open(path, format=demuxer, metadata_errors="replace") as container:
            stream = container.streams.video[0]
            stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
            stream.thread_type = "AUTO"
            for packet in self._packets(container, stream):
                yield from self._timed(self._decode(stream, packet))
                if self._damaged_in_a_row > MAX_DAMAGED_PACKETS:
                    self._ends_early = True
                    return

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes about damage for the user, as sentences without a full stop."""
        notes = []
        if self._damaged:
            notes.append(f"{self._damaged} damaged parts of the recording could not be decoded and were skipped")
        if self._ends_early:
            notes.append(f"the recording breaks off: nothing could be read after {self.last_ms / 1000:.1f} s")
        return tuple(notes)

    def _packets(self, container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream] | None]:
        """All packets, and None to flush the decoder's threads if the file breaks off."""
        try:
            yield from timed_packets(container, stream)
        except FFmpegError:
            self._ends_early = True
            yield None

    def _decode(self, stream: VideoStream, packet: Packet[VideoStream] | None) -> Iterable[VideoFrame]:
        try:
            frames = stream.decode(packet)
        except FFmpegError:
            self._damaged += 1
            self._damaged_in_a_row += 1
            return ()
        if frames:
            self._damaged_in_a_row = 0
        return frames

    def _timed(self, frames: Iterable[VideoFrame]) -> Iterator[Timed]:
        for frame in frames:
            if frame.is_corrupt:
                self._damaged += 1
                continue
            self.decoded += 1
            if frame.time is not None:
                self.last_ms = max(self.last_ms, round(frame.time * 1000))
            yield Timed(self.last_ms, frame)

"""Checks that a file is a recording, and reads its properties, before it is decoded.

The first bytes of a file, never its name, decide with which demuxer FFmpeg opens it. So a text file named `.webm` is
refused, and FFmpeg never uses a demuxer for playlists or scripts.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from itertools import islice
from typing import TYPE_CHECKING, Any

import av
from av.error import FFmpegError

from claude_scope.errors import NotARecording
from claude_scope.intake.complete_file import find_damage
from claude_scope.pictures import MAX_PIXELS
from claude_scope.values import Recording
from claude_scope.values.containers import timed_packets
from claude_scope.wording.record_again import is_named_as_capture, record_again

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

MAX_PACKETS_TO_FIRST_FRAME = 600
"""A file is refused if none of its first 600 packets (ten seconds at 60 fps) can be decoded."""

_ZIP = b"PK\x03\x04"
_EBML = b"\x1aE\xdf\xa3"
_GIF = (b"GIF87a", b"GIF89a")
_MP4_ATOMS = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")


def probe(path: Path) -> Recording:
    """Check that a file is a recording, and read its size, codec, rotation and duration.

    Decodes one frame. Reads all packets of a GIF, and of a container without a duration (MediaRecorder never writes
    one).

    Raises:
        NotARecording: the file is missing, a folder, empty, of another type, a still picture or without video, or no
            frame can be decoded.
    """
    size_bytes = _size(path)
    container_format = sniff(path)
    try:
        with open_container(path, container_format) as container:
            return _describe(path, size_bytes, container)
    except FFmpegError as error:
        raise NotARecording(f"{path} starts like a recording but cannot be read; {record_again(path)}.") from error


def sniff(path: Path) -> str:
    """The demuxer for a file, from its first bytes: `matroska` (also for WebM), `mov` (also for MP4) or `gif`.

    Raises:
        NotARecording: the file has another type; the message names the type if it is known.
    """
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(_EBML):
        return "matroska"
    if head[4:8] in _MP4_ATOMS:
        return "mov"
    if head.startswith(_GIF):
        return "gif"
    if head.startswith(_ZIP) and is_named_as_capture(path):
        raise NotARecording(f"{path} is a capture where a video is wanted; give its video, or `analyze` the capture.")
    raise NotARecording(f"{path} is {_kind(head)}, not {_wanted(path)}; {record_again(path)}.")


def open_container(path: Path, container_format: str) -> InputContainer:
    """Open a file with the demuxer from `sniff`. The path is made absolute: FFmpeg could take a name for a URL."""
    return av.open(str(path.resolve()), format=container_format, metadata_errors="replace")


def video_stream(container: InputContainer, path: Path) -> VideoStream:
    """The first video stream, set up to decode on all cores and to refuse frames larger than `MAX_PIXELS`.

    Raises:
        NotARecording: there is no video stream, or its frames are too large.
    """
    streams = container.streams.video
    if not streams:
        what = "holds sound but no picture" if container.streams.audio else "holds no video (a header alone?)"
        raise NotARecording(f"{path} {what}; {record_again(path)}.")
    stream = streams[0]
    if stream.codec_context is None:
        raise NotARecording(f"{path} holds video in a format that cannot be decoded here; {record_again(path)}.")
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > MAX_PIXELS:
        raise NotARecording(
            f"{path} says its frames have {width} x {height} pixels, more than any screen; {record_again(path)}."
        )
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    stream.thread_type = "SLICE"  # with frame threads, one frame would need several packets
    return stream


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            raise NotARecording(_folder_refused(path))
        if not path.exists():
            raise NotARecording(f"There is no file {path}; check the name.")
        if not path.is_file():
            raise NotARecording(f"{path} is not an ordinary file; give a WebM, MP4 or animated GIF file.")
        with path.open("rb"):
            size_bytes = path.stat().st_size
    except OSError as error:
        raise NotARecording(f"{path} cannot be opened ({error.strerror}); check its name and permissions.") from error
    if not size_bytes:
        raise NotARecording(f"{path} is empty (0 bytes); {record_again(path)}.")
    return size_bytes


def _wanted(path: Path) -> str:
    return "a capture" if is_named_as_capture(path) else "a WebM, MP4 or animated GIF recording"


def _folder_refused(path: Path) -> str:
    if is_named_as_capture(path):
        return f"{path} is a folder without the manifest of a capture; {record_again(path)}."
    return f"{path} is a folder; give the recording in it, for example {path}/recording.webm."


def _kind(head: bytes) -> str:
    """The name of a file's type, from its first bytes."""
    known = {
        b"\x89PNG": "a picture",
        b"\xff\xd8\xff": "a picture",
        b"%PDF": "a PDF",
        _ZIP: "a ZIP archive",
        b"OggS": "an Ogg file",
        b"ID3": "a sound file",
    }
    for magic, kind in known.items():
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF"):
        return {b"WEBP": "a picture", b"WAVE": "a sound file"}.get(head[8:12], "an AVI file")
    return "text" if _is_text(head) else "another kind of file"


def _is_text(head: bytes) -> bool:
    """Whether the bytes are the start of UTF-8 text without control characters."""
    try:
        text = getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character.isspace() for character in text)


def _describe(path: Path, size_bytes: int, container: InputContainer) -> Recording:
    stream = video_stream(container, path)
    frame = _first_frame(container, stream)
    if frame is None:
        raise NotARecording(f"{path} has a header but no frame that decodes; {record_again(path)}.")
    container_format = container.format.name.partition(",")[0]
    wrong = find_damage(path, container_format)
    if container_format == "gif" and stream.frames < 2 and wrong:
        raise NotARecording(f"{path} is damaged or cut off after its first frame; {record_again(path)}.")
    if container_format == "gif" and stream.frames < 2:
        raise NotARecording(
            f"{path} is a picture: a GIF with a single frame; {record_again(path)}, or an animated GIF."
        )
    rotation = clockwise(frame)
    width, height = (frame.height, frame.width) if rotation in (90, 270) else (frame.width, frame.height)
    duration_ms = _duration_ms(container, stream)
    return Recording(
        path=path,
        container=_container_name(container_format, stream.codec_context.name),
        codec=stream.codec_context.name,
        width=width,
        height=height,
        duration_ms=duration_ms,
        size_bytes=size_bytes,
        rotation=rotation,
        notes=(wrong,) if wrong else (),
    )


def clockwise(frame: VideoFrame) -> int:
    """The clockwise rotation that makes a frame upright: 0, 90, 180 or 270 degrees.

    FFmpeg's display matrix gives the counter-clockwise angle. Other angles are rounded to a quarter turn.
    """
    return round(-frame.rotation / 90) % 4 * 90


def _first_frame(container: InputContainer, stream: VideoStream) -> VideoFrame | None:
    for packet in islice(container.demux(stream), MAX_PACKETS_TO_FIRST_FRAME):
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        if frames:
            return frames[0]
    return None


def _duration_ms(container: InputContainer, stream: VideoStream) -> int | None:
    """The container's duration or, without one, the end of the last packet. Packets are read but not decoded.

    FFmpeg's duration of a GIF is not used, because browsers use other frame delays.
    """
    if container.format.name != "gif" and container.duration and container.duration > 0:
        return container.duration // 1000
    last_s = 0.0
    try:
        container.seek(0)
        for packet in timed_packets(container, stream):
            last_s = max(last_s, _end_s(packet))
    except FFmpegError:
        pass  # the file is damaged: use the duration up to here
    return round(last_s * 1000) or None


def _end_s(packet: Any) -> float:
    if packet.pts is None or packet.time_base is None:
        return 0.0
    return float((packet.pts + (packet.duration or 0)) * packet.time_base)


def _container_name(format_name: str, codec: str) -> str:
    if "matroska" not in format_name:
        return "gif" if format_name == "gif" else "mp4"
    return "webm" if codec in ("vp8", "vp9", "av1", "libdav1d") else "matroska"

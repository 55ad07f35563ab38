"""Files that are wrong, truncated or unusual: each gives a result or one message, and leaves nothing behind."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from claude_scope.errors import ClaudeScopeError, NotARecording, UsageError
from claude_scope.intake.probe import probe
from claude_scope.keyframes.select import find_keyframes
from tests.keyframes.film import (
    HEIGHT,
    WIDTH,
    film,
    keyframes,
    page,
    pixels,
    seen,
    shots,
    size,
    smaller_on_the_way,
    times,
    with_badge,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.keyframes.film import Shot


def states(count: int = 4, every_ms: int = 1500) -> list[Shot]:
    """A page that gets one more line every 1.5 s, at ten frames per second."""
    scenes = []
    for state in range(count):
        lines = [(24, 220 + 30 * line, f"Line {line} was added.") for line in range(state)]
        scenes += [(state * every_ms + at, page(*lines)) for at in range(0, every_ms, 100)]
    return shots(*scenes)


def cut(path: Path, at_ms: int) -> Path:
    """Cut a file in the middle of the packet that is shown at a time."""
    with av.open(str(path)) as container:
        packet = next(
            packet
            for packet in container.demux(video=0)
            if packet.pts is not None and packet.time_base and packet.pts * packet.time_base * 1000 >= at_ms
        )
        assert packet.pos is not None
        end = packet.pos + packet.size // 2
    path.write_bytes(path.read_bytes()[:end])
    return path


@pytest.mark.parametrize(("name", "codec"), [("a.webm", "libvpx-vp9"), ("a.mkv", "libx264")])
@pytest.mark.attack("recordings")
def test_a_truncated_file_gives_what_is_in_it_and_says_so(tmp_path: Path, name: str, codec: str) -> None:
    """Cut after 4 s: the three states until then are found, and the notes say that the file is truncated."""
    found = keyframes(cut(film(tmp_path / name, states(), codec=codec), 4000))
    assert seen(found, (0, 1500), (1500, 3000), (3000, 4000))
    assert found.duration_ms < 4000
    assert any("cut off" in note for note in found.notes)


def fragmented(path: Path) -> Path:
    """A fragmented MP4, as MediaRecorder writes it."""
    with av.open(str(path), "w", options={"movflags": "frag_keyframe+empty_moov"}) as container:
        stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast", "g": "10"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for at_ms, picture in states():
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = at_ms, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.attack("recordings")
def test_a_truncated_mp4_gives_what_is_in_it_and_says_so(tmp_path: Path) -> None:
    """The complete fragments are used, and the notes say that the file is truncated."""
    found = keyframes(cut(fragmented(tmp_path / "a.mp4"), 4000))
    assert seen(found, (0, 1500), (1500, 3000), (3000, 4000))
    assert any("cut off" in note for note in found.notes)


def test_a_whole_file_is_not_said_to_be_cut_off(tmp_path: Path) -> None:
    """For both containers."""
    assert keyframes(film(tmp_path / "a.webm", states(2))).notes == ()
    assert keyframes(fragmented(tmp_path / "a.mp4")).notes == ()


@pytest.mark.attack("recordings")
def test_an_mp4_without_its_index(tmp_path: Path) -> None:
    """A plain MP4 has its index at the end: if that is cut off, nothing can be read, and the user is told."""
    path = film(tmp_path / "a.mp4", states(), codec="libx264")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 7 // 10])
    with pytest.raises(NotARecording, match="record the tab again"):
        probe(path)


@pytest.mark.parametrize(("name", "codec"), [("a.webm", "libvpx-vp9"), ("a.mp4", "libx264")])
@pytest.mark.attack("recordings")
def test_a_corrupt_middle_does_not_lose_the_file(tmp_path: Path, name: str, codec: str) -> None:
    """Noise over a tenth of the file: the beginning is used, whatever follows, and the damage is reported."""
    path = film(tmp_path / name, states(), codec=codec)
    content = bytearray(path.read_bytes())
    start, size = len(content) * 4 // 10, len(content) // 10
    content[start : start + size] = np.random.default_rng(7).bytes(size)
    path.write_bytes(content)
    found = keyframes(path)
    assert times(found)[0] < 1500
    assert found.notes


def test_one_frame(tmp_path: Path) -> None:
    """It gives one keyframe, which shows that frame."""
    found = keyframes(film(tmp_path / "a.webm", shots((0, page()))))
    assert times(found) == [0]
    assert np.abs(pixels(found.frames[0]) - np.asarray(page(), np.int16)).mean() < 6


@pytest.mark.parametrize("shade", [0, 255])
def test_a_recording_of_nothing(tmp_path: Path, shade: int) -> None:
    """Entirely black or white: one keyframe, not none."""
    flat = Image.new("RGB", (WIDTH, HEIGHT), (shade, shade, shade))
    found = keyframes(film(tmp_path / "a.webm", shots((0, flat), (1000, flat), (2000, flat)), end_ms=4000))
    assert seen(found, (0, 4000))


def test_a_still_picture_as_a_recording(tmp_path: Path) -> None:
    """Ten seconds of the same page: one keyframe, which lasts to the end."""
    found = keyframes(film(tmp_path / "a.webm", [(at, np.asarray(page())) for at in range(0, 10_000, 500)]))
    assert seen(found, (0, 10_000))
    assert found.frames[0].until_ms is None


@pytest.mark.parametrize("shape", [(641, 367), (333, 251), (66, 34), (19, 11)])
@pytest.mark.attack("recordings")
def test_odd_sizes(tmp_path: Path, shape: tuple[int, int]) -> None:
    """Lines are padded in memory and tiles do not fit; the PNG has exactly the recording's size."""
    light, dark = (Image.new("RGB", shape, shade) for shade in ("white", "black"))
    draw = ImageDraw.Draw(light)
    draw.rectangle(
        (2, 2, shape[0] // 2, shape[1] // 2), fill=(200, 40, 40)
    )  # not blank, or it would count as not painted yet
    found = keyframes(
        film(tmp_path / "a.mkv", shots((0, light), (1500, dark)), end_ms=3000, codec="libx264", pix_fmt="yuv444p")
    )
    assert times(found) == [0, 1500]
    assert [size(frame) for frame in found.frames] == [shape, shape]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_rotation(tmp_path: Path, angle: int) -> None:
    """A display matrix rotates picture, size and boxes; FFmpeg's angle has the opposite sign."""
    path = film(tmp_path / "a.mp4", shots((0, page()), (1500, with_badge(page(), 3))), end_ms=3000, codec="libx264")
    turned = tmp_path / "turned.mp4"
    with av.open(str(path)) as source, av.open(str(turned), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    content = turned.read_bytes()
    matrix = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[angle]
    plain = display_matrix(1, 0, 0, 1)
    at = content.index(plain, content.index(b"tkhd"))
    turned.write_bytes(content[:at] + display_matrix(*matrix) + content[at + len(plain) :])

    recording = probe(turned)
    assert recording.rotation == angle
    found = keyframes(turned)
    upright = (WIDTH, HEIGHT) if angle == 180 else (HEIGHT, WIDTH)
    assert (found.width, found.height) == (recording.width, recording.height) == upright
    second = found.frames[1]
    assert second.path.exists()
    expected = np.rot90(np.asarray(with_badge(page(), 3), np.int16), -angle // 90)
    assert np.abs(pixels(second) - expected).mean() < 6
    (box,) = second.changed
    red = np.argwhere((expected[..., 0] > 200) & (expected[..., 1] < 80))
    top, left = red.min(axis=0)
    bottom, right = red.max(axis=0)
    assert box.x <= left <= right < box.x + box.width
    assert box.y <= top <= bottom < box.y + box.height


def display_matrix(a: int, b: int, c: int, d: int) -> bytes:
    """The first two rows of a track header's matrix, in 16.16 fixed point (ISO/IEC 14496-12)."""
    return b"".join((value << 16).to_bytes(4, "big", signed=True) for value in (a, b, 0, c, d))


@pytest.mark.attack("recordings")
def test_a_size_change_on_the_way(tmp_path: Path) -> None:
    """A tab that was made smaller: VP8 frames of another size in one stream. A new state begins, and its PNG is
    smaller.
    """
    path = smaller_on_the_way(tmp_path / "a.webm")
    found = keyframes(path)
    assert times(found) == [0, 2000]
    assert [size(frame) for frame in found.frames] == [(WIDTH, HEIGHT), (320, 240)]
    assert found.frames[0].until_ms == 2000


def test_ten_bits(tmp_path: Path) -> None:
    """Ten-bit brightness is converted to eight bits; the same states are found."""
    path = film(tmp_path / "a.mp4", states(2), codec="libx264", pix_fmt="yuv420p10le")
    with av.open(str(path)) as container:
        assert next(container.decode(video=0)).format.name == "yuv420p10le"
    assert seen(keyframes(path), (0, 1500), (1500, 3000))


@pytest.mark.attack("recordings")
def test_times_that_go_back(tmp_path: Path) -> None:
    """Timestamps out of order, as a faulty muxer writes them: those of the result never decrease."""
    path = film(tmp_path / "a.mkv", states(3), codec="libx264")
    content = path.read_bytes()
    with av.open(str(path)) as source, av.open(str(tmp_path / "b.mkv"), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for index, packet in enumerate(source.demux(video=0)):
            if packet.pts is not None and packet.dts is not None:
                packet.pts += 700 * (index % 9 == 8)
                packet.stream = stream
                target.mux(packet)
    assert (tmp_path / "b.mkv").read_bytes() != content
    found = keyframes(tmp_path / "b.mkv")
    assert times(found) == sorted(times(found))
    assert len(found.frames) >= 3


def test_three_hours(tmp_path: Path) -> None:
    """A frame every twenty seconds and a change every half hour: as many keyframes as states."""
    hour = 3_600_000
    scenes = [
        (at, np.asarray(page((24, 300, f"Build {at // (hour // 2)} is done.")))) for at in range(0, 3 * hour, 20_000)
    ]
    found = keyframes(film(tmp_path / "a.mkv", scenes, codec="libx264"))
    assert times(found) == [half * hour // 2 for half in range(6)]
    assert found.duration_ms == 3 * hour - 20_000


def test_4k_at_60_frames_a_second(tmp_path: Path) -> None:
    """Two states of three quarters of a second each, 90 frames of 12 MB."""
    shape = (3840, 2160)
    first, second = np.asarray(page(size=shape)), np.asarray(page((24, 1800, "Saved."), size=shape))
    scenes = [(round(index * 1000 / 60), first if index < 45 else second) for index in range(90)]
    found = keyframes(film(tmp_path / "a.mp4", scenes, codec="libx264"))
    assert seen(found, (0, 750), (750, 1500))
    assert size(found.frames[1]) == shape


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.suffix == ".png")


class Stop(BaseException):
    """Stands for a keyboard interrupt, which pytest would handle itself."""


def test_nothing_is_left_when_it_is_interrupted(tmp_path: Path) -> None:
    """Neither a picture nor the folder, although some pictures had been written."""
    path = film(tmp_path / "a.webm", states(6))

    def stop_late(at_ms: int, duration_ms: int | None) -> None:
        assert duration_ms is not None
        if at_ms > 7000:
            raise Stop

    with pytest.raises(Stop):
        find_keyframes(probe(path), tmp_path / "frames", progress=stop_late)
    assert not (tmp_path / "frames").exists()


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    """An existing folder stays, with its content."""
    path = film(tmp_path / "a.webm", states(6))
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "notes.txt").write_text("mine")

    def stop(at_ms: int, duration_ms: int | None) -> None:
        if at_ms > 7000:
            raise Stop

    with pytest.raises(Stop):
        find_keyframes(probe(path), tmp_path / "frames", progress=stop)
    assert [item.name for item in (tmp_path / "frames").iterdir()] == ["notes.txt"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """If a file is in the way, the user is told."""
    path = film(tmp_path / "a.webm", shots((0, page())))
    (tmp_path / "frames").write_text("in the way")
    with pytest.raises(ClaudeScopeError, match="give another folder"):
        find_keyframes(probe(path), tmp_path / "frames")


def test_no_keyframes_are_not_to_be_had(tmp_path: Path) -> None:
    """Requesting zero keyframes is a usage error."""
    path = film(tmp_path / "a.webm", shots((0, page())))
    with pytest.raises(UsageError, match="max-frames"):
        find_keyframes(probe(path), tmp_path / "frames", max_frames=0)

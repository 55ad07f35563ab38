"""What counts as a recording, and what is refused with a message that says what to do."""

from __future__ import annotations

import os
import re
import wave
from pathlib import Path
from typing import Literal

import av
import pytest

from claude_scope.errors import NotARecording
from claude_scope.intake.probe import probe
from tests.gifs import CONTROL_BYTES, dots
from tests.keyframes.film import HEIGHT, WIDTH, film, page, shots, sound

SAMPLE = Path(__file__).parents[2] / "examples" / "shop.webm"


def short(path: Path, **more: object) -> Path:
    return film(path, shots((0, page())), end_ms=1000, **more)  # type: ignore[arg-type]


def refusal(path: Path) -> str:
    """The message with which a file is refused."""
    with pytest.raises(NotARecording) as refused:
        probe(path)
    message = str(refused.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


@pytest.mark.parametrize(
    ("name", "codec", "container", "decoder"),
    [
        ("a.webm", "libvpx-vp9", "webm", "vp9"),
        ("a.webm", "libvpx", "webm", "vp8"),
        ("a.mp4", "libx264", "mp4", "h264"),
        ("a.mkv", "libx264", "matroska", "h264"),
    ],
)
def test_recordings_are_described(tmp_path: Path, name: str, codec: str, container: str, decoder: str) -> None:
    """Container and codec by their common names, size in pixels, duration up to the last frame."""
    found = probe(short(tmp_path / name, codec=codec))
    assert (found.container, found.codec, found.width, found.height) == (container, decoder, WIDTH, HEIGHT)
    assert found.duration_ms is not None
    assert 900 <= found.duration_ms <= 1200
    assert found.size_bytes == (tmp_path / name).stat().st_size


@pytest.mark.attack("recordings")
def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    """A WebM named .txt is a recording."""
    path = short(tmp_path / "a.webm").rename(tmp_path / "a.txt")
    assert probe(path).container == "webm"


def test_a_duration_that_is_not_stated_is_taken_from_the_last_packet(tmp_path: Path) -> None:
    """As in every file of MediaRecorder; here the muxer could not seek back to write it."""
    path = short(tmp_path / "a.webm")
    live = tmp_path / "live.webm"
    with av.open(str(path)) as source, av.open(str(live), "w", format="webm", options={"live": "1"}) as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    with av.open(str(live)) as container:
        assert container.duration is None
    assert probe(live).duration_ms in range(990, 1100)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The message names the file."""
    assert str(tmp_path / "a.webm") in refusal(tmp_path / "a.webm")


def test_a_folder(tmp_path: Path) -> None:
    """The message shows what to give instead."""
    assert "is a folder" in refusal(tmp_path)


def test_an_empty_file(tmp_path: Path) -> None:
    """Zero bytes, as a killed recorder leaves them."""
    (tmp_path / "a.webm").touch()
    assert "is empty" in refusal(tmp_path / "a.webm")


@pytest.mark.attack("recordings")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    """Opening a named pipe that nobody writes to would wait for ever."""
    os.mkfifo(tmp_path / "a.webm")
    assert "not an ordinary file" in refusal(tmp_path / "a.webm")


@pytest.mark.attack("recordings")
def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    """Too long for the file system, or a link to itself."""
    (tmp_path / "a.webm").symlink_to("a.webm")
    assert "check the name" in refusal(tmp_path / "a.webm")
    assert "check its name" in refusal(tmp_path / ("x" * 300))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"#!/bin/sh\necho hello\n" * 9, "text"),
        (b"#EXTM3U\nfile:///etc/passwd\n" * 9, "text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "picture"),
        (b"GIF89a" + bytes(99), "cannot be read"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(99), "picture"),
        (b"%PDF-1.7\n" + bytes(99), "PDF"),
        (b"OggS" + bytes(99), "Ogg"),
        (bytes(range(256)), "another kind of file"),
        (b"\x88\xb5w\xda\xa7\xda\x88\x8a" * 9, "another kind of file"),
        ("Käse 日本\n".encode() * 999, "text"),
    ],
)
@pytest.mark.attack("recordings")
def test_other_files_are_named_by_their_type(tmp_path: Path, content: bytes, kind: str) -> None:
    """Even if their names end in .webm; a playlist is text and is not followed."""
    path = tmp_path / "a.webm"
    path.write_bytes(content)
    assert kind in refusal(path)


def test_a_still_picture_is_not_a_recording(tmp_path: Path) -> None:
    """A screenshot given by mistake."""
    page().save(tmp_path / "a.png")
    assert "picture" in refusal(tmp_path / "a.png")


@pytest.mark.parametrize("version", [b"GIF87a", b"GIF89a"])
def test_a_gif_with_a_single_frame_is_a_picture(tmp_path: Path, version: bytes) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(dots(40, 30, [10]).replace(b"GIF89a", version))
    assert "is a picture: a GIF with a single frame" in refusal(path)


def test_an_animated_gif_is_a_recording_whatever_its_name(tmp_path: Path) -> None:
    """Its duration includes the time of its last frame; a comment after that is ignored."""
    path = tmp_path / "a.webm"
    path.write_bytes(dots(41, 31, [10, 250])[:-1] + b"\x21\xfe\x05hello\0;")
    found = probe(path)
    assert (found.container, found.codec, found.width, found.height) == ("gif", "gif", 41, 31)
    assert (found.duration_ms, found.notes) == (2600, ())


@pytest.mark.attack("recordings")
@pytest.mark.parametrize("side", [8001, 16383, 65535])
def test_a_gif_whose_screen_is_an_attack(tmp_path: Path, side: int) -> None:
    """A few bytes that demand gigabytes."""
    path = tmp_path / "a.gif"
    path.write_bytes(dots(side, side, [10, 10]))
    refusal(path)


@pytest.mark.attack("recordings")
def test_a_gif_that_is_cut_off_says_so(tmp_path: Path) -> None:
    """Wherever in a block it ends; an end between two blocks cannot be detected."""
    path, whole = tmp_path / "a.gif", dots(40, 30, [10] * 9)
    last_frame = len(dots(40, 30, [10] * 8)) - 1
    between_blocks = {last_frame, last_frame + CONTROL_BYTES, len(whole) - 1, len(whole)}
    for end in range(last_frame, len(whole) + 1):
        path.write_bytes(whole[:end])
        expected = () if end in between_blocks else ("the file is cut off: what could be read of it is used",)
        assert probe(path).notes == expected, end


@pytest.mark.attack("recordings")
def test_a_gif_that_is_damaged_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(dots(40, 30, [10] * 9)[:-1] + b"\xff" * 75)
    assert probe(path).notes == ("the file is damaged after 75% of it: what could be read of it is used",)


@pytest.mark.attack("recordings")
def test_sound_alone(tmp_path: Path) -> None:
    """A container of the right kind without a video stream."""
    assert "sound but no picture" in refusal(sound(tmp_path / "a.webm"))


def test_a_wave_file(tmp_path: Path) -> None:
    """Sound in its own container."""
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(800))
    assert "sound" in refusal(tmp_path / "a.wav")


@pytest.mark.parametrize(("name", "codec"), [("a.webm", "libvpx-vp9"), ("a.mp4", "libx264")])
@pytest.mark.parametrize("size", [8, 40, 300, 600])
@pytest.mark.attack("recordings")
def test_a_header_alone(tmp_path: Path, name: str, codec: str, size: int) -> None:
    """However much of the header is there, without a frame."""
    path = short(tmp_path / name, codec=codec)
    path.write_bytes(path.read_bytes()[:size])
    refusal(path)


@pytest.mark.attack("recordings")
def test_noise_after_a_magic_number(tmp_path: Path) -> None:
    """Only the first bytes are valid."""
    path = tmp_path / "a.webm"
    path.write_bytes(b"\x1aE\xdf\xa3" + bytes(i * 7 % 251 for i in range(5000)))
    refusal(path)


@pytest.mark.attack("recordings")
def test_a_frame_size_that_is_an_attack(tmp_path: Path) -> None:
    """Container and VP8 frames that claim 16383 x 16383 pixels, 400 MB a frame, are refused."""
    path = short(tmp_path / "a.webm", codec="libvpx")
    content, huge = path.read_bytes(), 16383
    marks: tuple[tuple[bytes, Literal["big", "little"]], ...] = (
        (b"\xb0\x82", "big"),
        (b"\xba\x82", "big"),
        (b"\x9d\x01\x2a", "little"),
    )
    for mark, order in marks:
        small = HEIGHT if mark.startswith(b"\xba") else WIDTH
        assert mark + small.to_bytes(2, order) in content
        content = content.replace(mark + small.to_bytes(2, order), mark + huge.to_bytes(2, order))
    at = content.index(b"\x9d\x01\x2a") + 5
    path.write_bytes(content[:at] + huge.to_bytes(2, "little") + content[at + 2 :])
    assert "16383 x 16383 pixels" in refusal(path)


@pytest.mark.attack("recordings")
def test_a_frame_size_that_lies_in_the_header_alone(tmp_path: Path) -> None:
    """The frames have the real size."""
    path = short(tmp_path / "a.webm")
    width = b"\xb0\x82" + WIDTH.to_bytes(2, "big")
    assert width in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(width, b"\xb0\x82" + (16383).to_bytes(2, "big")))
    assert probe(path).width == WIDTH


@pytest.mark.attack("recordings")
def test_a_hole_in_the_middle_is_reported(tmp_path: Path) -> None:
    """A block of zeros, as after a disk error: the demuxer treats it as the end of the file."""
    path = film(tmp_path / "a.webm", shots(*((at, page()) for at in range(0, 3000, 100))))
    content = path.read_bytes()
    half = len(content) * 3 // 4
    path.write_bytes(content[:half] + bytes(len(content) // 8) + content[half + len(content) // 8 :])
    (note,) = probe(path).notes
    assert re.fullmatch(r"the file is damaged after [78]\d% of it: what could be read of it is used", note)


@pytest.mark.parametrize(("name", "codec"), [("a.webm", "libvpx-vp9"), ("a.mkv", "libx264"), ("a.mp4", "libx264")])
def test_a_complete_file_gives_no_remark(tmp_path: Path, name: str, codec: str) -> None:
    assert probe(short(tmp_path / name, codec=codec)).notes == ()


def test_a_complete_file_of_a_browsers_recorder_gives_no_remark() -> None:
    """Its clusters do not state their sizes."""
    assert probe(SAMPLE).notes == ()

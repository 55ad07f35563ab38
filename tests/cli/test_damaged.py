"""A damaged or odd recording gives a result or a single sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.capture.build import write_capture, zipped
from tests.gifs import dots
from tests.keyframes.film import film as encode
from tests.keyframes.film import page, shots, smaller_on_the_way
from tests.small_disks import small_disk
from tests.videos import words, write_silence, write_video

if TYPE_CHECKING:
    from tests.cli.command import Typed
    from tests.keyframes.film import Shot


def light_and_dark(size: tuple[int, int]) -> list[Shot]:
    return shots((0, page(size=size)), (1500, page(size=size, dark=True)), (3000, page(size=size, dark=True)))


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize(
    "damage", ["cut", "corrupt", "audio", "black", "one frame", "tiny", "odd size", "smaller on the way", "10 bits"]
)
@pytest.mark.attack("recordings")
def test_damaged_and_odd_recordings_end_in_a_result_or_a_sentence(
    damage: str, recording: Path, tmp_path: Path, typed: Typed
) -> None:
    """The whole analysis up to the report; no page is inspected."""
    film = tmp_path / "a.mkv"
    whole = recording.read_bytes()
    match damage:
        case "cut":
            film.write_bytes(whole[: len(whole) // 2])
        case "corrupt":
            third = len(whole) // 3
            film.write_bytes(whole[:third] + bytes(2000) + whole[third + 2000 :])
        case "audio":
            write_silence(film)
        case "black":
            write_video(film, [(np.zeros((360, 640, 3), np.uint8), 2.0)])
        case "one frame":
            write_video(film, [(words("Basket"), 0.1)])
        case "tiny":
            encode(film, light_and_dark((19, 11)), codec="libx264", pix_fmt="yuv444p")
        case "odd size":
            encode(film, light_and_dark((333, 251)), codec="libx264", pix_fmt="yuv444p")
        case "smaller on the way":
            smaller_on_the_way(film)
        case "10 bits":
            encode(film, light_and_dark((640, 368)), codec="libx264", pix_fmt="yuv420p10le")
    code, out, err = typed("analyze", str(film), "--url", "http://127.0.0.1:9/", "--out", "out")
    assert code == (3 if damage == "audio" else 0), err
    assert "Warning" not in err
    assert bool(out) == (tmp_path / "out" / "report.html").exists() == (damage != "audio")
    assert ("note: " in err) == (damage in ("cut", "corrupt"))  # the loss is reported


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize(("size", "announced"), [("24k", ""), ("120k", "small/out/prompt.claude-code.md\n")])
def test_a_full_disk_is_not_the_fault_of_the_recording(
    size: str, announced: str, recording: Path, tmp_path: Path, typed: Typed
) -> None:
    """In the child while it decodes, and in the command while it writes after the prompts: everything is removed."""
    with small_disk(tmp_path / "small", size):
        code, out, err = typed("analyze", str(recording), "--url", "http://127.0.0.1:9/", "--out", "small/out")
        assert list((tmp_path / "small").iterdir()) == []
    assert (code, out) == (1, announced)
    assert err.splitlines()[-1] == (
        "claude-scope: No space is left on the disk of small/out; free some, then try again."
    )


@pytest.mark.usefixtures("no_browser")
@pytest.mark.attack("captures")
def test_the_video_of_a_capture_with_damaged_events_is_analyzed_and_the_damage_reported(
    still: Path, tmp_path: Path, typed: Typed
) -> None:
    """Like other partial failures: exit code 0, or 4 with --strict; summary and prompt name the failed lane."""
    folder = write_capture(tmp_path / "one", [], still)
    (folder / "events-000.jsonl").write_text('{"kind": "dom", "t": 1\n' * 3)
    code, _, err = typed("analyze", str(zipped(folder)), "--out", "out", "--strict")
    assert code == 4, err
    prompt = (tmp_path / "out" / "prompt.claude-code.md").read_text()
    for told in (err, prompt):
        assert "lane failed: The record of the page is damaged: the video alone was analyzed." in told
        assert "3 lines of the capture cannot be read and were left out." in told
        assert "The capture has no events that can be read." in told


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (
            "bug.scope",
            b"",
            "bug.scope is empty (0 bytes); record again with `claude-scope record`, or give another copy",
        ),
        ("bug.scope", b"events", "bug.scope is text, not a capture; record again with `claude-scope record`, or give"),
        (
            "bug.scope.part/",
            b"",
            "is a folder without the manifest of a capture; record again with `claude-scope record`",
        ),
        ("bug.gif", dots(40, 30, [10, 10])[:45], "bug.gif is damaged or cut off after its first frame; record the tab"),
        ("bug.webm", b"events", "bug.webm is text, not a WebM, MP4 or animated GIF recording; record the tab again"),
    ],
)
def test_the_remedy_for_a_file_that_is_named_as_a_capture_is_another_capture(
    name: str, content: bytes, says: str, tmp_path: Path, typed: Typed
) -> None:
    path = tmp_path / name
    if name.endswith("/"):
        path.mkdir()
    else:
        path.write_bytes(content)
    code, _, err = typed("analyze", str(path), "--out", "out")
    assert code == 3
    assert says in err
    assert ("WebM" in err) == (".scope" not in name)


def test_a_capture_is_not_a_video_for_keyframes(tmp_path: Path, typed: Typed) -> None:
    scope = zipped(write_capture(tmp_path / "bug", []))
    code, _, err = typed("keyframes", str(scope))
    assert code == 3
    assert err.endswith("bug.scope is a capture where a video is wanted; give its video, or `analyze` the capture.\n")

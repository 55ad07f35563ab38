"""`keyframes` and `read`: what they print and which pictures they keep."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.command import COMMAND, scope
from tests.videos import words, write_video


def test_keyframes_prints_json_and_keeps_pictures_in_the_given_folder(recording: Path, tmp_path: Path) -> None:
    ended = scope("keyframes", recording, "--json", "--out", tmp_path / "frames")
    found = json.loads(ended.stdout)
    assert len(found["keyframes"]) == 3
    assert {"timestamp_ms", "ssim", "reason"} <= found["keyframes"][0].keys()
    assert found["decoded_frames"] == 45
    assert len(list((tmp_path / "frames").glob("*.png"))) == 3


def test_the_pictures_of_an_earlier_selection_are_replaced_and_those_of_others_kept(
    recording: Path, tmp_path: Path
) -> None:
    out = tmp_path / "frames"
    earlier = write_video(tmp_path / "earlier.webm", [(words(f"State {n}"), 1.0) for n in range(5)])
    scope("keyframes", earlier, "--out", out)
    assert len(list(out.iterdir())) == 5
    (out / "mine.png").write_bytes(b"mine")
    ended = scope("keyframes", recording, "--out", out)
    shown = {line.split()[-1] for line in ended.stdout.splitlines()}
    assert len(shown) == 3
    assert {str(path) for path in out.iterdir()} == shown | {str(out / "mine.png")}
    (out / "000000123.png").write_bytes(b"mine")
    ended = scope("keyframes", recording, "--out", out)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "000000123.png, which claude-scope did not write" in ended.stderr


def test_keyframes_are_never_more_than_asked_for(recording: Path) -> None:
    found = json.loads(scope("keyframes", recording, "--json", "--max-frames", "2").stdout)
    assert (len(found["keyframes"]), found["dropped"]) == (2, 1)


def test_read_answers_in_the_order_given(tmp_path: Path) -> None:
    for name in ("Zebra", "Apple"):
        Image.fromarray(words(name)).save(tmp_path / f"{name}.png")
    read = json.loads(scope("read", "Zebra.png", "Apple.png", "--json", cwd=tmp_path).stdout)
    assert [(r["file"], r["width"], r["height"], r["lines"][0]["text"]) for r in read] == [
        ("Zebra.png", 640, 360, "Zebra"),
        ("Apple.png", 640, 360, "Apple"),
    ]


def test_a_reader_that_disconnects_is_not_reported_as_an_error(recording: Path) -> None:
    command = shlex.join([*COMMAND, "keyframes", str(recording), "--json"])
    ended = subprocess.run(
        ["bash", "-c", f"{command} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True, check=False
    )
    assert ended.returncode in (0, 1, 141)  # everything printed, stopped by Typer, stopped at the last flush
    assert "Traceback" not in ended.stderr
    assert "Exception" not in ended.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_not_an_error(closed: str, recording: Path) -> None:
    command = f"{shlex.join([*COMMAND, 'keyframes', str(recording)])} {closed}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False)
    assert ("first state" in ended.stdout) == (closed == "2>&-")

"""An animated GIF, as people attach it to an issue, on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.gifs import dots, write_gif
from tests.masking.read_again import KEY, pictures_in, shows
from tests.videos import words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.command import Typed

pytestmark = pytest.mark.usefixtures("no_browser")
SIZE = (900, 420)


@pytest.fixture(scope="module")
def bug(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A basket that gets a second item, then an error, next to a key."""
    states = [("Basket", "1 item", KEY), ("Basket", "2 items", KEY), ("Basket", "2 items", KEY, "Payment failed")]
    frames = [(1500 * number, words(*lines, size=SIZE)) for number, lines in enumerate(states)]
    return write_gif(tmp_path_factory.mktemp("gif") / "bug.gif", frames, 4500, palettes="each", dithered=True)


def test_the_analysis_of_a_gif_tells_what_changed_and_covers_secrets(bug: Path, tmp_path: Path, typed: Typed) -> None:
    code, _, err = typed("analyze", str(bug), "--url", "http://127.0.0.1:9/", "--out", "out")
    assert code == 0, err
    session = json.loads((tmp_path / "out" / "session.json").read_text())
    recording = session["recording"]
    assert (recording["container"], recording["codec"], recording["durationMs"]) == ("gif", "gif", 4500)
    assert [frame["timestampMs"] for frame in session["keyframes"]["frames"]] == [0, 1500, 3000]
    prompt = (tmp_path / "out" / "prompt.claude-code.md").read_text()
    assert '"1 item" -> "2 items"' in prompt
    assert "Payment failed" in prompt
    assert KEY not in prompt
    pictures = list(pictures_in(tmp_path / "out"))
    assert len(pictures) >= 3
    assert not shows(pictures, KEY)


def test_keyframes_of_a_gif(bug: Path, tmp_path: Path, typed: Typed) -> None:
    code, out, err = typed("keyframes", str(bug), "--json", "--no-mask", "--out", "out")
    assert code == 0, err
    assert [frame["timestamp_ms"] for frame in json.loads(out)["keyframes"]] == [0, 1500, 3000]


def test_a_gif_with_a_single_frame_is_refused(tmp_path: Path, typed: Typed) -> None:
    (tmp_path / "still.gif").write_bytes(dots(40, 30, [10]))
    code, _, err = typed("analyze", "still.gif", "--out", "out")
    assert code == 3
    assert "still.gif is a picture: a GIF with a single frame; " in err
    assert not (tmp_path / "out").exists()

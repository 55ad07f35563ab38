"""Secrets are covered in every picture that is written or sent, unless the user wants to see them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.hosted.model_server import ModelServer, answers
from tests.masking.read_again import KEY, pictures_in, shows, text_in
from tests.videos import words, write_video

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.command import Typed

pytestmark = pytest.mark.usefixtures("no_browser")


@pytest.fixture(scope="module")
def with_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key in two states, at another place in the second one."""
    size = (900, 420)
    states = [words("Your key", KEY, size=size), words("Saved", "Your key", KEY, "Total 12", size=size)]
    return write_video(tmp_path_factory.mktemp("with-key") / "key.webm", [(state, 1.5) for state in states])


def session_of(folder: Path) -> dict[str, Any]:
    session: dict[str, Any] = json.loads((folder / "session.json").read_text())
    return session


def test_no_picture_of_an_analysis_shows_a_secret(with_key: Path, tmp_path: Path, typed: Typed) -> None:
    """Not in pictures for the agent, full-size pictures or the report; everything else stays readable."""
    code, _, err = typed("analyze", str(with_key), "--url", "http://127.0.0.1:9/", "--out", "out", "--agent", "all")
    assert code == 0, err
    pictures = list(pictures_in(tmp_path / "out"))
    assert len(pictures) >= 4
    assert not shows(pictures, KEY)
    assert "key" in text_in(pictures)
    assert session_of(tmp_path / "out")["coveredPlaces"] == 2
    assert "2 places in the pictures were covered." in err
    for prompt in (tmp_path / "out").glob("prompt.*.md"):
        assert "in the frames grey hatched boxes cover what is secret (2 places)" in prompt.read_text(), prompt
    report = (tmp_path / "out" / "report.html").read_text()
    assert "2 places in pictures covered" in report
    assert "covered by grey hatched boxes in pictures" in report


def test_pictures_are_left_as_they_are_for_those_who_want_that(with_key: Path, tmp_path: Path, typed: Typed) -> None:
    """Texts are masked nevertheless."""
    arguments = ("analyze", str(with_key), "--url", "http://127.0.0.1:9/", "--out", "out", "--no-mask")
    code, _, err = typed(*arguments)
    assert code == 0, err
    assert shows(pictures_in(tmp_path / "out"), KEY)
    assert session_of(tmp_path / "out")["coveredPlaces"] is None
    assert "The pictures show the screen as it was recorded" in err
    assert "hatched" not in (tmp_path / "out" / "prompt.claude-code.md").read_text()
    assert "Secrets are masked in texts only" in (tmp_path / "out" / "report.html").read_text()
    assert KEY not in (tmp_path / "out" / "session.json").read_text()


def test_pictures_without_secrets_are_left_as_they_are(still: Path, tmp_path: Path, typed: Typed) -> None:
    for out, option in (("covered", []), ("plain", ["--no-mask"])):
        code, _, err = typed("analyze", str(still), "--url", "http://127.0.0.1:9/", "--out", out, *option)
        assert code == 0, err
    covered, plain = (sorted((tmp_path / out / "frames").rglob("*.png")) for out in ("covered", "plain"))
    assert [path.read_bytes() for path in covered] == [path.read_bytes() for path in plain]
    assert session_of(tmp_path / "covered")["coveredPlaces"] == 0


def test_keyframes_are_written_covered(with_key: Path, tmp_path: Path, typed: Typed) -> None:
    code, out, err = typed("keyframes", str(with_key), "--out", "out", "--json")
    assert code == 0, err
    assert not shows(pictures_in(tmp_path / "out"), KEY)
    assert "key" in text_in(pictures_in(tmp_path / "out"))
    told = json.loads(out)
    assert told["covered_places"] == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir() if path.suffix) == sorted(
        [*(frame["file"] for frame in told["keyframes"])]
    )
    code, out, err = typed("keyframes", str(with_key), "--out", "out", "--json", "--no-mask")
    assert code == 0, err
    assert shows(pictures_in(tmp_path / "out"), KEY)
    assert json.loads(out)["covered_places"] is None


def test_keyframes_that_are_only_listed_are_not_read(
    with_key: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claude_scope.vision.local.Ocr", None)
    code, out, err = typed("keyframes", str(with_key), "--json")
    assert code == 0, err
    assert json.loads(out)["covered_places"] is None


def test_a_model_is_shown_no_secret(
    with_key: Path, tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    with ModelServer() as server:
        for option, is_shown in (["--no-mask"], True), ([], False):
            server.answers(answers())
            code, _, err = typed(
                *("analyze", str(with_key), "--url", "http://127.0.0.1:9/", "--out", "out"),
                *("--vision", "anthropic:m", "--base-url", server.url("anthropic"), *option),
            )
            assert code == 0, err
            sent = [picture for asked in server.asked for picture in asked.pictures]
            assert len(sent) >= 3
            assert shows(sent, KEY) == is_shown
            assert KEY not in " ".join(asked.words for asked in server.asked), "texts are masked in any case"
    assert not shows(pictures_in(tmp_path / "out"), KEY)

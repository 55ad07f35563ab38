"""Recordings for the commands, and a way to type one within this process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claude_scope import cli
from tests.videos import three_states, words, write_video

if TYPE_CHECKING:
    from tests.cli.command import Typed


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:
    """Types a command in `tmp_path`, within this process: what ends early need not load everything anew each time."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["claude-scope", *arguments])
        code = cli.exit_code()
        return (code, *capfd.readouterr())

    return run


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser lane fails at once, for claims about the rest: to start a browser takes as long as all of that."""
    monkeypatch.setenv("CLAUDE_SCOPE_BROWSER", "/nowhere/chrome")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three_states(tmp_path_factory.mktemp("recording") / "basket.webm")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording with a state a second, which takes a while."""
    film = tmp_path_factory.mktemp("long") / "long.webm"
    return write_video(film, [(words(f"State {n}"), 1.0) for n in range(60)])

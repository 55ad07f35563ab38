"""Recordings for the commands, and a way to type one within this process."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claude_scope.cli import app
from claude_scope.vision.ocr.text_lines import Ocr
from tests.videos import three_states, words, write_video

if TYPE_CHECKING:
    from tests.cli.command import Typed


loaded = cache(Ocr)
"""The models of all commands that are typed within this process, which load a fifth of a second each time."""


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:
    """Types a command in `tmp_path`, within this process: what ends early need not load everything anew each time."""

    monkeypatch.setattr("claude_scope.vision.local.Ocr", loaded)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["claude-scope", *arguments])
        code = app.exit_code()
        return (code, *capfd.readouterr())

    return run


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser lane fails at once, for claims about the rest: to start a browser takes as long as all of that.

    What is missing is the Node.js of its driver; for a browser that is missing, the driver would start.
    """
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", "/nowhere/node")


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three_states(tmp_path_factory.mktemp("recording") / "basket.webm")


@pytest.fixture(scope="session")
def still(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One state: enough where it is not the recording that matters, and a third of the work."""
    return write_video(tmp_path_factory.mktemp("still") / "still.webm", [(words("Basket"), 0.6)])


@pytest.fixture(scope="session")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording with a state a second, which takes a while."""
    film = tmp_path_factory.mktemp("long") / "long.webm"
    return write_video(film, [(words(f"State {n}"), 1.0) for n in range(60)])

"""Recordings for the commands, and a way to run a command within this process."""

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
"""The models for all commands run within this process; loading them takes a fifth of a second each time."""


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:
    """Runs a command in `tmp_path` within this process, so that modules are imported only once."""

    monkeypatch.setattr("claude_scope.vision.local.Ocr", loaded)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["claude-scope", *arguments])
        code = app.exit_code()
        return (code, *capfd.readouterr())

    return run


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser lane fails at once, for tests of the rest: starting a browser takes as long as the whole rest.

    The Node.js of its driver is missing; if only the browser were missing, the driver would still start.
    """
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", "/nowhere/node")


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three_states(tmp_path_factory.mktemp("recording") / "basket.webm")


@pytest.fixture(scope="session")
def still(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One state, for tests in which the recording does not matter: a third of the work."""
    return write_video(tmp_path_factory.mktemp("still") / "still.webm", [(words("Basket"), 0.6)])


@pytest.fixture(scope="session")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording with one state per second, which takes a while to analyse."""
    film = tmp_path_factory.mktemp("long") / "long.webm"
    return write_video(film, [(words(f"State {n}"), 1.0) for n in range(60)])

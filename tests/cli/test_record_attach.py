"""`record --attach`: what it says, how a tab is chosen, and what it refuses."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.devtools.connection import Connection
from claude_scope.browser.devtools.websocket import connect_websocket
from tests.browser.attach.own_browser import OwnBrowser, own_browser
from tests.browser.record.driven import read_manifest
from tests.cli.command import COMMAND, scope
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.timeout(120)

PAGES = [f"data:text/html,<title>Tab {name}</title><h1>{name}</h1>" for name in ("one", "two")]
UP, DOWN, ENTER = b"\x1b[A", b"\x1b[B", b"\r"
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture(scope="module")
def own() -> Iterator[OwnBrowser]:
    with own_browser() as browser:
        asyncio.run(open_tabs(browser))
        yield browser


async def open_tabs(browser: OwnBrowser) -> None:
    connection = Connection(await connect_websocket(browser.address))
    for url in PAGES:
        await connection.send("Target.createTarget", {"url": url})
    for _ in range(200):  # the command lists the titles once, when it starts
        listed = (await connection.send("Target.getTargets"))["targetInfos"]
        if {"Tab one", "Tab two"} <= {about["title"] for about in listed}:
            break
        await asyncio.sleep(0.05)
    await connection.close()


class Terminal:
    """A terminal of 80 columns in which the command runs."""

    def __init__(self, *words: str) -> None:
        self._mine, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(theirs)
        self.theirs = theirs
        self.said = ""
        self.process = subprocess.Popen(
            [*COMMAND, "record", *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.set_blocking(self._mine, False)

    def press(self, keys: bytes) -> None:
        os.write(self._mine, keys)

    def until(self, holds: Callable[[str], object]) -> str:
        for _ in range(600):
            try:
                self.said += os.read(self._mine, 65_536).decode(errors="replace")
            except BlockingIOError:
                pass
            except OSError:  # the command has ended
                break
            if holds(_CONTROL.sub("", self.said)):
                break
            time.sleep(0.05)
        said = _CONTROL.sub("", self.said)
        assert holds(said), said
        return said

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._mine)
        os.close(self.theirs)


@contextmanager
def terminal(*words: str) -> Iterator[Terminal]:
    opened = Terminal(*words)
    try:
        yield opened
    finally:
        opened.close()


def _place(said: str, title: str) -> int | None:
    """Where a tab is in the list; `None` before its line is there with the address."""
    listed = [line.lstrip("> ") for line in said.splitlines() if "data:text/html" in line or "about:blank" in line]
    return next((number for number, line in enumerate(listed) if line.startswith(title)), None)


def test_a_tab_is_chosen_with_the_arrow_keys_and_enter_ends_the_recording(own: OwnBrowser, tmp_path: Path) -> None:
    with terminal(f"--attach={own.address}", "--no-analyze", "--out", str(tmp_path / "out")) as opened:
        said = opened.until(lambda text: all(_place(text, title) is not None for title in ("Tab one", "Tab two")))
        assert "chrome://inspect/#remote-debugging" in said
        assert "within 3 minutes" in said
        place = _place(said, "Tab two")
        assert place is not None
        opened.press(UP + DOWN * place + ENTER)
        said = opened.until(lambda text: "Recording the" in text)
        assert 'tab "Tab two"' in said
        assert "press Enter or Ctrl-C" in said or "press Enter, press Ctrl-C" in said
        opened.press(b"\n")
        opened.until(lambda text: "Recorded" in text and text.rstrip().endswith("out.scope"))
        assert opened.process.wait(30) == 0
        assert termios.tcgetattr(opened.theirs)[3] == opened.before[3]
    assert read_manifest(tmp_path / "out" / "out.scope")["attached"] is True


@pytest.mark.parametrize(("keys", "code"), [(b"q", 130), (b"\x03", 130)])
def test_leaving_the_list_records_nothing(keys: bytes, code: int, own: OwnBrowser, tmp_path: Path) -> None:
    with terminal(f"--attach={own.address}", "--out", str(tmp_path / "out")) as opened:
        opened.until(lambda text: "Which tab?" in text)
        opened.press(keys)
        opened.until(lambda text: "nothing was" in text)
        assert opened.process.wait(30) == code
        assert termios.tcgetattr(opened.theirs)[3] == opened.before[3]
    assert not (tmp_path / "out").exists()


def test_a_terminal_without_keys_gets_numbers(own: OwnBrowser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with terminal(f"--attach={own.address}", "--no-analyze", "--out", str(tmp_path / "out")) as opened:
        said = opened.until(lambda text: "Which tab (1 to" in text)
        [number] = [line.split()[0] for line in said.splitlines() if "Tab one" in line]
        opened.press(b"99\n")
        opened.until(lambda text: text.count("Which tab (1 to") == 2)
        opened.press(f"{number}\n".encode())
        assert 'tab "Tab one"' in opened.until(lambda text: "Recording the" in text)
        opened.process.send_signal(signal.SIGINT)
        opened.until(lambda text: "Recorded" in text)


def test_a_tab_is_named_by_a_text(own: OwnBrowser, tmp_path: Path) -> None:
    found = scope(
        *("record", f"--attach={own.address}", "--tab", "Tab one", "--stop-after", "1", "--no-analyze"),
        *("--out", tmp_path / "out"),
    )
    assert (found.returncode, found.stdout.strip()) == (0, str(tmp_path / "out" / "out.scope")), found.stderr
    assert "Tab two" not in found.stderr
    assert "and the windows it opens, no other tab" in found.stderr


def test_the_prompt_of_an_attached_tab_says_what_the_recording_cannot_have(own: OwnBrowser, tmp_path: Path) -> None:
    words = ("record", f"--attach={own.address}", "--tab", "Tab two", "--stop-after", "1", "--out", tmp_path / "out")
    found = scope(*words)
    assert found.returncode == 0, found.stderr
    prompt = (tmp_path / "out" / "prompt.claude-code.md").read_text(encoding="utf-8")
    assert "requests: from the browser, without bodies; DOM, acts: from the page; pixels: when they changed" in prompt
    assert "before 0:00: unknown; clicks that an earlier listener of the page stopped: not recorded" in prompt


@pytest.mark.parametrize(
    ("browser", "code", "expected"),
    [
        ("firefox", 2, "is neither a browser"),
        ("192.0.2.1:9222", 2, "is an address of another machine"),
        (
            "localhost:PORT",
            3,
            "No browser answers at localhost:PORT (Connection refused): give the port that chrome://",
        ),
        ("ws://localhost:PORT/devtools/browser/1", 3, "The browser does not run, or no longer allows remote debugging"),
    ],
)
def test_a_browser_that_cannot_be_reached_is_reported_before_a_missing_terminal(
    browser: str, code: int, expected: str
) -> None:
    port = str(free_port())
    found = scope("record", f"--attach={browser.replace('PORT', port)}")
    assert (found.returncode, expected.replace("PORT", port) in found.stderr) == (code, True), found.stderr


def test_no_list_is_written_where_there_is_no_terminal(own: OwnBrowser) -> None:
    found = scope("record", f"--attach={own.address}")
    assert found.returncode == 2
    assert "There is no terminal to choose a tab in" in found.stderr
    assert "Tab" not in found.stderr.replace("--tab TEXT", "")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([], "URL is missing"),
        (["http://localhost:3000/", "--attach"], "takes no URL"),
        (["--tab", "x", "http://localhost:3000/"], "give --attach too"),
        (["--attach", "--headless"], "--headless is for a browser that Claude Scope starts"),
        (["--attach", "chrome", "--profile", "p"], "--profile is for"),
        (["--attach", "chrome", "--storage-state", "s.json"], "--storage-state is for"),
        (["--attach", "--viewport", "800x600"], "--viewport is for"),
        (["--attach", "--cdp-port", "9222"], "--cdp-port is for"),
        (["http://localhost:3000/", "--choose-in-window"], "give --attach too"),
        (["--attach", "--choose-in-window", "--tab", "x"], "give one of them"),
        (["--attach", "firefox", "--choose-in-window"], "neither a browser"),
        (["--attach", "firefox", "--tab", "x"], "neither a browser"),
        (["--attach", "http://10.0.0.1:9222", "--tab", "x"], "another machine"),
    ],
)
def test_options_that_do_not_fit_are_refused(words: list[str], reason: str) -> None:
    found = scope("record", *words)
    assert found.returncode == 2
    assert reason in found.stderr
    assert len(found.stderr.strip().splitlines()) == 1


def test_a_browser_that_does_not_run_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    found = scope("record", "--attach", "--tab", "x")
    assert (found.returncode, found.stdout) == (3, "")
    assert "No running Chrome, Edge or Chromium allows remote debugging" in found.stderr
    (tmp_path / "chromium").mkdir()
    (tmp_path / "chromium" / "DevToolsActivePort").write_text(f"{free_port()}\n/devtools/browser/a")
    found = scope("record", "--attach", "--tab", "x")
    assert found.returncode == 3
    assert "Chromium does not run, or no longer allows remote debugging" in found.stderr

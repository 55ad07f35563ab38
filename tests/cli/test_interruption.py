"""An interrupted command ends soon, says so in one line and leaves no partial results."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.command import COMMAND, IMPORTED, scope, start
from tests.forked import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.forked import Forked


def interrupted(process: Forked, begun: Callable[[], object], how: signal.Signals) -> str:
    """Interrupt a process and its children, as an impatient user does, once `begun` is true; returns its output."""
    deadline = time.monotonic() + 60
    while not begun() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    for _ in range(5):
        with contextlib.suppress(ProcessLookupError):  # it may have ended
            os.killpg(process.pid, how)
        time.sleep(0.03)
    process.wait(60)
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout as out, process.stderr as err:
        printed, said = out.read(), err.read()
    assert (process.returncode, printed) == (130, ""), said
    return said


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files with a short name: Chromium aborts when the paths of its sockets are too long."""
    with tempfile.TemporaryDirectory(prefix="cs-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


@pytest.mark.parametrize(
    ("moment", "how"),
    [
        ("the folder is made", signal.SIGTERM),
        ("the browser starts", signal.SIGINT),
        ("the page loads", signal.SIGINT),
        ("the page loads", signal.SIGHUP),
        ("a keyframe is kept", signal.SIGINT),
        ("a keyframe is kept", signal.SIGTERM),
    ],
)
def test_an_interruption_leaves_nothing(
    moment: str, how: signal.Signals, long: Path, temporary: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts connections and never answers
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        begun: dict[str, Callable[[], object]] = {
            "the folder is made": lambda: list(tmp_path.glob("new/out/.claude-scope-*/sandbox-*")),
            "the browser starts": lambda: list(temporary.glob("claude-scope-*/playwright*")),
            "the page loads": lambda: select.select([silent], [], [], 0)[0],
            "a keyframe is kept": lambda: list(tmp_path.glob("new/out/.claude-scope-*/sandbox-*/frames/*.png")),
        }
        process = start("analyze", long, "--url", url, "--out", tmp_path / "new" / "out")
        said = interrupted(process, begun[moment], how)
    assert said.splitlines()[-1] == "claude-scope: interrupted; nothing was written."
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_an_interruption_while_the_browser_starts_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Here the browser itself interrupts the command as soon as it starts, and then hangs."""
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\necho $$ > pid\nkill -INT $PPID\nexec sleep 60\n")
    browser.chmod(0o755)
    monkeypatch.setenv("CLAUDE_SCOPE_BROWSER", str(browser))
    command = [*COMMAND, "record", "http://127.0.0.1:9/", "--headless", "--stop-after", "1", "--out", "out"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False, timeout=30)
    said = "claude-scope: interrupted; nothing was written.\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", said)
    assert not (tmp_path / "out").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_an_interruption_while_the_command_is_loaded_is_quiet() -> None:
    code = """import builtins, signal
load = builtins.__import__
def interrupt(name, *rest):
    if name == "typer": signal.raise_signal(signal.SIGINT)
    return load(name, *rest)
builtins.__import__ = interrupt
from claude_scope.__main__ import main
main()"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (130, "claude-scope: interrupted; nothing was written.\n")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_between_recording_and_analysis_tells_where_the_recording_is_kept(
    how: signal.Signals, tmp_path: Path
) -> None:
    code = f"""import signal
from claude_scope.__main__ import main
from claude_scope.browser.record import recorder
from claude_scope.cli import record
async def finish(options, *_):
    return recorder.Recorded(options.capture, 1.0, 0, 0)
def interrupt(*words):
    signal.raise_signal({int(how)})
    return counted(*words)
counted, record.counted, recorder.record = record.counted, interrupt, finish
main()"""
    ended = run(["-c", code, "record", "http://127.0.0.1:9/", "--out", "out"], cwd=tmp_path, modules=IMPORTED)
    assert (ended.returncode, ended.stdout) == (130, ""), ended.stderr
    assert ended.stderr.splitlines()[-1].endswith("the recording is kept: claude-scope analyze out/out.scope --out=out")


def test_a_closing_terminal_does_not_end_what_shall_outlive_it(recording: Path) -> None:
    """`nohup` makes it ignore SIGHUP."""
    pipe, ignoring = subprocess.PIPE, partial(signal.signal, signal.SIGHUP, signal.SIG_IGN)
    command = [*COMMAND, "keyframes", str(recording)]
    process = subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, start_new_session=True, preexec_fn=ignoring
    )
    while process.poll() is None:
        process.send_signal(signal.SIGHUP)
        time.sleep(0.02)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out.count("settled")) == (0, 2), err


def test_an_interrupted_selection_leaves_the_pictures_of_the_earlier_one(
    recording: Path, long: Path, tmp_path: Path
) -> None:
    out = tmp_path / "frames"
    assert scope("keyframes", recording, "--out", out).returncode == 0
    before = {path: path.read_bytes() for path in out.iterdir()}
    process = start("keyframes", long, "--out", out)
    said = interrupted(process, lambda: list(out.glob(".claude-scope-*/new/sandbox-*/frames/*.png")), signal.SIGINT)
    assert said.splitlines()[-1] == "claude-scope: interrupted; nothing was written."
    assert "Traceback" not in said
    assert {path: path.read_bytes() for path in out.iterdir()} == before


def test_an_interrupted_selection_leaves_no_folder(long: Path, tmp_path: Path) -> None:
    process = start("keyframes", long, "--out", tmp_path / "a" / "b" / "c")
    interrupted(process, lambda: list(tmp_path.rglob("*.png")), signal.SIGINT)
    assert list(tmp_path.iterdir()) == []

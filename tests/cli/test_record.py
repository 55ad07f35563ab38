"""The command `record`: how it ends, what it leaves, and what it refuses."""

from __future__ import annotations

import fcntl
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import termios
import time
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import av
import pytest
from playwright.sync_api import sync_playwright

from claude_scope.browser.record import recorder
from claude_scope.browser.record.browser_events import dialogs
from claude_scope.browser.record.options import RecordOptions
from claude_scope.browser.record.recorder import why_not_loaded
from claude_scope.browser.record.video import video_writer
from claude_scope.capture.read import read_capture
from claude_scope.cli.record import RecordOrder, record_and_analyze, with_scheme
from claude_scope.errors import WorkFailed
from claude_scope.values import Agent
from tests.browser.record.driven import acts, read_events, read_manifest
from tests.cli.command import COMMAND, scope, scope_anew
from tests.processes import free_port
from tests.small_disks import small_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.command import Typed

ANSWER_WITHIN_MS = 20_000
"""Playwright waits 30 s for an answer."""
WORDS = ("--title=Basket", "--notes=It stays empty.")
PAGE = "<title>Basket</title><button onclick='this.textContent = 2'>Add</button>"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text(PAGE)
    handler = partial(Quiet, directory=str(tmp_path / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def recording(url: str, out: Path, *words: str, analyzes: bool = False) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running `record`, and the port through which its page can be controlled."""
    port = free_port()
    command = [*COMMAND, "record", url, "--headless", "--cdp-port", str(port), "--out", str(out), *words]
    command += [] if analyzes else ["--no-analyze"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stderr is not None
            assert running.stderr.readline().startswith(f"Recording {url}; to stop, press Ctrl-C")
            yield running, port
        finally:
            if running.poll() is None:
                running.kill()


def click(port: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        browser.contexts[0].pages[0].click("button")


def test_a_recording_that_is_stopped_is_packed(url: str, tmp_path: Path) -> None:
    with recording(url, tmp_path / "basket") as (running, port):
        click(port)
        running.send_signal(signal.SIGINT)
        said, told = running.communicate(timeout=60)
        assert (running.returncode, said.strip()) == (0, str(tmp_path / "basket" / "basket.scope"))
    assert "with 1 act in" in told
    assert "0 secrets were masked. The video shows what the screen showed" in told
    assert [path.name for path in (tmp_path / "basket").iterdir()] == ["basket.scope"]
    capture = tmp_path / "basket" / "basket.scope"
    assert [act["act"] for act in acts(read_events(capture))] == ["click"]
    shown = scope("capture", "show", capture)
    assert shown.returncode == 0, shown.stderr
    assert "Secrets in the video: shown as they were on the screen." in shown.stdout
    assert "  click 'Add'" in shown.stdout.splitlines()
    covered = scope("capture", "mask", capture)
    assert (covered.returncode, covered.stdout.strip()) == (0, str(capture.with_name("basket-masked.scope")))
    assert "Secrets in the video: covered." in scope("capture", "show", capture.with_name("basket-masked.scope")).stdout
    analyzed = scope("analyze", capture.with_name("basket-masked.scope"), "--out", tmp_path / "analyzed")
    assert analyzed.returncode == 0, analyzed.stderr
    copied = scope("capture", "mask", capture, "--no-video")
    copy = capture.with_name("basket-without-video.scope")
    assert (copied.returncode, copied.stdout.strip()) == (0, str(copy))
    assert read_events(copy) == read_events(capture)
    assert read_manifest(copy)["videoStart"] is None
    assert "there is no video" in scope("capture", "show", copy).stdout


def test_ctrl_c_in_the_analysis_shows_where_the_recording_is(url: str, tmp_path: Path) -> None:
    with recording(url, tmp_path / "basket", *WORDS, "--agent=all", analyzes=True) as (running, port):
        click(port)
        running.send_signal(signal.SIGINT)
        assert running.stderr is not None
        while not (said := running.stderr.readline()).startswith("Recorded "):
            assert said, "it ended early"
        running.send_signal(signal.SIGINT)
        said, told = running.communicate(timeout=60)
    capture = tmp_path / "basket" / "basket.scope"
    assert (running.returncode, said) == (130, "")
    again = f"{capture} --title=Basket '--notes=It stays empty.' --agent=all --out={capture.parent}"
    assert f"the recording is kept: claude-scope analyze {again}" in told
    assert "nothing was written" not in told
    assert [path.name for path in capture.parent.iterdir()] == ["basket.scope"]


def test_a_file_that_is_not_a_capture_is_refused(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "text.scope").write_text("no zip")
    code, _, told = typed("capture", "show", "text.scope")
    assert (code, told) == (
        3,
        "claude-scope: text.scope is not a capture, or is damaged or cut off; record again with `claude-scope record`, "
        "or give another copy of the file, or the folder text.scope.part if it is still there.\n",
    )


def test_a_recorder_that_is_killed_leaves_what_was_done_and_shown_before(url: str, tmp_path: Path) -> None:
    """The capture is written continuously: within a second, or later if the encoder gets too little processor time."""
    part = tmp_path / "killed" / "killed.scope.part"
    with recording(url, tmp_path / "killed") as (running, port):
        click(port)
        until(lambda: bool(acts(read_events(part))) and shown_until(part) > acts(read_events(part))[0]["t"])
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=60)
    assert read_manifest(part)["ended"] is None
    shown, masked = scope("capture", "show", part), scope("capture", "mask", part)
    assert (shown.returncode, "  click 'Add'" in shown.stdout) == (0, True), shown.stderr
    assert (masked.returncode, masked.stdout.strip()) == (0, str(part.with_name("killed-masked.scope"))), masked.stderr
    [act] = acts(read_events(part))
    changed = [event for event in read_events(part) if event["kind"] == "dom" and event["event"]["type"] == 3]
    assert act["act"] == "click"
    assert changed
    assert shown_until(part) > act["t"], "the video shows what the click did"


def shown_until(part: Path) -> float:
    """When the last frame in the unfinished video was shown (ms, epoch); 0.0 if there is none."""
    start = read_manifest(part)["videoStart"]
    if start is None:
        return 0.0
    with suppress(av.error.FFmpegError, FileNotFoundError), av.open(str(part / "video.webm")) as video:
        return max((start + (frame.time or 0.0) * 1000 for frame in video.decode(video=0)), default=0.0)
    return 0.0


def until(holds: Callable[[], bool]) -> None:
    """Wait until a condition holds, half a minute at most."""
    for _ in range(120):
        if holds():
            return
        time.sleep(0.25)
    raise AssertionError("it is not so after half a minute")


def test_sigterm_ends_one_that_a_shell_sent_to_the_background(url: str, tmp_path: Path) -> None:
    """With job control, a background process that reads from the terminal is stopped, and would miss the signal."""
    terminal, own = os.openpty()
    command = shlex.join([*COMMAND, "record", url, "--headless", "--no-analyze", "--out", str(tmp_path / "back")])
    with subprocess.Popen(
        ["bash", "-c", f"exec 2>&1; tty -s; set -m; {command} & echo $!; wait"],
        stdin=own,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as shell:
        assert shell.stdout is not None
        recorder = int(shell.stdout.readline())
        try:
            assert "Recording " in shell.stdout.readline()
            time.sleep(0.5)  # a thread waits for Enter by now
            os.kill(recorder, signal.SIGTERM)
            until = time.monotonic() + 60
            while (left := sorted(path.name for path in (tmp_path / "back").iterdir())) != ["back.scope"]:
                assert time.monotonic() < until, left
                time.sleep(0.1)
        finally:
            with suppress(ProcessLookupError):
                os.kill(recorder, signal.SIGKILL)
            os.close(terminal)
            os.close(own)


def test_closing_the_window_ends_the_recording(url: str, tmp_path: Path) -> None:
    with recording(url, tmp_path / "closed") as (running, port):
        with sync_playwright() as playwright:
            playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0].pages[0].close()
        said, _ = running.communicate(timeout=60)
        assert (running.returncode, said.strip()) == (0, str(tmp_path / "closed" / "closed.scope"))


def test_a_full_disk_ends_the_recording_with_one_sentence(url: str, tmp_path: Path) -> None:
    """What was recorded so far is kept."""
    with small_disk(tmp_path / "small", "200k"), recording(url, tmp_path / "small" / "out") as (running, port):
        with sync_playwright() as playwright:
            page = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0].pages[0]
            page.evaluate("setInterval(() => document.body.append(crypto.randomUUID().repeat(2000)), 50)")
            _, told = running.communicate(timeout=60)
        assert running.returncode == 1
        [sentence] = [line for line in told.splitlines() if line.startswith("claude-scope:")]
        assert "cannot be written to (No space left on device)" in sentence
        assert "Traceback" not in told
        assert read_manifest(tmp_path / "small" / "out" / "out.scope.part")["format"] == 1
        assert read_events(tmp_path / "small" / "out" / "out.scope.part")


def test_a_recording_ends_by_itself_and_is_analyzed(url: str, tmp_path: Path) -> None:
    done = scope("record", url, "--headless", "--stop-after", "1.5", *WORDS, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    prompt = tmp_path / done.stdout.strip()
    assert prompt.name == "prompt.claude-code.md"
    session = json.loads((prompt.parent / "session.json").read_text("utf-8"))
    assert (session["title"], session["notes"]) == ("Basket", "It stays empty.")
    assert (session["recordingTitle"], session["recordingNotes"]) == ("", "")
    assert "The developer's notes:\n> It stays empty.\n" in prompt.read_text("utf-8")
    [capture] = prompt.parent.glob("*.scope")
    assert capture.stem.startswith("127.0.0.1-")


def recording_order(url: str, out: Path, stop_after_s: float) -> RecordOrder:
    """Record without a window and without an analysis."""
    return RecordOrder(
        url=url,
        title="",
        notes="",
        agents=(Agent.RAW,),
        out=out,
        stop_after_s=stop_after_s,
        profile=None,
        storage_state=None,
        headless=True,
        cdp_port=None,
        analyze=False,
        bodies=False,
        viewport=None,
    )


def test_a_page_that_sends_nothing_is_analyzed_from_its_picture(url: str, tmp_path: Path) -> None:
    """Terminal and prompt say that it was not recorded, and `mask` refuses to call the copy masked."""
    code = """from dataclasses import replace
from claude_scope.__main__ import main
from claude_scope.browser.record import recorder
script = recorder.build_script()
recorder.build_script = lambda **_: replace(script, text="throw new Error()")
main()"""
    command = [sys.executable, "-c", code, "record", url, "--headless", "--stop-after", "4.5", "--out", "out"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert f"note: {url} was not recorded: only its picture is known." in done.stderr
    assert "the page was not recorded: only its picture is known." in (tmp_path / done.stdout.strip()).read_text()
    refused = scope("capture", "mask", "out/out.scope", cwd=tmp_path)
    assert refused.returncode == 3
    assert "--no-video" in refused.stderr
    assert [file.name for file in (tmp_path / "out").glob("*.scope*")] == ["out.scope"]


def test_the_end_of_a_recording_on_a_busy_machine(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An encoder that is far behind: the capture is completed without the waiting pictures, and the command fails."""
    encode = video_writer._Encoder._encode

    def slowly(encoder: video_writer._Encoder, t: float) -> None:
        time.sleep(1.5)
        encode(encoder, t)

    monkeypatch.setattr(video_writer._Encoder, "_encode", slowly)
    monkeypatch.setattr(recorder, "VIDEO_TIMEOUT_S", 0.1)
    (tmp_path / "site" / "index.html").write_text(
        "<title>Clock</title><script>setInterval(() => document.body.append(1), 50)</script>"
    )
    order = recording_order(url, tmp_path / "out", 2.0)
    with pytest.raises(WorkFailed, match=r"^The recording is incomplete: the last \d\.\d s of the video could not be"):
        record_and_analyze(order, print)
    [capture] = (tmp_path / "out").glob("*.scope")
    manifest = read_manifest(capture)
    assert manifest["ended"] - manifest["videoEnded"] > 500
    assert [note for note in read_capture(capture, tmp_path / "read").problems if note.startswith("The video ends")]


def test_a_part_of_the_end_that_fails_costs_no_other(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The manifest has the end, the video is complete, and the command says what is missing."""

    def fail(*_: object) -> None:
        raise RuntimeError("the browser is gone")

    monkeypatch.setattr(dialogs.Dialogs, "finish", fail)
    order = recording_order(url, tmp_path / "out", 1.0)
    with pytest.raises(WorkFailed, match=r"^The recording is incomplete: dialogs that nobody answered could not be"):
        record_and_analyze(order, print)
    manifest = read_manifest(tmp_path / "out" / "out.scope")
    assert manifest["ended"]
    assert "videoEnded" not in manifest


def test_a_page_that_does_not_load_is_reported(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}/"
    command = [*COMMAND, "record", url, "--headless", "--no-analyze", "--out", str(tmp_path / "no")]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        assert running.stderr.readline().rstrip() == (
            f"note: {url} does not load (net::ERR_CONNECTION_REFUSED): nothing listens there. "
            "Start your application, then record again."
        )
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)
    assert running.returncode == 3, "the capture has no page"
    requests = [event for event in read_events(tmp_path / "no" / "no.scope") if event["kind"] == "request"]
    assert {event["failure"] for event in requests} == {"net::ERR_CONNECTION_REFUSED"}, "the error page tries again"


@pytest.mark.parametrize(
    ("headless", "message", "advice"),
    [
        (True, "net::ERR_CONNECTION_REFUSED", "nothing listens there. Start your application, then record again."),
        (False, "net::ERR_CONNECTION_REFUSED", "nothing listens there. Start your application, then reload the page."),
        (True, "net::ERR_TOO_MANY_REDIRECTS", "Check its redirects, such as that of its sign-in, then record again."),
        (False, "net::ERR_EMPTY_RESPONSE", "check that your application runs, then reload the page."),
    ],
)
def test_the_advice_about_a_page_that_does_not_load_fits(headless: bool, message: str, advice: str) -> None:
    options = RecordOptions("http://localhost:3000/", Path("one.scope"), headless=headless)
    assert why_not_loaded(options, f"error: {message}").endswith(advice)


def test_a_server_that_does_not_answer_keeps_nobody_from_stopping(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        done = scope("record", url, "--headless", "--stop-after", "1", "--no-analyze", "--out", "no", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    manifest = read_manifest(tmp_path / "no" / "no.scope")
    assert manifest["ended"] - manifest["started"] < ANSWER_WITHIN_MS
    assert "note:" not in done.stderr, "it is the server that does not answer, not the page"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have a display")
def test_a_window_needs_a_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    done = scope_anew("record", "http://127.0.0.1:9/", cwd=tmp_path)
    assert done.returncode == 4, done.stderr
    assert done.stderr.splitlines()[-1].startswith("claude-scope: There is no display to show a window on; record on a")


def test_a_page_that_was_never_loaded_is_not_analyzed(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}/"
    done = scope("record", url, "--headless", "--stop-after", "1", "--out", "no", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == (
        f"claude-scope: {url} was never loaded, so there is nothing to analyze; "
        "start the application, check the address, answer the dialogs that it opens at once, and record again."
    )


def test_an_address_without_a_scheme_is_opened_as_in_a_browser(url: str, tmp_path: Path) -> None:
    typed = url.removeprefix("http://")
    done = scope("record", typed, "--headless", "--stop-after", "1", "--no-analyze", "--out", "no", cwd=tmp_path)
    assert (done.returncode, done.stderr.splitlines()[0].partition(";")[0]) == (0, f"Recording {url}")


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("localhost", "http://localhost"),
        ("localhost:3000/cart?id=1#top", "http://localhost:3000/cart?id=1#top"),
        ("127.0.0.1/cart", "http://127.0.0.1/cart"),
        ("[::1]:8080/", "http://[::1]:8080/"),
        ("web:8080", "http://web:8080"),
        ("shop.test", "http://shop.test"),
        ("shop.example:8080", "http://shop.example:8080"),
        ("shop.example/cart", "https://shop.example/cart"),
        ("https://localhost/", "https://localhost/"),
        ("mailto:ada@shop.example", "mailto:ada@shop.example"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("a b.example", "a b.example"),
    ],
)
def test_http_is_for_local_addresses_and_ports_and_https_for_others(typed: str, opened: str) -> None:
    assert with_scheme(typed) == opened


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["shop"], "'shop' is not the address of a page; start it with http:// or https://."),
        (["ftp://shop/"], "'ftp://shop/' is not the address of a page; start it with http:// or https://."),
        (["{name}.scope"], "'{name}.scope' is not the address of a page; start it with http:// or https://."),
        (
            ["http://localhost/", "--headless", "--cdp-port", "9333", "--profile", "p"],
            "--cdp-port with --profile would open a signed-in browser to every program of this machine; "
            "give one of them, or --storage-state instead of --profile.",
        ),
        (
            ["http://localhost/", "--profile", "p", "--storage-state", "s"],
            "--profile and --storage-state both say who is signed in; give one of them.",
        ),
        (
            ["http://localhost/", "--viewport", "wide"],
            "--viewport 'wide' is not a size; write it as 1280x720, each side from 100 to 4096.",
        ),
        (
            ["http://localhost/", "--agent", "hal"],
            "--agent 'hal' is not an agent; give one of claude-code, codex, cursor, raw, all.",
        ),
        (
            ["http://localhost/", "--out", "."],
            "{name}.scope is there already, from an earlier recording; name another folder with --out.",
        ),
        (
            ["http://localhost/", "--out", "{name}.scope"],
            "--out {name}.scope is a file; name a folder, which is made if it is missing.",
        ),
        (
            ["http://localhost/", "--out", "{name}.scope/a"],
            "Cannot write to {name}.scope/a: Not a directory; name another folder with --out.",
        ),
        (
            ["http://localhost/", "--out", "/proc/x"],
            "Cannot write to /proc/x: No such file or directory; name another folder with --out.",
        ),
        (
            ["http://localhost/", "--out", "/proc"],
            "Cannot write to /proc: No such file or directory; name another folder with --out.",
        ),
    ],
)
def test_what_is_refused(arguments: list[str], said: str, typed: Typed, tmp_path: Path) -> None:
    (tmp_path / f"{tmp_path.name}.scope").touch()
    code, _, told = typed("record", *(argument.format(name=tmp_path.name) for argument in arguments))
    assert (code, told) == (2, f"claude-scope: {said.format(name=tmp_path.name)}\n")

"""Records the scenes of `benchmarks/scenes/` with `claude-scope record`, each with a list of its states."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from benchmarks.scenes.hand import Hand
from examples.capture import State
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

PAGES = Path(__file__).parent.parent / "scenes"
SCENES = tuple(sorted(page.stem for page in PAGES.glob("*.html")))
_SCRIPT = Path(__file__).with_name("states.js")
_STOP_S = 90
_OPTIONAL_MS, _PATIENCE_MS = 1_000, 30_000
"""How long to wait for a state that may be missed, and for any other."""
_FIRST_FRAME_MS = 500
"""The video begins with the first frame after the recorder reports that it is recording."""


class StatesHand(Hand):
    """The hand on the mouse of a page that is recorded from outside; its states have epoch times."""

    def start(self) -> None:
        """Rest the pointer where the user left it."""
        self.page.mouse.move(*self._pointer)
        self.page.wait_for_timeout(_FIRST_FRAME_MS)
        self.page.evaluate(_SCRIPT.read_text())

    def arrive(self, name: str, when: str, *, look_s: float, optional: bool = False) -> None:
        """Wait until `when` (a JavaScript expression) holds and the screen is still, then wait for a while."""
        patience_ms = _OPTIONAL_MS if optional else _PATIENCE_MS
        times = self.page.evaluate("asked => __states.settle(asked)", [when, patience_ms])
        if times is None and not optional:
            raise RuntimeError(f"{self.page.url} never came to {name!r}.")
        if times is None:
            return  # content that is shown during loading may be gone before the first script runs
        changed, settled = times
        self._close(changed)
        self.states.append(State(settled, -1, name, optional))
        self.page.wait_for_timeout(look_s * 1000)

    def finish(self) -> list[State]:
        """The states; the last one ends now."""
        self._close(self._now())
        return self.states

    def _now(self) -> int:
        return round(float(self.page.evaluate("__states.now()")))


@contextmanager
def served() -> Iterator[str]:
    """The pages of the scenes, served by a thread of this process; yields the address of their folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(PAGES))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def record_scene(name: str, address: str, folder: Path) -> None:
    """Record one scene into `folder`, as `NAME.scope` with the truth in `NAME.json`."""
    scene = importlib.import_module(f"benchmarks.scenes.{name}")
    scratch = folder / name
    shutil.rmtree(scratch, ignore_errors=True)
    with _recorded(f"{address}/{name}.html", scene.SIZE, scratch) as page:
        hand = StatesHand(page)
        hand.start()
        scene.use(hand)
        states = hand.finish()
    shutil.move(next(scratch.glob("*.scope")), folder / f"{name}.scope")
    shutil.rmtree(scratch)
    truth = {"scene": name, "states": [asdict(state) for state in states]}
    (folder / f"{name}.json").write_text(json.dumps(truth, indent=1) + "\n")


@contextmanager
def _recorded(url: str, size: tuple[int, int], out: Path) -> Iterator[Page]:
    port = free_port()
    options = ["--headless", "--no-analyze", "--cdp-port", str(port), "--viewport", "{}x{}".format(*size)]
    recorder = subprocess.Popen(
        [sys.executable, "-m", "claude_scope", "record", url, *options, "--out", str(out)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert recorder.stderr is not None
    try:
        if not any(line.startswith("Recording ") for line in recorder.stderr):
            raise RuntimeError("The recorder did not start; run `claude-scope doctor`.")
        with sync_playwright() as playwright:
            yield playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0].pages[0]
            recorder.terminate()
            recorder.communicate(timeout=_STOP_S)
    finally:
        if recorder.poll() is None:
            recorder.kill()
            recorder.wait()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

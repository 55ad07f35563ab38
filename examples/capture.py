"""Records a tab of a real Chromium while a scripted user works in it, and records when each state was on screen.

The recording is what a web recorder makes: getDisplayMedia and MediaRecorder, WebM, one-second chunks, no duration in
the header. Its truth is a list of states on the recording's own clock, whose zero is the call of `recorder.start()`.
"""

from __future__ import annotations

import base64
import json
import math
import random
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from claude_scope.browser.find_browser import find_browser, is_root, launch_arguments
from claude_scope.errors import BrowserMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

CODEC = "vp9"
BITS_PER_SECOND = 2_500_000
FRAME_RATE = 30
SIZE = (1920, 1080)
_FORMATS = {"h264": "video/mp4;codecs=avc1.640028"}
"""Codecs that no recorder puts into a WebM file."""

_SCRIPT = Path(__file__).with_suffix(".js")
_STEP_MS = 16
"""One pointer move per drawn frame."""


@dataclass(slots=True)
class State:
    """One settled state of the page, in milliseconds of the recording; a selector may keep or skip an optional one."""

    start_ms: int
    end_ms: int
    name: str
    optional: bool = False


class Take:
    """A recording in progress: moves the pointer, clicks and types like a user, and maintains the list of states."""

    def __init__(self, page: Page, *, seed: int = 1, codec: str = CODEC) -> None:
        self.page = page
        self._codec = codec
        self.states: list[State] = []
        self._random = random.Random(seed)
        self._pointer = (SIZE[0] * 0.42, SIZE[1] * 0.9)

    def start(self) -> None:
        """Start recording, with the pointer resting where the user left it."""
        self.page.mouse.move(*self._pointer)
        self.page.evaluate(
            "options => __capture.start(options)",
            {
                "mimeType": _FORMATS.get(self._codec, f"video/webm;codecs={self._codec}"),
                "videoBitsPerSecond": BITS_PER_SECOND,
                "frameRate": FRAME_RATE,
            },
        )

    def arrive(self, name: str, when: str, *, look_s: float, optional: bool = False) -> None:
        """Wait until `when` (a JavaScript expression) holds and the screen is still, then wait for a while."""
        changed, settled = self.page.evaluate("condition => __capture.settle(condition)", when)
        self._close(changed)  # a state that ended by itself, such as a toast, ended when the next one began
        self.states.append(State(settled, -1, name, optional))
        self.page.wait_for_timeout(look_s * 1000)

    def click(self, target: Locator) -> None:
        """Move to an element, rest on it for a moment, and click it."""
        self._move_to(target)
        self.page.wait_for_timeout(150)
        self._close(self._now())
        self.page.mouse.down()
        self.page.wait_for_timeout(60)
        self.page.mouse.up()

    def type(self, text: str) -> None:
        """Type into the focused field, 60 to 120 ms per key."""
        self._close(self._now())
        for character in text:
            self.page.keyboard.type(character)
            self.page.wait_for_timeout(self._random.uniform(60, 120))

    def stop(self, file: Path, scene: str) -> None:
        """End the recording and write `file` and, next to it, its truth as JSON."""
        result = self.page.evaluate("__capture.stop()")
        self._close(result["durationMs"])
        file.write_bytes(base64.b64decode(result["base64"]))
        truth = {
            "scene": scene,
            "codec": self._codec,
            "bitrate": BITS_PER_SECOND,
            "cursor": True,
            "duration_ms": result["durationMs"],
            "states": [asdict(state) for state in self.states],
        }
        file.with_suffix(".json").write_text(json.dumps(truth, indent=1) + "\n")

    def _close(self, end_ms: int) -> None:
        if self.states and self.states[-1].end_ms < 0:
            self.states[-1].end_ms = end_ms

    def _now(self) -> int:
        return int(self.page.evaluate("__capture.now()"))

    def _move_to(self, target: Locator) -> None:
        """Move in a slight arc that starts and ends slowly; longer distances take longer, 0.9 s at most."""
        box = target.bounding_box()
        if box is None:
            raise ValueError(f"{target} is not on the screen, so no pointer can move to it.")
        start = self._pointer
        end = (box["x"] + min(box["width"] * 0.6, 120), box["y"] + box["height"] * 0.6)
        distance = math.dist(start, end)
        began = time.monotonic()
        duration_s = min(0.9, 0.25 + distance / 2000)
        while (done := (time.monotonic() - began) / duration_s) < 1:
            part = (1 - math.cos(math.pi * done)) / 2
            bend = math.sin(math.pi * part) * distance * 0.06
            x, y = (a + (b - a) * part for a, b in zip(start, end, strict=True))
            self.page.mouse.move(x, y - bend)
            self.page.wait_for_timeout(_STEP_MS)
        self.page.mouse.move(*end)
        self._pointer = end


@contextmanager
def recorded_page(url: str, size: tuple[int, int] = SIZE) -> Iterator[Page]:
    """A page of a headless browser that may record itself without a permission prompt, opened at `url`.

    Raises:
        BrowserMissing: there is no Chrome or Chromium on this machine.
    """
    browser_path = find_browser()
    if browser_path is None:
        raise BrowserMissing("No Chrome or Chromium was found; `claude-scope doctor` says how to install one.")
    width, height = size
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path,
            chromium_sandbox=not is_root(),
            args=[*launch_arguments(), "--auto-accept-this-tab-capture", f"--window-size={width},{height}"],
        )
        try:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.add_init_script(path=_SCRIPT)
            page.goto(url)
            yield page
        finally:
            browser.close()

"""Our own pages, rendered by Chromium: the input of the reader; the page's text is the ground truth."""

from __future__ import annotations

import io
import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow
from playwright.sync_api import sync_playwright

from claude_scope.browser.find_browser import find_browser, launch_arguments

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from playwright.sync_api import Browser, Playwright

    from claude_scope.values import Image

WIDTH, HEIGHT = 1280, 720
ROOM = 40
"""Empty pixels that a cut picture keeps below the content."""
BOTTOM = "Math.max(...Array.from(document.querySelectorAll('body *'), (one) => one.getBoundingClientRect().bottom))"
RESET = "<!doctype html><meta charset=utf-8><style>*{box-sizing:border-box;caret-color:transparent}</style>"


class Window:
    """A browser that starts with the first page and stays open: starting takes longer than showing ten pages.

    It works in its own thread, since Playwright's event loop would conflict with that of the tests.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._started: tuple[Playwright, Browser] | None = None

    def rendered(self, pages: Mapping[str, str], *, cut: Collection[str] = (), width: int = WIDTH) -> dict[str, Image]:
        """Each page as an RGB picture of a window of 1280 x 720, or of another `width` for narrow pages.

        Pictures of the `cut` ones end at the bottom of the page: reading empty space takes as long as reading text.
        Tests of these must not depend on the window's height, as the rules for headers do.
        """
        return self._thread.submit(self._render, pages, cut, width).result()

    def close(self) -> None:
        """Close the browser, if it was started."""
        self._thread.submit(self._stop).result()
        self._thread.shutdown()

    def _render(self, pages: Mapping[str, str], cut: Collection[str], width: int) -> dict[str, Image]:
        if self._started is None:
            playwright = sync_playwright().start()
            browser = playwright.chromium.launch(executable_path=find_browser(), args=launch_arguments())
            self._started = playwright, browser
        page = self._started[1].new_page(viewport={"width": width, "height": HEIGHT})
        pictures = {}
        for name, html in pages.items():
            page.set_content(RESET + html)
            end = math.ceil(page.evaluate(BOTTOM)) + ROOM if name in cut else HEIGHT
            pictures[name] = np.asarray(Pillow.open(io.BytesIO(page.screenshot())).convert("RGB"))[:end]
        page.close()
        return pictures

    def _stop(self) -> None:
        if self._started is not None:
            playwright, browser = self._started
            browser.close()
            playwright.stop()

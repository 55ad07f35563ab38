"""Pages of our own as Chromium shows them: what the reader is to read, with its truth in the page's text."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow
from playwright.sync_api import sync_playwright

from claude_scope.browser.find import find_browser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_scope.values import Image

WIDTH, HEIGHT = 1280, 720
RESET = "<!doctype html><meta charset=utf-8><style>*{box-sizing:border-box;caret-color:transparent}</style>"


def rendered(pages: Mapping[str, str]) -> dict[str, Image]:
    """Each page as an RGB picture of a window of 1280 x 720; the browser is closed when they are done."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        pictures = {}
        for name, html in pages.items():
            page.set_content(RESET + html)
            pictures[name] = np.asarray(Pillow.open(io.BytesIO(page.screenshot())).convert("RGB"))
        browser.close()
    return pictures

"""Renders pages in Chromium to screens with ground truth, for `benchmarks/reading.py`.

    python benchmarks/screens.py FOLDER [PAGE.html...]

Without pages it uses those of `benchmarks/pages/`, on which nothing was tuned. For each it writes `X.png`,
`X.recorded.png` (a frame of a VP9 recording at the bit rate of a browser's recorder) and `X.json`, the truth from the
page's DOM. A page may request another window size than 1280 x 720 with `<html data-size="390x844">`.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import av
import numpy as np
from PIL import Image as Pillow
from playwright.sync_api import sync_playwright

from claude_scope.browser.find_browser import find_browser, is_root, launch_arguments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claude_scope.values import Image

PAGES = Path(__file__).parent / "pages"
TRUTH = Path(__file__).with_name("truth.js").read_text()
SIZE = (1280, 720)
BITS_PER_SECOND = 2_500_000
"""The default bit rate of browsers' recorders."""
FRAMES = 12
"""A codec sharpens a still screen from frame to frame; keyframes are taken 0.4 s after a change."""


def rendered(pages: Iterable[Path]) -> Iterator[tuple[str, Image, dict[str, Any]]]:
    """Each page's name, its picture (RGB) and its truth."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), chromium_sandbox=not is_root(), args=launch_arguments()
        )
        try:
            page = browser.new_page()
            for path in pages:
                page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
                page.goto(path.resolve().as_uri())
                size = page.locator("html").get_attribute("data-size")
                if size:
                    width, height = (int(side) for side in size.split("x"))
                    page.set_viewport_size({"width": width, "height": height})
                page.wait_for_timeout(200)
                yield path.stem, _picture(page.screenshot()), page.evaluate(TRUTH)
        finally:
            browser.close()


def _picture(png: bytes) -> Image:
    return np.asarray(Pillow.open(io.BytesIO(png)).convert("RGB"))


def recorded(image: Image) -> Image:
    """The picture as a frame of a VP9 recording, `FRAMES` frames after a grey screen."""
    file = io.BytesIO()
    height, width = (side - side % 2 for side in image.shape[:2])
    with av.open(file, "w", format="webm") as out:
        stream = out.add_stream("libvpx-vp9", rate=30, options={"deadline": "realtime", "cpu-used": "7"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.bit_rate, stream.time_base = BITS_PER_SECOND, Fraction(1, 30)
        for index in range(FRAMES + 1):
            shown = image[:height, :width] if index else np.full((height, width, 3), 128, np.uint8)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(shown), "rgb24")
            frame.pts = index
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    file.seek(0)
    with av.open(file, "r") as recording:
        *_, last = recording.decode(video=0)
    result = image.copy()
    result[:height, :width] = last.to_ndarray(format="rgb24")
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description="Renders pages to screens with their truth.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=Path, nargs="*")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, image, truth in rendered(asked.pages or sorted(PAGES.glob("*.html"))):
        Pillow.fromarray(image).save(asked.folder / f"{name}.png")
        Pillow.fromarray(recorded(image)).save(asked.folder / f"{name}.recorded.png")
        (asked.folder / f"{name}.json").write_text(json.dumps(truth) + "\n")
        print(f"{name}: {len(truth['elements'])} elements, {len(truth['lines'])} lines")


if __name__ == "__main__":
    main()

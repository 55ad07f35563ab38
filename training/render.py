"""Render the screens for training and measuring, each with its ground truth.

    .venv/bin/python -m training.render [training|test] [--folder FOLDER] [--frameworks NAME...] [--limit N]

Below FOLDER (`.cache/typer`) it writes `PART/X.png`, `X.recorded.png` (a frame of a recording with VP8, VP9 or H.264)
and `X.json`, the truth, in the form that `benchmarks/reading.py` reads. Existing files are reused, so an interrupted
run continues; delete the folder after a change of the generator. `scripts/setup` does not install
the frameworks: `npm ci --prefix training --ignore-scripts` does.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
import zlib
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image as Pillow
from playwright.sync_api import Browser, sync_playwright

from claude_scope.browser.find_browser import find_browser, is_root, launch_arguments
from training.dress import MODULES
from training.recorders import Recording
from training.screens import Screen, Spec, screen, specs
from training.truth import truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claude_scope.values import Image

FOLDER = Path(__file__).parent.parent / ".cache" / "typer"


def render(wanted: Iterable[Spec], folder: Path) -> Iterator[Spec]:
    """Write the files of each spec, and yield it afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as pages:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), chromium_sandbox=not is_root(), args=launch_arguments()
        )
        try:
            for spec in wanted:
                image, found = shown(browser, screen(spec), Path(pages) / "page.html")
                _write(folder, spec, image, found)
                yield spec
        finally:
            browser.close()


def shown(browser: Browser, wanted: Screen, file: Path) -> tuple[Image, dict[str, Any]]:
    """A screen as an RGB picture, and its truth; `file` is where its page is written for the browser."""
    zoom = wanted.zoom
    size = {"width": round(wanted.width / zoom), "height": round(wanted.height / zoom)}
    page = browser.new_page(viewport=size, device_scale_factor=zoom)  # type: ignore[arg-type]
    try:
        file.write_text(wanted.html, encoding="utf-8")
        page.goto(file.as_uri())
        page.evaluate("() => document.fonts.ready.then(() => true)")
        taken = page.screenshot(animations="disabled")  # some frameworks have transitions that begin with the page
        image = np.asarray(Pillow.open(io.BytesIO(taken)).convert("RGB"))
        return image, truth(page, zoom)
    finally:
        page.close()


def _write(folder: Path, spec: Spec, image: Image, found: dict[str, Any]) -> None:
    lot = Random(zlib.crc32(f"{spec.name} recorded".encode()))
    how = Recording.drawn(lot)
    before = np.full_like(image, lot.choice((255, 128, 20)))
    Pillow.fromarray(image).save(folder / f"{spec.name}.png")
    Pillow.fromarray(how.of(image, before)).save(folder / f"{spec.name}.recorded.png")
    made = {"framework": spec.framework, "kind": spec.kind, "codec": how.codec, "bits_per_second": how.bits_per_second}
    (folder / f"{spec.name}.json").write_text(json.dumps({**made, **found}) + "\n", encoding="utf-8")  # the last one


def missing(part: str, folder: Path, frameworks: list[str]) -> list[Spec]:
    """The specs of a part whose files do not exist."""
    return [
        spec
        for spec in specs(part)
        if not (folder / f"{spec.name}.json").exists() and (not frameworks or spec.framework in frameworks)
    ]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Renders the screens that the typer is trained and measured with.")
    parser.add_argument("parts", nargs="*", metavar="training|test", help="both unless one is named")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--frameworks", nargs="*", default=[], help="only these")
    parser.add_argument("--limit", type=int, help="at most so many screens now")
    arguments = parser.parse_args()
    if not MODULES.exists():
        parser.error("The frameworks are not installed: run `npm ci --prefix training --ignore-scripts` first.")
    for part in arguments.parts or ["test", "training"]:
        wanted = missing(part, arguments.folder / part, arguments.frameworks)
        for spec in render(wanted[: arguments.limit], arguments.folder / part):
            print(spec.name, flush=True)


if __name__ == "__main__":
    main()

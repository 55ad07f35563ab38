"""Records scenes of held-out pages, with ground truth, for `benchmarks/keyframes.py`.

    python benchmarks/record.py FOLDER [--scene NAME] [--codec vp9|vp8|h264]

The pages are in `benchmarks/scenes/`, each with the script of a user. They are recorded in real time by a real browser:
on a busy machine the recorder drops frames, as it does for users.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.scenes.hand import Hand
from examples.capture import recorded_page

PAGES = Path(__file__).parent / "scenes"
SCENES = sorted(page.stem for page in PAGES.glob("*.html"))


def record(name: str, folder: Path, codec: str) -> None:
    """Record one scene and print what was written."""
    scene = importlib.import_module(f"benchmarks.scenes.{name}")
    file = folder / f"{name}_{codec}.{'mp4' if codec == 'h264' else 'webm'}"
    with recorded_page((PAGES / f"{name}.html").as_uri(), scene.SIZE) as page:
        hand = Hand(page, codec=codec)
        hand.start()
        scene.use(hand)
        hand.stop(file, name)
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB, {len(hand.states)} states")


def main() -> None:
    parser = argparse.ArgumentParser(description="Record the scenes of benchmarks/scenes/ in a headless Chromium.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scene", choices=SCENES, help="only this one")
    parser.add_argument("--codec", choices=("vp9", "vp8", "h264"), default="vp9")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name in SCENES:
        if asked.scene in (None, name):
            record(name, asked.folder, asked.codec)


if __name__ == "__main__":
    main()

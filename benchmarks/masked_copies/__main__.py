"""Records the scenes, masks the captures, and reads the text of every distinct picture of the copies.

    python -m benchmarks.masked_copies [--scene NAME ...] [--out FOLDER]

The exit status is 1 if any secret is legible, or if one is not legible in the original either, which would prove
nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.masked_copies import frames, layouts, visits
from benchmarks.masked_copies.reading import legible_in_pictures, legible_in_places, shown_secrets
from benchmarks.masked_copies.recording import record, video_of
from claude_scope.vision.ocr.text_lines import Ocr
from tests.browser.record.driven import read_events, read_manifest

SCENES = {scene.name: scene for scene in (*frames.SCENES, *layouts.SCENES, *visits.SCENES)}


def main() -> int:
    """Record, mask, read and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scene", choices=SCENES, action="append", help="only this one; may be given several times")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "claude-scope-masked-copies")
    options = parser.parse_args()
    console = Console(width=140)
    table = Table(title="Masked copies", title_justify="left")
    for heading in ("scene", "secrets shown", "pictures", "legible", "places", "legible", "seconds"):
        table.add_column(heading, justify="left" if heading == "scene" else "right")
    holds = True
    for name in options.scene or SCENES:
        holds &= _scene(name, options.out / name.replace(" ", "-"), table, console)
    console.print(table)
    return 0 if holds else 1


def _scene(name: str, folder: Path, table: Table, console: Console) -> bool:
    """Measure one scene; returns whether no secret is legible in its copy, and each is in its original."""
    scene, ocr, began = SCENES[name], Ocr(2), time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    capture, copy = asyncio.run(record(scene, folder))
    start_ms = read_manifest(capture)["videoStart"]
    shown = shown_secrets(video_of(capture), scene.secrets, ocr)
    whole = legible_in_pictures(video_of(copy), scene.secrets, ocr)
    places = legible_in_places(video_of(copy), read_events(capture), start_ms, scene.secrets, ocr)
    for line in (*whole.read, *places.read, *(f"{secret} was never shown" for secret in set(scene.secrets) - shown)):
        console.print(f"{name}: {line}")
    table.add_row(
        name,
        f"{len(shown)} of {len(scene.secrets)}",
        *(str(count) for count in (whole.pictures, len(whole.read), places.crops, len(places.read))),
        f"{time.monotonic() - began:.0f}",
    )
    return not whole.read and not places.read and len(shown) == len(scene.secrets)


if __name__ == "__main__":
    raise SystemExit(main())

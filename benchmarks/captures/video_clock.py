"""Measures how far a capture's video is from its events: a page changes its colour, which both show.

    python -m benchmarks.captures.video_clock [--extension]

Each change is in the events at its time, and in the first frame with the new colour. The exit status is 1 if a change
is more than 100 ms away from its frame.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import av

from benchmarks.captures.recording import capture_in, recorded, recorded_by_extension
from claude_scope.capture.container import unpack, video_of
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANGES = 20
MAX_MS = 100.0
_EVERY_S = 0.6
_PAGE = """<!doctype html><title>Colours</title><style>body { background: #000 } body.light { background: #fff }</style>
<a id=go href=#>Open the page</a>"""
_START = f"<!doctype html><title>Start</title>{_PAGE.partition('</title>')[2]}"
_BETWEEN = 127
"""The mean of a picture is above for white, below for black."""


def main() -> int:
    """Record, compare and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extension", action="store_true", help="the extension records")
    with tempfile.TemporaryDirectory() as folder:
        off = asyncio.run(_measure(Path(folder), by_extension=parser.parse_args().extension))
    print(f"{len(off)} changes; their frames are {statistics.median(off):.0f} ms later in the median, "
          f"{min(off):.0f} to {max(off):.0f} ms")  # fmt: skip
    return 0 if len(off) >= CHANGES - 1 and max(map(abs, off)) <= MAX_MS else 1


async def _measure(folder: Path, *, by_extension: bool) -> list[float]:
    """How many milliseconds after each change its first frame is."""
    record = recorded_by_extension if by_extension else recorded
    async with Site({"*": Answer(_START)}) as site, record(site.url.rstrip("/"), "/", folder / "out") as page:
        for _ in range(CHANGES):
            await asyncio.sleep(_EVERY_S)
            await page.evaluate("document.body.classList.toggle('light')")
        await asyncio.sleep(_EVERY_S)
    unpacked = folder / "unpacked"
    unpack(capture_in(folder / "out"), unpacked)
    start = float(json.loads((unpacked / "manifest.json").read_text())["videoStart"])
    changes = list(_changes_of_class(unpacked))
    frames = [start + ms for ms in _changes_in(unpacked)]
    shown = [frame for frame in frames if frame > changes[0] - _EVERY_S * 500]  # before that the page was loading
    return [frame - change for frame, change in zip(shown, changes, strict=False)]


def _changes_of_class(folder: Path) -> Iterator[float]:
    """Epoch milliseconds at which the events say that the colour changed."""
    for path in sorted(folder.glob("events-*.jsonl")):
        for event in map(json.loads, path.read_text().splitlines()):
            changed = event["event"]["data"].get("attributes") if event["kind"] == "dom" else None
            if changed and any("class" in change["attributes"] for change in changed):
                yield float(event["t"])


def _changes_in(folder: Path) -> Iterator[float]:
    """Milliseconds of the video at which its colour changes."""
    path = video_of(folder)
    assert path is not None
    was_light = False
    with av.open(str(path), "r") as video:
        for frame in video.decode(video=0):
            is_light = float(frame.to_ndarray(format="gray").mean()) > _BETWEEN
            if is_light != was_light:
                yield float(frame.time or 0) * 1000
            was_light = is_light


if __name__ == "__main__":
    raise SystemExit(main())
